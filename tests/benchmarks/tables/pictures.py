"""Pictures of cases for looking at: the page, the true grids, the read grids, cells that differ in red."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from fixtures.press.layouts.typefaces import installed
from tests.benchmarks.tables.alignment import Grid, aligned
from tests.benchmarks.tables.measure import Measured
from tests.benchmarks.tables.score import tidy

SCALE, MARGIN, CELL, LINE = 1.4, 20, 24, 15
"""CELL: the letters of a cell that are shown on one line."""


def draw(measured: Measured, path: Path) -> None:
    """Write a PNG: the pages to the left, then what is true beside what was read."""
    document = pypdfium2.PdfDocument(measured.case.path)
    pages = [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]
    document.close()
    head = f"{measured.case.name}  strict {measured.strict:.3f}  spurious {measured.score.spurious}  {measured.failed}"
    sides = [_grids(measured, true=True), _grids(measured, true=False)]
    pages_wide, pages_high = max(p.width for p in pages), sum(p.height for p in pages)
    high = max(pages_high, *(s.height for s in sides)) + 2 * MARGIN
    sheet = Image.new("RGB", (pages_wide + sum(s.width for s in sides) + 4 * MARGIN, high), "#dddddd")
    ImageDraw.Draw(sheet).text((MARGIN, 2), head, fill="black", font=_font())
    y = MARGIN
    for page in pages:
        sheet.paste(page, (MARGIN, y))
        y += page.height + 2
    x = pages_wide + 2 * MARGIN
    for side in sides:
        sheet.paste(side, (x, MARGIN))
        x += side.width + MARGIN
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def _grids(measured: Measured, *, true: bool) -> Image.Image:
    """All true grids under each other, or all read ones in the order of the true ones they match, then the rest."""
    truths, scores = measured.case.truths, measured.score.tables
    shown: list[tuple[str, Grid, set[tuple[int, int]]]] = []
    for truth, got in zip(truths, scores, strict=True):
        grid, agree = tidy(truth.grid, loose=False), set[tuple[int, int]]()
        other = tidy(got.grid, loose=False)
        if other:
            rows, columns, _ = aligned(grid, other)
            both = [(i, j, c, d) for i, j in rows for c, d in columns if grid[i][c] == other[j][d]]
            agree = {(i, c) if true else (j, d) for i, j, c, d in both}
        shown.append((f"{truth.kind} {got.strict:.3f}", grid if true else other, agree))
    if not true:
        used = {s.read for s in scores}
        shown += [("spurious", r.grids[0], set()) for i, r in enumerate(measured.reads) if i not in used]
    return _stack("TRUE" if true else "READ", shown)


def _stack(title: str, shown: list[tuple[str, Grid, set[tuple[int, int]]]]) -> Image.Image:
    rows = sum(len(g) for _, g, _ in shown)
    wide = max((max(map(len, g), default=0) for _, g, _ in shown), default=0)
    image = Image.new("RGB", (max(200, wide * 170 + 10), rows * 4 * LINE + (len(shown) + 1) * 2 * LINE + 20), "white")
    pen, y = ImageDraw.Draw(image), 4
    pen.text((4, y), title, fill="#0000aa", font=_font())
    for name, grid, agree in shown:
        y += 2 * LINE
        pen.text((4, y), name, fill="#0000aa", font=_font())
        y += LINE
        for r, row in enumerate(grid):
            high = LINE * max(1, *(min(4, -(-len(t) // CELL)) for t in row)) if row else LINE
            for c, text in enumerate(row):
                pen.rectangle((4 + c * 170, y, 4 + (c + 1) * 170, y + high), outline="#bbbbbb")
                colour = "black" if (r, c) in agree else "#cc0000"
                for k in range(4):
                    pen.text((6 + c * 170, y + k * LINE), text[k * CELL : (k + 1) * CELL], fill=colour, font=_font())
            y += high
    return image.crop((0, 0, image.width, min(image.height, y + LINE)))


def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    path = installed().get("DejaVuSansMono.ttf")
    return ImageFont.truetype(str(path), 11) if path else ImageFont.load_default()
