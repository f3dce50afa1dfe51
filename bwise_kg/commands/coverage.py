"""The command ``bwise-kg coverage``."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..outputs import require_other
from ..settings import settings
from ..terminal import show, write
from .options import LabelsOption, OutputOption, StoreOption


class CoverageFormat(StrEnum):
    """How a coverage is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def coverage(
    curriculum: Annotated[
        str,
        typer.Argument(
            help="Short name, name@version or IRI; or a workbook (.xlsx, .ods), a folder of CSV files or RDF."
        ),
    ],
    profile: Annotated[
        str | None, typer.Option("--profile", help="Short name or IRI; else the curriculum's own.")
    ] = None,
    format_: Annotated[CoverageFormat, typer.Option("--format")] = CoverageFormat.TABLE,
    lang: LabelsOption = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """Show which skills that a profile requires a curriculum covers, at which level, and what is missing."""
    from ..curriculum import find_curriculum
    from ..curriculum.source import is_source
    from ..graph import open_graph
    from ..render.labels import labels_for
    from .reading import read_told

    language = lang or settings().lang
    if is_source(curriculum):
        require_other(output, [curriculum], language)
    graph = open_graph(store)
    if is_source(curriculum):
        quads = read_told(Path(curriculum), graph, language).quads
        found = find_curriculum(quads, curriculum, language=language)
    else:
        found = graph.curriculum(curriculum, language)
    result = graph.coverage(found, profile, language)
    labels = labels_for(graph, result, language)
    if format_ is CoverageFormat.TABLE:
        from ..render.table import coverage_table

        show(coverage_table(result, labels, language), output, language)
    elif format_ is CoverageFormat.HTML:
        from ..render.html import coverage_page

        write(coverage_page(result, labels, language), output, language=language)
    else:
        from ..render.data import coverage_csv, coverage_json

        if format_ is CoverageFormat.JSON:
            text = json.dumps(coverage_json(result, labels, language), ensure_ascii=False, indent=2) + "\n"
            write(text, output, language=language)
        else:
            encoding = "utf-8-sig" if output else "utf-8"
            write(coverage_csv(result, labels, language), output, encoding, language)
