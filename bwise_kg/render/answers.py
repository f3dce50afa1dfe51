"""Answers to SPARQL queries, in the formats of the W3C and as a table."""

from __future__ import annotations

from enum import StrEnum
from typing import IO

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples
from rich import box
from rich.table import Table
from rich.text import Text

from ..errors import QueryError
from ..namespaces import PREFIXES, converter


class AnswerFormat(StrEnum):
    """How an answer is written: the first five for tables, the others for graphs."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


_RESULTS = {
    AnswerFormat.JSON: ox.QueryResultsFormat.JSON,
    AnswerFormat.CSV: ox.QueryResultsFormat.CSV,
    AnswerFormat.TSV: ox.QueryResultsFormat.TSV,
    AnswerFormat.XML: ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    AnswerFormat.TURTLE: ox.RdfFormat.TURTLE,
    AnswerFormat.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    AnswerFormat.JSONLD: ox.RdfFormat.JSON_LD,
    AnswerFormat.RDFXML: ox.RdfFormat.RDF_XML,
}


def write_answer(
    answer: QuerySolutions | QueryBoolean | QueryTriples, format_: AnswerFormat | None, stream: IO[bytes]
) -> Table | str | None:
    """Write an answer to a stream; a table is returned to be shown instead.

    format_: None means a table for SELECT and ASK, Turtle for CONSTRUCT and DESCRIBE.

    Raises QueryError for a format that this kind of answer cannot take.
    """
    if isinstance(answer, QueryTriples):
        if (format_ or AnswerFormat.TURTLE) not in _GRAPHS:
            raise QueryError(f"the answer is a graph, which {format_} cannot hold; use {', '.join(_GRAPHS)}")
        ox.serialize(answer, stream, _GRAPHS[format_ or AnswerFormat.TURTLE], prefixes=_prefixes(format_))
        return None
    if format_ in _GRAPHS:
        formats = [AnswerFormat.TABLE, *_RESULTS]
        raise QueryError(f"the answer is a table, which {format_} cannot hold; use {', '.join(formats)}")
    if format_ in _RESULTS:
        answer.serialize(stream, _RESULTS[format_])
        return None
    return ("yes" if answer else "no") if isinstance(answer, QueryBoolean) else _table(answer)


def _prefixes(format_: AnswerFormat | None) -> dict[str, str] | None:
    return None if format_ in {AnswerFormat.NTRIPLES, AnswerFormat.JSONLD} else PREFIXES


def _table(solutions: QuerySolutions) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for variable in solutions.variables:
        table.add_column(variable.value, overflow="fold")
    rows = 0
    for solution in solutions:
        table.add_row(*(_cell(value) for value in solution))
        rows += 1
    table.caption = f"{rows:,} row{'' if rows == 1 else 's'}"
    table.caption_justify = "left"
    return table


def _cell(value: object) -> Text:
    if isinstance(value, NamedNode):
        return Text(converter().compress(value.value) or value.value)
    if isinstance(value, Literal):
        return Text(f"{value.value}@{value.language}" if value.language else value.value)
    return Text(str(value) if isinstance(value, BlankNode) or value is not None else "")
