"""What holds for every page: sound HTML for people who do not look at it, whatever the texts are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from justhtml import Element, JustHTML

PAGES = ["page", "french_page", "odd_page", "empty_page"]


@pytest.fixture(params=PAGES)
def document(request: pytest.FixtureRequest) -> JustHTML:
    """Return a page, read by a parser that fails at any error that the HTML standard names."""
    return JustHTML(request.getfixturevalue(request.param), strict=True, sanitize=False)


def elements(within: JustHTML | Element, selector: str) -> list[Element]:
    return [found for found in within.query(selector) if isinstance(found, Element)]


def words(element: Element) -> str:
    return " ".join(element.to_text().split())


def test_language_title_and_landmarks(document: JustHTML) -> None:
    assert elements(document, "html")[0].attrs["lang"] == "en"
    (title,) = elements(document, "title")
    assert words(title)
    for landmark in ("body > header", "body > nav[aria-label]", "main", "body > footer"):
        assert len(elements(document, landmark)) == 1
    skip = elements(document, "body a")[0]
    assert (words(skip), skip.attrs["href"]) == ("Skip to the content", "#content")


def test_ids_are_unique_and_every_reference_has_its_target(document: JustHTML) -> None:
    ids = [element.attrs["id"] for element in elements(document, "[id]")]
    assert len(ids) == len(set(ids))
    targets = {(element.attrs["href"] or "")[1:] for element in elements(document, '[href^="#"]')}
    targets |= {element.attrs["aria-labelledby"] or "" for element in elements(document, "[aria-labelledby]")}
    assert targets <= set(ids)


def test_headings_are_in_order(document: JustHTML) -> None:
    levels = [int(heading.name[1]) for heading in elements(document, "h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(following <= level + 1 for level, following in pairwise(levels))


def test_tables_have_captions_scopes_and_full_rows(document: JustHTML) -> None:
    for table in elements(document, "table"):
        first = next(child for child in table.children or [] if isinstance(child, Element))
        assert first.name == "caption"
        assert words(first)
        assert {head.attrs.get("scope") for head in elements(table, "th")} <= {"col", "row", "rowgroup"}
        widths = {
            sum(int(cell.attrs.get("colspan") or 1) for cell in elements(row, "th, td"))
            for row in elements(table, "tr")
        }
        assert len(widths) == 1


def test_tables_scroll_in_named_regions_that_take_the_focus(document: JustHTML) -> None:
    regions = elements(document, ".scroll")
    names = [region.attrs["aria-label"] for region in regions]
    assert len(regions) == len(elements(document, "table")) == len(set(names))
    assert all((r.attrs["role"], r.attrs["tabindex"]) == ("region", "0") for r in regions)


def test_only_web_addresses_are_links(document: JustHTML) -> None:
    for link in elements(document, "a"):
        assert (link.attrs["href"] or "").startswith(("#", "http://", "https://"))


def test_pictures_have_words_or_are_hidden(document: JustHTML) -> None:
    for drawing in elements(document, "svg"):
        assert drawing.attrs.get("aria-hidden") == "true" or drawing.attrs.get("aria-label")


@pytest.fixture
def odd(odd_page: str) -> JustHTML:
    return JustHTML(odd_page, strict=True, sanitize=False)


def test_texts_stay_texts(odd: JustHTML) -> None:
    assert len(elements(odd, "script")) == 1
    assert not elements(odd, "img")
    drawn = {"rect", "pattern", "circle", "symbol"}
    assert not [e for e in elements(odd, "*") if e.attrs.keys() & {"x", "onerror"} and e.name not in drawn]
    assert words(elements(odd, "h1")[0]) == '"><script>alert(1)</script><img src=x onerror=alert(2)>&amp;'


def test_every_verdict_is_shown(odd: JustHTML) -> None:
    verdicts = {
        words(elements(row, "th .skill-label")[0]): row.attrs["data-verdict"] for row in elements(odd, ".requirement")
    }
    assert sorted(v for v in verdicts.values() if v) == [
        "below-level", "covered", "level-unknown", "level-unknown", "level-unknown", "missing", "partial",
    ]  # fmt: skip


def test_what_gives_to_a_skill_without_deciding_on_it_is_shown_apart(odd: JustHTML) -> None:
    (row,) = [row for row in elements(odd, ".requirement") if row.attrs["data-verdict"] == "covered"]
    assert [words(cell) for cell in elements(row, "td.cell")][:3] == [
        "covered: intermediate",
        "also foundation",
        "· nothing",
    ]


def test_outcomes_in_no_module_have_a_column(odd: JustHTML) -> None:
    heads = [words(head) for head in elements(odd, "table.skills th.module")]
    assert len(heads) == 13
    assert heads[1].endswith("optional, 12.5 h")
    assert heads[-1] == "Curriculum as a whole in no module"


def test_skills_that_esco_does_not_have_are_warned_of(odd: JustHTML, page: str) -> None:
    (warning,) = elements(odd, ".warning")
    assert words(warning).startswith("1 skill not in ESCO 1.1.1")
    assert "javascript:alert(3)" in words(warning)
    assert not elements(JustHTML(page, sanitize=False), ".warning")


def test_texts_in_another_language_say_so(french_page: str, odd: JustHTML) -> None:
    french = JustHTML(french_page, strict=True, sanitize=False)
    said = {words(part): part.attrs["lang"] for part in elements(french, "ul.surplus [lang], .group-label [lang]")}
    assert said["gérer le stress"] == "fr"
    assert said["S5 travailler avec des ordinateurs"] == "fr"
    english = [link for link in elements(french, "ul.surplus a") if words(link) == "prepare work instructions"]
    assert [elements(link, "[lang]") for link in english] == [[]]
    assert [part.attrs["lang"] for part in elements(odd, ".against [lang]")] == ["de"]
    assert {part.attrs["lang"] for part in elements(odd, "th.module [lang]")} == {"nl"}


def test_a_curriculum_of_nothing_has_a_page(empty_page: str) -> None:
    document = JustHTML(empty_page, strict=True, sanitize=False)
    assert [words(heading) for heading in elements(document, "h1")] == ["c"]
    assert "Nothing: every required skill" in words(elements(document, "main")[0])
