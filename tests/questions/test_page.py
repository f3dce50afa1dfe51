"""The page of an answer, as what a reader of HTML finds, and in a browser: light, dark, narrow, printed, offline."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from justhtml import JustHTML
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from bwise_kg import Graph
from bwise_kg.namespaces import ESCO_ATTRIBUTION
from bwise_kg.render.question_data import REFERENCE_DESIGN_CAPTION
from bwise_kg.render.question_page import question_page

from .conftest import HOSTILE, PICTURES, Asked, file

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="no chromium and chromedriver here (Debian: chromium, chromium-driver)"
)
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
ODD = file(
    "label value",
    f'({json.dumps(HOSTILE)} 3) (<javascript:alert(3)> 2) ("https://example.org/{"long" * 60}" 1) ("mot"@fr UNDEF)',
    "#+ picture: {kind: bar, label: label, value: value}\n",
)
EMPTY = file("it", "(UNDEF)", "#+ needs: [bw:NoSuchThing]\n").replace(
    "VALUES (?it) { (UNDEF) }", "?it a bw:NoSuchThing"
)


def text_of(page: str, selector: str) -> list[str]:
    return [" ".join(found.to_text().split()) for found in JustHTML(page, sanitize=False).query(selector)]


@pytest.fixture(scope="module")
def pages(slice_graph: Graph, asked: Asked) -> dict[str, str]:
    """Return the pages of a real answer, of an odd and an empty one, and of each kind of picture."""
    answers = {"cq07": slice_graph.ask("cq07", "fr"), "odd": asked(ODD), "empty": asked(EMPTY)}
    answers |= {kind: asked(text) for kind, text in PICTURES.items()}
    return {name: question_page(answer) for name, answer in answers.items()}


def test_page_has_question_answer_and_origin(slice_graph: Graph) -> None:
    page = question_page(slice_graph.ask("cq02", profile="supporter", language="fr"))
    answer = slice_graph.ask("cq02")
    assert text_of(page, "h1") == [answer.question.title]
    assert text_of(page, "title") == [answer.question.title]
    assert text_of(page, ".against") == [answer.question.text]
    assert text_of(page, ".status") == ["answered"]
    assert REFERENCE_DESIGN_CAPTION in text_of(page, ".note")
    assert set(text_of(page, "tbody .badge")) == {"reference design"}
    assert len(text_of(page, "tbody tr")) == len(answer.rows)
    assert len(text_of(page, "thead th[scope=col]")) == 5
    assert len(text_of(page, "tbody th[scope=row]")) == len(answer.rows)
    assert text_of(page, "table caption") == [answer.question.title]
    assert ESCO_ATTRIBUTION in text_of(page, "footer p")
    assert 'href="http://data.europa.eu/esco/occupation/' in page
    assert '<span lang="fr">' in page


def test_page_without_rows_says_why(pages: dict[str, str]) -> None:
    assert text_of(pages["empty"], ".status") == ["not published"]
    assert text_of(pages["empty"], ".note") == ["The graph holds no bw:NoSuchThing yet."]
    assert text_of(pages["empty"], "table") == []


def test_hostile_texts_stay_texts(pages: dict[str, str]) -> None:
    page = pages["odd"]
    assert text_of(page, "script") == text_of(page, "img") == []
    assert 'href="javascript' not in page
    assert any(HOSTILE in text for text in text_of(page, "tbody th"))


@pytest.mark.parametrize("name", ["cq07", "odd", *PICTURES])
def test_pictures_are_in_the_page(pages: dict[str, str], name: str) -> None:
    found = JustHTML(pages[name], sanitize=False).query("figure svg")
    assert [(svg.attrs or {}).get("role") for svg in found] == ["img"]


# In a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = BROWSER or ""
    for option in (*OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with Chrome(options, Service(DRIVER)) as driver:
        driver.set_script_timeout(110)
        yield driver


def show(
    browser: Chrome, folder: Path, page: str, width: int = 1280, scheme: str = "light", media: str = "screen"
) -> str:
    """Open a page in a window of a width, and return its address."""
    target = folder / "page.html"
    target.write_text(page, encoding="utf-8")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    browser.get("about:blank")
    for kind in ("browser", "performance"):
        logged(browser, kind)
    browser.get(target.as_uri())
    return target.as_uri()


def logged(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


@needs_browser
@pytest.mark.parametrize("name", ["cq07", "odd", "empty", *PICTURES])
def test_no_errors_and_no_requests(browser: Chrome, tmp_path: Path, pages: dict[str, str], name: str) -> None:
    address = show(browser, tmp_path, pages[name])
    assert logged(browser, "browser") == []
    events = [json.loads(entry["message"])["message"] for entry in logged(browser, "performance")]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    assert asked == [address]


@needs_browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("name", ["cq07", "odd", "empty", *PICTURES])
def test_accessible(browser: Chrome, tmp_path: Path, pages: dict[str, str], name: str, width: int, scheme: str) -> None:
    show(browser, tmp_path, pages[name], width, scheme)
    browser.execute_script("document.querySelector('details').open = true")
    browser.execute_script((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = browser.execute_async_script(
        "axe.run(document, {resultTypes: ['violations']}).then(arguments[0])"
    )
    assert len(found["passes"]) > 15
    assert {rule["id"]: [node["html"] for node in rule["nodes"]] for rule in found["violations"]} == {}


@needs_browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["cq07", "odd", "empty", "map"])
def test_only_regions_scroll_sideways(
    browser: Chrome, tmp_path: Path, pages: dict[str, str], name: str, width: int
) -> None:
    show(browser, tmp_path, pages[name], width)
    root = "document.documentElement"
    assert browser.execute_script(f"return {root}.scrollWidth - {root}.clientWidth") == 0


@needs_browser
def test_picture_is_coloured_readable_and_printed(browser: Chrome, tmp_path: Path, pages: dict[str, str]) -> None:
    fill = "return getComputedStyle(arguments[0]).fill"
    for media in ("screen", "print"):
        show(browser, tmp_path, pages["cq07"], media=media)
        svg = browser.find_element(By.CSS_SELECTOR, "figure svg")
        assert svg.accessible_name == "Digital and green skills of the profiles"
        bar = svg.find_element(By.CSS_SELECTOR, ".series-1")
        assert browser.execute_script(fill, bar) == "rgb(230, 159, 0)"
        assert bar.rect["height"] > 10
    show(browser, tmp_path, pages["map"], scheme="dark")
    letters = browser.find_element(By.CSS_SELECTOR, "figure text.quiet")
    assert browser.execute_script(fill, letters) == "rgb(166, 176, 187)"
