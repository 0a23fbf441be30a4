"""The letter to a report's owner: what to correct and where, the most important first, in words that the owner uses.

From the rows of a written dataset to plain values; `letter_html`, `letter_pdf` and `letter_csv` set them. Nothing of
facit's own is in them: no ids, no codes. What is only a misreading of ours, and what people decided to leave as it is
printed, is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.choices import number
from corpus.letter_names import Row, Tables, full_name, title
from corpus.letter_places import Places
from corpus.letter_words import Words, visible
from corpus.messages import plain
from corpus.messages import words as template

TOLD = ("error", "warning")
"""Severities that a letter tells of."""
WORTH = frozenset({"numbering", "target_mismatch", "date"})
"""Kinds that are worth a line in it although they are only remarks: whoever reads the report stumbles on them."""
MACHINES = ("ocr", "text")
MOST_PLACES = 4
"""Places that an item lists."""
MOST_WAYS = 3
"""Ways in which numbers could agree that an item lists."""
_SENTENCES = re.compile(r"(?<=[^\W_][.])\s+(?=[A-ZÅÄÖ”\"(])|(?<=[)%\d][.])\s+(?=[A-ZÅÄÖ”\"(])")

_NUMBERED = re.compile(r"\b(?:tabell|diagram|figur|bilaga|table|figure|chart|appendix)\s+\d+\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: where it is, what it says, and what it should say; '' where another place says that for both."""

    where: str
    printed: str
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. `why` is a sentence, `support` are more; `quotes` are the lines as printed."""

    spots: tuple[Spot, ...]
    why: str
    support: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter says; `items` are in the order of their importance."""

    name: str
    report: str
    file_name: str
    items: tuple[Item, ...]
    scanned: bool = False
    counted_in_lines: bool = False


def letter(tables: Tables, report: Row, words: Words) -> Letter:
    """The letter about one row of `reports`."""
    return _Writer(tables, report, words).letter()


class _Writer:
    """One report's findings, and the look-ups that sentences about them need."""

    def __init__(self, tables: Tables, report: Row, words: Words) -> None:
        self.tables, self.report, self.words = tables, report, words
        self.observations = {o["obs_id"]: o for o in tables["observations"]}
        self.places = Places(tables["tables"], words)
        self.titles = {str(r["report_id"]): title(r, tables, words) for r in tables["reports"] if r["report_id"]}

    def letter(self) -> Letter:
        grouped: dict[object, list[Row]] = {}
        for f in sorted(filter(self._told, self.tables["findings"]), key=_importance):
            grouped.setdefault(self._cause(f), []).append(f)
        reader = str(self.report["reader"] or "")
        return Letter(
            name=full_name(self.tables, self.report["federation_id"]),
            report=visible(title(self.report, self.tables, self.words)),
            file_name=visible(str(self.report["file_name"])),
            items=tuple(self._item(its) for its in grouped.values()),
            scanned="ocr" in reader or bool(self.report["language_folded"]),
            counted_in_lines=not self.report["pages"] or reader in ("text", "markdown"),
        )

    def _told(self, f: Row) -> bool:
        """Whether a finding is for the owner: about this report, not settled, and no misreading of ours."""
        if self.report["report_id"] not in str(f["report_ids"]).split(";") or f["status"] in ("kept", "rejected"):
            return False
        if f["action"] in ("corrected", "recovered") and f["status"] == "open":
            return False  # a rule put right what a machine misread
        if f["kind"] == "garbled" and (self.report["reader"] in MACHINES or _of_our_reading(f)):
            return False
        return f["severity"] in TOLD or f["kind"] in WORTH

    def _cause(self, f: Row) -> object:
        """What findings of one cause have in common: the numbers that a person changed, or that explain them best."""
        decided = tuple(sorted(str(o["obs_id"]) for o in self._decided(f)))
        best = tuple(sorted(str(e["cell"]) for e in _explanations(f) if e.get("solution", 1) == 1))
        return decided or best or f["finding_id"]

    def _seen(self, f: Row) -> list[Row]:
        """The numbers that a finding names, in their order."""
        ids = [*str(f["obs_ids"]).split(";"), *(str(e["cell"]) for e in _explanations(f))]
        return [self.observations[i] for i in dict.fromkeys(ids) if i in self.observations]

    def _decided(self, f: Row) -> list[Row]:
        """Those of its numbers that a person changed."""
        if f["status"] != "accepted":
            return []
        return [o for o in self._seen(f) if o["decision_id"] and _decimal(o["value"]) != _decimal(o["value_raw"])]

    def _item(self, findings: Sequence[Row]) -> Item:
        f = findings[0]
        spots, sure = self._spots(f)
        said = self._sentences(f)
        ways = self._ways(f) if sure == "ask" else ""
        quotes = [visible(str(q)) for q in json.loads(str(f["quotes"] or "[]"))]
        return Item(
            spots=tuple(self._with_how_sure(spots[:MOST_PLACES], sure)),
            why=said[0] if said else "",
            support=tuple(dict.fromkeys((*said[1:], *((ways,) if ways else ())))),
            quotes=tuple(dict.fromkeys(q for q in quotes if q)),
        )

    def _with_how_sure(self, spots: Sequence[Spot], sure: str) -> Iterator[Spot]:
        known = any(s.proposed for s in spots)
        for n, s in enumerate(spots):
            should = self.words(sure, value=s.proposed) if s.proposed else ""
            yield replace(s, proposed=should if known or n else self.words("ask"))

    def _spots(self, f: Row) -> tuple[list[Spot], str]:
        """Its places with what they should say, and how sure that is: decided, likely, possible or ask."""
        if decided := self._decided(f):
            return [self._spot(o, o["value"]) for o in decided], "decided"
        sure = str(f["confidence"])
        best = [e for e in _explanations(f) if e.get("solution", 1) == 1]
        if sure in ("likely", "possible"):
            told = [(self.observations[e["cell"]], e["proposed"]) for e in best if e["cell"] in self.observations]
            if told:
                return [self._spot(o, proposed) for o, proposed in told], sure
            if f["proposed"]:
                return self._against(f, str(f["proposed"])), sure
        seen = self._printed_differently(f)
        return ([self._spot(o) for o in seen] or self._in_words(f)), "ask"

    def _against(self, f: Row, proposed: str) -> list[Spot]:
        """The places that print something else than the proposal; the first where it is not a number."""
        wanted = _figure(proposed)
        seen = self._seen(f)
        said = [v for v in str(f["values"]).split(";") if _figure(v) is not None and _figure(v) != wanted]
        odd = [o for o in seen if said and _figure(str(o["value_printed"])) == _figure(said[0])]
        if odd:
            return [Spot(self._where(o), self._printed(o), visible(proposed)) for o in odd]
        first = self._in_words(f)[:1]
        told = any(s.printed == visible(proposed) for s in first)  # nothing that the place does not say already
        return self._in_words(f) if told else [Spot(s.where, s.printed, visible(proposed)) for s in first]

    def _printed_differently(self, f: Row) -> list[Row]:
        """One place for each text that is printed, those with the clashing values."""
        said = {_figure(v) for v in str(f["values"]).split(";")}
        seen = [o for o in self._seen(f) if _figure(str(o["value_printed"])) in said]
        return list({str(o["value_printed"]): o for o in reversed(seen)}.values())[::-1]

    def _in_words(self, f: Row) -> list[Spot]:
        """The places of what no number stands behind: pages or lines, with the texts that clash."""
        pages, lines = (str(f[c]).split(";") if f[c] else [] for c in ("pages", "lines"))
        spots = [self.places.named(page=int(p)) for p in pages] or [self.places.named(line=int(n)) for n in lines]
        values = [visible(v) for v in str(f["values"]).split(";")]
        if len(values) == 1 or len(spots) < len(values):
            return [Spot(", ".join(dict.fromkeys(spots)), "; ".join(values))]
        return [Spot(where, value) for where, value in zip(spots, values, strict=False)]

    def _spot(self, o: Row, proposed: object = None) -> Spot:
        should = "" if proposed is None else self._shown(proposed)
        if proposed == "":
            should = self.words("remove")
        return Spot(self._where(o), self._printed(o), should)

    def _where(self, o: Row) -> str:
        """The place of a number; in which report, where it is another one than the letter is about."""
        place, other = self.places.of(o), str(o["report_id"])
        elsewhere = other != self.report["report_id"]
        return self.words("elsewhere", report=visible(self.titles.get(other, "")), place=place) if elsewhere else place

    def _printed(self, o: Row) -> str:
        return visible(str(o["value_printed"])) or self.words("blank")

    @staticmethod
    def _shown(value: object) -> str:
        found = _decimal(value)
        return plain(found) if found is not None else visible(str(value))

    def _sentences(self, f: Row) -> list[str]:
        """Its message in sentences, reports called by their names."""
        said = str(f[f"message_{self.words.lang}"])
        for report_id, name in sorted(self.titles.items(), key=lambda pair: -len(pair[0])):
            said = said.replace(report_id, name)
        sentences: list[str] = []
        for part in _SENTENCES.split(visible(said)):
            if sentences and _NUMBERED.search(sentences[-1]):
                sentences[-1] += f" {part}"  # 'Tabell 2. Budget' is no end of a sentence
            else:
                sentences.append(part)
        return [s[:1].upper() + s[1:] for s in sentences if s]

    def _ways(self, f: Row) -> str:
        """'Det går ihop om ”-5” ska vara -50; eller om ...': the first ways in which the numbers would agree."""
        ways: dict[int, list[str]] = {}
        for e in _explanations(f):
            said = self.words("change", printed=visible(str(e["printed"])), proposed=self._shown(e["proposed"]))
            ways.setdefault(int(str(e.get("solution", 1))), []).append(said)
        told = [self.words("and").join(w) for w in list(ways.values())[:MOST_WAYS]]
        return self.words("alternatives", changes=self.words("or").join(told)) if told else ""


def _of_our_reading(f: Row) -> bool:
    """Whether a finding doubts that we read a table rightly: its sentence ends as that of such findings does."""
    return str(f["message_sv"]).endswith(template("suspect_table").sv.rpartition("}")[2])


def _importance(f: Row) -> tuple[int, float, str, str]:
    order = ("error", "warning", "info")
    return (order.index(str(f["severity"])), -float(str(f["influence"] or 0)), str(f["pages"]), str(f["finding_id"]))


def _explanations(f: Row) -> list[dict[str, object]]:
    return [e for e in json.loads(str(f["explanations"] or "[]")) if isinstance(e, dict)]


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    return Decimal(str(value)).normalize() if isinstance(value, (int, float)) else number(str(value))


def _figure(text: str) -> Decimal | None:
    """The number that a printed text begins with: '1 498 tkr' and '42 %' are 1498 and 42."""
    found = re.match(r"\s*([−-]?\d[\d\s\u00a0]*(?:[.,]\d+)?)", text)
    return number(found[1]) if found else None
