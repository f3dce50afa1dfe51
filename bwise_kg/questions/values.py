"""What users write for parameters, as terms that a query can take; names that the graph does not have are errors."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ..errors import DataError, NotFoundError
from ..namespaces import ESCO_DATA, GRAPH, ID, PREFIXES, XSD
from ..queries import Bindable, select
from . import codes
from .model import Parameter, ParameterType

if TYPE_CHECKING:
    from ..graph import Graph

_KINDS = {
    ParameterType.GROUP: ("group", "target-group", "disadvantaged-group"),
    ParameterType.SCENARIO: ("scenario", "scenario-type"),
    ParameterType.SKILL: ("skill", "sector-skill"),
}
"""Kinds of IRIs that a short name may be of, where the type is not the kind."""
_CODES = {
    ParameterType.COUNTRY: (codes.COUNTRY, codes.country, codes.COUNTRIES, "an ISO 3166 code such as ES"),
    ParameterType.LANGUAGE: (codes.LANGUAGE, codes.language, codes.LANGUAGES, "a language tag such as es"),
}


def term(graph: Graph, parameter: Parameter, text: str) -> Bindable:
    """Return the term that a user means.

    Raises DataError for what the type does not take, NotFoundError for a name or an IRI that the graph does not have.
    """
    match parameter.type:
        case ParameterType.TEXT | ParameterType.VERSION:
            return Literal(text)
        case ParameterType.INTEGER:
            if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip()):
                raise DataError(parameter.option, f"{text!r} is no whole number")
            return Literal(str(int(text)), datatype=XSD.integer)
        case ParameterType.DATE:
            return _date(parameter, text.strip())
        case ParameterType.IRI:
            return _iri(parameter, text.strip())
        case ParameterType.COUNTRY | ParameterType.LANGUAGE:
            return _code(graph, parameter, text.strip())
    return _named(graph, parameter, text.strip())


def _date(parameter: Parameter, text: str) -> Literal:
    try:
        written = date.fromisoformat(text).isoformat()  # which also takes 20240531 and 2024-W22-5
    except ValueError as error:
        raise DataError(parameter.option, f"{text!r} is no date such as 2024-05-31") from error
    return Literal(written, datatype=XSD.date)


def _iri(parameter: Parameter, text: str) -> NamedNode:
    prefix, _, local = text.partition(":")
    try:
        return NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else text)
    except ValueError as error:
        raise DataError(parameter.option, f"{text!r} is no IRI") from error


def _code(graph: Graph, parameter: Parameter, text: str) -> NamedNode:
    base, resolve, known, example = _CODES[parameter.type]
    found = resolve(text.removeprefix(base)) or next(iter(_by_label(graph, parameter, text)), None)
    if found is None:
        near = difflib.get_close_matches(text.upper(), [code.upper() for code in known], n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise NotFoundError(f"{parameter.option}: no {parameter.type} {text!r}; write {example}{hint}")
    return NamedNode(found)


def _named(graph: Graph, parameter: Parameter, text: str) -> NamedNode:
    for found in (_by_iri(graph, parameter, text), _by_curriculum_name(graph, parameter, text)):
        if found:
            return found
    labelled = _by_label(graph, parameter, text)
    if len(labelled) == 1:
        return NamedNode(labelled[0])
    if labelled:
        several = ", ".join(labelled[:4])
        raise NotFoundError(f"{parameter.option}: several resources have the label {text!r}; give one of {several}")
    names = _names(graph, parameter)
    short = text.rstrip("/").rpartition("/")[2]
    near = difflib.get_close_matches(short.lower(), names, n=3, cutoff=0.6)
    hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ";"
    there = f" There is: {', '.join(names[:12])}{', …' if len(names) > 12 else ''}" if names else ""
    raise NotFoundError(f"{parameter.option}: no {parameter.type} {text!r}{(hint + there).rstrip(';')}")


def _by_iri(graph: Graph, parameter: Parameter, text: str) -> NamedNode | None:
    """Return the resource that a full or shortened IRI or a short name stands for, if anything is said about it."""
    if "://" in text:
        written = [text]
    elif text.partition(":")[0] in PREFIXES:
        written = [PREFIXES[text.partition(":")[0]] + text.partition(":")[2]]
    else:
        written = [base + name for base in _bases(parameter.type) for name in dict.fromkeys((text, text.lower()))]
    candidates = []
    for iri in written:
        try:
            candidates.append(NamedNode(iri))
        except ValueError:
            continue
    known = {row.name("resource") for row in select(graph.store, "known.rq", resource=candidates)}
    return next((node for node in candidates if node.value in known), None)


def _by_curriculum_name(graph: Graph, parameter: Parameter, text: str) -> NamedNode | None:
    """Return the curriculum of a name under which it was added, which its IRI need not show."""
    if parameter.type is not ParameterType.CURRICULUM:
        return None
    return next((NamedNode(entry.iri) for entry in graph.curricula if entry.name == text), None)


def _by_label(graph: Graph, parameter: Parameter, text: str) -> list[str]:
    if not text:
        return []
    tags = ["", *codes.LANGUAGES]
    spellings = dict.fromkeys((text, text.lower(), text.capitalize()))
    labels = [Literal(each, language=tag) if tag else Literal(each) for each in spellings for tag in tags]
    found = {row.name("resource") for row in select(graph.store, "labelled.rq", label=labels)}
    return sorted(iri for iri in found if iri.startswith(_bases(parameter.type)))


def _names(graph: Graph, parameter: Parameter) -> list[str]:
    """Return the short names that there are, of our own resources: ESCO's 13,000 are found by label."""
    own = [each for each in graph.store.graphs() if not each.value.startswith((_ESCO, _ESCO_INFERRED))]
    bases = [base for base in _bases(parameter.type) if base.startswith(ID.base)]
    rows = select(graph.store, "resource_names.rq", own, base=[Literal(base) for base in bases])
    return sorted({_tail(row.name("resource"), bases) for row in rows})


def _tail(iri: str, bases: Iterable[str]) -> str:
    return next(iri.removeprefix(base) for base in bases if iri.startswith(base))


def _bases(type_: ParameterType) -> tuple[str, ...]:
    if type_ in _CODES:
        return (_CODES[type_][0],)
    own = tuple(ID[f"{kind}/"].value for kind in _KINDS.get(type_, (type_.value,)))
    return (*own, f"{ESCO_DATA}skill/") if type_ is ParameterType.SKILL else own


_ESCO, _ESCO_INFERRED = GRAPH["esco/"].value, GRAPH["inferred/esco/"].value
