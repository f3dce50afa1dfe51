"""Pages of resources in a browser: no errors, no requests elsewhere, accessible in light and dark, wide and narrow."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.api.serving import Server

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="no chromium and chromedriver here (Debian: chromium, chromium-driver)"
)
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PAGES = [
    "/doc/profile/supporter.html?lang=de",
    "/doc/claim/first-results-date-euricse.html",
    "/doc/origin/reference-design.html",
    "/resource?uri=http://data.europa.eu/esco/occupation/4b05bef2-ded4-4b09-ab94-f4c6a555a775&format=html",
    "/links?uri=https://w3id.org/bwise/id/origin/fact&property=https://w3id.org/bwise/ontology%23origin&format=html",
    "/graph/reference.html",
    "/dataset.html",
]


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


def logged(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def show(browser: Chrome, address: str, width: int, scheme: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "screen", "features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    browser.get("about:blank")
    logged(browser, "browser")
    logged(browser, "performance")
    browser.get(address)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_ask_for_nothing_else(
    browser: Chrome, server: Server, path: str, width: int, scheme: str
) -> None:
    show(browser, server.url + path, width, scheme)
    assert [entry for entry in logged(browser, "browser") if "favicon" not in entry["message"]] == []
    events = [json.loads(entry["message"])["message"] for entry in logged(browser, "performance")]
    asked = {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}
    assert asked <= {server.url + path, f"{server.url}/favicon.ico"}
    root = "document.documentElement"
    assert browser.execute_script(f"return {root}.scrollWidth - {root}.clientWidth") == 0
    browser.execute_script("[...document.querySelectorAll('details')].slice(0, 12).forEach(each => each.open = true)")
    browser.execute_script((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script("axe.run(document, {resultTypes: ['violations']}).then(arguments[0])")
    assert len(found["passes"]) > 15
    assert {rule["id"]: [node["html"] for node in rule["nodes"]] for rule in found["violations"]} == {}
