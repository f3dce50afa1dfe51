"""Labels in twelve languages beside English: what there is to translate, and the files that hold it.

A language is one file, ``ontology/translations/<language>.ttl``, and one named graph. Each text stands on a
line of its own with its English in a comment, by which one that English has left behind is found. The first
lines describe the graph itself, above all whether anybody who speaks the language has reviewed it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from babel import Locale
from pyoxigraph import Literal, NamedNode, Quad

from .content import packaged_graphs, packaged_quads
from .errors import DataError, NotFoundError
from .namespaces import BW, DCT, GRAPH, ID, RDF, SKOS

LANGUAGES = {
    "bg": "BUL", "de": "DEU", "el": "ELL", "es": "SPA", "fr": "FRA", "hr": "HRV",
    "it": "ITA", "lv": "LAV", "nl": "NLD", "pl": "POL", "ro": "RON", "sl": "SLV",
}  # fmt: skip
"""The languages of B-WISE beside English, with their codes in the authority table of the EU."""

EASY_READ = "-simple"
"""Ends the language tag of easy-read texts (BCP 47 variant ``simple``)."""

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_PROPERTIES = (SKOS.prefLabel, DCT.title)
_FACTS = {BW.Output, BW.WorkPackage, BW.Task, BW.Persona}
"""What is translated of the facts; the rest are names, or passages of interest to readers of the sources."""
_INTERNAL = tuple(ID[f"{kind}/"].value for kind in ("claim-topic", "mapping", "mapping-set", "publication-field"))
"""Things that only readers of the sources and of the mappings meet."""
_OFFICIAL = ("vocabularies/digcomp.ttl", "vocabularies/wise-concepts.ttl")
"""Files whose labels have official translations, which are not ours to make, or are for maintainers only."""
_LINE = re.compile(r'^<(?P<thing>[^>]+)> (?P<property>\S+) "(?P<text>.*)"@(?P<tag>[a-z-]+) \.  # (?P<english>.*)$')
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\w|\d+")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """An English text that is to be had in every language. easy: whether it is easy-read."""

    thing: str
    property: str
    easy: bool
    english: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in a language. english: what the translator saw."""

    text: str
    english: str


Key = tuple[str, str, bool]
"""Thing, property, and whether it is the easy-read text."""


def texts() -> list[Text]:
    """Return the English texts that users meet, by thing."""
    found: dict[Key, Text] = {}
    for graph, paths in packaged_graphs().items():
        if graph not in {GRAPH.ontology, GRAPH.reference} and not graph.value.startswith(GRAPH["facts/"].value):
            continue
        quads = list(packaged_quads(graph, [path for path in paths if path != "bwise.ttl" and path not in _OFFICIAL]))
        wanted = None
        if graph.value.startswith(GRAPH["facts/"].value):
            wanted = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object in _FACTS}
        for text in _texts(quads):
            if wanted is None or NamedNode(text.thing) in wanted:
                found[text.thing, text.property, text.easy] = text
    return sorted(found.values())


def translations(language: str) -> dict[Key, Translation]:
    """Return what there is in a language; empty without a file."""
    path = files("bwise_kg.ontology") / "translations" / f"{_known(language)}.ttl"
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        if match := _LINE.match(line):
            key = (match["thing"], _iri(match["property"]), match["tag"].endswith(EASY_READ))
            found[key] = Translation(_unescape(match["text"]), match["english"])
    return found


def table(language: str) -> str:
    """Return the texts of a language as CSV to fill in: those that are missing or whose English changed are empty.

    Names of countries and languages come from Unicode's CLDR.
    """
    there = translations(language)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["thing", "property", "language", "english", language])
    for text in texts():
        done = there.get((text.thing, text.property, text.easy))
        current = done.text if done and done.english == text.english else _from_cldr(text.thing, language)
        writer.writerow([text.thing, _short(text.property), _tag(language, text.easy), text.english, current])
    return stream.getvalue()


def turtle(language: str, filled: str, place: str) -> str:
    """Return the Turtle file of a language, made from a filled table.

    Raises DataError for a row whose English is not the current one, that is empty or unknown, or whose numbers
    and placeholders differ from the English.
    """
    wanted = {(text.thing, text.property, text.easy): text for text in texts()}
    lines = []
    rows = list(csv.DictReader(io.StringIO(filled.removeprefix("\ufeff"))))
    for number, row in enumerate(rows, 2):
        where = f"{place}:{number}"
        missing = {"thing", "property", "language", "english", language} - row.keys()
        if missing:
            raise DataError(where, f"lacks the columns {', '.join(sorted(missing))}")
        key = (row["thing"], _iri(row["property"]), row["language"].endswith(EASY_READ))
        text, value = wanted.pop(key, None), " ".join((row[language] or "").split())
        if text is None or text.english != row["english"]:
            raise DataError(where, f"the English of <{row['thing']}> is another one now; export the table again")
        if not value:
            raise DataError(where, f"<{row['thing']}> has no text in {language!r}")
        if placeholders(value) != placeholders(text.english):
            raise DataError(where, f"numbers or placeholders of {value!r} differ from those of {text.english!r}")
        lines.append(f'<{text.thing}> {_short(text.property)} "{_escape(value)}"@{_tag(language, text.easy)} .'
                     f"  # {text.english}")  # fmt: skip
    if wanted:
        raise DataError(
            place, f"{len(wanted)} texts are missing, the first of <{min(wanted)[0]}>; export the table again"
        )
    return _HEADER.format(language=language, code=LANGUAGES[_known(language)]) + "\n".join(sorted(lines)) + "\n"


def placeholders(text: str) -> list[str]:
    """Return the numbers and placeholders of a text, sorted.

    >>> placeholders("level 5 of {scale}")
    ['5', '{scale}']
    """
    return sorted(_PLACEHOLDER.findall(text))


def save(language: str, filled: str, place: str, folder: Path) -> Path:
    """Write the file of a language into a folder, whole or not at all."""
    content = turtle(language, filled, place)
    path = folder / f"{language}.ttl"
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(content, encoding="utf-8")
    temporary.replace(path)
    return path


_HEADER = """\
# Labels in {language!r}, made from the English ones by this project. The names of countries and languages are those
# of Unicode's CLDR. Nobody who speaks the language has reviewed the others; when somebody has, bw:reviewStatus says so.
# Written by `bwise-kg translations apply`; edit the table that `bwise-kg translations export` gives, not this file.

@prefix bw:   <https://w3id.org/bwise/ontology#> .
@prefix dct:  <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://w3id.org/bwise/graph/translations/{language}>
    bw:reviewStatus <https://w3id.org/bwise/id/review-status/unreviewed> ;
    dct:language <http://publications.europa.eu/resource/authority/language/{code}> ;
    bw:origin <https://w3id.org/bwise/id/origin/reference-design> .

"""


def _texts(quads: list[Quad]) -> Iterator[Text]:
    for quad in quads:
        value, thing = quad.object, quad.subject
        if (
            quad.predicate in _PROPERTIES
            and isinstance(value, Literal)
            and value.language in {"en", "en" + EASY_READ}
            and isinstance(thing, NamedNode)
            and thing.value.startswith((ID.base, _AUTHORITY))
            and not thing.value.startswith(_INTERNAL)
        ):
            yield Text(thing.value, quad.predicate.value, value.language != "en", value.value)


def _from_cldr(thing: str, language: str) -> str:
    kind, _, code = thing.removeprefix(_AUTHORITY).partition("/")
    names: Mapping[str, str] = {}
    if thing.startswith(_AUTHORITY) and kind == "country":
        names = {_ISO_3.get(alpha, ""): name for alpha, name in Locale(language).territories.items()}
    elif thing.startswith(_AUTHORITY) and kind == "language":
        codes = {alpha: three for three, alpha in {**{v: k for k, v in LANGUAGES.items()}, "ENG": "en"}.items()}
        names = {codes[alpha]: name for alpha, name in Locale(language).languages.items() if alpha in codes}
    return names.get(code, "")


_ISO_3 = {
    "AT": "AUT", "BE": "BEL", "BG": "BGR", "CY": "CYP", "CZ": "CZE", "DE": "DEU", "DK": "DNK", "EE": "EST", "ES": "ESP",
    "FI": "FIN", "FR": "FRA", "GR": "GRC", "HR": "HRV", "HU": "HUN", "IE": "IRL", "IT": "ITA", "LT": "LTU", "LU": "LUX",
    "LV": "LVA", "MT": "MLT", "NL": "NLD", "PL": "POL", "PT": "PRT", "RO": "ROU", "SE": "SWE", "SI": "SVN", "SK": "SVK",
}  # fmt: skip


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise NotFoundError(f"no language {language!r}; translations are kept in {', '.join(LANGUAGES)}")
    return language


def _tag(language: str, easy: bool) -> str:
    return language + EASY_READ * easy


def _short(property_: str) -> str:
    return {SKOS.prefLabel.value: "skos:prefLabel", DCT.title.value: "dct:title"}[property_]


def _iri(short: str) -> str:
    return {"skos:prefLabel": SKOS.prefLabel.value, "dct:title": DCT.title.value}.get(short, short)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _unescape(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")
