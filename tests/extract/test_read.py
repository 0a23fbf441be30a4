"""Whatever file is given, it is read or refused with one sentence that says what to do."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from extract.errors import DamagedFile, EmptyFile, ExtractError, PasswordNeeded, ToolMissing, UnsupportedFile
from extract.read import detect, read
from extract.types import TableSettings
from tests.extract import typeset

SETTINGS = TableSettings()
SENTENCE = (
    "Under året har deltagarna fått stöd av en handläggare som arbetar med att samordna insatser och det har lett till "
    "att fler går vidare till arbete eller studier efter avslutad tid. "
)


def a_pdf(folder: Path, **options: object) -> Path:
    return typeset.document(folder / "a.pdf", [typeset.prose(SENTENCE)] * 3, **options)  # type: ignore[arg-type]


def test_a_pdf_is_known_by_its_bytes_and_its_digest(tmp_path: Path) -> None:
    path = a_pdf(tmp_path)
    told: list[tuple[str, int, int]] = []
    document = read(path, SETTINGS, progress=lambda *step: told.append(step)).document
    assert (document.media_type, document.reader) == ("application/pdf", "pdf-text")
    assert document.sha256 == sha256(path.read_bytes()).hexdigest()
    assert document.pages[0].source is not None
    assert told[-1] == ("tables", 1, 1)


def test_lines_are_numbered_from_one_and_have_boxes(tmp_path: Path) -> None:
    (page,) = read(a_pdf(tmp_path), SETTINGS).document.pages
    assert [line.number for line in page.lines] == list(range(1, len(page.lines) + 1))
    assert all(line.bbox and line.bbox.x0 >= 0 and line.bbox.bottom <= page.height for line in page.lines)


@pytest.mark.parametrize(
    ("name", "data", "error", "advice"),
    [
        ("a.pdf", b"", EmptyFile, "export"),
        ("a.txt", b"  \n ", EmptyFile, "empty"),
        ("a.docx", b"PK\x03\x04word", UnsupportedFile, "save the report as PDF or text"),
        ("a.xlsx", b"PK\x03\x04xl", UnsupportedFile, "save the report as PDF or text"),
        ("a.pdf", b"PK\x03\x04word", UnsupportedFile, "save the report as PDF or text"),
        ("a.exe", b"MZ\x00\x00", UnsupportedFile, "save the report as PDF or text"),
        ("a.pdf", b"this is no pdf", DamagedFile, "download it again"),
        ("a.png", b"\x89PNG\r\n\x1a\nrest", DamagedFile, "scan it again"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    tmp_path: Path, name: str, data: bytes, error: type[ExtractError], advice: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error, match=advice):
        read(path, SETTINGS)


def test_a_truncated_pdf_is_damaged(tmp_path: Path) -> None:
    path = a_pdf(tmp_path)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DamagedFile, match="cut short"):
        read(path, SETTINGS)


def test_an_encrypted_pdf_opens_with_its_password_only(tmp_path: Path) -> None:
    path = a_pdf(tmp_path, encrypt=StandardEncryption("hemligt", canPrint=0))
    with pytest.raises(PasswordNeeded, match="give its password"):
        read(path, SETTINGS)
    with pytest.raises(PasswordNeeded, match="does not open it"):
        read(path, SETTINGS, password="fel")  # noqa: S106 - a wrong password for a test file
    assert read(path, SETTINGS, password="hemligt").document.pages[0].words  # noqa: S106


def test_a_real_office_file_is_refused_even_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(UnsupportedFile):
        read(path, SETTINGS)


def test_a_scan_without_tesseract_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = typeset.scanned(a_pdf(tmp_path), tmp_path / "scan.pdf", dpi=72)
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-tesseract")
    with pytest.raises(ToolMissing, match="apt install tesseract-ocr"):
        read(path, SETTINGS)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.txt", b"text", "text/plain"),
        ("a.md", b"# text", "text/markdown"),
        ("a.txt", b"<!DOCTYPE html><html>", "text/html"),
        ("a.dat", b"%PDF-1.7 ...", "application/pdf"),
        ("a.txt", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.tif", b"II*\x00", "image/tiff"),
    ],
)
def test_content_tells_the_media_type_before_the_suffix(name: str, data: bytes, media_type: str) -> None:
    assert detect(data, Path(name)) == media_type


def test_a_swedish_text_that_lost_its_diacritics_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE * 5, encoding="utf-8")
    assert not read(path, SETTINGS).document.language_folded
    path.write_text(SENTENCE.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")) * 5, encoding="utf-8")
    assert read(path, SETTINGS).document.language_folded
    path.write_text(
        "The report says that the results of the year are better than those before. " * 10, encoding="utf-8"
    )
    assert not read(path, SETTINGS).document.language_folded
