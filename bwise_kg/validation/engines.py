"""The SHACL engines behind one port: pySHACL is the reference, Shifty a fast one; the fastest is in `compiled`."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..errors import DataError
from ..namespaces import RDF, SH
from ..resources import Statement
from .data import Data, lines_of, triple_of
from .paths import Index, Node, Term

if TYPE_CHECKING:
    import rdflib


class EngineName(StrEnum):
    """The engines there are."""

    PYSHACL = "pyshacl"
    SHIFTY = "shifty"
    COMPILED = "compiled"


@dataclass(frozen=True, slots=True)
class RawResult:
    """A result as an engine gives it.

    component: the constraint component that was violated. path: as a SPARQL property path, "" if there is none.
    bindings: what the variables of a query were bound to, None if the engine does not tell.
    """

    focus: Term
    component: NamedNode
    shape: Term
    path: str = ""
    value: Term | None = None
    severity: Term | None = None
    messages: tuple[Literal, ...] = ()
    bindings: tuple[tuple[str, Term], ...] | None = field(default=None, compare=False)


class Validator(Protocol):
    """Shapes that were prepared once, to validate any number of graphs with.

    Blank nodes keep their names, so that a result points to the node in the data. Nothing is fetched, no
    ``owl:imports`` followed, nothing inferred but that an instance of a class is one of the classes above it.
    """

    name: EngineName

    def validate(self, data: Data) -> list[RawResult]:
        """Return the results of validating a graph, of every severity, none if it conforms.

        Raises DataError for data or shapes that the engine cannot work with.
        """


def engine(name: EngineName, shapes: Iterable[Statement]) -> Validator:
    """Return an engine with its shapes prepared; raises DataError for shapes that it cannot work with."""
    match EngineName(name):
        case EngineName.PYSHACL:
            return PySHACL(shapes)
        case EngineName.SHIFTY:
            return Shifty(shapes)
        case EngineName.COMPILED:
            from .compiled import Compiled  # noqa: PLC0415 - it is made of the others

            return Compiled(shapes)


class PySHACL:
    """The reference engine. It changes the graphs that it is given, so it gets copies."""

    name = EngineName.PYSHACL

    def __init__(self, shapes: Iterable[Statement]) -> None:
        self._shapes = _graph(shapes)

    def validate(self, data: Data) -> list[RawResult]:
        """See `Validator.validate`."""
        import pyshacl  # noqa: PLC0415 - takes half a second to load

        from .prepared import ONE_AT_A_TIME  # noqa: PLC0415 - loads rdflib

        shapes = type(self._shapes)(bind_namespaces="none")
        shapes += self._shapes
        try:
            with ONE_AT_A_TIME:
                _, report, _ = pyshacl.validate(
                    _graph(data.statements), shacl_graph=shapes, inplace=True, do_owl_imports=False, logger=_QUIET
                )
        except Exception as error:  # of its own kinds and of the libraries below it
            raise DataError("shapes", f"pySHACL cannot work with them: {error}") from error
        if isinstance(report, Exception):
            raise DataError("shapes", f"pySHACL cannot work with them: {report}")
        # it copies blank nodes of the data into the report, with all that hangs on them
        return read_report(_statements(report), {s.subject for s in data.statements})


class Shifty:
    """The fast engine, in Rust. It gives blank nodes of the shapes other names and leaves paths to them."""

    name = EngineName.SHIFTY

    def __init__(self, shapes: Iterable[Statement]) -> None:
        import shifty  # noqa: PLC0415 - the reference engine does without

        triples = [triple_of(s) for s in shapes]
        self._shapes = Index(triples)
        named = {node: NamedNode(f"{_BLANK}{node.value}") for node in _blank_shapes(self._shapes)}
        self._blank = {iri: node for node, iri in named.items()}
        renamed = [
            Triple(
                named.get(t.subject, t.subject) if isinstance(t.subject, BlankNode) else t.subject,
                t.predicate,
                named.get(t.object, t.object) if isinstance(t.object, BlankNode) else t.object,
            )
            for t in triples
        ]
        try:
            self._prepared = shifty.PreparedValidator(lines_of(renamed))
        except ValueError as error:
            raise DataError("shapes", str(error)) from error

    def validate(self, data: Data) -> list[RawResult]:
        """See `Validator.validate`."""
        try:
            result = self._prepared._inner.validate_w3c(  # the public method takes graphs of rdflib or whole files
                data.lines,
                data_format="nt",
                graph_mode="data",
                run_infer=False,
                sort_results=False,
                on_unsupported="error",
            )
        except ValueError as error:
            raise DataError("shapes", str(error)) from error
        if result.conforms:
            return []
        return [self._restored(r) for r in read_report(ox.parse(result.report_turtle, ox.RdfFormat.TURTLE))]

    def _restored(self, result: RawResult) -> RawResult:
        shape = result.shape
        if isinstance(shape, NamedNode):
            shape = self._blank.get(shape, shape)
        path = self._shapes.value(shape, SH.path)
        return replace(result, shape=shape, path=result.path or (self._shapes.path(path) if path is not None else ""))


def _blank_shapes(index: Index) -> set[BlankNode]:
    """Return the blank nodes that are shapes; those of paths and lists have to stay what they are."""
    found = {*index.subjects_of(SH.path), *(n for link in _LINKS for n in index.objects_of(link))}
    found |= {n for link in _LISTS for head in index.objects_of(link) for n in index.items(head)}
    return {node for node in found if isinstance(node, BlankNode)}


_BLANK = "urn:bwise-kg:blank:"
_LINKS = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_LISTS = (SH["and"], SH["or"], SH.xone)


def read_report(statements: Iterable[Statement], known: Container[object] = ()) -> list[RawResult]:
    """Return the results of a W3C validation report; those below ``sh:detail`` are no results of their own.

    known: subjects of the data, which are no reports whatever they say.
    """
    index = Index(statements)
    return [
        _result(index, result)
        for report in index.subjects(RDF.type, SH.ValidationReport)
        if report not in known
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


def _graph(statements: Iterable[Statement]) -> rdflib.Graph:
    """Return statements as a graph of rdflib, literals as they were written."""
    import rdflib  # noqa: PLC0415 - takes a quarter of a second to load

    from .prepared import PreparedGraph  # noqa: PLC0415

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

    graph = PreparedGraph(bind_namespaces="none")
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # literals that are not what they say: the rules tell
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for s in statements:
            graph.add((term(s.subject), term(s.predicate), term(s.object)))
    return graph


def _statements(graph: rdflib.Graph) -> Sequence[Triple]:
    import rdflib  # noqa: PLC0415

    def resource(node: object) -> Node:
        return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else NamedNode(str(node))

    def term(node: object) -> Term:
        if not isinstance(node, rdflib.Literal):
            return resource(node)
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))

    return [Triple(resource(s), NamedNode(str(p)), term(o)) for s, p, o in graph]
