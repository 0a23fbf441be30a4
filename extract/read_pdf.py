"""PDF -> Pages, all by pdfium: words, lines, rulings, filled areas; pages without usable text are read by OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import DamagedFile, EmptyFile, PasswordNeeded, ToolMissing, TooLong, UnsupportedFile
from extract.frame import Frame, frame
from extract.gate import sign as table_sign
from extract.gate import sign_of_words
from extract.layout import page_lines
from extract.pdf_paths import drawn
from extract.pdf_surface import surface
from extract.pdf_words import page_characters, page_text
from extract.pdfium import handle
from extract.text_layer import Judgement, judge
from extract.types import BBox, Page, PageSource, TableSettings

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from PIL.Image import Image

Progress = Callable[[str, int, int], None]

FORM_BY_SCRIPT = 2
"""pdfium's word for a form whose pages exist only once its script has run; till then one page asks to wait."""

AT_ONCE = 200
"""Pages after which a file is opened anew: pdfium keeps something of each, and drops it with the file only."""
MOST_PIXELS = 5300
"""Of a side of a rendered page: A3 at 300 dpi has 4961. More is for posters, which are read as if they were A3."""
MOST_DOTS = 150_000_000
"""A picture that says it has more is not unpacked, and its page not rendered."""
NO_TOOL = "; it is used all the same, since Tesseract is not installed"


def pages(
    path: Path, settings: TableSettings, *, password: str | None = None, progress: Progress | None = None
) -> Iterator[Page]:
    """The pages of a PDF file, one at a time; each says in `why` whether its text layer or OCR was used, and why.

    Raises DamagedFile, EmptyFile, PasswordNeeded, TooLong; ToolMissing when a page needs OCR and there is no Tesseract.
    """
    document = _open(path, password)
    try:
        if len(document) == 0:
            raise EmptyFile("the PDF has no pages; export the report again")
        if len(document) > settings.most_pages:
            raise TooLong(len(document), settings.most_pages)
        if len(document) == 1 and document.get_formtype() == FORM_BY_SCRIPT:
            raise UnsupportedFile(
                "its pages are made by a script (an XFA form), and scripts are never run: print it to PDF"
            )
        total = len(document)
        for index in range(total):
            if progress:
                progress("read", index, total)
            if index and not index % AT_ONCE:
                document.close()
                document = _open(path, password)
            yield _page(document, PageSource(path, index, password), settings)
        if progress:
            progress("read", total, total)
    finally:
        document.close()


def _open(path: Path, password: str | None) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium

    try:
        return pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        # pdfium tells its last error, which may be that of an earlier file
        if "password" in str(error).lower() and b"/Encrypt" in path.read_bytes():
            given = "the password given does not open it" if password else "it is encrypted"
            raise PasswordNeeded(f"{given}: give its password, or save a copy without one") from error
        raise DamagedFile("the PDF is damaged or cut short and cannot be opened; download it again") from error


def _page(document: pdfium.PdfDocument, source: PageSource, settings: TableSettings) -> Page:
    """One page by the reader that its text layer deserves; a page that cannot be opened is blank and says so."""
    import pypdfium2 as pdfium

    try:
        page = document[source.index]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        why = "the page is damaged and cannot be opened"
        return Page(source.index + 1, "pdf-text", (), why=why, source=source, layer="damaged")
    try:
        return _read(page, handle(text), source, settings)
    finally:
        text.close()
        page.close()


def _read(page: pdfium.PdfPage, text: int, source: PageSource, settings: TableSettings) -> Page:
    shown = frame(page)
    characters = page_characters(text)
    painted = surface(page, shown)
    found = page_text(text, shown, characters, painted.invisible)
    judged = judge(found, painted, shown, characters)
    if painted.dots > MOST_DOTS:
        found = found._replace(words=()) if judged.ocr else found
        painted, judged = replace(painted, images=()), _without_picture(painted.dots, judged)
    if judged.ocr:
        try:
            return _by_ocr(page, shown, judged, source, settings)
        except ToolMissing:
            words = found.words if judged.layer != "old_ocr" else found.hidden
            if not words:
                raise
            why = judged.why.removesuffix(" again").removesuffix(": read by OCR") + NO_TOOL
            found, judged = found._replace(words=words), judged._replace(why=why)
    sign = table_sign(characters.splitlines(), painted.levels, settings.hints)
    sign = sign or sign_of_words(found.words, shown.height)
    rulings, shades = drawn(painted.paths, shown) if sign else ((), ())
    number = source.index + 1
    read = Page(
        number=number,
        reader="pdf-text",
        lines=page_lines(found.words, rulings, number, shown.width, shown.height),
        width=shown.width,
        height=shown.height,
        words=found.words,
        rulings=rulings,
        shades=shades,
        why=judged.why,
        source=source,
        layer=judged.layer,
        table_sign=sign,
    )
    return _with_pictures(read, painted.images, page, settings) if judged.layer == "text" and painted.images else read


def _without_picture(dots: int, judged: Judgement) -> Judgement:
    """What is left of a page whose picture is too large to be unpacked: its text, if it has any."""
    what = f"a picture of it says it has {dots // 1_000_000} million dots and is not unpacked"
    if judged.ocr:
        return Judgement("damaged", f"{what}: the page is not read", ocr=False)
    return judged._replace(why=f"{judged.why}; {what}")


def _with_pictures(read: Page, images: Sequence[BBox], page: pdfium.PdfPage, settings: TableSettings) -> Page:
    """A page of text with its pictures of tables, and pictures that are most of the page, read by OCR."""
    from extract import insets

    def render(dpi: int) -> Image:
        return rendered(page, dpi)

    found = insets.places(images, read.words, (read.width, read.height), render)
    if not found:
        return read
    what = "; ".join(sign for _, sign in found)
    try:
        inner = [_inset(read, place, sign, render(settings.render_dpi)) for place, sign in found]
    except ToolMissing:
        return replace(read, layer="partial", why=f"{read.why}; {what}: not read, since Tesseract is not installed")
    return replace(insets.placed(read, inner), layer="partial", why=f"{read.why}; {what}: read by OCR")


def _inset(read: Page, place: BBox, sign: str, image: Image) -> Page:
    """One picture of a page, cut out of the page's rendering and read by OCR."""
    from extract import insets
    from extract.read_ocr import read_image

    assert read.source is not None  # noqa: S101  pages of a PDF have one
    scale = image.width / read.width
    crop = image.crop(
        (round(place.x0 * scale), round(place.top * scale), round(place.x1 * scale), round(place.bottom * scale))
    )
    size = (place.x1 - place.x0, place.bottom - place.top)
    found = read_image(crop, number=read.number, size=size, why=sign, source=read.source)
    return replace(insets.read(place, found, read.words), source=None, layer="partial")


def _by_ocr(page: pdfium.PdfPage, shown: Frame, judged: Judgement, source: PageSource, settings: TableSettings) -> Page:
    from extract.read_ocr import read_image

    size = (shown.width, shown.height)
    image = rendered(page, settings.render_dpi)
    read = read_image(image, number=source.index + 1, size=size, why=judged.why, source=source)
    return replace(read, layer=judged.layer)


def rendered(page: pdfium.PdfPage, dpi: int) -> Image:
    """A page as a grey picture; a huge page at a lower resolution, so that no side has more than MOST_PIXELS."""
    width, height = page.get_size()
    scale = min(dpi / 72, MOST_PIXELS / max(width, height, 1.0))
    picture: Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture
