"""`python -m tests.benchmarks.page.pictures out docs/images`: the pictures of the report in the documentation, anew."""

from __future__ import annotations

import base64
import io
import sys
import time
from pathlib import Path

import pypdfium2 as pdfium
from browsing import chromium, printed, run, settled, sized, visit
from PIL import Image
from selenium import webdriver

COLOURS = 200
FINDING = "#findings?kind=column_sum&year=2023"
DECIDED = """
document.querySelector('.finding.current [name=answer][value="1"]').click();
document.getElementById('ask-name').close();
"""


def main() -> None:
    """Opens the report of a dataset and keeps what is seen."""
    page, folder = Path(sys.argv[1]) / "report" / "index.html", Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        visit(browser, page.resolve())
        run(browser, "localStorage.setItem('facit:who', 'Eva Ek')")
        for width, height in ((1280, 860), (390, 780)):
            sized(browser, width, height)
            visit(browser, page.resolve())
            _keep(browser, folder / f"report-overview-{width}.png")
            visit(browser, page.resolve(), FINDING)
            if width < 500:
                run(browser, "document.querySelector('#list li:not([hidden]) a').click()")
            settled(lambda: run(browser, "return document.querySelector('.finding.current image[href]') !== null"))
            run(browser, DECIDED)
            _keep(browser, folder / f"report-finding-{width}.png")
            run(browser, "localStorage.removeItem(Object.keys(localStorage).find(k => k.includes('decisions')))")
        visit(browser, page.resolve())
        document = pdfium.PdfDocument(printed(browser))
        sheet = next(p for p in document if "197 på sida 3" in p.get_textpage().get_text_range())
        _small(sheet.render(scale=1.1).to_pil(), folder / "report-print.png")


def _keep(browser: webdriver.Chrome, path: Path) -> None:
    time.sleep(0.5)  # pictures are decoded
    shot = base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", {})["data"])
    _small(Image.open(io.BytesIO(shot)), path)


def _small(image: Image.Image, path: Path) -> None:
    image.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
