"""Countries and languages: the codes that people write, and those of the EU's authority tables.

Sources: https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/country
and …/dataset/language; codes of ISO 3166-1 and ISO 639.
"""

from __future__ import annotations

AUTHORITY = "http://publications.europa.eu/resource/authority/"
COUNTRY = AUTHORITY + "country/"
LANGUAGE = AUTHORITY + "language/"

COUNTRIES = {
    "AD": "AND", "AL": "ALB", "AT": "AUT", "BA": "BIH", "BE": "BEL", "BG": "BGR", "CH": "CHE", "CY": "CYP",
    "CZ": "CZE", "DE": "DEU", "DK": "DNK", "EE": "EST", "ES": "ESP", "FI": "FIN", "FR": "FRA", "GB": "GBR",
    "GE": "GEO", "GR": "GRC", "HR": "HRV", "HU": "HUN", "IE": "IRL", "IS": "ISL", "IT": "ITA", "LI": "LIE",
    "LT": "LTU", "LU": "LUX", "LV": "LVA", "MC": "MCO", "MD": "MDA", "ME": "MNE", "MK": "MKD", "MT": "MLT",
    "NL": "NLD", "NO": "NOR", "PL": "POL", "PT": "PRT", "RO": "ROU", "RS": "SRB", "SE": "SWE", "SI": "SVN",
    "SK": "SVK", "SM": "SMR", "TR": "TUR", "UA": "UKR", "VA": "VAT", "XK": "XKX", "EL": "GRC", "UK": "GBR",
}  # fmt: skip
"""ISO 3166-1 alpha-2 and the EU's own ``EL`` and ``UK`` → code in the authority table."""

LANGUAGES = {
    "bg": "BUL", "bs": "BOS", "ca": "CAT", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG",
    "es": "SPA", "et": "EST", "eu": "EUS", "fi": "FIN", "fr": "FRA", "ga": "GLE", "gl": "GLG", "hr": "HRV",
    "hu": "HUN", "is": "ISL", "it": "ITA", "lb": "LTZ", "lt": "LIT", "lv": "LAV", "mk": "MKD", "mt": "MLT",
    "nb": "NOB", "nl": "NLD", "no": "NOR", "pl": "POL", "pt": "POR", "ro": "RON", "ru": "RUS", "sk": "SLK",
    "sl": "SLV", "sq": "SQI", "sr": "SRP", "sv": "SWE", "tr": "TUR", "uk": "UKR", "ar": "ARA",
}  # fmt: skip
"""Language tag without its region → code in the authority table."""


def country(text: str) -> str | None:
    """Return the IRI of a country by its code, None if there is no such code.

    >>> country("es"), country("EL") == country("GR"), country("XX")
    ('http://publications.europa.eu/resource/authority/country/ESP', True, None)
    """
    code = text.upper()
    code = COUNTRIES.get(code, code)
    return COUNTRY + code if code in COUNTRIES.values() else None


def language(text: str) -> str | None:
    """Return the IRI of a language by its tag or code, None if there is no such language here.

    >>> language("es-ES")
    'http://publications.europa.eu/resource/authority/language/SPA'
    """
    code = LANGUAGES.get(text.replace("_", "-").partition("-")[0].lower(), text.upper())
    return LANGUAGE + code if code in LANGUAGES.values() else None
