"""Names of interventions in the report: every printed form, and the questions that a person is asked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from corpus.contract import Row, empty
from corpus.known_names import letters
from corpus.name_questions import PER_REPORT
from corpus.report_rows import Rows, text, whole
from corpus.report_views import Choice, CsvRow, FormView, NameView, QuestionView, Words
from corpus.report_wording import label

ANSWERS = {"1": "same_as", "2": "different", "3": "succeeds", "4": "part_of", "u": "unsure"}
"""The key of each answer to a question, and the decision it writes."""


def names(rows: Rows) -> Iterator[NameView]:
    """Every intervention with all printed forms of its name."""
    by_id: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for r in rows.of["names"]:
        key = (text(r, "federation_id"), text(r, "intervention_id"))
        by_id.setdefault(key, {}).setdefault(text(r, "printed"), []).append(r)
    for (federation_id, intervention_id), forms in by_id.items():
        yield NameView(
            intervention=rows.named(intervention_id),
            federation=rows.federation.get(federation_id, ""),
            forms=tuple(
                FormView(
                    printed,
                    tuple(dict.fromkeys(rows.file_name.get(text(r, "report_id"), "") for r in found)),
                    tuple(dict.fromkeys(label("name_methods", r["method"]) for r in found)),
                    "; ".join(dict.fromkeys(text(r, "reasons") for r in found if not empty(r.get("reasons")))),
                )
                for printed, found in forms.items()
            ),
        )


def questions(rows: Rows) -> Iterator[QuestionView]:
    """The questions that are asked: the first few of every report."""
    for q in rows.of["name_questions"]:
        if (whole(q, "rank") or 0) <= PER_REPORT:
            yield QuestionView(
                text(q, "question_id"),
                rows.federation.get(text(q, "federation_id"), ""),
                rows.file_name.get(text(q, "report_id"), ""),
                text(q, "printed"),
                text(q, "other_printed"),
                _reasons(q, "reasons_for"),
                _reasons(q, "reasons_against"),
                text(q, "suggestion"),
                tuple(_answer(rows, q, key, decision) for key, decision in ANSWERS.items()),
            )


def _reasons(q: Row, name: str) -> tuple[Words, ...]:
    return tuple(Words(in_swedish(said), said) for said in text(q, name).split("; ")) if text(q, name) else ()


def in_swedish(reason: str) -> str:
    """A reason of the dataset, which is in English, as a Swedish reader is told it; as it is when no form fits."""
    for form, swedish in _reason_forms():
        if found := form.fullmatch(reason):
            return swedish.format(**found.groupdict())
    return reason


@lru_cache(maxsize=1)
def _reason_forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """data/reasons.csv: English forms with {places} for words, and the Swedish ones."""
    content = resources.files("corpus").joinpath("data", "reasons.csv").read_text(encoding="utf-8")
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(row["en"]))), row["sv"])
        for row in csv.DictReader(content.splitlines())
    )


def _answer(rows: Rows, q: Row, key: str, decision: str) -> Choice:
    """An answer with its row: `expected_printed` are the names that the other intervention has now."""
    printed, other = text(q, "printed"), text(q, "other_id")
    its = [text(r, "printed") for r in rows.of["names"] if text(r, "intervention_id") == other]
    expected = ";".join(p.replace(";", ",") for p in dict.fromkeys(its) if letters(p) != letters(printed))
    target = f"{text(q, 'federation_id')}:{printed}"
    return Choice(key, (), label("decisions", decision), (), (CsvRow("name", target, decision, other, expected),))
