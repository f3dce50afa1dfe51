"""Values in sentences: where they begin and end can be seen, whatever somebody wrote."""

from __future__ import annotations

import re

from pyoxigraph import BlankNode, Literal, NamedNode

from ..namespaces import RDF, XSD
from ..words import words
from .naming import Called
from .paths import Term

_TEXTS = {XSD.string, RDF.langString, RDF.dirLangString}
_PLAIN = re.compile(r"[\w.:+-]+", re.ASCII)


def quoted(literal: Literal, language: str) -> str:
    """Return a text in the quotation marks of a language; numbers, dates and truth values as they are.

    >>> quoted(Literal('a", "b'), "en"), quoted(Literal("180.5", datatype=XSD.decimal), "en")
    ('“a", "b”', '180.5')
    """
    if literal.datatype not in _TEXTS and _PLAIN.fullmatch(literal.value):
        return literal.value
    return words(language).quoted(literal.value)


def in_words(names: Called, node: Term | None, language: str) -> str:
    """Return how a sentence names a node: a text in quotation marks, else a label, else an IRI in angle brackets."""
    if node is None:
        return ""
    if isinstance(node, Literal):
        return quoted(node, language)
    if isinstance(node, NamedNode) and not names.texts(node):
        return f"<{node.value}>"
    return str(names.of(node, language))


def called(names: Called, node: Term, language: str) -> str:
    """Return how a sentence names a node that it is about: as `in_words`, with labels in quotation marks too."""
    if isinstance(node, Literal):
        return quoted(node, language)
    if isinstance(node, NamedNode) and not names.texts(node):
        return f"<{node.value}>"
    if isinstance(node, BlankNode) and not names.texts(node):
        return str(node)
    return words(language).quoted(str(names.of(node, language)))
