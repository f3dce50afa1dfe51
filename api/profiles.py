"""Content negotiation by profile (W3C, Working Draft of 2 October 2023): which vocabulary a document is to be in.

What a kind of document offers is a tuple of profiles, the first of which is for those who do not care. Every one also
has the alternates view, which lists in what profiles and formats the document is to be had.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request
from pyoxigraph import Literal, NamedNode, Triple

from bwise_kg.namespaces import BW, DCT, RDF, Namespace
from bwise_kg.render.page import head

from .pages import template_of
from .problems import Problem
from .serializations import HTML, Format, written

ALTR = Namespace("http://www.w3.org/ns/dx/connegp/altr#")
PROF = Namespace("http://www.w3.org/ns/dx/prof/")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a document may conform to. token: how addresses name it (``_profile=bw``)."""

    token: str
    iri: str
    title: str


COMPETENCES = Profile("bw", BW.base.removesuffix("#"), "B-WISE competence ontology")
DCAT_AP = Profile(
    "dcat-ap", "http://data.europa.eu/r5r/", "DCAT-AP, the DCAT application profile for data portals in Europe"
)
OWL_DL = Profile("owl-dl", "http://www.w3.org/ns/owl-profile/DL", "OWL 2 DL")
ALTERNATES = Profile("alt", ALTR.base.removesuffix("#"), "Alternate representations")

_ACCEPTED = re.compile(
    r"\s*(?:<(?P<iri>[^<>]*)>|(?P<token>[A-Za-z0-9_.*-]+))\s*(?:;\s*q\s*=\s*(?P<q>0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?"
)
_LONGEST = 4096
"""Characters of a header or parameter that are read."""


def profile_for(request: Request, offered: Sequence[Profile]) -> Profile:
    """Return the profile that an address (``?_profile=``) or the header Accept-Profile asks for.

    The header may name such as there are not: then, as in the draft, the default is for whoever asks.

    Raises Problem 406 for an address that names one that is not offered, and a header that refuses the default (q=0)
    and names no other.
    """
    known = (*offered, ALTERNATES)
    if asked := request.query_params.get("_profile"):
        wanted = [each.strip().removeprefix("<").removesuffix(">") for each in asked[:_LONGEST].split(",")]
        for name in wanted:
            for profile in known:
                if name in {profile.token, profile.iri}:
                    return profile
        raise _none(offered)
    header = ",".join(request.headers.getlist("accept-profile"))
    weights = dict(_weighted(header[:_LONGEST]))
    rated = [(weights.get(each.iri, weights.get(each.token)), each) for each in known]
    best = max((weight or 0.0 for weight, _ in rated), default=0.0)
    if best > weights.get("*", 0.0):
        return next(profile for weight, profile in rated if weight == best)
    allowed = [profile for weight, profile in rated if weight != 0.0 and profile is not ALTERNATES]
    if not allowed:
        raise _none(offered)
    return allowed[0]


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        if match := _ACCEPTED.fullmatch(part):
            yield match["iri"] or match["token"] or "", float(match["q"] or 1)


def _none(offered: Sequence[Profile]) -> Problem:
    there = [{"token": each.token, "profile": each.iri} for each in (*offered, ALTERNATES)]
    return Problem(
        406,
        "No such profile",
        f"There is: {', '.join(f'{each.token} ({each.iri})' for each in (*offered, ALTERNATES))}.",
        "not-acceptable",
        headers={"Vary": "Accept-Profile"},
        offered=there,
    )


@dataclass(frozen=True, slots=True)
class Alternates:
    """All forms of what is said of a resource.

    generic: full address of the document without profile and format. forms: formats with their full addresses.
    profiles: the default first.
    """

    about: str
    generic: str
    forms: tuple[tuple[Format, str], ...]
    profiles: tuple[Profile, ...]

    def triples(self) -> list[Triple]:
        """Return them in the terms of the draft's ontology of alternate representations."""
        about, said = NamedNode(self.about), []
        for profile in (*self.profiles, ALTERNATES):
            standard = NamedNode(profile.iri)
            said += [
                Triple(standard, RDF.type, PROF.Profile),
                Triple(standard, RDF.type, DCT.Standard),
                Triple(standard, DCT.title, Literal(profile.title, language="en")),
                Triple(standard, PROF.hasToken, Literal(profile.token)),
            ]
        default = NamedNode(self.all_forms()[0][2])
        said.append(Triple(about, ALTR.hasDefaultRepresentation, default))
        for profile, format_, address in self.all_forms():
            form = NamedNode(address)
            said += [
                Triple(about, ALTR.hasRepresentation, form),
                Triple(form, RDF.type, ALTR.Representation),
                Triple(form, DCT["format"], Literal(format_.media_type)),
                Triple(form, DCT.conformsTo, NamedNode(profile.iri)),
            ]
        return said

    def all_forms(self) -> list[tuple[Profile, Format, str]]:
        """Return profile, format and address of every form; the one for those who do not care is the first."""
        default = self.profiles[0]
        found = [(default, format_, address) for format_, address in self.forms]
        mark = "&" if "?" in self.generic else "?"
        for profile in (*self.profiles[1:], ALTERNATES):
            for format_, _ in self.forms:
                asked = urlencode({"_profile": profile.token, "_mediatype": format_.media_type}, safe="/")
                found.append((profile, format_, f"{self.generic}{mark}{asked}"))
        return found

    def body(self, format_: Format) -> bytes:
        """Return the alternates view."""
        if format_ is not HTML:
            return written(self.triples(), format_)
        return template_of("alternates.html").render(
            head("resource"), about=self.about, generic=self.generic, forms=self.all_forms()
        ).encode()  # fmt: skip


def profile_headers(profile: Profile, offered: Sequence[Profile]) -> tuple[dict[str, str], str]:
    """Return the headers that say what a document conforms to, and what the header Link says of profiles.

    The header Link maps tokens to profiles, as the draft asks of those who take tokens.
    """
    tokens = [
        f'<{PROF.Profile.value}>; rel="type"; token="{each.token}"; anchor="{each.iri}"'
        for each in (*offered, ALTERNATES)
    ]
    return {"Content-Profile": f"<{profile.iri}>"}, ", ".join(tokens)
