"""The SHACL engines behind one port: pySHACL is the reference, Shifty the fast one."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ..errors import DataError
from ..namespaces import RDF, SH
from .paths import Index, Term

if TYPE_CHECKING:
    import rdflib

Statement = Quad | Triple


class EngineName(StrEnum):
    """The engines there are."""

    PYSHACL = "pyshacl"
    SHIFTY = "shifty"


@dataclass(frozen=True, slots=True)
class RawResult:
    """A result as an engine gives it.

    component: the constraint component that was violated. path: as a SPARQL property path, "" if there is none.
    """

    focus: Term
    component: NamedNode
    shape: Term
    path: str = ""
    value: Term | None = None
    severity: Term | None = None
    messages: tuple[Literal, ...] = ()


class Validator(Protocol):
    """Shapes that were prepared once, to validate any number of graphs with.

    Blank nodes keep their names, so that a result points to the node in the data. Nothing is fetched, no
    ``owl:imports`` followed, nothing inferred but that an instance of a class is one of the classes above it.
    """

    name: EngineName

    def validate(self, data: Iterable[Statement]) -> list[RawResult]:
        """Return the results of validating a graph, of every severity, none if it conforms.

        Raises DataError for data or shapes that the engine cannot work with.
        """


def engine(name: EngineName, shapes: Iterable[Statement]) -> Validator:
    """Return an engine with its shapes prepared; raises DataError for shapes that it cannot work with."""
    return Shifty(shapes) if name is EngineName.SHIFTY else PySHACL(shapes)


class PySHACL:
    """The reference engine. It changes the graphs that it is given, so it gets copies."""

    name = EngineName.PYSHACL

    def __init__(self, shapes: Iterable[Statement]) -> None:
        self._shapes = _graph(shapes)

    def validate(self, data: Iterable[Statement]) -> list[RawResult]:
        """See `Validator.validate`."""
        import pyshacl  # noqa: PLC0415 - takes half a second to load

        shapes = type(self._shapes)(bind_namespaces="none")
        shapes += self._shapes
        try:
            _, report, _ = pyshacl.validate(
                _graph(data), shacl_graph=shapes, inplace=True, do_owl_imports=False, logger=_QUIET
            )
        except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ConstraintLoadError) as error:
            raise DataError("shapes", str(error)) from error
        if isinstance(report, pyshacl.errors.ValidationFailure):
            raise DataError("shapes", report.message)
        return read_report(_statements(report))


class Shifty:
    """The fast engine, in Rust."""

    name = EngineName.SHIFTY

    def __init__(self, shapes: Iterable[Statement]) -> None:
        import shifty  # noqa: PLC0415 - the reference engine does without

        try:
            self._prepared = shifty.PreparedValidator(_n_triples(shapes))
        except ValueError as error:
            raise DataError("shapes", str(error)) from error

    def validate(self, data: Iterable[Statement]) -> list[RawResult]:
        """See `Validator.validate`."""
        return self.validate_lines(_n_triples(data))

    def validate_lines(self, data: bytes) -> list[RawResult]:
        """Validate a graph that is N-Triples already; otherwise as `validate`."""
        try:
            result = self._prepared._inner.validate_w3c(  # the public method goes through rdflib
                data, data_format="nt", graph_mode="data", run_infer=False, sort_results=False, on_unsupported="error"
            )
        except ValueError as error:
            raise DataError("shapes", str(error)) from error
        if result.conforms:
            return []
        return read_report(ox.parse(result.report_turtle, ox.RdfFormat.TURTLE))


def read_report(statements: Iterable[Statement]) -> list[RawResult]:
    """Return the results of a W3C validation report; those below ``sh:detail`` are no results of their own."""
    index = Index(statements)
    return [
        _result(index, result)
        for report in index.subjects(RDF.type, SH.ValidationReport)
        for result in index.values(report, SH.result)
    ]


def _result(index: Index, result: Term) -> RawResult:
    component = index.value(result, SH.sourceConstraintComponent)
    path = index.value(result, SH.resultPath)
    return RawResult(
        focus=index.value(result, SH.focusNode) or RDF.nil,
        component=component if isinstance(component, NamedNode) else SH.ConstraintComponent,
        shape=index.value(result, SH.sourceShape) or RDF.nil,
        path=index.path(path) if path is not None else "",
        value=index.value(result, SH.value),
        severity=index.value(result, SH.resultSeverity),
        messages=tuple(m for m in index.values(result, SH.resultMessage) if isinstance(m, Literal)),
    )


_QUIET = logging.getLogger("bwise_kg.pyshacl")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


def _n_triples(statements: Iterable[Statement]) -> bytes:
    triples = (s.triple if isinstance(s, Quad) else s for s in statements)
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _graph(statements: Iterable[Statement]) -> rdflib.Graph:
    """Return statements as a graph of rdflib, literals as they were written."""
    import rdflib  # noqa: PLC0415 - takes a quarter of a second to load

    def term(node: object) -> rdflib.term.Node:
        if isinstance(node, NamedNode):
            return rdflib.URIRef(node.value)
        if isinstance(node, BlankNode):
            return rdflib.BNode(node.value)
        if isinstance(node, Literal):
            if node.language:
                return rdflib.Literal(node.value, lang=node.language)
            plain = node.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
            return rdflib.Literal(node.value, datatype=None if plain else node.datatype.value, normalize=False)
        raise DataError("data", "triple terms cannot be validated")

    graph = rdflib.Graph(bind_namespaces="none")
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # literals that are not what they say: the rules tell
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for s in statements:
            graph.add((term(s.subject), term(s.predicate), term(s.object)))
    return graph


def _statements(graph: rdflib.Graph) -> Sequence[Triple]:
    import rdflib  # noqa: PLC0415

    def term(node: object) -> Term:
        if isinstance(node, rdflib.Literal):
            if node.language:
                return Literal(str(node), language=node.language)
            return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))
        return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else NamedNode(str(node))

    return [Triple(term(s), NamedNode(str(p)), term(o)) for s, p, o in graph]
