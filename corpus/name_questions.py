"""What likeness cannot settle, as questions for a person: ranked, with reasons for and against, a handful a report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from corpus.clusters import Clusters
from corpus.name_pool import Pool, PooledName
from corpus.name_vetoes import Pair, Vetoes
from normalize.comparisons import Rarity, compared
from normalize.name_block import rarity, scores

PER_NAME = 3
PER_REPORT = 5
_LEAST = 0.2
"""Below this likeness a question costs more than it gives."""
_LEAST_AT_A_GLANCE = 0.1
_CANDIDATES = 12
_SUCCESSION, _TOGETHER = 0.08, 0.02
"""What it adds that one name ends before the other begins; what it takes that both are printed in one report."""


@dataclass(frozen=True, slots=True)
class Question:
    """Is `printed` (a new name) the intervention `other_id`? `rank` is its place among the report's questions."""

    question_id: str
    federation_id: str
    printed: str
    intervention_id: str
    other_id: str
    other_printed: str
    score: float
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    suggestion: str
    """The decision that the reasons speak for: same_as or succeeds."""
    report_id: str
    rank: int = 0
    rank_for_name: int = 0

    @property
    def asked(self) -> bool:
        """Is it among the few that a person is asked?"""
        return self.rank <= PER_REPORT


@dataclass(frozen=True, slots=True)
class Hints:
    """What else is known about pairs of names: reasons for (with a score) and what was against joining them."""

    agreeing: Mapping[Pair, tuple[float, str]]
    successions: Mapping[Pair, str]
    conflicts: Mapping[Pair, tuple[float, str, str]]
    """score and reason of the link that was not followed, and what was against"""
    unsure: frozenset[tuple[int, str]] = frozenset()
    """(name, intervention) that a person could not tell"""


@dataclass(frozen=True, slots=True)
class Block:
    """The names of a block as they were put together; `ids` gives the intervention of each cluster by its root."""

    pool: Pool
    clusters: Clusters
    ids: Mapping[int, str]
    vetoes: Vetoes
    hints: Hints


def questions(block: Block) -> list[Question]:
    """The open questions of a block."""
    best: dict[tuple[int, int], Question] = {}
    told_by = rarity([n.features for n in block.pool.names])
    root = block.clusters.root
    for a, b in _pairs(block, told_by):
        question = _question(block.pool.names[a], block.pool.names[b], told_by, block)
        key = (min(root[a], root[b]), max(root[a], root[b]))
        if question and (key not in best or question.score > best[key].score):
            best[key] = question
    return ranked(best.values())


def ranked(found: Iterable[Question]) -> list[Question]:
    """Questions best first, with their place for the name (both its names) and for the report."""
    by_name: Counter[str] = Counter()
    by_report: Counter[str] = Counter()
    out = []
    for q in sorted(found, key=lambda q: (-q.score, q.federation_id, q.printed, q.other_printed)):
        of_name = min(by_name[q.intervention_id], by_name[q.other_id]) + 1
        by_name.update((q.intervention_id, q.other_id))
        if of_name > PER_NAME:
            continue
        by_report[q.report_id] += 1
        out.append(replace(q, rank=by_report[q.report_id], rank_for_name=of_name))
    return out


def _pairs(block: Block, told_by: Rarity) -> list[tuple[int, int]]:
    """Pairs of names of different clusters that are worth a look, the new name first."""
    pool, clusters, hints = block.pool, block.clusters, block.hints
    import numpy as np  # noqa: PLC0415

    new = [n for n in pool.names if n.reports and not _anchored(n.index, pool, clusters)]
    pairs: set[tuple[int, int]] = set()
    if new:
        every = [n.features for n in pool.names]
        glance = scores([n.features for n in new], every, told_by)
        for row, n in enumerate(new):
            order = np.argsort(-glance[row], kind="stable")
            taken = 0
            for j in (int(k) for k in order):
                if clusters.root[j] == clusters.root[n.index]:
                    continue
                if glance[row, j] < _LEAST_AT_A_GLANCE or taken == _CANDIDATES:
                    break
                taken += 1
                pairs.add((n.index, j))
    known = [*hints.agreeing, *hints.successions, *hints.conflicts]
    fresh = {n.index for n in new}
    for a, b in known:
        if clusters.root[a] != clusters.root[b]:
            one, other = (a, b) if a in fresh else (b, a)
            if one in fresh:
                pairs.add((one, other))
    return sorted(pairs)


def _anchored(index: int, pool: Pool, clusters: Clusters) -> bool:
    members = clusters.members[clusters.root[index]]
    return any((s := pool.names[i].settled) is not None and s.method != "new" for i in members)


def _question(a: PooledName, b: PooledName, told_by: Rarity, block: Block) -> Question | None:
    """The question whether two names are one; None when the answer is known, or the likeness is too small."""
    roots = block.clusters.root[a.index], block.clusters.root[b.index]
    if _answered(roots, block):
        return None
    score, speaks_for, against = _weighed(a, b, told_by, block)
    if score < _LEAST or not speaks_for:
        return None
    other_id = block.ids[roots[1]]
    return Question(
        question_id=_id(a.federation_id, a.name, other_id),
        federation_id=a.federation_id,
        printed=a.name,
        intervention_id=block.ids[roots[0]],
        other_id=other_id,
        other_printed=b.name,
        score=round(min(score, 0.99), 4),
        reasons_for=tuple(dict.fromkeys(speaks_for)),
        reasons_against=tuple(dict.fromkeys(against)),
        suggestion="succeeds" if _pair(a, b) in block.hints.successions else "same_as",
        report_id=a.reports[0] if a.reports else "",
    )


def _answered(roots: tuple[int, int], block: Block) -> bool:
    """Are the two clusters known to be two, or did a person say that it cannot be told?"""
    left, right = (block.clusters.members[r] for r in roots)
    one, other = (block.ids.get(r, "") for r in roots)
    looked_at = {(i, other) for i in left} | {(i, one) for i in right}
    return bool(block.vetoes.settled(left, right) or looked_at & block.hints.unsure)


def _weighed(a: PooledName, b: PooledName, told_by: Rarity, block: Block) -> tuple[float, list[str], list[str]]:
    """The score of two names with what numbers, the text and the years say; what speaks for and against."""
    pair, hints = _pair(a, b), block.hints
    score, reasons = compared(a.features, b.features, told_by)
    speaks_for = list(reasons)
    against = [said] if (said := block.vetoes.pair(*pair)) else []
    succession = hints.successions.get(pair)
    for weight, why in filter(None, (hints.agreeing.get(pair), (0.8, succession) if succession else None)):
        score = 1 - (1 - score) * (1 - weight)
        speaks_for.insert(0, why)
    if conflict := hints.conflicts.get(pair):
        score = max(score, 0.5)
        against.append(conflict[2])
    elif against:
        return 0.0, speaks_for, against
    if together := sorted(set(a.reports) & set(b.reports)):
        against.append(f"both are printed in {together[0]}")
        score -= _TOGETHER
    elif a.years and b.years and (a.years[-1] < b.years[0] or b.years[-1] < a.years[0]):
        early, late = (a, b) if a.years[-1] < b.years[0] else (b, a)
        speaks_for.append(
            f"'{early.name}' is last printed for {early.years[-1]}, '{late.name}' first for {late.years[0]}"
        )
        score += _SUCCESSION * (1 - score)
    return score, speaks_for, against


def _pair(a: PooledName, b: PooledName) -> Pair:
    return (a.index, b.index) if a.index < b.index else (b.index, a.index)


def _id(federation_id: str, name: str, other_id: str) -> str:
    text = "\x1f".join((federation_id, name.casefold(), other_id))
    return "q-" + hashlib.sha256(text.encode()).hexdigest()[:10]
