"""What terms are, as numbers: their kinds, and the amounts that literals mean."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from pyoxigraph import BlankNode, NamedNode

from ...namespaces import RDF, XSD
from ..numbering import Term
from ..select_values import DoubtError, amount
from .batch import Told

IRI, BLANK, SIMPLE, TAGGED, DATE, TRUTH, OTHER = range(7)
"""Kinds: IRIs, blank nodes, texts without and with a language, dates, truth, and all other literals."""

_KINDS = {XSD.string: SIMPLE, RDF.langString: TAGGED, XSD.date: DATE, XSD.boolean: TRUTH}


def _kind(term: Term) -> int:
    if isinstance(term, NamedNode):
        return IRI
    return BLANK if isinstance(term, BlankNode) else _KINDS.get(term.datatype, OTHER)


KIND = Told(_kind, of_iris=IRI)
"""What kind of term a node is."""

SCALE = 10**6
"""Amounts are told in millionths: plain numbers have no more than six decimals, see `select_values`."""
NO_AMOUNT, DOUBTED = -(1 << 62), -(1 << 62) - 1


def _amount(term: Term) -> int:
    try:
        found = amount(term)
    except DoubtError:
        return DOUBTED
    return NO_AMOUNT if found is None else int(Decimal(found) * SCALE)


AMOUNT = Told(_amount, np.int64, of_iris=NO_AMOUNT)
"""What amount a node is, see `SCALE`; `NO_AMOUNT` if it is none, `DOUBTED` if more would have to be known."""
