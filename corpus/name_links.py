"""What speaks for two names of a block being one by structure alone: links, in tiers from the surest down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from corpus.known_names import name_of
from corpus.name_pool import Pool, PooledName, ReportNames
from corpus.registry import Federation
from normalize import comparisons
from normalize.comparisons import Rarity
from normalize.name_block import nearly
from normalize.names import core, genitives


class Tier(IntEnum):
    """How sure a link is; a tier is settled before the next is looked at."""

    CORE = 1
    DECLARED = 2
    LIKENESS = 3
    NUMBERS = 4


@dataclass(frozen=True, slots=True)
class Link:
    """Two names (indexes in the pool) that are one, if nothing vetoes. `alias` is the one taken for the other."""

    a: int
    b: int
    tier: Tier
    method: str
    score: float
    reason: str
    alias: int = -1


def links(reports: Sequence[ReportNames], pool: Pool, federations: Mapping[str, Federation]) -> list[Link]:
    """All links of a block but those from numbers."""
    found = [*_same(pool, federations), *_declared(reports, pool), *_likeness(pool)]
    return list({(link.tier, link.a, link.b): link for link in found}.values())


def _same(pool: Pool, federations: Mapping[str, Federation]) -> Iterator[Link]:
    """Equal cores; genitives; a general word joined to it; the federation's own name left out."""
    by_form: dict[str, list[int]] = defaultdict(list)
    by_name: dict[str, list[int]] = defaultdict(list)
    for n in pool.names:
        for form in {n.features.core, n.features.tight}:
            by_form[form].append(n.index)
        by_name[n.name.casefold()].append(n.index)
    pairs = {pair for group in by_form.values() for pair in _neighbours(group, pool)}
    for n in pool.names:
        owners = [i for g in genitives(n.name.casefold()) for i in by_name.get(g, ())]
        heads = [
            i for form in (n.features.head, n.features.head.removesuffix("s")) for i in by_form.get(form, ()) if form
        ]
        pairs |= {(min(n.index, i), max(n.index, i)) for i in (*owners, *heads) if i != n.index}
    for a, b in sorted(pairs):
        found = comparisons.safe(pool.names[a].features, pool.names[b].features)
        if found.score:
            yield Link(a, b, Tier.CORE, "core", found.score, found.reason)
    for n in pool.names:
        for form, word in _shorter(n, federations):
            for i in by_form.get(form, ()):
                if i != n.index and pool.names[i].federation_id == n.federation_id:
                    why = f"same comparable form '{form}' when the federation's name '{word}' is left out"
                    yield Link(min(n.index, i), max(n.index, i), Tier.CORE, "core", 0.95, why)


def _neighbours(group: Sequence[int], pool: Pool) -> Iterator[tuple[int, int]]:
    """Every pair of a small group; of a large one each with the first and with what is settled."""
    few = len(group) <= 40
    firsts = group if few else [group[0], *(i for i in group if pool.names[i].anchor)]
    yield from ((min(i, j), max(i, j)) for i in group for j in firsts if i != j)


def _shorter(n: PooledName, federations: Mapping[str, Federation]) -> Iterator[tuple[str, str]]:
    federation = federations.get(n.federation_id)
    for alias in federation.aliases if federation else ():
        word = core(alias)
        if n.features.core.endswith(f" {word}"):
            yield n.features.core.removesuffix(f" {word}"), word


def _declared(reports: Sequence[ReportNames], pool: Pool) -> Iterator[Link]:
    """Names that the text itself gives as one: 'X (ACRONYM)', 'X, tidigare Y', 'X heter numera Y'."""
    by_core: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n in pool.names:
        by_core[n.federation_id, n.features.core].append(n.index)

    def of(federation_id: str, printed: str) -> list[int]:
        exact = pool.find(federation_id, printed)
        return [exact] if exact is not None else by_core.get((federation_id, core(printed)), [])

    said: list[tuple[int, int]] = []
    for report in reports:
        for m in report.mentions:
            here = pool.find(report.federation_id, name_of(m.printed))
            if here is not None and m.alias_of and not m.relation:
                said += [(here, other) for other in of(report.federation_id, name_of(m.alias_of))]
    for n in pool.names:
        said += [(other, n.index) for alias in n.features.declared for other in of(n.federation_id, alias)]
    for alias, full in said:
        if alias != full:
            why = f"the text gives '{pool.names[full].name}' and '{pool.names[alias].name}' as one"
            yield Link(min(alias, full), max(alias, full), Tier.DECLARED, "declared_acronym", 0.9, why, alias)


def _likeness(pool: Pool) -> Iterator[Link]:
    """Misread and misspelt names, where no other word differs."""
    names = [n.features for n in pool.names]
    by_key: dict[str, list[int]] = defaultdict(list)
    for n in pool.names:
        if n.features.ocr:
            by_key[n.features.ocr].append(n.index)
    close = {pair for group in by_key.values() for pair in _neighbours(group, pool)}
    close |= {(i, j) for i, j in nearly(names, names) if i < j}
    for i, j in sorted(close):
        a, b = pool.names[i], pool.names[j]
        if a.features.core == b.features.core and a.federation_id == b.federation_id:
            continue
        found = max(
            (c(names[i], names[j], Rarity()) for c in (comparisons.read_wrong, comparisons.slipped)), key=_score
        )
        if found.score:
            # The one that is less to be trusted is taken for the other, and nothing is taken for it in turn.
            doubtful = i if b.anchor and not a.anchor else j
            yield Link(i, j, Tier.LIKENESS, "core", found.score, found.reason, doubtful)


def _score(found: comparisons.Comparison) -> float:
    return found.score


def strongest(found: Iterable[Link]) -> list[Link]:
    """Links in the order in which they are tried within a tier."""
    return sorted(found, key=lambda link: (-link.score, link.a, link.b))
