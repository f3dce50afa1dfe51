"""What a build made and what an ESCO release had in it, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..build import BuildSummary
from ..curricula import Entry
from ..curriculum.model import text_in
from ..esco import Finding, Kind, ReleaseReport
from ..namespaces import GRAPH, ID


def build_table(summary: BuildSummary) -> RenderableType:
    """Return what a build made: graphs with their statements, releases with what was met in them."""
    return Group(*_build(summary))


def _build(summary: BuildSummary) -> Iterator[RenderableType]:
    for report in summary.esco:
        yield release_table(report)
        yield Text()
    table = _table("Graphs")
    table.add_column("graph", overflow="fold")
    table.add_column("statements", justify="right")
    for graph, statements in summary.statements.items():
        table.add_row(graph.removeprefix(GRAPH.base), f"{statements:,}")
    table.add_section()
    table.add_row("all", f"{sum(summary.statements.values()):,}")
    yield table
    origin = "the embedded slice" if summary.embedded_slice else "the release given"
    yield Text(f"Answers rest on ESCO {summary.current_esco}, {origin}.")
    if summary.carried_over:
        yield Text(f"Carried over from the store before: {_names(summary.carried_over)}")
    yield Text(f"Digest: {summary.digest}", overflow="fold")
    yield Text(f"Store: {summary.place}", overflow="fold")


def release_table(report: ReleaseReport) -> RenderableType:
    """Return what was read of a release and every finding."""
    whole = "whole" if report.complete else "partial"
    table = _table(f"ESCO {report.version} ({', '.join(report.languages)}; {whole})")
    table.add_column("read", overflow="fold")
    table.add_column("number", justify="right")
    for name, number in sorted(report.counts.items()):
        table.add_row(name, f"{number:,}")
    table.add_row("statements", f"{report.statements:,}")
    parts: list[RenderableType] = [table]
    if report.findings:
        parts += [Text("Met in the files:", style="bold"), *map(_finding, report.findings)]
    return Group(*parts)


def _finding(finding: Finding) -> Text:
    mark = "! " if finding.kind is Kind.MISSING_FILE else "- "
    text = f"{mark}{finding.place}: {finding.kind.value}"
    if finding.note:
        text += f" ({finding.note})"
    if finding.kind is not Kind.MISSING_FILE:
        text += f": {finding.count:,}"
    if finding.examples:
        text += f", e.g. {finding.examples[0]}"
    return Text(text, overflow="fold", style="yellow" if finding.kind is Kind.MISSING_FILE else "")


def curricula_table(entries: Sequence[Entry], language: str) -> RenderableType:
    """Return the curricula in a store, a row a version."""
    table = _table("Curricula")
    for column in ("name", "version"):
        table.add_column(column, no_wrap=True)
    table.add_column("title", overflow="fold")
    table.add_column("profile", overflow="fold")
    table.add_column("hours", justify="right")
    table.add_column("from", overflow="fold")
    for entry in entries:
        table.add_row(
            entry.name,
            entry.version + ("" if entry.newest else " (superseded)"),
            text_in(entry.title, language, entry.iri),
            (entry.profile or "").removeprefix(ID["profile/"].value),
            entry.hours or "",
            (entry.origin or "").removeprefix(ID["origin/"].value).replace("-", " "),
        )
    return table


def curricula_data(entries: Sequence[Entry], language: str) -> list[dict[str, str | bool | None]]:
    """Return the curricula in a store as plain data, a row a version."""
    return [
        {
            "name": entry.name,
            "version": entry.version,
            "newest": entry.newest,
            "title": text_in(entry.title, language),
            "iri": entry.iri,
            "profile": entry.profile,
            "hours": entry.hours,
            "origin": entry.origin,
            "added": entry.added,
            "graph": entry.graph.value,
        }
        for entry in entries
    ]


def _names(graphs: Sequence[str]) -> str:
    return ", ".join(graph.removeprefix(GRAPH["curricula/"].value).replace("/", " ") for graph in graphs)


def _table(title: str) -> Table:
    return Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
