"""The names of a written dataset: every intervention with its printed forms, and the questions that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.folders import NotADatasetError
from corpus.name_questions import PER_REPORT

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Form:
    """One printed form of an intervention's name, with the periods of the reports that print it."""

    printed: str
    periods: tuple[str, ...]
    method: str
    score: float
    reasons: str


@dataclass(frozen=True, slots=True)
class Named:
    """An intervention and every form in which it is printed."""

    federation_id: str
    intervention_id: str
    preferred_name: str
    forms: tuple[Form, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """When it is printed, in order."""
        return tuple(sorted({p for form in self.forms for p in form.periods}))


def table(dataset: Path, name: str) -> list[dict[str, object]]:
    """The rows of a table of a written dataset; empty cells are ''. Raises NotADatasetError when it is not there."""
    from corpus.frames import records  # noqa: PLC0415  heavy
    from corpus.store import read_table  # noqa: PLC0415  heavy

    try:
        frame = read_table(dataset, name)
    except FileNotFoundError as error:
        raise NotADatasetError(f"{dataset}: no table {name}; give the folder that facit backfill wrote") from error
    return [{k: "" if v is None else v for k, v in row.items()} for row in records(frame)]


def named(
    names: Sequence[Row], reports: Sequence[Row], interventions: Sequence[Row], federation: str = ""
) -> list[Named]:
    """Rows of names, reports and interventions -> the interventions that are printed, by federation and name."""
    period = {r["report_id"]: str(r["period"] or "") for r in reports}
    preferred = {r["intervention_id"]: str(r["preferred_name"]) for r in interventions}
    forms: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for r in names:
        if federation in ("", r["federation_id"]):
            forms[str(r["federation_id"]), str(r["intervention_id"])][str(r["printed"])].append(r)
    found = [
        Named(f, i, preferred.get(i, i), tuple(_form(p, rows, period) for p, rows in printed.items()))
        for (f, i), printed in forms.items()
    ]
    return sorted(found, key=lambda n: (n.federation_id, n.preferred_name.casefold(), n.intervention_id))


def _form(printed: str, rows: Sequence[Row], period: Mapping[object, str]) -> Form:
    first = min(rows, key=lambda r: (-float(str(r["score"] or 0)), str(r["report_id"])))
    periods = sorted({period.get(r["report_id"], "") or "undated" for r in rows})
    return Form(printed, tuple(periods), str(first["method"]), float(str(first["score"] or 0)), str(first["reasons"]))


def lines(found: Sequence[Named]) -> Iterator[str]:
    """The listing as text."""
    for n in found:
        yield f"{n.preferred_name}  [{n.federation_id}/{n.intervention_id}]  {', '.join(n.periods)}"
        width = max(len(f.printed) for f in n.forms)
        for f in sorted(n.forms, key=lambda f: (f.periods, -f.score, f.printed)):
            yield f"  {f.printed:<{width}}  {', '.join(f.periods)}  {f.method} {f.score:.2f}  {f.reasons}"


def question_lines(questions: Sequence[Row], reports: Sequence[Row], *, every: bool = False) -> Iterator[str]:
    """The open questions as text, report by report, the likeliest first: the first five of each, or all."""
    file = {r["report_id"]: str(r["file_name"]) for r in reports}
    shown: dict[object, list[Row]] = defaultdict(list)
    for q in sorted(questions, key=lambda q: (str(q["report_id"]), int(str(q["rank"])))):
        if every or int(str(q["rank"])) <= PER_REPORT:
            shown[q["report_id"]].append(q)
    for report_id, its in shown.items():
        yield f"{file.get(report_id, report_id)}:"
        for q in its:
            verb = "the successor of" if q["suggestion"] == "succeeds" else "the same as"
            yield (
                f"  {q['question_id']}  Is '{q['printed']}' {verb} '{q['other_printed']}' "
                f"({q['federation_id']}/{q['other_id']})?  {float(str(q['score'])):.2f}"
            )
            yield f"    for: {q['reasons_for']}"
            if q["reasons_against"]:
                yield f"    against: {q['reasons_against']}"
