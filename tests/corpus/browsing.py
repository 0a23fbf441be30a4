"""A real browser for tests: Chromium without a screen; a test that needs it is skipped by name where it is absent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking", "force-color-profile=srgb")


@contextmanager
def chromium(downloads: Path | None = None) -> Iterator[webdriver.Chrome]:
    """A browser of its own, closed at the end; files that a page saves go to `downloads`."""
    if not CHROMIUM.exists() or not (DRIVER.exists() or shutil.which("chromedriver")):
        pytest.skip("chromium and chromedriver are not installed: the page was not opened in a browser")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in FLAGS:
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if downloads is not None:
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=str(DRIVER)))
    try:
        yield driver
    finally:
        driver.quit()
