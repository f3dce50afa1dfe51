"""Target groups, title, duration, funding, kick-off and news of the seeds, walked through, are in the graph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import DCTERMS, RDF
from rdflib.term import Node

from tests.facts.graph import ALL, BW, ID, PROJECT, SEEDS, by_label, value, values

if TYPE_CHECKING:
    from tests.facts.seeds import Seeds

NEWS = {ID[f"document/seed-{seed}"] for seed in ("002", "003", "004")}


def claimed(claim: str) -> str:
    return value(ID[f"claim/{claim}"], BW.claimedValue)


def test_target_groups(seeds: Seeds) -> None:
    groups = seeds.target_groups
    assert [len(bullets) for bullets in groups.values()] == [4, 1, 1]
    named = {by_label(BW.TargetGroup, name): bullets for name, bullets in groups.items()}
    subjects: set[Node] = set(named)
    for group, bullets in named.items():
        for bullet in bullets:
            label = re.sub(r"s? \(.+\)", "", bullet)  # NEETS, with the word written out in brackets
            if group != ID["target-group/worker"]:
                assert by_label(BW.TargetGroup, bullet) == group
                continue
            inner = by_label(BW.DisadvantagedGroup, "NEETs" if label.startswith("NEET") else label)
            assert (inner, BW.withinTargetGroup, group) in ALL
            assert (inner, DCTERMS.source, ID["document/seed-001"]) in ALL
            assert all(by_label(BW.DisadvantagedGroup, full) == inner for full in re.findall(r"\((.+)\)", bullet))
            subjects.add(inner)
    assert set(SEEDS.objects(PROJECT, DCTERMS.subject)) == subjects
    from_seed = {
        g
        for g in ALL.subjects(RDF.type, BW.DisadvantagedGroup)
        if ID["document/seed-001"] in ALL.objects(g, DCTERMS.source)
    }
    assert from_seed == subjects - set(named)


def test_duration_and_funding(seeds: Seeds) -> None:
    months, start, end = seeds.duration
    assert (value(PROJECT, BW.start), value(PROJECT, BW.end)) == (start, end)
    (first_year, first), (last_year, last) = (map(int, month.split("-")) for month in (start, end))
    assert (last_year - first_year) * 12 + last - first + 1 == months
    assert claimed("project-duration-seed-001") == f"{months} months"
    assert value(PROJECT, BW.fundedBy).casefold() == seeds.funding.casefold()


def test_title(seeds: Seeds) -> None:
    titles = values(PROJECT, DCTERMS.title)
    assert any(re.search(r"^Blueprint .+$", seeds.texts["001"], flags=re.MULTILINE)[0] in title for title in titles)  # type: ignore[index]
    (dutch,) = re.findall(r"blauwdruk [^)]+", seeds.texts["003"])
    assert any(dutch in title.replace("Blauwdruk", "blauwdruk") for title in titles)


def test_kick_off(seeds: Seeds) -> None:
    first, last, month = seeds.kick_off
    assert month == "January 2021"
    event = ID["event/kick-off"]
    assert (value(event, BW.start), value(event, BW.end)) == (f"2021-01-{first}", f"2021-01-{last}")
    for seed, words in {"002": "January 26th and 27th", "003": "26 en 27 januari", "004": "26. und 27. Januar"}.items():
        assert words in seeds.texts[seed]
        assert "online" in seeds.texts[seed]
    assert value(event, BW.place) == "online"
    assert set(SEEDS.objects(event, DCTERMS.source)) == NEWS | {ID["document/seed-001"]}


def test_news_counts(seeds: Seeds) -> None:
    for seed in ("002", "003", "004"):
        (board,) = re.findall(
            r"(\d+) (?:members of the Advisory|leden van de Advies|Mitgliedern des Advisory)", seeds.texts[seed]
        )
        assert claimed("advisory-board-seed-002") == board
        assert re.search(r"30 (?:partners|Partnerorganisationen)", seeds.texts[seed])
        assert re.search(r"Pact (?:for|of) Skills", seeds.texts[seed])
        assert re.search(r"(?:end of|eind|Ende) 2021", seeds.texts[seed])
    assert claimed("first-results-date-seed-002") == "end of 2021"
    for claim in ("advisory-board", "pact-for-skills", "first-results-date", "partners-number", "project-duration"):
        assert set(SEEDS.objects(ID[f"claim/{claim}-seed-002"], DCTERMS.source)) == NEWS


def test_dates_of_the_news(seeds: Seeds) -> None:
    for seed in seeds.texts:
        dates = [
            f"{year}-{month}-{day}"
            for day, month, year in re.findall(r"^(\d\d)-(\d\d)-(\d{4})$", seeds.texts[seed], flags=re.MULTILINE)
        ]
        assert values(ID[f"document/seed-{seed}"], BW.date) == dates
