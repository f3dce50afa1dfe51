"""The commands ``bwise-kg template`` and ``bwise-kg convert``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import DataError, NotFoundError
from ..outputs import is_there, require_other
from ..settings import settings
from ..terminal import show, written
from ..words import words
from .options import StoreOption

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ..curriculum.workbook.cells import Grid
    from ..curriculum.workbook.labels import Labels
    from ..graph import Graph

LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", help="Language of sheets, columns and labels, e.g. fr; else English (or BWISE_LANG)."),
]


def template(
    profile: Annotated[str, typer.Argument(help="Short name or IRI of an occupational profile, e.g. supporter.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Workbook to write (.xlsx).")],
    lang: LanguageOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a workbook that is there already.")] = False,
    store: StoreOption = None,
) -> None:
    """Write an empty workbook for a curriculum, with the skills that a profile requires.

    Fill it in, and hold it against the profile: `bwise-kg coverage FILE.xlsx`.
    """
    from ..curriculum.skills import labels_of
    from ..curriculum.workbook.template import template_grid
    from ..graph import open_graph

    language = lang or settings().lang
    gettext = words(language).gettext
    if output.suffix.lower() != ".xlsx":
        raise DataError(str(output), gettext("a template is a workbook; name it .xlsx"))
    if is_there(output) and not force:
        raise DataError(str(output), gettext("is there already; name another file, or replace it with `--force`"))
    graph = open_graph(store)
    labels = labels_of(graph)
    found = graph.profile(profile, language)
    grid = template_grid(found, language, labels, _target_group(graph, found.iri))
    _write_grid(grid, output, language, labels)
    show(f"{output}: ready to be filled in, {len(found.requirements)} required skills listed")


def convert(
    curriculum: Annotated[str, typer.Argument(help="A file or folder, or the short name or IRI of one in the store.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="File to write: .xlsx, .ods, .ttl, .nt, .jsonld, .rdf; else a CSV folder."),
    ],
    lang: LanguageOption = None,
    store: StoreOption = None,
) -> None:
    """Write a curriculum in another form: as a workbook, a folder of CSV files, or RDF; nothing is lost."""
    from ..curriculum import find_curriculum
    from ..curriculum.skills import labels_of
    from ..curriculum.source import is_source
    from ..curriculum.workbook.template import filled_grid
    from ..curriculum.writing import RDF_SUFFIXES, write_rdf
    from ..graph import open_graph

    language = lang or settings().lang
    if is_source(curriculum):
        require_other(output, [curriculum], language)
    graph = open_graph(store)
    labels = labels_of(graph)
    quads = _statements(graph, curriculum, language)
    suffix = output.suffix.lower()
    if suffix in RDF_SUFFIXES:
        with written(output, language) as stream:
            stream.write(write_rdf(quads, suffix))
    elif suffix in {".xlsx", ".ods", ""}:
        found = find_curriculum(quads, curriculum, language=language)
        try:
            profile = graph.profile(found.profile) if found.profile else None
        except NotFoundError:
            profile = None
        _write_grid(filled_grid(quads, found.iri, profile, language, labels), output, language, labels)
    else:
        kinds = ", ".join([".xlsx", ".ods", *RDF_SUFFIXES])
        unknown = words(language).gettext(
            "unknown kind of file; expected one of %(kinds)s, or no suffix for a CSV folder", kinds=kinds
        )
        raise DataError(str(output), unknown)
    show(f"{output}: {len(quads):,} statements")


def _statements(graph: Graph, curriculum: str, language: str) -> list[Quad]:
    """Return the statements of a curriculum from a file, or of one in the store with all that hangs on it.

    language: of errors.
    """
    from pyoxigraph import NamedNode

    from ..curriculum.source import is_source
    from ..curriculum.workbook.writing import as_declared
    from ..namespaces import GRAPH
    from ..queries import bind, view
    from .reading import read_told

    if is_source(curriculum):
        return list(read_told(Path(curriculum), graph, language).quads)
    entry = graph.entry(curriculum, language)
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"  # a file of its own: all that it says
    if entry.graph == GRAPH.reference:
        query = bind(view("whole_curriculum.rq"), curriculum=NamedNode(entry.iri))
    found = graph.store.construct(query, graphs=[entry.graph])
    return [as_declared(statement) for statement in found]


def _target_group(graph: Graph, profile: str) -> str | None:
    from pyoxigraph import NamedNode

    from ..namespaces import BW
    from ..queries import bind, view

    statements = graph.store.construct(bind(view("profile.rq"), profile=NamedNode(profile)), graphs=graph.design)
    groups = (s.object for s in statements if s.predicate == BW.targetGroup and s.subject == NamedNode(profile))
    return next((group.value for group in groups if isinstance(group, NamedNode)), None)


def _write_grid(grid: Grid, output: Path, language: str, labels: Labels) -> None:
    suffix = output.suffix.lower()
    if not suffix:
        from ..curriculum.folder import write_folder

        write_folder(grid, output, language)
        return
    with written(output, language) as stream:
        if suffix == ".ods":
            from ..curriculum.ods import write_ods

            write_ods(grid, stream)
        else:
            from ..curriculum.workbook.sheets import workbook_of

            stream.write(workbook_of(grid, language, labels))
