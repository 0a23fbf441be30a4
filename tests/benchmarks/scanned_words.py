"""Words of scans against the words of the pages they were made from: python -m tests.benchmarks.scanned_words 0 10.

Reads every family of the press as a scan for the seeds [first, last); nothing depends on how tables are put together.
Prints, for each kind of wear, the shares of words, figures, percentages and words with å ä ö that are right, % signs
that were never printed, and the time against one pass of Tesseract's Swedish model over the same picture.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL.Image import Image

from extract.read_ocr import read_image
from extract.read_pdf import pages, rendered
from extract.types import BBox, PageSource, TableSettings, Word
from fixtures.press.layouts.run import made
from fixtures.press.layouts.scanning import Wear, scanned, wear
from fixtures.press.layouts.sheet import FAMILIES
from fixtures.press.layouts.truth import Made, UnavailableError

DASHES = str.maketrans("–−—‐", "----")


def main(first: int, last: int, *, times: bool) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for family in FAMILIES:
        for seed in range(first, last):
            try:
                document = made(family, seed)
            except UnavailableError:
                continue
            name = f"{family} {seed}"
            worn = wear(random.Random(f"scan scan-{name}"))
            for true, image, size in scans(document, f"scan-{name}"):
                began = time.perf_counter()
                read = read_image(image, number=1, size=size, why="", source=PageSource(Path("scan"), 0))
                took = time.perf_counter() - began
                found, wrong = scored(true, read.words)
                found["ms"], found["pages"] = round(took * 1000), 1
                if times:
                    found["swe ms"] = round(swedish_pass(image) * 1000)
                for kind in ("all", *kinds(worn)):
                    counts[kind] += found
                for line in wrong:
                    print(f"    {name} {kinds(worn)}: {line}")
    for kind, found in sorted(counts.items(), key=lambda pair: pair[0] != "all"):
        print(f"{kind:10} {summary(found)}")


def kinds(worn: Wear) -> list[str]:
    """What a scan went through, in words."""
    flags = {
        f"{worn.dpi} dpi": True,
        "skew": abs(worn.skew) > 0.7,
        "blur": worn.blur > 0.4,
        "noise": worn.noise > 5,
        "jpeg": worn.quality < 60,
        "bleed": worn.bleed > 0,
        "light": worn.light > 0,
        "stamp": worn.stamp,
        "two-tone": worn.two_tone and not worn.light,
    }
    return [kind for kind, holds in flags.items() if holds]


def scans(document: Made, seed: str) -> Iterator[tuple[Sequence[Word], Image, tuple[float, float]]]:
    """(true words, picture of the scan, its size in points) for each page."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(document.pdf)
        known = [page.words for page in pages(path, TableSettings())]
    pdf = pypdfium2.PdfDocument(io.BytesIO(scanned(document, seed).pdf))
    for words, page in zip(known, pdf, strict=True):
        if words and not any(w.turn for w in words):
            yield words, rendered(page, 300), page.get_size()
    pdf.close()


def swedish_pass(image: Image) -> float:
    """Seconds of one pass of the Swedish model over a picture."""
    import pytesseract

    began = time.perf_counter()
    pytesseract.image_to_data(image, lang="swe", config="--psm 6")
    return time.perf_counter() - began


def scored(true: Sequence[Word], got: Sequence[Word]) -> tuple[Counter[str], list[str]]:
    """Counts of what is right, and a line for each word that is not."""
    own = {i: [j for j, g in enumerate(got) if same_place(t.bbox, g.bbox)] for i, t in enumerate(true)}
    shares: dict[int, list[int]] = defaultdict(list)
    for i, found in own.items():
        for j in found:
            shares[j].append(i)
    counts: Counter[str] = Counter()
    wrong = []
    for i, word in enumerate(true):
        text = word.text.translate(DASHES)
        said = "".join(got[j].text for j in sorted(own[i], key=lambda j: got[j].bbox.x0)).translate(DASHES)
        right = said == text
        if not right and len(own[i]) == 1:  # two words read as one
            whole = sorted(shares[own[i][0]], key=lambda k: true[k].bbox.x0)
            right = said == "".join(true[k].text for k in whole).translate(DASHES)
        sorts = {
            "words": True,
            "figures": any(c.isdigit() for c in text),
            "percent": "%" in text,
            "åäö": any(c in "åäöÅÄÖ" for c in text),
        }
        for sort, holds in sorts.items():
            counts[f"{sort} n"] += holds
            counts[sort] += holds and right
        if not right:
            wrong.append(f"{word.text!r} read as {said!r} at {tuple(round(v) for v in word.bbox)}")
    counts["extra"] = len(got) - len(shares)
    for j, word in enumerate(got):
        if "%" in word.text and not any("%" in true[i].text for i in shares.get(j, ())):
            counts["false %"] += 1
            wrong.append(f"% invented: {word.text!r} at {tuple(round(v) for v in word.bbox)}")
    return counts, wrong


def same_place(a: BBox, b: BBox) -> bool:
    """Whether two boxes lie over one another for the better part of the smaller one."""
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    return wide > 0.5 * min(a.x1 - a.x0, b.x1 - b.x0) and high > 0.4 * min(a.bottom - a.top, b.bottom - b.top)


def summary(found: Counter[str]) -> str:
    shares = [f"{sort} {found[sort]}/{found[f'{sort} n']}" for sort in ("words", "figures", "percent", "åäö")]
    figures = found["figures"] / max(found["figures n"], 1)
    tail = f"figures right {figures:.4f}, false % {found['false %']}, extra words {found['extra']}"
    pace = f", {found['ms'] / max(found['pages'], 1):.0f} ms a page of {found['pages']}"
    if found["swe ms"]:
        pace += f", {found['ms'] / found['swe ms']:.2f} x one Swedish pass"
    return ", ".join(shares) + ": " + tail + pace


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), times="--times" in sys.argv)
