"""The ids that stand in addresses, and the IRIs that they are of."""

from __future__ import annotations

import base64
import binascii
import re
from enum import StrEnum

from bwise_kg.namespaces import ESCO_DATA, ID

ESCO_SKILL = f"{ESCO_DATA}skill/"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*")
_OTHER = "~"
"""What an id begins with that is made of a whole IRI: a part of a curriculum from elsewhere, a group of ESCO."""


class Kind(StrEnum):
    """What there are lists of, as they are called in addresses."""

    PROFILES = "profiles"
    REQUIREMENTS = "requirements"
    PERSONAS = "personas"
    CURRICULA = "curricula"
    MODULES = "modules"
    OUTCOMES = "outcomes"
    SKILLS = "skills"


_BASES = {
    Kind.PROFILES: ID["profile/"].value,
    Kind.REQUIREMENTS: ID["requirement/"].value,
    Kind.PERSONAS: ID["persona/"].value,
    Kind.CURRICULA: ID["curriculum/"].value,
    Kind.MODULES: ID["module/"].value,
    Kind.OUTCOMES: ID["outcome/"].value,
    Kind.SKILLS: ID["sector-skill/"].value,
}


def identifier(kind: Kind, iri: str) -> str:
    """Return the id of a resource: the end of our IRIs, ESCO's own id, else the whole IRI in letters and digits.

    >>> identifier(Kind.PROFILES, "https://w3id.org/bwise/id/profile/supporter")
    'supporter'
    >>> identifier(Kind.MODULES, "http://a/#m")
    '~aHR0cDovL2EvI20'
    """
    name = iri.removeprefix(_BASES[kind])
    if name != iri and _SLUG.fullmatch(name):
        return name
    name = iri.removeprefix(ESCO_SKILL)
    if kind is Kind.SKILLS and _UUID.fullmatch(name):
        return name
    return _OTHER + base64.urlsafe_b64encode(iri.encode()).decode().rstrip("=")


def iri_of(kind: Kind, identifier_: str) -> str | None:
    """Return the IRI that an id is of, None for what is no id.

    >>> iri_of(Kind.SKILLS, "account-for-integration-results")
    'https://w3id.org/bwise/id/sector-skill/account-for-integration-results'
    """
    if identifier_.startswith(_OTHER):
        encoded = identifier_.removeprefix(_OTHER)
        try:
            return base64.b64decode(encoded + "=" * (-len(encoded) % 4), b"-_", validate=True).decode()
        except (binascii.Error, ValueError):
            return None
    if not _SLUG.fullmatch(identifier_):
        return None
    if kind is Kind.SKILLS and _UUID.fullmatch(identifier_):
        return ESCO_SKILL + identifier_
    return _BASES[kind] + identifier_


def kind_of(iri: str) -> Kind | None:
    """Return the list that an IRI of ours or of ESCO is in, None for any other.

    >>> kind_of("http://data.europa.eu/esco/skill/0c66036a-3bdd-4955-8343-985f4697af64").value
    'skills'
    """
    if iri.startswith(ESCO_SKILL):
        return Kind.SKILLS
    return next((kind for kind, base in _BASES.items() if iri.startswith(base)), None)
