"""The coverage page in a browser: by keyboard alone, on narrow screens, in light and dark, without a network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="no chromium and chromedriver here (Debian: chromium, chromium-driver)"
)

OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PAGES = ["page", "odd_page", "empty_page"]

Open = Callable[..., str]


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


@pytest.fixture
def show(browser: Chrome, tmp_path: Path, request: pytest.FixtureRequest) -> Open:
    """Return what opens a page in a window of a width, and returns its address."""

    def show(name: str = "page", width: int = 1280, scheme: str = "light", media: str = "screen") -> str:
        file = tmp_path / f"{name}.html"
        file.write_text(request.getfixturevalue(name), encoding="utf-8")
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        browser.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )
        browser.get("about:blank")
        logged(browser, "browser")
        logged(browser, "performance")
        browser.get(file.as_uri())
        return file.as_uri()

    return show


def logged(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """Return what the browser has logged since it was last asked."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def press(browser: Chrome, *keys: str) -> WebElement:
    """Press keys where the focus is, and return where it is then."""
    for key in keys:
        browser.switch_to.active_element.send_keys(key)
    return browser.switch_to.active_element


def tab_to(browser: Chrome, selector: str) -> WebElement:
    """Press the tab key until something has the focus; never comes back if the keyboard cannot reach it."""
    for _ in range(60):
        focused = press(browser, Keys.TAB)
        if browser.execute_script("return arguments[0].matches(arguments[1])", focused, selector):
            return focused
    pytest.fail(f"the tab key does not get to {selector}")


def visible_rows(browser: Chrome) -> list[WebElement]:
    return [row for row in browser.find_elements(By.CSS_SELECTOR, "tr.requirement") if row.is_displayed()]


@pytest.mark.parametrize("name", PAGES)
def test_no_errors_and_no_requests(browser: Chrome, show: Open, name: str) -> None:
    address = show(name)
    assert logged(browser, "browser") == []
    events = [json.loads(entry["message"])["message"] for entry in logged(browser, "performance")]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    assert asked == [address]


def test_the_first_tab_shows_the_way_to_the_content(browser: Chrome, show: Open) -> None:
    show()
    skip = press(browser, Keys.TAB)
    assert skip.text == "Skip to the content"
    assert skip.rect["x"] >= 0
    assert press(browser, Keys.ENTER).get_attribute("id") == "content"


def test_the_matrix_is_reached_and_scrolled_by_keyboard(browser: Chrome, show: Open) -> None:
    show()
    press(browser, Keys.TAB, Keys.ENTER)
    region = tab_to(browser, "[aria-label='Table: required skills by module']")
    assert browser.execute_script("return getComputedStyle(arguments[0]).outlineStyle", region) == "solid"
    press(browser, Keys.END)
    head = region.find_element(By.CSS_SELECTOR, "thead th")
    WebDriverWait(browser, 5).until(lambda _: browser.execute_script("return arguments[0].scrollTop", region) > 1000)
    assert abs(head.rect["y"] - region.rect["y"]) <= 2


def test_details_open_with_the_enter_key(browser: Chrome, show: Open) -> None:
    show()
    press(browser, Keys.TAB, Keys.ENTER)
    summary = tab_to(browser, "summary")
    details = summary.find_element(By.XPATH, "..")
    reason = details.find_element(By.TAG_NAME, "dd")
    assert not reason.is_displayed()
    press(browser, Keys.ENTER)
    assert details.get_attribute("open") is not None
    assert reason.text.startswith("The role borders on therapy")


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_only_regions_scroll_sideways(browser: Chrome, show: Open, name: str, width: int) -> None:
    show(name, width)
    root = "document.documentElement"
    assert browser.execute_script(f"return {root}.scrollWidth - {root}.clientWidth") == 0
    if name == "page" and width == 360:
        region = browser.find_element(By.CSS_SELECTOR, ".matrix .scroll")
        assert browser.execute_script("return arguments[0].scrollWidth > arguments[0].clientWidth", region)


def test_the_matrix_is_printed_whole(browser: Chrome, show: Open) -> None:
    show(media="print")
    region = browser.find_element(By.CSS_SELECTOR, ".matrix .scroll")
    assert browser.execute_script("return arguments[0].scrollHeight - arguments[0].clientHeight", region) <= 1
    assert not browser.find_element(By.TAG_NAME, "nav").is_displayed()
    assert not browser.find_element(By.CSS_SELECTOR, ".filter").is_displayed()


def test_filter_by_verdict_and_kind(browser: Chrome, show: Open) -> None:
    show()
    status = browser.find_element(By.CSS_SELECTOR, "[role=status]")
    assert status.text == "79 of 79 skills shown"
    press(browser, Keys.TAB, Keys.ENTER)
    tab_to(browser, "input[value=covered]")
    press(browser, Keys.SPACE)
    assert status.text == "17 of 79 skills shown"
    assert {row.get_attribute("data-verdict") for row in visible_rows(browser)} == {"below-level", "partial", "missing"}
    tab_to(browser, "input[value=digital]")
    press(browser, Keys.SPACE)
    assert status.text == "3 of 79 skills shown"
    assert len(visible_rows(browser)) == 3
    groups = [row for row in browser.find_elements(By.CSS_SELECTOR, "tr.group") if row.is_displayed()]
    assert 1 <= len(groups) <= 3


def test_a_link_to_a_row_that_is_filtered_out_shows_it(browser: Chrome, show: Open) -> None:
    show()
    browser.find_element(By.CSS_SELECTOR, "input[value=missing]").click()
    assert len(visible_rows(browser)) == 70
    browser.find_element(By.LINK_TEXT, "employment law").click()
    assert len(visible_rows(browser)) == 79
    row = browser.find_element(By.CSS_SELECTOR, "tr:target")
    assert row.find_element(By.CSS_SELECTOR, ".skill-label").text == "employment law"
    head = browser.find_element(By.CSS_SELECTOR, ".skills thead th")
    seen = "return arguments[0].getBoundingClientRect().top"
    assert 0 <= browser.execute_script(seen, head) <= browser.execute_script(seen, row) - head.rect["height"]


def test_all_details_open_and_close_at_once(browser: Chrome, show: Open) -> None:
    show()
    button = browser.find_element(By.CSS_SELECTOR, "button.all")
    opened = "return document.querySelectorAll('details[open]').length"
    button.click()
    assert (browser.execute_script(opened), button.text) == (79, "Close all details")
    button.click()
    assert (browser.execute_script(opened), button.text) == (0, "Open all details")


def test_nothing_but_the_filter_needs_a_script(browser: Chrome, show: Open) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show()
        assert len(visible_rows(browser)) == 79
        assert not browser.find_element(By.CSS_SELECTOR, ".filter").is_displayed()
        press(browser, Keys.TAB, Keys.ENTER)
        tab_to(browser, "summary")
        press(browser, Keys.ENTER)
        assert len(browser.find_elements(By.CSS_SELECTOR, "details[open]")) == 1
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.fixture(scope="module")
def axe() -> str:
    """Return axe-core, the rules of the Web Content Accessibility Guidelines that a machine can check."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(browser: Chrome, axe: str) -> dict[str, list[str]]:
    """Return the broken rules with the elements that break them; a dozen details are open."""
    browser.execute_script("[...document.querySelectorAll('details')].slice(0, 12).forEach(each => each.open = true)")
    browser.execute_script(axe)
    found: dict[str, Any] = browser.execute_async_script(
        "axe.run(document, {resultTypes: ['violations']}).then(arguments[0])"
    )
    assert len(found["passes"]) > 20
    return {rule["id"]: [node["html"] for node in rule["nodes"]] for rule in found["violations"]}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_accessible(browser: Chrome, show: Open, axe: str, name: str, width: int, scheme: str) -> None:
    show(name, width, scheme)
    assert violations(browser, axe) == {}


def test_the_accessibility_check_would_notice(browser: Chrome, show: Open, axe: str) -> None:
    show("empty_page")
    browser.execute_script(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p class=pale>pale</p><img>')"
    )
    browser.execute_script("document.querySelector('.pale').style.color = '#bbb'")
    assert violations(browser, axe).keys() == {"color-contrast", "image-alt"}
