"""Where a number stands, in words that help to find it: page, table, row, column."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.letter_names import Row
from corpus.letter_words import Words, cut, visible

LONGEST = 70
"""Characters of a title or label that a letter quotes."""


class Places:
    """Describes places; `tables` are the rows of the table of that name."""

    def __init__(self, tables: Sequence[Row], words: Words) -> None:
        self.titles = {t["table_id"]: str(t["title"] or "") for t in tables}
        self.words = words

    def of(self, o: Row) -> str:
        """'sid 3, tabellen ”Deltagare”, raden ”Slussen”, kolumnen ”Varav män”' for an observation."""
        parts = [self.named(page=_int(o["page"]), line=_int(o["line"]))]
        if o["table_id"]:
            title = _short(self.titles.get(o["table_id"], ""))
            parts.append(self.words("table", title=title) if title else self.words("a_table"))
            if row := _short(str(o["row_label"] or "")):
                parts.append(self.words("row", label=row))
            if column := _short(", ".join(str(o["header_path"] or "").split(" > "))):
                parts.append(self.words("column", label=column))
        else:
            parts.append(self.words("prose"))
        return ", ".join(p for p in parts if p)

    def named(self, *, page: int | None = None, line: int | None = None) -> str:
        """'sid 3', else 'rad 12', else nothing."""
        if page is not None:
            return self.words("page", n=page)
        return self.words("line", n=line) if line is not None else ""


def _short(text: str) -> str:
    return cut(visible(text), LONGEST)


def _int(value: object) -> int | None:
    return int(value) if isinstance(value, (int, float)) else None
