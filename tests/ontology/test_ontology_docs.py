"""The page of the ontology's terms: fresh, complete, and readable for people and for machines that check pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from justhtml import Element, JustHTML
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, URIRef
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from bwise_kg.documentation import generated
from bwise_kg.documentation.terms import documented_ontology
from tests.ontology.test_ontology import BW, ONTOLOGY, TERMS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "ontology.html"
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@pytest.fixture(scope="module")
def document() -> JustHTML:
    return JustHTML(PAGE.read_text(encoding="utf-8"), strict=True, sanitize=False)


def elements(within: JustHTML | Element, selector: str) -> list[Element]:
    return [found for found in within.query(selector) if isinstance(found, Element)]


def words(element: Element) -> str:
    return re.sub(r" ([,:;])", r"\1", " ".join(element.to_text().split()))  # the parser puts spaces between elements


def article(document: JustHTML, name: str) -> Element:
    (found,) = elements(document, f'article[id="{name}"]')
    return found


def entries(term: Element) -> dict[str, str]:
    """Return the rows of a term, by heading."""
    return {words(title): words(value) for title, value in zip(elements(term, "dt"), elements(term, "dd"), strict=True)}


@pytest.mark.parametrize("path", ["docs/ontology.html", "ontology/context.jsonld"])
def test_generated_file_is_fresh(path: str) -> None:
    """Write it anew with: python -m bwise_kg.documentation."""
    assert (ROOT / path).read_text(encoding="utf-8") == generated()[path]


def test_every_term_is_there_once_in_the_order_of_the_file(document: JustHTML) -> None:
    shown = [element.attrs["id"] or "" for element in elements(document, "article.term")]
    text = (ROOT / "ontology" / "bwise.ttl").read_text(encoding="utf-8")
    assert shown == re.findall(r"^bw:(\w+) a owl:", text, re.MULTILINE)
    assert sorted(shown) == sorted(str(term).removeprefix(str(BW)) for term in TERMS)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term).removeprefix(str(BW)))
def test_term_is_shown_with_all_that_is_said_of_it(term: URIRef, document: JustHTML) -> None:
    shown = article(document, str(term).removeprefix(str(BW)))
    text = words(shown)
    for predicate in (RDFS.label, SKOS.definition, SKOS.example, DCTERMS.source):
        for value in ONTOLOGY.objects(term, predicate):
            assert re.sub(r" ([,:;])", r"\1", " ".join(str(value).split())) in text
    linked = {link.attrs["href"] for link in elements(shown, "a[href]")}
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso, RDFS.domain):
        for value in ONTOLOGY.objects(term, predicate):
            if isinstance(value, URIRef):
                name = str(value)
                assert (f"#{name.removeprefix(str(BW))}" if name.startswith(str(BW)) else name) in linked


def test_axioms_are_put_into_words(document: JustHTML) -> None:
    said = {
        ("Module", "By definition"): "each is one of core module and optional module, and no other",
        ("Curriculum", "By definition"): "has part (ELM): only module",
        ("Curriculum", "Elsewhere"): "is a kind of Course (schema.org)",
        ("SectorSkill", "By definition"): "has broader match (SKOS): exactly 1, Skill (ESCO)",
        ("Claim", "By definition"): "has claim topic: at least one, claim topic",
        ("Claim", "Elsewhere"): "is not to be confused with Claim (ELM)",
        ("FullyCoveredCurriculum", "By definition"): "the same as curriculum, with uncovered essentials: 0",
        ("PlannedPublication", "By definition"): "shares nothing with actual publication",
        ("greenShare", "To"): "a decimal number of at least 0 and at most 1",
        ("hours", "From"): "curriculum or module or unit or MOOC part",
        ("requires", "Other way"): "required by",
        ("requiredBy", "Other way"): "requires",
        ("contradicts", "Always"): "holds both ways; never leads to the thing itself",
        ("task", "Always"): "a value belongs to one thing only",
        ("Toolkit", "Leads on by"): "has toolkit resource toolkit for",
        ("Output", "Reached by"): "has output produces",
        ("Feedback", "Kinds of it"): "authority feedback",
        ("rationale", "To"): "a text with its language",
    }
    for (name, heading), text in said.items():
        assert text in entries(article(document, name))[heading]


def test_drawings_show_every_relation_between_classes_of_a_section(document: JustHTML) -> None:
    drawn = [words(element) for element in elements(document, "svg g.relation")]
    for section in documented_ontology().sections:
        own = {term.name.iri for term in section.terms}
        for term in section.terms:
            domain = ONTOLOGY.value(URIRef(term.name.iri), RDFS.domain)
            if term.kind == "relation" and str(domain) in own and term.range:
                assert term.name.label in drawn
    assert {"has part (ELM)", "learning outcome (ELM)"} <= set(drawn)


def test_page_is_sound(document: JustHTML) -> None:
    ids = [element.attrs["id"] for element in elements(document, "[id]")]
    assert len(ids) == len(set(ids))
    assert {(link.attrs["href"] or "")[1:] for link in elements(document, '[href^="#"]')} <= set(ids)
    levels = [int(heading.name[1]) for heading in elements(document, "h1, h2, h3, h4")]
    assert levels.count(1) == 1
    assert all(following <= level + 1 for level, following in pairwise(levels))
    assert not elements(document, "script, link, img, iframe, [src], [style]")
    classes = len({term for term in TERMS if (term, RDF.type, OWL.Class) in ONTOLOGY})
    assert len(elements(document, "article.term")) == len(TERMS) > classes


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    if not (BROWSER and DRIVER):
        pytest.skip("no chromium and chromedriver here (Debian: chromium, chromium-driver)")
    options = ChromeOptions()
    options.binary_location = BROWSER
    profile = tmp_path_factory.mktemp("profile")
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with Chrome(options, Service(DRIVER)) as driver:
        driver.set_script_timeout(300)  # the page is long, the machine may be busy
        yield driver


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(browser: Chrome, width: int, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(PAGE.as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    browser.execute_script((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script("axe.run(document, {resultTypes: ['violations']}).then(arguments[0])")
    assert {rule["id"] for rule in found["violations"]} == set()
    assert [entry["message"] for entry in browser.get_log("browser")] == []  # type: ignore[no-untyped-call]
