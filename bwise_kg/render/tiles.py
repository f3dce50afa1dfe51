"""A map of Europe in squares: every country is one, at its rough place, so that small ones are seen as well."""

from __future__ import annotations

import svg

from ..questions import Answer, Cell, Resource
from ..questions.codes import COUNTRIES, COUNTRY, country
from .drawing import TEXT, WIDTH, box, column, frame, heading, label, texts
from .question_data import cell_text

_TILE = 60
_COLUMNS = 11

_PLACES = {
    "IS": (0, 0), "NO": (5, 0), "SE": (6, 0), "FI": (7, 0),
    "IE": (1, 1), "GB": (2, 1), "DK": (5, 1), "EE": (7, 1),
    "NL": (4, 2), "DE": (5, 2), "PL": (6, 2), "LV": (7, 2),
    "BE": (3, 3), "LU": (4, 3), "CZ": (5, 3), "SK": (6, 3), "LT": (7, 3), "UA": (8, 3),
    "FR": (3, 4), "CH": (4, 4), "AT": (5, 4), "HU": (6, 4), "RO": (7, 4), "MD": (8, 4),
    "PT": (1, 5), "ES": (2, 5), "IT": (4, 5), "SI": (5, 5), "HR": (6, 5), "RS": (7, 5), "BG": (8, 5), "GE": (10, 5),
    "BA": (5, 6), "ME": (6, 6), "MK": (7, 6), "EL": (8, 6), "TR": (9, 6),
    "MT": (4, 7), "AL": (6, 7), "XK": (7, 7), "CY": (9, 7),
}  # fmt: skip
"""Column and row of each country; Greece is ``EL``, as the EU writes it."""
_EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
_CODE = {COUNTRY + code: "EL" if code == "GRC" else alpha for alpha, code in COUNTRIES.items() if alpha != "UK"}


def tiles(answer: Answer) -> str | None:
    """Return the map of an answer, None if it names no country.

    Countries of the European Union are always there, others where the answer has them.
    """
    countries, values = column(answer, "country") or [], column(answer, "value")
    found: dict[str, list[str]] = {}
    elsewhere: dict[str, None] = {}
    for number, cell in enumerate(countries):
        code = _code(cell)
        if code in _PLACES:
            found.setdefault(code, []).append(cell_text(values[number]) if values else "")
        elif cell:
            elsewhere[cell_text(cell)] = None
    if not found and not elsewhere:
        return None
    left = (WIDTH - _COLUMNS * _TILE) / 2
    elements: list[svg.Element] = []
    for code in sorted({*_EU, *found}, key=lambda code: _PLACES[code][::-1]):
        x, y = left + _PLACES[code][0] * _TILE, _PLACES[code][1] * _TILE
        elements += _tile(code, found.get(code), x, y)
    height = 8 * _TILE
    if elsewhere:
        elements.append(label("Not on the map: " + ", ".join(elsewhere), 0, height + TEXT + 4))
        height += 28
    names = dict(zip(map(_code, countries), texts(answer, "country"), strict=True))
    listed = "; ".join(_said(names[code], shown) for code, shown in sorted(found.items()))
    return frame(answer.question.title, f"Map by {heading(answer, 'country')}. Marked: {listed}.", height, elements)


def _tile(code: str, shown: list[str] | None, x: float, y: float) -> list[svg.Element]:
    middle = x + _TILE / 2
    if shown is None:
        return [box(x + 1, y + 1, _TILE - 2, _TILE - 2, "tile"), label(code, middle, y + 35, "quiet middle")]
    marked = [box(x + 1, y + 1, _TILE - 2, _TILE - 2, "series-0")]
    said = _brief(shown)
    name = label(code, middle, y + (28 if said else 35), "on-series-0 middle strong")
    return [*marked, name, *([label(said, middle, y + 47, "on-series-0 middle small", 8)] if said else [])]


def _brief(shown: list[str]) -> str:
    """Return what fits on a tile: the one value, or how many there are."""
    stated = [each for each in shown if each]
    return stated[0] if len(stated) == 1 else f"× {len(shown)}" if len(shown) > 1 else ""


def _said(name: str, shown: list[str]) -> str:
    stated = ", ".join(filter(None, shown))
    return f"{name} ({stated})" if stated else name


def _code(cell: Cell) -> str:
    if isinstance(cell, Resource):
        return _CODE.get(cell.iri, "")
    return _CODE.get(country(cell.text) or "", "") if cell else ""
