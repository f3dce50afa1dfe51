"""Resources of the JSON API: what the graph holds, each as its model says, and linked to each other."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pyoxigraph import NamedNode

from bwise_kg import Graph
from bwise_kg.namespaces import GRAPH
from bwise_kg.queries import Row
from tests.api.api import API, get, models, pages
from tests.api.serving import writable
from tests.api.writing import update

LISTS = {
    "profiles": models.Profile,
    "requirements": models.Requirement,
    "personas": models.Persona,
    "curricula": models.Curriculum,
    "modules": models.Module,
    "outcomes": models.Outcome,
}
ITEMS = {**LISTS, "curricula": models.WholeCurriculum, "modules": models.WholeModule}


def rows(graph: Graph, query: str) -> list[Row]:
    return [Row(solution) for solution in graph.query(query)]  # type: ignore[union-attr]


def iris(graph: Graph, class_: str) -> set[str]:
    return {row.name("it") for row in rows(graph, f"SELECT DISTINCT ?it {{ ?it a {class_} }}")}


CLASSES = {
    "profiles": "bw:OccupationalProfile",
    "requirements": "bw:SkillRequirement",
    "personas": "bw:Persona",
    "curricula": "bw:Curriculum",
    "modules": "bw:CoreModule",
    "outcomes": "bw:LearningOutcome",
}


@pytest.mark.parametrize("kind", LISTS)
def test_lists_hold_what_the_graph_holds_and_all_can_be_followed(
    client: httpx.Client, slice_graph: Graph, kind: str
) -> None:
    listed = list(pages(client, f"/{kind}", limit=40))
    assert len(listed) == len({each["iri"] for each in listed})
    assert {each["iri"] for each in listed} == iris(slice_graph, CLASSES[kind])
    for each in listed:
        LISTS[kind].model_validate(each)
    for each in listed[:: max(len(listed) // 12, 1)]:
        whole = get(client, each["href"].removeprefix(API))
        ITEMS[kind].model_validate(whole["data"])
        assert whole["data"]["iri"] == each["iri"]
        assert whole["data"]["id"] == each["id"]
        assert whole["links"]["self"] == each["href"]


def test_skills_are_those_of_esco_and_of_the_sector(client: httpx.Client, slice_graph: Graph) -> None:
    listed = list(pages(client, "/skills", limit=200))
    assert {each["iri"] for each in listed} == iris(slice_graph, "esco:Skill") | iris(slice_graph, "bw:SectorSkill")
    for each in listed[::50]:
        models.Skill.model_validate(each)
    digital = {each["iri"] for each in pages(client, "/skills", limit=200, digital="true")}
    assert digital == iris(slice_graph, "bw:DigitalSkill") & {each["iri"] for each in listed}
    neither = get(client, "/skills", digital="false", green="false", limit=1)["meta"]["total"]
    both = digital | iris(slice_graph, "bw:GreenSkill") & {each["iri"] for each in listed}
    assert neither == len(listed) - len(both)


def test_a_skill_stands_in_the_hierarchy_of_esco(client: httpx.Client, slice_graph: Graph) -> None:
    iri = "http://data.europa.eu/esco/skill/0c66036a-3bdd-4955-8343-985f4697af64"
    skill = get(client, "/skills/0c66036a-3bdd-4955-8343-985f4697af64")["data"]
    models.WholeSkill.model_validate(skill)
    assert skill["label"] == "manage donor database"
    above = rows(slice_graph, f"SELECT DISTINCT ?it {{ <{iri}> (skos:broader|bw:broaderSkill)+ ?it }}")
    assert {each["concept"]["iri"] for each in skill["ancestors"]} == {row.name("it") for row in above}
    assert {each["iri"] for each in skill["broader"]} == {
        each["concept"]["iri"] for each in skill["ancestors"] if each["distance"] == 1
    }
    for parent in skill["broader"]:
        found = get(client, parent["href"].removeprefix(API))["data"]
        models.WholeSkill.model_validate(found)
        below = rows(slice_graph, f"SELECT DISTINCT ?it {{ ?it skos:broader|bw:broaderSkill <{parent['iri']}> }}")
        assert found["narrower"]["total"] == len(below)
        within = {
            each["iri"] for each in pages(client, "/skills", within=parent["id"] if "id" in parent else parent["iri"])
        }
        assert iri in within


def test_what_needs_and_what_teaches_a_skill(client: httpx.Client, slice_graph: Graph) -> None:
    (needed, *_) = slice_graph.profile("supporter").requirements
    listed = list(pages(client, "/requirements", skill=needed.skill))
    assert needed.iri in {each["iri"] for each in listed}
    whole = get(client, "/skills", uri=needed.skill)["data"]
    assert [each["iri"] for each in whole] == [needed.skill]
    skill = get(client, whole[0]["href"].removeprefix(API))["data"]
    assert {each["iri"] for each in skill["requirements"]["items"]} == {each["iri"] for each in listed}
    taught = {each["iri"] for each in pages(client, "/outcomes", skill=needed.skill)}
    assert {each["iri"] for each in skill["outcomes"]["items"]} == taught
    attaining = {
        outcome.iri
        for name in ("supporter", "worker", "enabler")
        for _, outcome in slice_graph.curriculum(name).placed_outcomes()
        if needed.skill in {attained.skill for attained in outcome.attains}
    }
    assert taught == attaining


def test_filters(client: httpx.Client, slice_graph: Graph) -> None:
    essential = list(pages(client, "/requirements", profile="supporter", importance="essential"))
    profile = slice_graph.profile("supporter")
    assert {each["iri"] for each in essential} == {r.iri for r in profile.requirements if r.essential}
    curriculum = slice_graph.curriculum("supporter")
    assert [each["iri"] for each in pages(client, "/modules", curriculum="supporter")] == sorted(
        module.iri for module in curriculum.modules
    )
    module = curriculum.modules[0]
    outcomes = {each["iri"] for each in pages(client, "/outcomes", module=module.iri.rsplit("/", 1)[-1])}
    assert outcomes == {outcome.iri for outcome in module.outcomes}
    assert [each["id"] for each in pages(client, "/curricula", profile="worker")] == ["worker"]


def links_in(value: Any) -> set[str]:
    if isinstance(value, list):
        return {link for each in value for link in links_in(each)}
    if isinstance(value, dict):
        below = {link for each in value.values() for link in links_in(each)}
        return below | ({value["href"]} if value.get("href") else set())
    return set()


@pytest.mark.parametrize(
    "path", ["/profiles/supporter", "/personas/almost-retired", "/curricula/worker", "/modules/enabler-1"]
)
def test_every_link_leads_somewhere(client: httpx.Client, path: str) -> None:
    found = sorted(links_in(get(client, path)["data"]))
    assert found
    for link in found[:40]:
        assert client.get(link).status_code == 200, link


def test_labels_are_in_the_language_asked_for(client: httpx.Client) -> None:
    german = get(client, "/profiles/supporter", lang="de")
    assert german["data"]["language"] == "de"
    assert german["meta"]["language"] == "de"
    french = client.get(f"{API}/profiles/supporter", headers={"Accept-Language": "xx, pl;q=0.1, fr-BE;q=0.8, de;q=0"})
    assert french.headers["content-language"] == "fr"
    assert french.headers["vary"] == "Accept, Accept-Language"
    assert french.json()["data"]["language"] == "fr"
    both = client.get(f"{API}/profiles/supporter?lang=de", headers={"Accept-Language": "fr"})
    assert both.json()["data"] == german["data"]
    other = client.get(f"{API}/profiles/supporter", headers={"Accept-Language": "ja"})
    assert other.headers["content-language"] == "en"


def test_reference_design_and_unreviewed_labels_are_marked(client: httpx.Client, slice_graph: Graph) -> None:
    own = get(client, "/profiles/supporter")["meta"]
    assert own["referenceDesign"]
    assert any("reference design of this project" in caption for caption in own["captions"])
    esco = get(client, "/skills/0c66036a-3bdd-4955-8343-985f4697af64")
    assert esco["meta"]["referenceDesign"] is bool(
        [
            each
            for each in [*esco["data"]["requirements"]["items"], *esco["data"]["outcomes"]["items"]]
            if each["origin"]
        ]
    )
    german = get(client, "/profiles/supporter", lang="de")["meta"]
    assert german["reviewed"] is slice_graph.is_reviewed("de")
    assert german["reviewed"] or any("nobody who speaks it has reviewed" in caption for caption in german["captions"])


def test_what_there_is_not(client: httpx.Client) -> None:
    for path in (
        "/profiles/nobody",
        "/requirements/x",
        "/modules/~aGk",
        "/skills/~!!",
        "/curricula/supporter@9",
        "/skills/x",
    ):
        response = client.get(API + path)
        assert response.status_code == 404, path
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]
    assert "did you mean 'supporter'" in client.get(f"{API}/curricula/suporter").json()["detail"]
    wrong = client.get(f"{API}/requirements", params={"profil": "supporter"})
    assert wrong.status_code == 422
    assert wrong.json()["detail"] == "profil. There is: profile, importance, skill, limit, cursor, lang."
    limit = client.get(f"{API}/profiles", params={"limit": "201"})
    assert limit.status_code == 422
    assert limit.json()["errors"][0]["where"] == "query.limit"


def test_a_name_never_opens_a_file(client: httpx.Client, tmp_path: Any) -> None:
    file = tmp_path / "course.ttl"
    file.write_text("<https://example.org/x> a <https://w3id.org/bwise/ontology#Curriculum> .", encoding="utf-8")
    for path in ("/coverage", "/modules"):
        assert client.get(API + path, params={"curriculum": str(file)}).status_code == 404
    assert urlsplit(str(file)).path  # the file is there to be found


def test_iris_are_followed_as_linked_data(client: httpx.Client) -> None:
    for each in get(client, "/requirements", limit=3)["data"]:
        path = NamedNode(each["iri"]).value.removeprefix("https://w3id.org/bwise")
        assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 303


def test_hours_that_are_no_number_are_left_out(slice_store: Path, tmp_path: Path) -> None:
    shutil.copytree(slice_store, tmp_path / "store")
    hours = {
        "words": '"about 40"',
        "large": '"1E999999"^^xsd:decimal',
        "long": f'"{"9" * 5000}"',
        "none": '"NaN"^^xsd:double',
        "half": "7.5",
    }
    said = " ".join(f"<http://a/{name}> a bw:Curriculum ; bw:hours {value} ." for name, value in hours.items())
    with writable(tmp_path / "store") as (_, client):
        changed = update(client, f"INSERT DATA {{ GRAPH <{GRAPH.reference.value}> {{ {said} }} }}")
        assert changed.is_success, changed.text
        shown = {entry["iri"]: entry["hours"] for entry in get(client, "/curricula")["data"]}
    assert {name: shown[f"http://a/{name}"] for name in hours} == {**dict.fromkeys(hours), "half": 7.5}
