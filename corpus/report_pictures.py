"""Pictures of places: parts of pages drawn from the source files, small and grey, each page drawn once."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.reading import Progress, Tell, silent
from corpus.report_regions import Paper
from corpus.report_views import Picture, Region
from extract.types import BBox, Page

if TYPE_CHECKING:
    from PIL.Image import Image

SHADES = 12
"""Greys of a picture: enough for print, few enough to be small."""
QUALITY = 40
"""Of WebP, where a picture of many greys (a scan) is smaller with loss."""
CLEAN = 0.1
"""Bytes a pixel that print takes at most; what takes more holds a photograph, which may be smaller with loss."""
BUDGET = 9_000_000
"""Bytes of all pictures together, before base64, so that the page can be mailed. What comes first has a picture."""
AT_ONCE = 1000
"""Regions that are drawn before the budget is looked at again."""


@dataclass(frozen=True, slots=True)
class Task:
    """The regions to draw of one report, page by page; the pages come without their words."""

    report_id: str
    name: str
    pages: tuple[tuple[Page, tuple[Region, ...]], ...]


Drawn = tuple[tuple[Region, str, bytes], ...]
"""Regions with the media type and bytes of their pictures."""

Draw = Callable[[Sequence[Task]], Iterable[Drawn]]
"""How tasks are worked off: here, or on other processes."""


def within(
    regions: Iterable[Region], paper: Paper, draw: Draw, budget: int = BUDGET, at_once: int = AT_ONCE
) -> tuple[list[Picture], int]:
    """The pictures of as many regions as there is room for, in their order, and how many had none.

    Drawn `at_once` a time: when one found no room, those that follow are not drawn.
    """
    wanted = list(dict.fromkeys(regions))
    pictures: list[Picture] = []
    spent = left_out = 0
    for start in range(0, len(wanted), at_once):
        part = wanted[start : start + at_once]
        found = {region: (media, data) for drawn in draw(tasks(part, paper)) for region, media, data in drawn}
        more, left_out = numbered(part, found, budget - spent, first=len(pictures) + 1)
        pictures += more
        spent += sum(len(found[p.region][1]) for p in more)
        if left_out:
            return pictures, left_out + len(wanted) - start - len(part)
    return pictures, left_out


def tasks(regions: Iterable[Region], paper: Paper) -> list[Task]:
    """What is to be drawn, a task for each report; regions of pages that cannot be drawn are left out."""
    wanted: dict[str, dict[int, list[Region]]] = {}
    for region in dict.fromkeys(regions):
        wanted.setdefault(region.report_id, {}).setdefault(region.page, []).append(region)
    out = []
    for report_id, by_page in wanted.items():
        found = [(paper.page(report_id, number), tuple(parts)) for number, parts in sorted(by_page.items())]
        pages = tuple((_bare(page), parts) for page, parts in found if page is not None)
        if pages:
            source = pages[0][0].source
            out.append(Task(report_id, source.path.name if source else report_id, pages))
    return out


def draw_here(todo: Sequence[Task]) -> list[Drawn]:
    """All tasks in this process."""
    return [drawn(task, silent) for task in todo]


def undrawn(_: Task, __: Exception) -> Drawn:
    """For a task whose process died: no picture, the lines are quoted instead."""
    return ()


def drawn(task: Task, tell: Tell) -> Drawn:
    """The pictures of one report. A page that cannot be drawn gives none; nothing in a file raises."""
    from extract.drawing import picture  # noqa: PLC0415  heavy, and only needed where pictures are made

    out: list[tuple[Region, str, bytes]] = []
    for n, (page, regions) in enumerate(task.pages, start=1):
        tell(Progress(task.name, "pictures", n, len(task.pages)))
        try:
            paper = picture(page)
        except Exception:  # noqa: BLE001, S112  the lines are quoted instead; a picture may never stop a run
            continue
        scale = paper.width / max(page.width, 1.0)
        scanned = page.reader == "ocr"
        out += ((g, *encoded(paper.crop(_pixels(g.box, scale, paper)), scanned=scanned)) for g in regions)
    return tuple(out)


def encoded(image: Image, *, scanned: bool = True) -> tuple[str, bytes]:
    """A grey picture as (media type, bytes): a few even greys without loss, or of a scan many with loss when smaller.

    The quickest way to save without loss costs a fifth of the time of the thorough one, and a sixth more bytes.
    """
    from PIL import features  # noqa: PLC0415

    grey = image.convert("L")
    even = grey.point(_even(max(_lightest(grey), 1)))
    if not features.check("webp"):
        return "image/png", _saved(even.convert("P"), "PNG", optimize=True)
    exact = _saved(even, "WEBP", lossless=True, method=0)
    if not scanned and len(exact) <= CLEAN * grey.width * grey.height:
        return "image/webp", exact
    lossy = _saved(grey, "WEBP", quality=QUALITY, method=3)
    return "image/webp", exact if len(exact) <= 1.2 * len(lossy) else lossy


@lru_cache(maxsize=256)
def _even(paper: int) -> list[int]:
    """Each grey as the nearest of a few, where `paper` and what is lighter is white."""
    most = SHADES - 1
    return [min(round(v / paper * most), most) * 255 // most for v in range(256)]


def _saved(image: Image, form: str, **how: bool | int) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **how)
    return file.getvalue()


def _lightest(grey: Image) -> int:
    """How light the bare paper is: the grey that nine tenths of the picture do not exceed."""
    counts, seen = grey.histogram(), 0
    for value in range(255, -1, -1):
        seen += counts[value]
        if seen * 10 >= grey.width * grey.height:
            return value
    return 255


def numbered(
    regions: Iterable[Region], found: Mapping[Region, tuple[str, bytes]], budget: int = BUDGET, first: int = 1
) -> tuple[list[Picture], int]:
    """The pictures in the order of their regions, numbered, while the budget lasts; and how many it left out."""
    pictures: list[Picture] = []
    spent = left_out = 0
    for region in dict.fromkeys(regions):
        media, content = found.get(region, ("", b""))
        if not content:
            continue
        if spent + len(content) > budget:
            left_out += 1
            continue
        spent += len(content)
        pictures.append(Picture(first + len(pictures), region, media, base64.b64encode(content).decode()))
    return pictures, left_out


def _bare(page: Page) -> Page:
    """The page without its words: what drawing needs is small enough to send to another process."""
    return replace(page, lines=(), words=(), rulings=(), shades=(), grids=(), insets=())


def _pixels(box: BBox, scale: float, paper: Image) -> tuple[int, int, int, int]:
    x0, top = max(round(box.x0 * scale), 0), max(round(box.top * scale), 0)
    x1, bottom = min(round(box.x1 * scale), paper.width), min(round(box.bottom * scale), paper.height)
    return x0, top, max(x1, x0 + 1), max(bottom, top + 1)
