"""The languages of the project, and what Unicode's CLDR knows in them."""

from __future__ import annotations

from collections.abc import Mapping

from babel import Locale

from ..errors import NotFoundError

LANGUAGES = {
    "bg": "BUL", "de": "DEU", "el": "ELL", "es": "SPA", "fr": "FRA", "hr": "HRV",
    "it": "ITA", "lv": "LAV", "nl": "NLD", "pl": "POL", "ro": "RON", "sl": "SLV",
}  # fmt: skip
"""The languages of B-WISE beside English, with their codes in the authority table of the EU."""

EASY_READ = "-simple"
"""Ends the language tag of easy-read texts (BCP 47 variant ``simple``)."""

AUTHORITY = "http://publications.europa.eu/resource/authority/"

_ISO_3 = {
    "AT": "AUT", "BE": "BEL", "BG": "BGR", "CY": "CYP", "CZ": "CZE", "DE": "DEU", "DK": "DNK", "EE": "EST", "ES": "ESP",
    "FI": "FIN", "FR": "FRA", "GR": "GRC", "HR": "HRV", "HU": "HUN", "IE": "IRL", "IT": "ITA", "LT": "LTU", "LU": "LUX",
    "LV": "LVA", "MT": "MLT", "NL": "NLD", "PL": "POL", "PT": "PRT", "RO": "ROU", "SE": "SWE", "SI": "SVN", "SK": "SVK",
}  # fmt: skip


def known(language: str) -> str:
    """Return a language of the project.

    Raises NotFoundError for any other, and for English.
    """
    if language not in LANGUAGES:
        raise NotFoundError(f"no language {language!r}; translations are kept in {', '.join(LANGUAGES)}")
    return language


def name_in(language: str, thing: str) -> str:
    """Return CLDR's name of a country or language of the EU's authority tables; "" for anything else."""
    kind, _, code = thing.removeprefix(AUTHORITY).partition("/")
    names: Mapping[str, str] = {}
    if thing.startswith(AUTHORITY) and kind == "country":
        names = {_ISO_3.get(alpha, ""): name for alpha, name in Locale(language).territories.items()}
    elif thing.startswith(AUTHORITY) and kind == "language":
        codes = {alpha: three for three, alpha in {**{v: k for k, v in LANGUAGES.items()}, "ENG": "en"}.items()}
        names = {codes[alpha]: name for alpha, name in Locale(language).languages.items() if alpha in codes}
    return names.get(code, "")
