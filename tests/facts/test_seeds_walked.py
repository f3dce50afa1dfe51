"""Every fact of the seeds, walked through in their own structure, is found in the graph with the right values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, RDF, SKOS, Literal, Namespace

from tests.facts.graph import (
    ALL,
    BW,
    ID,
    PROJECT,
    SEEDS,
    by_label,
    country,
    nearest,
    numbered,
    text,
    value,
    values,
)

if TYPE_CHECKING:
    from tests.facts.seeds import Seeds

ORG = Namespace("http://www.w3.org/ns/org#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")  # rdflib's own warns when pytest looks at its attributes

WORK_PACKAGES = numbered(SEEDS.objects(PROJECT, BW.workPackage))
OUTPUTS = numbered(SEEDS.objects(PROJECT, BW.output))
PARTNERS = numbered(SEEDS.objects(PROJECT, BW.partner))


def numbers(words: str) -> set[str]:
    return set(re.findall(r"\d+", words))


def claimed(claim: str) -> str:
    return value(ID[f"claim/{claim}"], BW.claimedValue)


# Work packages


def test_work_packages(seeds: Seeds) -> None:
    titles = {number: value(package, DCTERMS.title) for number, package in WORK_PACKAGES.items()}
    assert [package.number for package in seeds.work_packages] == sorted(WORK_PACKAGES) == [1, 2, 3, 4, 5, 6]
    for package in seeds.work_packages:
        assert nearest(package.title, titles) == package.number
        assert ID["document/seed-000"] in set(SEEDS.objects(WORK_PACKAGES[package.number], DCTERMS.source))
    assert claimed("work-packages-number-seed-000") == str(len(seeds.work_packages))


def test_objectives_of_work_packages(seeds: Seeds) -> None:
    objectives = {n: text(*SEEDS.objects(package, BW.objective)) for n, package in WORK_PACKAGES.items()}
    for package in seeds.work_packages:
        assert nearest(package.objective, objectives) == package.number
        assert numbers(package.objective) <= numbers(objectives[package.number])


def test_tasks_in_order(seeds: Seeds) -> None:
    tasks = {number: numbered(SEEDS.objects(package, BW.task)) for number, package in WORK_PACKAGES.items()}
    texts = {10 * wp + n: text(task) for wp, of in tasks.items() for n, task in of.items()}
    titles = {10 * wp + n: value(task, DCTERMS.title) for wp, of in tasks.items() for n, task in of.items()}
    assert sum(len(package.tasks) for package in seeds.work_packages) == len(texts)
    for package in seeds.work_packages:
        assert sorted(tasks[package.number]) == list(range(1, len(package.tasks) + 1))
        for place, bullet in enumerate(package.tasks, 1):
            assert nearest(bullet, texts) == nearest(bullet, titles) == 10 * package.number + place
            assert numbers(bullet) <= numbers(texts[10 * package.number + place])


def test_leads(seeds: Seeds) -> None:
    for package in seeds.work_packages:
        (lead,) = SEEDS.objects(WORK_PACKAGES[package.number], BW.lead)
        kind = ORG.Organization if package.lead == "CESUR" else BW.Partner
        assert lead == by_label(kind, package.lead)
    assert claimed("wp3-lead-seed-000") == seeds.work_packages[2].lead
    assert not [partner for partner in seeds.partners if "CESUR" in partner.name.upper()]


# Outputs


def test_outputs(seeds: Seeds) -> None:
    assert [output.number for output in seeds.outputs] == sorted(OUTPUTS) == list(range(1, 15))
    titles = {number: value(output, DCTERMS.title) for number, output in OUTPUTS.items()}
    for output in seeds.outputs:
        assert nearest(output.title, titles) == output.number
        assert len(titles[output.number].split()) < 9


def test_what_outputs_are_and_aim_at(seeds: Seeds) -> None:
    descriptions = {n: " ".join(values(output, DCTERMS.description)) for n, output in OUTPUTS.items()}
    aims = {number: value(output, BW.aim) for number, output in OUTPUTS.items()}
    for output in seeds.outputs:
        assert bool(output.what) == bool(descriptions[output.number])
        assert nearest(output.aim, aims) == output.number
        assert numbers(output.what) - {"1"} <= numbers(descriptions[output.number])
        if output.what:
            assert nearest(output.what, {n: words for n, words in descriptions.items() if words}) == output.number


def test_audiences(seeds: Seeds) -> None:
    for output in seeds.outputs:
        expected = {by_label(BW.Audience, audience) for audience in output.audiences}
        assert len(expected) == len(output.audiences)
        assert set(SEEDS.objects(OUTPUTS[output.number], BW.audience)) == expected
    assert {name for output in seeds.outputs for name in output.audiences} >= {"Policy makers"}
    assert set(ALL.subjects(RDF.type, BW.Audience)) == set(SEEDS.objects(None, BW.audience))


def test_planned_publications(seeds: Seeds) -> None:
    for output in seeds.outputs:
        planned = list(SEEDS.objects(OUTPUTS[output.number], BW.publication))
        assert {value(each, RDF.type) for each in planned} == {str(BW.PlannedPublication)}
        months = sorted(date for each in planned for date in SEEDS.objects(each, BW.date) if isinstance(date, Literal))
        assert [str(month) for month in months] == sorted(output.planned)
        assert {month.datatype for month in months} == {XSD.gYearMonth}
    assert [output.number for output in seeds.outputs if len(output.planned) == 2] == [5]
    first = value(ID["publication/output-1-planned"], BW.date)
    assert claimed("first-results-date-seed-001") == first


def test_languages_of_the_curricula(seeds: Seeds) -> None:
    (others,) = re.findall(r"in English and (\d+) other languages", seeds.outputs[4].what)
    languages = set(SEEDS.objects(OUTPUTS[5], BW.plannedLanguage))
    assert len(languages) == 1 + int(others) == int(claimed("curriculum-languages-seed-001"))
    spoken = {
        each for place in SEEDS.objects(PROJECT, BW.pilotCountry) for each in ALL.objects(place, BW.countryLanguage)
    }
    assert languages - spoken == {by_label(SKOS.Concept, "English")}
    assert spoken < languages


def test_numbers_of_the_curricula(seeds: Seeds) -> None:
    objective = seeds.work_packages[2].objective
    assert claimed("curricula-number-seed-000") in re.findall(r"(\d) VET", objective)
    assert claimed("core-modules-number-seed-000") in re.findall(r"(\d) core modules", objective)
    assert claimed("curriculum-hours-seed-000") in re.findall(r"(\d+-\d+) hours", objective)


# Countries


@pytest.mark.parametrize("seed", ["000", "001"])
def test_country_codes(seed: str, seeds: Seeds) -> None:
    codes = seeds.country_codes[seed]
    assert set(SEEDS.objects(PROJECT, BW.pilotCountry)) == {country(code) for code in codes}
    assert len(codes) == len(set(codes)) == 13
    assert set(codes) <= set(re.findall(r"\b[A-Z]{2}\b", value(ID["objective/wp4-pilots"], DCTERMS.description)))
    assert set(codes) <= set(re.findall(r"\b[A-Z]{2}\b", value(OUTPUTS[8], DCTERMS.description)))
    assert claimed(f"country-code-greece-seed-{seed}") in codes


def test_numbers_of_pilot_countries_contradict_each_other(seeds: Seeds) -> None:
    (title,) = re.findall(r"in (\d+) countries", seeds.outputs[7].title)
    (inside,) = re.findall(r"in (\d+) pilot countries", seeds.outputs[7].what)
    (task,) = re.findall(r"in (\d+) countries", seeds.work_packages[3].tasks[0])
    assert claimed("pilot-countries-seed-001-title") == title == "14"
    assert claimed("pilot-countries-seed-001-text") == inside == "13"
    assert claimed("pilot-countries-seed-000") == task == "13"


# Partners


def test_partners(seeds: Seeds) -> None:
    assert [partner.number for partner in seeds.partners] == sorted(PARTNERS) == list(range(1, 31))
    assert str(seeds.partners_announced) == claimed("partners-number-seed-001") == claimed("partners-number-seed-002")
    for partner in seeds.partners:
        found = PARTNERS[partner.number]
        assert value(found, DCTERMS.title) == partner.name
        assert value(found, BW.country) == str(by_label(BW.Country, partner.country))


def test_roles(seeds: Seeds) -> None:
    (coordinator,) = [partner for partner in seeds.partners if partner.remark]
    assert value(PARTNERS[coordinator.number], BW.partnerRole) == str(by_label(BW.PartnerRole, str(coordinator.remark)))
    for seed in ("000", "002"):
        (lead, support) = re.findall(r"coordinated by (\w+) with the support of (\w+)", seeds.texts[seed])[0]
        assert by_label(BW.Partner, lead) == PARTNERS[coordinator.number]
        assert value(by_label(BW.Partner, support), BW.partnerRole) == str(ID["partner-role/supporting-network"])
    others = [value(partner, BW.partnerRole) for partner in PARTNERS.values()]
    assert others.count(str(ID["partner-role/partner"])) == len(seeds.partners) - 2


def test_names_written_out_in_the_news(seeds: Seeds) -> None:
    names = re.findall(r"(?:door|van) (EASPD|ENSIE) \(([^)]+)\)", seeds.texts["003"])
    assert len(names) == 2
    for short, full in names:
        assert by_label(BW.Partner, full) == by_label(BW.Partner, short)
