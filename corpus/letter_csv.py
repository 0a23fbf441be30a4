"""The letter's list for Excel: every item and place, semicolons and a byte order mark as Swedish Excel wants them."""

from __future__ import annotations

import csv
import io

from corpus.formulas import guarded
from corpus.letter import Letter
from corpus.letter_words import Words

COLUMNS = ("number", "where", "printed", "proposed", "why", "support", "text_sv")


def listed(letter: Letter, words: Words) -> str:
    """A row for each place of each item. A cell that Excel would take for a formula begins with an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(words(c) for c in COLUMNS)
    for n, item in enumerate(letter.items, 1):
        for spot in item.spots:
            cells = (spot.where, spot.printed, spot.proposed, item.why, " ".join(item.support))
            writer.writerow([n, *map(guarded, cells), guarded(" / ".join(item.quotes))])
    return "\ufeff" + file.getvalue()
