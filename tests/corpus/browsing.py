"""Chromium for the tests of the report: opened once for a module, with a folder for what it downloads."""

from __future__ import annotations

import base64
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), "")
DRIVER = shutil.which("chromedriver") or ""
DRAWN = "const told = arguments[0]; setTimeout(told, 1000); requestAnimationFrame(() => requestAnimationFrame(told));"
STATE = """return JSON.stringify({address: location.href, ...document.documentElement.dataset,
    kept: {...localStorage}, current: document.querySelector('.current')?.id,
    focus: document.activeElement?.outerHTML.slice(0, 80),
    dialog: document.querySelector('dialog[open]')?.id, focused: document.hasFocus()})"""


@contextmanager
def chromium(downloads: Path | None = None) -> Iterator[webdriver.Chrome]:
    """A headless Chromium that saves files to `downloads`; the test is skipped where there is none."""
    if not CHROMIUM or not DRIVER:
        pytest.skip("chromium and chromedriver are not installed: the page was not opened in a browser")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking"):
        options.add_argument(f"--{flag}")
    options.add_argument("--force-color-profile=srgb")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    try:
        if downloads is not None:
            saved = {"behavior": "allow", "downloadPath": str(downloads)}
            driver.execute_cdp_cmd("Browser.setDownloadBehavior", saved)
        yield driver
    finally:
        driver.quit()


def run(browser: webdriver.Chrome, script: str, *arguments: object) -> Any:
    """What a line of script gives."""
    return browser.execute_script(script, *arguments)  # type: ignore[no-untyped-call]


def visit(browser: webdriver.Chrome, page: Path | str, hash_: str = "") -> None:
    """Opens a page anew, also when only what follows its # differs, and waits until it is drawn and its script ran."""
    address = page if isinstance(page, str) else page.as_uri()
    browser.get("about:blank")
    browser.get(address + hash_)
    settled(lambda: run(browser, "return document.documentElement.dataset.ready === ''"), browser)
    browser.execute_async_script(DRAWN)  # type: ignore[no-untyped-call]


def visit_anew(browser: webdriver.Chrome, page: Path, hash_: str = "") -> None:
    """Opens a page that remembers nothing: the page itself must say so, as another process may be told of it late."""

    def forgotten() -> bool:
        visit(browser, page, hash_)
        if run(browser, "return localStorage.length === 0"):
            return True
        run(browser, "localStorage.clear()")
        return False

    settled(forgotten, browser)


def settled(done: Callable[[], object], browser: webdriver.Chrome | None = None, seconds: float = 20.0) -> None:
    """Waits until something holds; a test whose page never gets there fails, and says what the page was at."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            told = "" if browser is None else f": {run(browser, STATE)}, {browser.get_log('browser')}"
            pytest.fail(f"the page did not get there{told}")
        time.sleep(0.02)


def answer(browser: webdriver.Chrome, key: str) -> None:
    """Chooses an answer by its key; a key that a busy machine's browser lost before it was ready is pressed again."""

    def chosen() -> bool:
        return bool(browser.find_elements(By.CSS_SELECTOR, f".view.current .current [value='{key}']:checked"))

    def pressed() -> bool:
        browser.find_element(By.TAG_NAME, "body").send_keys(key)
        end = time.monotonic() + 2
        while not chosen() and time.monotonic() < end:
            time.sleep(0.02)
        return chosen()

    settled(pressed, browser)


def press(browser: webdriver.Chrome, *keys: str) -> None:
    """Presses keys one after the other, wherever the page has its focus."""
    for key in keys:
        browser.switch_to.active_element.send_keys(key)


def sized(browser: webdriver.Chrome, width: int, height: int = 900) -> None:
    """Tells the page how large its window is: a real one is never narrower than 500 pixels."""
    told = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", told)


def printed(browser: webdriver.Chrome) -> bytes:
    """The page as it is printed: a PDF."""
    return base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])


def listed(browser: webdriver.Chrome) -> list[str]:
    """The ids of the findings in the list, as filtered."""
    rows = browser.find_elements(By.CSS_SELECTOR, "#list li")
    return [str(r.get_attribute("data-finding")) for r in rows if r.is_displayed()]


def named(browser: webdriver.Chrome, who: str) -> None:
    """Answers the question who decides."""
    settled(lambda: browser.find_element(By.ID, "ask-name").is_displayed(), browser)
    browser.find_element(By.ID, "asked-name").send_keys(who, Keys.ENTER)
    settled(lambda: not browser.find_element(By.ID, "ask-name").is_displayed(), browser)
