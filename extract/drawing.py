"""A page with everything that was seen on it drawn over its picture, for a person to judge: `facit inspect --draw`."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.errors import UnsupportedFile
from extract.geometry import union
from extract.turning import views
from extract.types import BBox, Page, PageSource, Reader, Table, TableSettings

if TYPE_CHECKING:
    from PIL import ImageFont
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

DPI = 130
PANEL = 560
"""Pixels: the width of the column of text beside the page."""
LETTERS = 66
"""Letters that a line of that column holds."""
STEP = 17
"""Pixels from line to line there."""

FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf", "Helvetica.ttc")
"""Looked for where the system keeps its fonts, in this order."""

Colour = tuple[int, int, int, int]
WORD, SURE, DOUBTFUL = (90, 110, 160, 110), 0.8, (220, 60, 160, 200)
RULING, SHADE, CELL, HEADER, TABLE, LOSER, INSET = (
    (220, 30, 30, 230),
    (250, 200, 40, 70),
    (30, 90, 220, 200),
    (30, 90, 220, 45),
    (0, 140, 60, 255),
    (240, 130, 0, 220),
    (140, 60, 200, 255),
)
LEGEND: tuple[tuple[Colour, str], ...] = (
    (WORD, "word"),
    (DOUBTFUL, f"word that OCR is less than {SURE:.0%} sure of"),
    (RULING, "ruling"),
    (SHADE, "filled area"),
    (TABLE, "table, with its number"),
    (CELL, "cell (filled: heading)"),
    (LOSER, "reading that was not taken"),
    (INSET, "picture that was read by OCR"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page, the tables taken from it (with their number in the report), and the readings that were not taken."""

    page: Page
    tables: tuple[tuple[int, Table], ...]
    losers: tuple[Table, ...]


def seen(page: Page, tables: Sequence[Table], settings: TableSettings) -> Seen:
    """What to draw of a page; its losing readings are made again, since only the reasons against them are kept."""
    own = tuple((n, t) for n, t in enumerate(tables, 1) if _part(t, page.number))
    taken = {(t.engine, _whole(t.bbox)) for _, t in own}
    every = (t for p in (page, *page.insets) for t in _candidates(p, settings))
    losers = [t for t in every if (t.engine, _whole(t.bbox)) not in taken]
    return Seen(page, own, tuple(losers))


def _candidates(page: Page, settings: TableSettings) -> Iterator[Table]:
    """Every table that any parser of the chain reads on a page."""
    if page.table_sign == "":
        return
    from extract.chain import PARSERS, WITHOUT_GEOMETRY

    for view in views(page):
        for name, parser in PARSERS:
            answer = parser(view.page, settings) if name not in WITHOUT_GEOMETRY else []
            if isinstance(answer, list):
                yield from map(view.shown, answer)


def _whole(box: BBox | None) -> tuple[int, ...]:
    return tuple(round(v) for v in box) if box else ()


def _part(table: Table, number: int) -> BBox | None:
    """The box of what a table has on a page; None when it has nothing there."""
    if table.page == number and table.bbox:
        return table.bbox
    boxes = [c.bbox for c in table.cells if c.bbox and c.page == number]
    return union(boxes) if boxes else None


def picture(page: Page) -> Image:
    """The page as it is printed, grey, at DPI; straightened where it was read so.

    Raises UnsupportedFile where the medium has no pages.
    """
    if page.source is None or page.reader not in ("pdf-text", "ocr"):
        raise UnsupportedFile("only pages of PDF files and images can be drawn; text and Markdown have none")
    paper = _of_pdf(page.source) if page.layer is not None else _of_image(page, page.source)
    if page.reader != "ocr":
        return paper
    import numpy as np
    from PIL import Image

    from extract.ocr_image import straightened

    return Image.fromarray(straightened(np.asarray(paper, dtype=np.uint8)))


def place(source: PageSource, box: BBox, *, ocr: bool, across: BBox | None = None, margin: float = 48.0) -> Image:
    """The part of a page around `box` (points, of the page as it was read: `ocr` says how) with the box marked.

    The part is as wide as `across` (its table), since a figure means little without its row, and `margin` points more
    on each side. Raises UnsupportedFile where the medium has no pages, IndexError for a page it has not.
    """
    from PIL import ImageDraw

    page = _page_again(source, ocr=ocr)
    paper = picture(page).convert("RGB")
    scale = paper.width / max(page.width, 1.0)
    x0, top, x1, bottom = (round(v) for v in _pixels(box, scale, 3))
    ImageDraw.Draw(paper).rectangle((x0, top, x1, bottom), outline=TABLE[:3], width=3)
    left, _, right, _ = _pixels(across or box, scale, margin * scale)
    around = round(margin * scale)
    return paper.crop(
        (
            max(min(round(left), x0 - around), 0),
            max(top - around, 0),
            min(max(round(right), x1 + around), paper.width),
            min(bottom + around, paper.height),
        )
    )


def _page_again(source: PageSource, *, ocr: bool) -> Page:
    """A page of a file as `picture` wants it, without reading it anew."""
    reader: Reader = "ocr" if ocr else "pdf-text"
    with source.path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    if is_pdf:
        import pypdfium2 as pdfium

        document = pdfium.PdfDocument(source.path, password=source.password)
        try:
            width, height = document[source.index].get_size()
        finally:
            document.close()
        return Page(source.index + 1, reader, (), width, height, source=source, layer="missing" if ocr else "text")
    from PIL import Image, UnidentifiedImageError

    from extract.read_ocr import size_in_points, told_dpi

    try:
        with Image.open(source.path) as image:
            dpi = told_dpi(image)
            image.seek(source.index)
            width, height = size_in_points(image, dpi)
    except (UnidentifiedImageError, EOFError) as error:
        raise UnsupportedFile("only pages of PDF files and images can be drawn; text and Markdown have none") from error
    return Page(source.index + 1, "ocr", (), width, height, source=source)


def _of_pdf(source: PageSource) -> Image:
    import pypdfium2 as pdfium

    from extract.read_pdf import rendered

    document = pdfium.PdfDocument(source.path, password=source.password)
    try:
        return rendered(document[source.index], DPI)
    finally:
        document.close()


def _of_image(page: Page, source: PageSource) -> Image:
    from PIL import Image

    with Image.open(source.path) as image:
        image.seek(source.index)
        return image.convert("L").resize((round(page.width * DPI / 72), round(page.height * DPI / 72)))


def draw(looked: Seen) -> Image:
    """The picture of a page with all that was seen on it, and a column of text beside it that says what it is."""
    from PIL import Image, ImageDraw

    page, paper = looked.page, picture(looked.page)
    texts = list(_texts(looked))
    height = max(paper.height, STEP * (len(texts) + len(LEGEND) + 4))
    sheet = Image.new("RGB", (paper.width + PANEL, height), "white")
    sheet.paste(paper.convert("RGB"), (0, 0))
    pen = ImageDraw.Draw(sheet, "RGBA")
    scale = paper.width / max(page.width, 1.0)
    _draw_page(pen, page, scale)
    for inset in page.insets:
        _draw_page(pen, inset, scale)
        if inset.words:
            pen.rectangle(_pixels(union(w.bbox for w in inset.words), scale, 6), outline=INSET, width=3)
    for box, names in _by_place(looked.losers):
        _draw_loser(pen, box, ", ".join(names), scale)
    for number, table in looked.tables:
        _draw_table(pen, number, table, page.number, scale)
    _panel(pen, texts, paper.width + 14)
    return sheet


def _draw_page(pen: ImageDraw, page: Page, scale: float) -> None:
    for shade in page.shades:
        pen.rectangle(_pixels(shade, scale), fill=SHADE)
    for word in page.words:
        doubtful = word.confidence is not None and word.confidence < SURE
        pen.rectangle(_pixels(word.bbox, scale), outline=DOUBTFUL if doubtful else WORD)
    for ruling in page.rulings:
        x0, top, x1, bottom = _pixels(ruling.bbox, scale)
        pen.line((x0, top, x1, bottom), fill=RULING, width=2)


def _by_place(losers: Sequence[Table]) -> list[tuple[BBox, list[str]]]:
    """Readings that were not taken, those of nearly the same place together: (box, who made them)."""
    out: list[tuple[BBox, list[str]]] = []
    for loser in losers:
        box = loser.bbox
        if box is None:
            continue
        same = next((names for other, names in out if _is_near(box, other)), None)
        if same is None:
            out.append((box, [loser.engine]))
        elif loser.engine not in same:
            same.append(loser.engine)
    return out


def _is_near(a: BBox, b: BBox) -> bool:
    return all(abs(x - y) < 12 for x, y in zip(a, b, strict=True))


def _draw_loser(pen: ImageDraw, box: BBox, names: str, scale: float) -> None:
    x0, top, x1, bottom = _pixels(box, scale, 8)
    for x in range(int(x0), int(x1), 12):
        pen.line((x, top, min(x + 6, x1), top), fill=LOSER, width=2)
        pen.line((x, bottom, min(x + 6, x1), bottom), fill=LOSER, width=2)
    for y in range(int(top), int(bottom), 12):
        pen.line((x0, y, x0, min(y + 6, bottom)), fill=LOSER, width=2)
        pen.line((x1, y, x1, min(y + 6, bottom)), fill=LOSER, width=2)
    _label(pen, (x0, bottom + 1), names, LOSER)


def _draw_table(pen: ImageDraw, number: int, table: Table, page: int, scale: float) -> None:
    for cell in table.cells:
        if cell.bbox and (cell.page or table.page) == page:
            heading = cell.is_header or cell.row < table.header_rows
            pen.rectangle(_pixels(cell.bbox, scale), outline=CELL, fill=HEADER if heading else None, width=1)
    box = _part(table, page)
    if box:
        x0, top, x1, bottom = _pixels(box, scale, 4)
        pen.rectangle((x0, top, x1, bottom), outline=TABLE, width=3)
        _label(pen, (x0 - 24, top), f"{number}", TABLE)


def _pixels(box: BBox, scale: float, wider: float = 0.0) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (v * scale for v in box)
    return x0 - wider, top - wider, max(x1 + wider, x0 - wider), max(bottom + wider, top - wider)


def _label(pen: ImageDraw, at: tuple[float, float], text: str, colour: Colour) -> None:
    font, told = _font(15)
    x, y = max(at[0], 0), max(at[1], 0)
    pen.rectangle((x, y, x + pen.textlength(told(text), font=font) + 8, y + 20), fill=colour[:3])
    pen.text((x + 4, y + 1), told(text), fill="white", font=font)


def _texts(looked: Seen) -> Iterator[str]:
    """The lines beside the page: what it is, and each table's shape, headings and rivals."""
    page = looked.page
    yield f"Page {page.number}, read by {page.reader}"
    yield from _wrapped(page.why, "")
    if page.table_sign is not None:
        yield from _wrapped(f"searched for tables: {page.table_sign or 'no, nothing looks like one'}", "")
    yield f"{len(page.words)} words, {len(page.rulings)} rulings, {len(page.shades)} filled areas"
    for number, table in looked.tables:
        yield ""
        yield from _wrapped(f"{number}  {table.title or 'without a title'}", "    ")
        yield f"    {table.rows} rows x {table.columns} columns, by {table.engine} ({table.confidence:.2f})"
        for column in range(table.columns):
            path = " > ".join(table.header_path(column)) or "-"
            yield from _wrapped(f"    {column}: {path}", "       ")
        for no in table.declined:
            yield from _wrapped(f"    not {no.parser}: {no.reason}", "       ")
    if not looked.tables:
        yield ""
        yield "No table was taken from this page."


def _font(size: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, Callable[[str], str]]:
    """A font, and what to write with it: Pillow's own font, where no other is found, has no å, ä and ö."""
    from PIL import ImageFont

    for name in FONTS:
        try:
            return ImageFont.truetype(name, size), str
        except OSError:
            continue
    return ImageFont.load_default(size), _plain


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _wrapped(text: str, indent: str) -> Iterator[str]:
    yield from textwrap.wrap(text, LETTERS, subsequent_indent=indent) or [""]


def _panel(pen: ImageDraw, texts: Sequence[str], left: int) -> None:
    font, told = _font(13)
    y = 10
    for colour, what in LEGEND:
        pen.rectangle((left, y + 2, left + 26, y + 14), fill=colour, outline=colour[:3])
        pen.text((left + 36, y), told(what), fill="black", font=font)
        y += STEP
    y += STEP
    for text in texts:
        pen.text((left, y), told(text), fill="black", font=font)
        y += STEP
