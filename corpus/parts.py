"""A part larger than its whole: new or exited people above participants, exits above everyone who exited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.clashes import finding, in_order
from corpus.messages import Text, listed, shown, subject, where, words
from corpus.records import Fact, Finding
from corpus.rules import COUNTS, has_number, number, period_code
from corpus.same_fact import spot

CLEARLY = 2
"""How much more has to stand behind a whole than behind its part to propose the whole."""
HEADS = ("new_participants", "exited_participants", "carried_in", "carried_out")


def comparable(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Counts of people in groups of the same intervention, gender, role and period."""
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        seen = fact.observation
        plain_count = seen.value.unit in COUNTS and not seen.category and seen.value.qualifier != "about"
        if plain_count and has_number(fact) and seen.period:
            key = (fact.intervention_id, seen.gender, seen.role, period_code(fact))
            groups.setdefault(key, []).append(fact)
    return list(groups.values())


def parts_and_wholes(groups: Iterable[list[Fact]]) -> Iterator[tuple[list[Fact], list[Fact]]]:
    """(parts, printings of their whole) of every group that has both."""
    for group in groups:
        exits = {f.observation.measure for f in group if f.observation.measure.startswith("exit_")} - {"exit_all"}
        for whole, parts in (("participants", set(HEADS)), ("exited_participants", exits)):
            wholes = [f for f in group if f.observation.measure == whole]
            small = [f for f in group if f.observation.measure in parts]
            if group[0].observation.role == "target":  # goals of different lists need not belong together
                tables = {f.observation.place.table for f in wholes} - {-1}
                wholes = [f for f in wholes if f.observation.place.table in tables]
                small = [f for f in small if f.observation.place.table in tables]
            if wholes and small:
                yield small, wholes


def oversized(facts: Sequence[Fact], sums: Mapping[str, int]) -> list[Finding]:
    """One finding per whole (same intervention, gender, role, period) that some part exceeds.

    `sums` says in how many sums that hold each fact stands, by obs_id.
    """
    groups = comparable(facts)
    pairs = list(parts_and_wholes(groups))
    doubtful = _mostly_above(pairs)
    told = []
    for parts, wholes in pairs:
        beside = _by_table(wholes)
        told.append(([f for f in parts if _columns(f, beside) not in doubtful], wholes))
    return [f for parts, wholes in told for f in _above(parts, wholes, groups, sums)]


def _by_table(wholes: Sequence[Fact]) -> dict[int, Fact]:
    """The first printing of the whole in each table."""
    return {w.observation.place.table: w for w in reversed(wholes) if w.observation.place.table >= 0}


def _columns(part: Fact, wholes: Mapping[int, Fact]) -> tuple[object, ...]:
    """The two columns of a table that a part and its whole stand in; () when they stand in no one table."""
    place = part.observation.place
    beside = wholes.get(place.table)
    return (place.table, place.column, beside.observation.place.column) if beside else ()


def _mostly_above(pairs: Sequence[tuple[list[Fact], list[Fact]]]) -> set[tuple[object, ...]]:
    """Pairs of columns of which the part is the larger in two rows or more and in most: they are no part and whole."""
    above: Counter[tuple[object, ...]] = Counter()
    rows: Counter[tuple[object, ...]] = Counter()
    for parts, wholes in pairs:
        beside, largest = _by_table(wholes), max(number(w) for w in wholes)
        for part in parts:
            columns = _columns(part, beside)
            if columns:
                rows[columns] += 1
                above[columns] += number(part) > largest
    return {c for c, n in above.items() if n > 1 and 2 * n >= rows[c]}


def _above(
    small: list[Fact], wholes: list[Fact], groups: Sequence[list[Fact]], sums: Mapping[str, int]
) -> list[Finding]:
    whole = wholes[0].observation.measure
    largest = max(number(f) for f in wholes)
    # Where another place prints the same part small enough, the repetition is the clash, not the whole.
    fitting = {f.observation.measure for f in small if number(f) <= largest}
    over = [f for f in small if number(f) > largest and f.observation.measure not in fitting]
    if not over:
        return []
    if all(f.observation.source == "prose" for f in [*wholes, *over]) and not _one_sentence([*wholes, *over]):
        return []
    largest_ones = [f for f in wholes if number(f) == largest]
    facts = in_order([*largest_ones, *over])
    backed = _backing(largest_ones, sums) - max(
        _backing([f for f in small if number(f) == n], sums) for n in {number(f) for f in over}
    )
    cohort = _all_new(wholes[0], groups)
    in_tables = {f.observation.measure == whole for f in facts if f.observation.source == "table"}
    about = next(f for f in facts if f.observation.measure == whole)
    named = [words(f"measure.{f.observation.measure}", f.observation.measure) for f in over]
    amounts = [shown(f) for f in over]
    params: dict[str, str | Text] = {
        "subject": subject(about),
        "whole": shown(about),
        "parts": Text(
            listed([f"{a} {n.sv}" for a, n in zip(amounts, named, strict=True)]).sv,
            listed([f"{a} {n.en}" for a, n in zip(amounts, named, strict=True)]).en,
        ),
        "where": where(facts),
        "cohort": _cohort(cohort),
    }
    return [
        finding(
            "part_exceeds_whole",
            "error" if in_tables == {True, False} else "warning",
            "part_exceeds_whole",
            [*facts, *cohort],
            [*dict.fromkeys(amounts), shown(about), *(shown(f) for f in cohort)],
            params=params,
            about=about,
            difference=max(number(f) for f in over) - largest,
            proposed=shown(about) if backed >= CLEARLY else None,
            confidence="possible",
        )
    ]


def _backing(prints: Sequence[Fact], sums: Mapping[str, int]) -> int:
    """How much stands behind a number: the places that print it and the sums that hold with it."""
    return len({spot(f) for f in prints}) + sum(sums.get(f.obs_id, 0) for f in prints)


def _all_new(whole: Fact, groups: Sequence[list[Fact]]) -> tuple[Fact, ...]:
    """The intervention's totals of participants, new and exited, where all participants are new."""
    for group in groups:
        about = group[0].observation
        same = (group[0].intervention_id, about.role, period_code(group[0])) == (
            whole.intervention_id,
            whole.observation.role,
            period_code(whole),
        )
        if same and about.gender == "T" and whole.observation.gender != "T":
            found = {f.observation.measure: f for f in reversed(group)}
            three = [found.get(m) for m in ("participants", "new_participants", "exited_participants")]
            facts = [f for f in three if f is not None]
            if len(facts) == 3 and number(facts[0]) == number(facts[1]):
                return tuple(facts)
    return ()


def _cohort(facts: Sequence[Fact]) -> Text:
    if not facts:
        return Text("", "")
    whole, _, left = (shown(f) for f in facts)
    return Text(
        f"Alla {whole} deltagare är nya, så de {left} som avslutats kan vara en annan grupp än periodens deltagare.",
        f"All {whole} participants are new, so the {left} who exited may be another group than the period's.",
    )


def _one_sentence(facts: Sequence[Fact]) -> bool:
    """Whether sentences alone say it and all in one: what two sentences call participants need not be one group."""
    return len({f.observation.place.quote for f in facts}) == 1
