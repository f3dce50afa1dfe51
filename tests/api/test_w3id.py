"""The redirections of w3id.org: carried out over every kind of IRI, they lead to what the service answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx
import pytest

from bwise_kg import EmbeddedStore, Graph
from tests.api.linked import OURS, one_of_each, own_iris
from tests.conftest import ROOT

HTACCESS = ROOT / "deploy" / "w3id" / ".htaccess"
DEPLOYMENT = "https://bwise-kg.example.org"


@dataclass(frozen=True, slots=True)
class Rule:
    """A RewriteRule with the conditions before it."""

    pattern: re.Pattern[str]
    substitution: str
    flags: dict[str, str]
    conditions: tuple[tuple[str, re.Pattern[str]], ...]


def rules(text: str) -> list[Rule]:
    """Read the directives of mod_rewrite that the file uses; any other is an error."""
    found: list[Rule] = []
    conditions: list[tuple[str, re.Pattern[str]]] = []
    for line in text.splitlines():
        match line.split():
            case [] | ["#", *_] | ["Options" | "Header" | "RewriteEngine", *_]:
                continue
            case ["RewriteCond", tested, pattern]:
                conditions.append((tested, re.compile(pattern)))
            case ["RewriteRule", pattern, substitution, flags]:
                named = dict(flag.partition("=")[::2] for flag in flags.strip("[]").split(","))
                found.append(Rule(re.compile(pattern), substitution, named, tuple(conditions)))
                conditions = []
            case _:
                raise ValueError(line)
    return found


def redirected(path: str, method: str = "GET") -> tuple[int, str] | None:
    """Return status and address for a path below ``/bwise/``, as Apache does in a folder; None where it has none."""
    environment: dict[str, str] = {}

    def expanded(text: str, match: re.Match[str] | None = None) -> str:
        text = re.sub(r"%\{ENV:(\w+)\}", lambda m: environment[m[1]], text.replace("%{REQUEST_METHOD}", method))
        return re.sub(r"\$(\d)", lambda m: (match[int(m[1])] or "") if match else "", text)

    for rule in rules(HTACCESS.read_text(encoding="utf-8")):
        match = rule.pattern.search(path)
        if match is None or not all(pattern.search(expanded(tested)) for tested, pattern in rule.conditions):
            continue
        if "E" in rule.flags:
            name, _, value = rule.flags["E"].partition(":")
            environment[name] = value
        if rule.substitution != "-":
            assert "L" in rule.flags
            return int(rule.flags["R"]), expanded(rule.substitution, match)
    return None


@pytest.fixture(scope="module")
def samples(slice_graph: Graph) -> dict[str, str]:
    assert isinstance(slice_graph.store, EmbeddedStore)
    return one_of_each(own_iris(slice_graph.store))


def test_every_kind_of_iri_leads_to_the_same_path_of_the_deployment(samples: dict[str, str]) -> None:
    for name, iri in samples.items():
        path = iri.removeprefix(OURS).partition("#")[0]
        status = 303 if name.startswith("id/") else 302
        assert redirected(path) == (status, f"{DEPLOYMENT}/{path}"), iri


def test_every_iri_of_the_store_leads_somewhere(slice_graph: Graph) -> None:
    assert isinstance(slice_graph.store, EmbeddedStore)
    paths = {iri.removeprefix(OURS).partition("#")[0] for iri in own_iris(slice_graph.store)}
    assert len(paths) > 1500
    assert {path for path in paths if (redirected(path) or ("", ""))[1] != f"{DEPLOYMENT}/{path}"} == set()


def test_what_it_leads_to_is_there(client: httpx.Client, samples: dict[str, str]) -> None:
    for iri in [*samples.values()][::6]:
        _, address = redirected(iri.removeprefix(OURS).partition("#")[0]) or (0, "")
        assert client.get(address.removeprefix(DEPLOYMENT), follow_redirects=True).status_code == 200, iri


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("doc/profile/supporter.ttl", 302), ("ontology.html", 302), ("ontology", 302), ("dataset.ttl", 302),
        ("context.jsonld", 302), ("context/0.1.0.jsonld", 302), ("dumps/facts/seeds.nq.gz", 302), ("resource", 302),
        ("feed", 302), ("feed/1.trig", 302), ("problem/syntax", 302),
        ("links", 302), (".well-known/void", 302), (".well-known/sparql-examples", 302), ("sparql", 307),
    ],
)  # fmt: skip
def test_documents_and_services_are_reached_too(path: str, status: int) -> None:
    assert redirected(path) == (status, f"{DEPLOYMENT}/{path}")


def test_the_front_is_for_readers() -> None:
    assert redirected("") == (302, f"{DEPLOYMENT}/dataset.html")
    assert redirected("", "POST") is None


@pytest.mark.parametrize("path", ["id/", "nothing", "ontologies", "etc/passwd", "id"])
def test_nothing_else_is_redirected(path: str) -> None:
    assert redirected(path) is None


def test_the_rules_are_read_whole() -> None:
    with pytest.raises(ValueError, match="RewriteMap"):
        rules("RewriteMap x txt:y")
