"""Validation reports as W3C validation reports in Turtle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..namespaces import BW, DASH, DCT, ID, PREFIXES, RDF, RDFS, SH, XSD
from ..validation.fixes.fix import Fix
from ..validation.paths import DEEPEST
from ..validation.report import Cause, Finding, Report
from ..words import words
from .validation_data import more_words
from .validation_fixes import fix_triples

_TOKEN = re.compile(r"<[^>]*>|[()/|^*+?]")
_MODIFIERS = {"*": SH.zeroOrMorePath, "+": SH.oneOrMorePath, "?": SH.zeroOrOnePath}

Node = NamedNode | BlankNode


def validation_turtle(reports: Sequence[Report]) -> str:
    """Return reports as Turtle, a ``sh:ValidationReport`` each, with a message a language.

    As the W3C has it, a report conforms if no rule of any weight has a finding. Of findings that are counted only a
    comment of the report says how many there are.
    """
    triples = [triple for report in reports for triple in report_triples(report)]
    prefixes = {name: PREFIXES[name] for name in ("bw", "dct", "rdf", "rdfs", "sh", "xsd")} | {"dash": DASH.base}
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def report_triples(report: Report) -> Iterator[Triple]:
    """Yield the statements of one report."""
    made = BlankNode()
    found = list(report.findings())
    blank: dict[str, BlankNode] = {}
    yield Triple(made, RDF.type, SH.ValidationReport)
    yield Triple(made, SH.conforms, Literal("false" if found else "true", datatype=XSD.boolean))
    yield Triple(made, BW.origin, ID["origin/inferred"])
    yield Triple(made, DCT.subject, _node(report.subject, blank))
    for rule_set in report.rule_sets:
        yield Triple(made, DCT.references, ID[f"rule-set/{rule_set}"])
    for result in report.results:
        if result.more:
            said = f"{result.rule.id}: {more_words(result, report.language)}"
            yield Triple(made, RDFS.comment, Literal(said, language=words(report.language).language))
    for finding in found:
        fixes = report.fixes_of(finding)
        yield from _result(made, SH.result, finding, finding.severity.node, finding.messages, blank, fixes)


def _result(
    above: BlankNode,
    link: NamedNode,
    found: Finding | Cause,
    severity: NamedNode,
    messages: Mapping[str, str],
    blank: dict[str, BlankNode],
    fixes: Sequence[Fix] = (),
) -> Iterator[Triple]:
    result = BlankNode()
    yield from fix_triples(result, fixes)
    yield Triple(above, link, result)
    yield Triple(result, RDF.type, SH.ValidationResult)
    yield Triple(result, SH.focusNode, found.focus_term)
    yield Triple(result, SH.resultSeverity, severity)
    yield Triple(result, SH.sourceConstraintComponent, NamedNode(found.component))
    yield Triple(result, SH.sourceShape, _node(found.shape, blank))
    if found.value_term is not None:
        yield Triple(result, SH.value, found.value_term)
    if found.path:
        said: list[Triple] = []
        path = _path(_TOKEN.findall(found.path)[::-1], said)
        yield Triple(result, SH.resultPath, path)
        yield from said
    for language, message in messages.items():
        yield Triple(result, SH.resultMessage, Literal(message, language=language) if language else Literal(message))
    for cause in found.causes:
        asked = {cause.asked.language: str(cause.asked)} if cause.asked else {}
        yield from _result(result, SH.detail, cause, severity, asked, blank)


def _path(tokens: list[str], said: list[Triple], depth: int = 0) -> Node:
    """Return the node of a path, with its statements in ``said``; tokens: of `Index.path`, the last one first."""
    word = tokens.pop()
    if word.startswith("<") or depth > DEEPEST:
        return NamedNode(word[1:-1])
    node = BlankNode()
    if word == "^":
        tokens.pop()  # an opening bracket
        said.append(Triple(node, SH.inversePath, _path(tokens, said, depth + 1)))
        tokens.pop()  # the closing one
        return node
    steps = [_path(tokens, said, depth + 1)]
    separator = tokens[-1]
    while (word := tokens.pop()) != ")":
        steps.append(_path(tokens, said, depth + 1))
    if tokens and tokens[-1] in _MODIFIERS:
        said.append(Triple(node, _MODIFIERS[tokens.pop()], steps[0]))
        return node
    if separator == "|":
        said.append(Triple(node, SH.alternativePath, _list(steps, said)))
        return node
    return _list(steps, said)


def _list(items: Sequence[Node], said: list[Triple]) -> Node:
    rest: Node = RDF.nil
    for item in reversed(items):
        head = BlankNode()
        said += [Triple(head, RDF.first, item), Triple(head, RDF.rest, rest)]
        rest = head
    return rest


def _node(name: str, blank: dict[str, BlankNode]) -> Node:
    return blank.setdefault(name, BlankNode()) if name.startswith("_:") else NamedNode(name)
