"""How heavy and how quick the report's page is: its size, the time to draw its pictures, and what a browser needs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from browsing import chromium, run, visit
from selenium import webdriver

from corpus.report import write_report
from corpus.report_pictures import draw_here
from tests.benchmarks.page.made import copied

__all__ = ["Felt", "Made", "chromium", "felt", "made"]
READY = "return performance.getEntriesByName('facit-ready')[0].startTime"
STEP = """
const done = arguments[arguments.length - 1], began = performance.now();
document.body.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}));
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
"""
TYPE = """
const done = arguments[arguments.length - 1], q = document.getElementById('q'), began = performance.now();
q.value = arguments[0];
q.dispatchEvent(new InputEvent('input', {bubbles: true}));
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
"""


LOOP = """
const times = [];
for (let n = 0; n < arguments[0]; n += 1) {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 2e7; i += 1) { sum = (sum + i * i) % 1000003; }
  times.push(performance.now() - began + sum * 0);
}
return times;
"""
"""The same work over and over: how much longer it takes than at best is how busy the machine is."""


@dataclass(frozen=True)
class Made:
    """A page: where it is, what it holds, and the seconds to write it and draw its pictures."""

    path: Path
    findings: int
    pictures: int
    size: int
    seconds: float


@dataclass(frozen=True)
class Felt:
    """Milliseconds: from the address to the first key, from a key to the next finding, from a letter to the list.

    `busy` is how many times longer this browser's work takes now than at best: other programs run too.
    """

    ready: float
    step: float
    search: float
    busy: float


def made(findings: int, pictures: int, folder: Path) -> Made:
    """Writes a page with that many findings and pictures."""
    dataset, paper = copied(findings, pictures, folder)
    began = time.perf_counter()
    path = write_report(dataset, folder, paper=paper, draw=draw_here)
    seconds = time.perf_counter() - began
    text = path.read_text(encoding="utf-8")
    shown, drawn = text.count('<article class="finding'), text.count('<script type="text/plain" id="picture-')
    return Made(path, shown, drawn, path.stat().st_size, seconds)


def felt(browser: webdriver.Chrome, page: Path, times: int = 5) -> Felt:
    """Opens the page several times; the medians of what it took."""
    ready, loops = [], []
    for _ in range(times):
        visit(browser, page, "#findings")
        ready.append(float(run(browser, READY)))
        loops += run(browser, LOOP, 8)
    steps = [_asked(browser, STEP, "j") for _ in range(3 * times)]
    searches = [_asked(browser, TYPE, text) for text in ("h", "hä", "hälsosam", "924", "") for _ in range(2)]
    return Felt(median(ready), median(steps), median(searches), sum(loops) / len(loops) / min(loops))


def _asked(browser: webdriver.Chrome, script: str, argument: str) -> float:
    answer: Any = browser.execute_async_script(script, argument)  # type: ignore[no-untyped-call]
    return float(answer)
