"""From a number of an opened dataset back to its page: place, cell, and a picture where the report is at hand."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import ExtractError
from extract.types import BBox, PageSource

if TYPE_CHECKING:
    from PIL.Image import Image

Row = dict[str, Any]


@dataclass(frozen=True)
class Trace:
    """Where a number is printed. Rows are as in the contract, with None for what is empty.

    `cell` is the table's cell, None in running text; `quote` the row or sentence as printed; `source` the report's file
    (None when it is not among the sources that the dataset was opened with).
    """

    observation: Row
    report: Row
    table: Row | None
    cell: Row | None
    source: Path | None
    why_no_crop: str = ""

    @property
    def place(self) -> str:
        """'hbs-2017-bilaga.pdf, page 3, line 12': for people."""
        numbers = ((what, self.observation[what]) for what in ("page", "line"))
        return ", ".join([self.report["file_name"], *(f"{what} {n}" for what, n in numbers if n is not None)])

    @property
    def quote(self) -> str:
        """The row or sentence that the number stands in, letter for letter."""
        return self.observation["quote"] or ""

    @cached_property
    def crop(self) -> Image | None:
        """A picture of the place, the number framed; None where there is none, and `why_no_crop` says why."""
        box = (self.cell or {}).get("bbox") or self.observation["bbox"]
        if self.source is None or not box or self.observation["page"] is None:
            return None
        from extract import drawing  # noqa: PLC0415  only for who looks

        source = PageSource(self.source, self.observation["page"] - 1)
        # A table that goes on over a page break has its box on the first page only.
        same_page = self.table is not None and self.table["page"] == self.observation["page"]
        across = self.table["bbox"] if self.table is not None and same_page else None
        try:
            return drawing.place(source, _box(box), ocr=self.observation["reader"] == "ocr", across=_box(across or box))
        except (ExtractError, OSError, IndexError, ValueError, RuntimeError):
            return None

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        seen = self.observation
        yield f"{seen['value_printed']}  {seen['measure']} {seen['gender']} {seen['period']}  ({seen['obs_id']})"
        yield f"  {self.place}"
        if self.cell:
            where = " > ".join(filter(None, (seen["row_label"], seen["header_path"])))
            yield f"  table {seen['table_id']}, row {seen['row']}, column {seen['column']}: {where}"
        if self.quote:
            yield f"  “{self.quote}”"
        if self.why_no_crop:
            yield f"  ({self.why_no_crop})"

    def _repr_html_(self) -> str:
        text = "<br>".join(escape(line) for line in self._lines())
        if self.crop is None:
            return f"<p>{text}</p>"
        file = io.BytesIO()
        self.crop.save(file, "PNG")
        picture = base64.b64encode(file.getvalue()).decode()
        return f'<p>{text}</p><img src="data:image/png;base64,{picture}" alt="{escape(self.place)}">'


def _box(text: str) -> BBox:
    return BBox(*(float(v) for v in text.split(",")))


def found(sources: Iterable[Path], report: Row) -> tuple[Path | None, str]:
    """The file of a report among files and folders, known by its content; or None and why it was not found."""
    given = list(sources)
    if not given:
        return None, "no picture: open the dataset with sources=, the folder of the reports"
    named = [p for p in _files(given) if p.name == report["file_name"]]
    same = next((p for p in named if hashlib.sha256(p.read_bytes()).hexdigest() == report["sha256"]), None)
    if same is not None:
        return same, ""
    if named:
        return None, f"no picture: {named[0]} is not the file that was read, its content differs"
    return None, f"no picture: {report['file_name']} is not among the sources"


def _files(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        yield from sorted(path.rglob("*")) if path.is_dir() else [path]
