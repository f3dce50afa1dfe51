"""Pictures of answers: in the right proportions, named for those who do not see them, and without a script."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from bwise_kg import Answer
from bwise_kg.render.pictures import picture

from .conftest import HOSTILE, PICTURES, Asked, file

SVG = "{http://www.w3.org/2000/svg}"


def drawing(answer: Answer) -> ET.Element:
    text = picture(answer)
    assert text is not None
    return ET.fromstring(text)


def words(root: ET.Element) -> list[str]:
    return [(text.text or "") for text in root.iter(f"{SVG}text")]


def rectangles(root: ET.Element, css: str) -> list[float]:
    return [float(each.get("width", "0")) for each in root.iter(f"{SVG}rect") if css in (each.get("class") or "")]


@pytest.mark.parametrize("kind", PICTURES)
def test_picture_is_named_and_has_no_script(asked: Asked, kind: str) -> None:
    root = drawing(asked(PICTURES[kind]))
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", "A question of the tests")
    assert description.tag == f"{SVG}desc"
    assert len(description.text or "") > 40
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), description.get("id"))
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags <= {"svg", "title", "desc", "text", "rect", "line", "circle"}
    assert not any(name.startswith("on") or name == "style" or "href" in name for e in root.iter() for name in e.attrib)


def test_bars_add_up_and_show_nothing_as_nothing(asked: Asked) -> None:
    root = drawing(asked(PICTURES["bar"]))
    assert [text for text in words(root) if text[0].isdigit()] == ["12", "8.5", "0"]
    long, green = rectangles(root, "series-0")
    assert green / long == pytest.approx(8.5 / 12, abs=0.001)
    (cut,) = (text for text in words(root) if "…" in text)
    assert len(cut) <= 92
    assert any("far too long for one line" in (each.text or "") for each in root.iter(f"{SVG}title"))


def test_stacked_bars_count_rows(asked: Asked) -> None:
    root = drawing(asked(PICTURES["stacked"]))
    assert words(root)[:3] == ["digital", "green", "both"]
    assert [text for text in words(root) if text.isdigit()] == ["2", "1", "3", "1", "1", "2"]
    widths = [rectangles(root, f"series-{n}")[1:] for n in range(3)]
    assert widths[0][0] == pytest.approx(2 * widths[1][0], abs=0.1)


def test_shares_beyond_the_colours_are_one(asked: Asked) -> None:
    root = drawing(asked(PICTURES["share"]))
    assert words(root)[0] == "origin 4: 40 (7\N{NO-BREAK SPACE}%)"
    assert words(root)[7] == "other: 60 (11\N{NO-BREAK SPACE}%)"
    assert sum(sum(rectangles(root, f"series-{n}")[1:]) for n in range(8)) == pytest.approx(720, abs=0.5)


def test_timeline_places_dates(asked: Asked) -> None:
    root = drawing(asked(PICTURES["timeline"]))
    assert words(root) == ["Planned", "Actual", "2022", "2023", "2024", "Curriculum", "Toolkit", "Course", "Map"]
    hollow = [float(c.get("cx", "")) for c in root.iter(f"{SVG}circle") if c.get("class") == "hollow"][1:]
    solid = [float(c.get("cx", "")) for c in root.iter(f"{SVG}circle") if c.get("class") == "solid"][1:]
    assert hollow[0] < solid[0] < solid[1]
    assert solid[2] < hollow[2]
    days = (date(2023, 9, 30) - date(2023, 3, 31)).days / (date(2025, 1, 1) - date(2022, 1, 1)).days
    assert solid[0] - hollow[0] == pytest.approx(days * (720 - 16), abs=0.2)


def test_map_marks_countries(asked: Asked) -> None:
    root = drawing(asked(PICTURES["map"]))
    assert len(rectangles(root, "tile")) == 24  # the 27 of the European Union without the three that are marked
    assert len(rectangles(root, "series-0")) == 4
    assert {"ES", "EL", "GB", "LV", "× 2", "one", "4", "FR"} <= set(words(root))
    assert "Not on the map: publications.europa.eu/resource/authority/country/USA" in words(root)
    assert "RS" not in words(root)


@pytest.mark.parametrize(
    "rows",
    [
        file("label value", '("a" 0) ("b" "x")', "#+ picture: {kind: bar, label: label, value: value}\n"),
        file("label value", '("a" 0)', "#+ picture: {kind: share, label: label, value: value}\n"),
        file("a b c", '("a" "soon" "9999-99-99")', "#+ picture: {kind: timeline, label: a, start: b, end: c}\n"),
        file("country", "(UNDEF)", "#+ picture: {kind: map, country: country}\n"),
        file("country", '("ES")'),
    ],
)
def test_nothing_to_draw_is_no_picture(asked: Asked, rows: str) -> None:
    assert picture(asked(rows)) is None


@pytest.mark.parametrize("kind", PICTURES)
def test_hostile_texts_stay_texts(asked: Asked, kind: str) -> None:
    text = re.sub(
        r'"(?:supporter|origin 9|Curriculum|a long name|green)"', lambda _: json.dumps(HOSTILE), PICTURES[kind]
    )
    text = text.replace("A question of the tests", 'A <b>question</b> & "title"')
    assert HOSTILE in "".join(drawing(asked(text)).itertext())
