from __future__ import annotations

import pytest

from bwise_kg import Coverage, Graph
from bwise_kg.curriculum.model import text_in
from bwise_kg.levels import Level
from bwise_kg.namespaces import ID
from bwise_kg.render.labels import Labels, Words, labels_for

STRESS = "http://data.europa.eu/esco/skill/7a147904-22b3-498a-b4d9-7bceeb86b45d"
COMPUTERS = "http://data.europa.eu/esco/skill/243eb885-07c7-4b77-ab9c-827551d83dc4"
SUPPORT_WORKER = "http://data.europa.eu/esco/occupation/c60ede09-b67b-4173-8991-b9b694149488"


@pytest.fixture(scope="module")
def coverage(slice_graph: Graph) -> Coverage:
    return slice_graph.coverage("supporter")


@pytest.fixture(scope="module")
def english(slice_graph: Graph, coverage: Coverage) -> Labels:
    return labels_for(slice_graph, coverage)


@pytest.fixture(scope="module")
def french(slice_graph: Graph, coverage: Coverage) -> Labels:
    return labels_for(slice_graph, coverage, "fr")


def test_skills_and_groups_are_named_as_in_esco(english: Labels, french: Labels) -> None:
    assert (english.skill(STRESS), french.skill(STRESS)) == ("cope with stress", "gérer le stress")
    assert english.group(COMPUTERS) == "S5 working with computers"
    assert french.group(COMPUTERS) == "S5 travailler avec des ordinateurs"
    assert french.group(COMPUTERS).language == "fr"


def test_titles_of_the_reference_design_are_translated_and_not_reviewed(french: Labels, coverage: Coverage) -> None:
    module = coverage.curriculum.modules[0]
    assert (french.module(module), french.module(module).language) == (module.title["fr"], "fr")
    assert french.origin(coverage.curriculum.origin).language == "fr"
    assert not french.reviewed


def test_what_has_no_latvian_label_is_english_and_says_so(slice_graph: Graph, coverage: Coverage) -> None:
    latvian = labels_for(slice_graph, coverage, "lv")
    assert (latvian.skill(STRESS), latvian.skill(STRESS).language) == ("cope with stress", "en")


def test_every_name_of_the_coverage_has_a_label(english: Labels, coverage: Coverage) -> None:
    said = [english.skill(skill) for skill in coverage.skills]
    said += [english.group(group.group) for group in coverage.groups]
    said += [english.level(covered.requirement.level) for covered in coverage.requirements]
    said += [english.kind(o.kind) for _, o in coverage.curriculum.placed_outcomes()]
    assert {words.language for words in said} == {"en"}


@pytest.mark.parametrize(
    ("level", "full", "brief"),
    [
        (ID["level/advanced"].value, "reference scale: advanced", "advanced"),
        (ID["level/digcomp-5"].value, "DigComp level 5", "DigComp level 5"),
        ("http://data.europa.eu/snb/eqf/5", "EQF level 5", "EQF level 5"),
        (None, "level not stated", "level not stated"),
        ("https://example.org/levels/b2", "b2", "b2"),
    ],
)
def test_levels(english: Labels, level: str | None, full: str, brief: str) -> None:
    assert (english.level(level), english.brief_level(level)) == (full, brief)


def test_two_levels_of_one_name_are_told_apart_by_their_scales() -> None:
    levels = {
        scale: Level(scale, f"{scale}s", 1, {"en": "basic"}, {"en": f"scale {scale}"})
        for scale in ("http://a", "http://b")
    }
    labels = Labels("en", {}, levels, {})
    assert [labels.brief_level(level) for level in levels] == ["scale http://a: basic", "scale http://b: basic"]


def test_what_has_no_label_shows_the_end_of_its_iri(english: Labels) -> None:
    assert english.skill("http://data.europa.eu/esco/skill/unheard-of") == "unheard-of"
    assert english.group("https://example.org/groups#care") == "care"
    assert english.origin(None) == "origin not stated"
    assert english.kind(None) == "kind not stated"


def test_a_source_is_named_by_its_label_or_address(english: Labels) -> None:
    assert english.source(SUPPORT_WORKER) == "employment support worker"
    assert english.source("https://www.bwiseproject.eu/en/wises/") == "bwiseproject.eu/en/wises"


@pytest.mark.parametrize("language", ["en", "fr", "de", "xx"])
@pytest.mark.parametrize("texts", [{}, {"fr": "a"}, {"de": "b", "en": "c"}, {"": "d", "nl": "e"}])
def test_words_fall_back_as_texts_do(texts: dict[str, str], language: str) -> None:
    words = Words.of(texts, language, "none")
    assert words == text_in(texts, language, "none")
    assert texts.get(words.language, "none") == words
