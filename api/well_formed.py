"""What XML 1.0 cannot hold: some characters, and in RDF/XML predicates that do not end in a name of XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from bwise_kg.namespaces import RDF

XML = {"application/rdf+xml", "application/sparql-results+xml", "application/xml"}
"""Media types that are XML."""

_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_START = (
    r"A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_LOCAL = re.compile(rf"[{_START}][{_START}.0-9\xB7\u0300-\u036F\u203F\u2040-]*\Z")
"""The end of an IRI that the engine writes as the name of an element (Namespaces in XML 1.0, NCName)."""
_XMLNS = "http://www.w3.org/2000/xmlns/"
_SYNTAX = {
    RDF[name]
    for name in (
        *("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "li"),
        *("aboutEach", "aboutEachPrefix", "bagID"),
    )
}
"""What is no predicate in RDF/XML (section 5.1 of its grammar), or is read as another one (``rdf:li``)."""


class UnwritableError(Exception):
    """XML cannot hold what is to be written."""


class Characters:
    """Looks at the characters of a text in UTF-8 that comes in parts."""

    def __init__(self) -> None:
        self._kept = b""

    def require(self, part: bytes) -> None:
        """Raise UnwritableError when a character that XML forbids is in what has come."""
        if len(part.translate(None, _CONTROLS)) != len(part):  # several times as fast as a regular expression
            raise UnwritableError("There is a control character in it.")
        text = self._kept + part
        if any(character in text for character in _NO_CHARACTERS):
            raise UnwritableError("There is U+FFFE or U+FFFF in it, which are no characters.")
        self._kept = text[-2:]


def nameable(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield statements that RDF/XML can hold.

    Raises UnwritableError for a predicate that cannot be the name of an element, and for a class that is to be one: the
    first of a thing, as the engine writes it.
    """
    about = None
    known: set[NamedNode] = set()
    for triple in triples:
        if triple.predicate not in known:
            _require_predicate(triple.predicate)
            known.add(triple.predicate)
        if isinstance(triple.object, Triple):
            list(nameable([triple.object]))
        elif triple.predicate == RDF.type and triple.subject != about and isinstance(triple.object, NamedNode):
            _require_name(triple.object, "class")
        about = triple.subject
        yield triple


def _require_predicate(predicate: NamedNode) -> None:
    _require_name(predicate, "predicate")
    if predicate in _SYNTAX:
        raise UnwritableError(f"The predicate <{predicate.value}> is a word of the syntax of RDF/XML itself.")


def _require_name(iri: NamedNode, kind: str) -> None:
    local = _LOCAL.search(iri.value)
    if local is None or iri.value[: local.start()] == _XMLNS:
        raise UnwritableError(f"The {kind} <{iri.value}> does not end in a name of XML, which RDF/XML needs.")
