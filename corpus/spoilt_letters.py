"""Letters that a machine read as digits ('f6r', '6verskott'): numbers in such words are none."""

from __future__ import annotations

import re

from corpus.clashes import remark
from corpus.messages import listed
from corpus.records import Finding, ReportFacts
from normalize.types import Place

WORD = re.compile(r"(?<![\w-])(?=\w*[^\W\d]{2})[^\W\d_]*[0-9][^\W\d_]+\w*(?![\w-])")
"""A digit with a letter right after it, in a word of letters."""
ENOUGH = 3
"""Such words from which on the text as a whole was read with the wrong letters."""


def letters_as_digits(report: ReportFacts) -> list[Finding]:
    """One remark with every line, for a report whose text lost its å, ä and ö."""
    if not report.extraction.document.language_folded:
        return []
    words: dict[str, None] = {}
    places = []
    for page in report.extraction.document.pages:
        for line in page.lines:
            found = WORD.findall(line.text)
            words.update(dict.fromkeys(found))
            places += [Place(line.number, line.page, quote=line.text)] if found else []
    if len(places) < ENOUGH:
        return []
    params = {"words": listed(list(words)[:8])}
    report_id = report.record.report_id
    return [
        remark("garbled", "spoilt_letters", report_id, "_federation", places=places, values=list(words), params=params)
    ]
