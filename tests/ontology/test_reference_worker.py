"""The reference design for workers with support needs: what holds for it and not for the other two groups."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from rdflib import DCTERMS, RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from tests.ontology.conftest import Release
from tests.ontology.reference import BW, ELM, ESCO, ID, VOCABULARIES, read, read_design

WORKER = read_design("worker")
GRAPH = WORKER.graph
DIGCOMP, TRANSVERSAL = (str(ESCO[f"concept-scheme/{name}"]) for name in ("digcomp", "skill-transversal-groups"))

# Concepts of ESCO's DigComp collection that have no skill type: headings of the competences below them.
DIGCOMP_AREAS = {
    "digital data processing",
    "digital communication and collaboration",
    "digital content creation",
    "ICT safety",
    "problem-solving with digital tools",
}

# Beginnings of words that easy-read texts do without, because there is a shorter or a plainer one.
HARD_WORDS = (
    "accommod|adapt|address|adjust|appropriat|assess|augment|autonom|certif|compet|comply|confiden|curricul|device|"
    "digital|disclos|efficien|environment|ergonom|evaluat|feedback|hazard|identif|implement|inclus|initiat|instruct|"
    "integrat|knowledge|module|obtain|option|outcome|participat|perform|persona|portfolio|possib|privacy|procedur|"
    "proficien|qualif|recogni|regulat|require|resource|responsib|routine|suffic|supervis|sustain|technolog|unit|utili"
)

# Words that describe people by what is held against them.
DEFICIT_WORDS = (
    r"the disabled|disabled (person|people|worker)s?|handicap\w*|suffer\w*|confined|wheelchair-bound|victims?|"
    r"vulnerable|retard\w*|low-functioning|special needs|incapable|unable|deficits?|normal (people|person|worker)s?|"
    r"the homeless|addicts?|weak\w*|the mentally ill|problem cases?|hard to place"
)


def of_type(kind: URIRef) -> list[Node]:
    return sorted(GRAPH.subjects(RDF.type, kind), key=str)


UNITS = of_type(BW.Unit)
ASSESSMENTS = of_type(BW.Assessment)
ADAPTATIONS = of_type(BW.Adaptation)
ENTRIES = of_type(BW.EntryRequirement)
EASY = sorted((text for text in GRAPH.objects() if isinstance(text, Literal) and text.language == "en-simple"), key=str)


def easy(subject: Node, predicate: URIRef = DCTERMS.title) -> Literal:
    """Return the one easy-read text; a second or a missing one fails, and so does one without its long form."""
    texts = [text for text in GRAPH.objects(subject, predicate) if isinstance(text, Literal)]
    assert sorted(str(text.language) for text in texts) == ["en", "en-simple"], subject
    (text,) = [text for text in texts if text.language == "en-simple"]
    return text


def attained_in(modules: list[Node]) -> set[Node]:
    outcomes = [outcome for module in modules for outcome in GRAPH.objects(module, ELM.learningOutcome)]
    return {WORKER.only(each, BW.skill) for outcome in outcomes for each in GRAPH.objects(outcome, BW.attains)}


# The profile: a status and no occupation, with two whole collections as candidates


def test_profile_is_mapped_to_no_occupation() -> None:
    mapped = [term for term in GRAPH.objects(WORKER.profile) if "/esco/occupation/" in str(term)]
    assert mapped == []
    assert "a status and no occupation" in WORKER.english(WORKER.profile, SKOS.scopeNote)


def test_candidates_are_two_whole_collections(esco: Release) -> None:
    assert len(esco.members[DIGCOMP]) == 26
    assert len(esco.members[TRANSVERSAL]) == 96
    decided = {str(WORKER.only(each, BW.skill)) for each in [*WORKER.requirements, *WORKER.left_out]}
    assert esco.members[DIGCOMP] | esco.members[TRANSVERSAL] <= decided


def test_areas_of_digcomp_are_no_competences_and_left_out(esco: Release) -> None:
    left_out = {esco.labels[str(WORKER.only(each, BW.skill))] for each in WORKER.left_out}
    required = {esco.labels.get(str(WORKER.only(each, BW.skill))) for each in WORKER.requirements}
    assert left_out >= DIGCOMP_AREAS
    digcomp = {esco.labels[skill] for skill in esco.members[DIGCOMP]}
    assert len(digcomp & required) == 17
    assert digcomp & left_out - DIGCOMP_AREAS == {
        "computer programming",
        "copyright and licenses related to digital content",
        "creatively use digital technologies",
        "integrate and re-elaborate digital content",
    }


def test_levels_are_those_of_common_tasks() -> None:
    levels = {*GRAPH.objects(None, BW.requiredLevel), *GRAPH.objects(None, BW.level)}
    modest = {"digcomp-1", "digcomp-2", "digcomp-3", "foundation", "intermediate"}
    assert levels == {ID[f"level/{step}"] for step in modest}


# The curriculum: open to all, mostly at work, adapted


def test_most_hours_are_practice_at_the_workplace() -> None:
    descriptions = [WORKER.english(module, DCTERMS.description) for module in WORKER.modules]
    practice = sum(Decimal(hours) for text in descriptions for hours in re.findall(r"(\d+) hours are practice", text))
    assert practice > WORKER.number(WORKER.curriculum, BW.hours) / 2


@pytest.mark.parametrize("module", WORKER.modules)
def test_a_module_asks_for_no_certificate_and_for_little_else(module: Node) -> None:
    entries = list(GRAPH.objects(module, ELM.entryRequirement))
    assert [entry for entry in entries if WORKER.english(entry, DCTERMS.description).startswith("No certificate")]
    earlier = attained_in(WORKER.modules[: WORKER.modules.index(module)])
    for entry in entries:
        assert set(GRAPH.objects(entry, BW.level)) <= {ID["level/foundation"]}
        assert set(GRAPH.objects(entry, BW.skill)) <= earlier, "can be learned in an earlier module"


def test_every_outcome_is_adapted() -> None:
    used = [set(GRAPH.objects(outcome, BW.adaptation)) for outcome in WORKER.outcomes]
    assert all(used)
    assert set().union(*used) == set(ADAPTATIONS)


def test_adaptations_serve_all_published_groups() -> None:
    groups = set(read(VOCABULARIES / "disadvantaged-groups.ttl").subjects(RDF.type, BW.DisadvantagedGroup))
    assert len(groups) == 14
    assert set(GRAPH.objects(None, BW.adaptedFor)) == groups
    assert set(GRAPH.subjects(BW.adaptedFor)) == set(ADAPTATIONS)


def test_adaptations_use_technology() -> None:
    used = {str(technology).rpartition("/")[2] for technology in GRAPH.objects(None, BW.usesTechnology)}
    assert used == {"assistive-technologies", "augmented-reality", "mobile-devices", "workplace-adaptation"}
    for adaptation in GRAPH.subjects(BW.usesTechnology, ID["technology/augmented-reality"]):
        assert str(WORKER.only(adaptation, DCTERMS.source)).endswith("case-study-from-belgium-mariasteen")


# Language


def test_easy_read_texts_exist_for_what_a_worker_sees() -> None:
    titled = [WORKER.curriculum, *WORKER.modules, *UNITS, *WORKER.outcomes, *ASSESSMENTS, *ADAPTATIONS]
    texts = [easy(subject) for subject in titled]
    texts += [easy(entry, DCTERMS.description) for entry in ENTRIES]
    texts.append(easy(WORKER.profile, SKOS.prefLabel))
    assert sorted(texts, key=str) == EASY
    assert len({str(text) for text in texts}) == len(texts)


def test_easy_read_outcomes_are_said_by_the_worker() -> None:
    for outcome in WORKER.outcomes:
        assert re.fullmatch(r"I can [^.]+\.( [A-Z][^.]+\.)?", str(easy(outcome))), outcome


@pytest.mark.parametrize("text", EASY)
def test_easy_read_is_short_and_plain(text: str) -> None:
    assert not re.search(r"[;:()/&\d]", text.replace("part 1", "part one"))
    for sentence in re.findall(r"[^.?]+", text):
        words = re.findall(r"[A-Za-z']+", sentence)
        assert len(words) <= 12
        assert max(map(len, words)) <= 10
        assert not re.search(rf"\b({HARD_WORDS})", sentence, re.IGNORECASE)


def test_language_is_about_strengths() -> None:
    for text in GRAPH.objects():
        if isinstance(text, Literal):
            assert not re.search(rf"\b({DEFICIT_WORDS})\b", str(text), re.IGNORECASE), text
