"""Shares and limits beside sums: one cause is one finding, and an explanation that breaks a share is worth less."""

from __future__ import annotations

from small import fact, report

from corpus.confront import confront, system_for
from corpus.ranking import Verdict, verdicts
from corpus.records import Fact, Finding
from corpus.sources import Limit, Ratio

WHO = ("Bryggan", "Kompassen", "Lotsen", "Totalt")


def column(measure: str, numbers: str, column_: int = 1) -> list[Fact]:
    """One column of a table of the three interventions and their total."""
    return [
        fact(n, measure, line=20 + i, who=w, at=(0, i, column_), label=w, quote=f"{w} {n}")
        for i, (w, n) in enumerate(zip(WHO, numbers.split(), strict=True))
    ]


def share(percent: str, measure: str = "exit_work", **rest: object) -> Fact:
    return fact(percent, measure, unit="percent", at=(0, 0, 3), label="Bryggan", line=20, quote="Bryggan", **rest)  # type: ignore[arg-type]


def errors(*given: Fact | list[Fact]) -> list[Finding]:
    return [f for f in confront(report(*given))[1] if f.severity == "error"]


def judged(*given: Fact | list[Fact]) -> Verdict:
    (found,) = verdicts(system_for(report(*given)))
    return found


def test_a_sum_and_a_share_that_blame_one_cell_are_one_finding_with_both_as_witnesses() -> None:
    """51 + 20 + 10 is not 45, and 51 of 68 is not 22 %: 15 is both."""
    percent = share("22")
    (found,) = errors(column("exit_work", "51 20 10 45"), column("exited_participants", "68 40 30 138", 2), percent)
    assert (found.proposed, found.confidence) == ("15", "likely")
    assert percent.obs_id in found.obs_ids and "22 %" in found.values
    assert "Då stämmer också 22 %" in found.message_sv and "Then 22 %" in found.message_en


def test_a_sum_alone_leaves_open_which_cell_is_wrong() -> None:
    (found,) = errors(column("exit_work", "51 20 10 45"), column("exited_participants", "68 40 30 138", 2))
    assert found.confidence != "likely"


def test_a_change_that_would_break_a_printed_share_is_ranked_down() -> None:
    """15 of 68 is the 22 % beside it, so the 15 stands and another cell of the sum is wrong."""
    verdict = judged(column("exit_work", "15 20 10 54"), column("exited_participants", "68 40 30 138", 2), share("22"))
    cost = {e.changes[0].cell.fact.intervention_id: e.cost for e in verdict.explanations}
    alone = judged(column("exit_work", "15 20 10 54"), column("exited_participants", "68 40 30 138", 2))
    before = {e.changes[0].cell.fact.intervention_id: e.cost for e in alone.explanations}
    assert cost["bryggan"] - before["bryggan"] > 2
    assert cost["kompassen"] == before["kompassen"]


def test_a_change_that_would_make_a_part_larger_than_its_whole_is_ranked_down() -> None:
    verdict = judged(column("exited_participants", "18 20 10 57"), column("participants", "20 30 40 90", 2))
    cost = {e.changes[0].cell.fact.intervention_id: e.changes[0] for e in verdict.explanations}
    assert verdict.explanations[0].changes[0].cell.fact.intervention_id != "bryggan"
    assert cost["bryggan"].proposed == 27, "more than the 20 who took part"


def test_the_y_that_gives_the_percent_is_a_number_of_people_printed_twice() -> None:
    wrong = fact("93", "improved_health", unit="percent", of=(89, 93), line=5, at=(2, 1, 1))
    places = [fact("96", line=40, at=(1, 0, 0)), fact("96", line=90, quote="Totalt deltog 96 personer.")]
    (found,) = errors(wrong, places)
    assert (found.kind, found.proposed, found.confidence) == ("ratio", "89 av 96", "likely")
    assert (found.explanations[0].slip, found.explanations[0].proposed) == ("wrong_denominator", 96)


def test_counts_that_the_report_prints_twice_leave_the_percent_wrong() -> None:
    wrong = fact("31", "exit_work", unit="percent", of=(5, 17), line=5, at=(2, 1, 1))
    flow = [fact("17", "exited_participants", line=50, at=(1, 1, 1)), fact("5", "exit_work", line=50, at=(1, 1, 2))]
    (found,) = errors(wrong, flow)
    assert (found.proposed, found.confidence) == ("29 %", "likely")


def test_careless_rounding_is_no_error_and_explains_nothing() -> None:
    found = confront(report(fact("41", "exit_work", unit="percent", of=(23, 55))))[1]
    assert [(f.severity, f.kind) for f in found] == [("info", "rounding")]
    assert verdicts(system_for(report(fact("41", "exit_work", unit="percent", of=(23, 55))))) == ()


def test_every_row_of_the_system_is_listed_with_its_origin() -> None:
    given = report(
        column("exit_work", "15 20 10 45"),
        column("exited_participants", "68 40 30 138", 2),
        share("22"),
        fact("29", "exit_studies", unit="percent", of=(5, 17), line=70),
    )
    edits, _ = confront(given)
    listed = {e.edit_id for e in edits}
    system = system_for(given)
    assert {s.edit.edit_id for s in system.sources} <= listed
    assert {type(s) for s in system.sources} >= {Ratio, Limit}
    assert all(e.origin.startswith(("label: ", "heuristic: ")) for e in edits)
    kinds = {(e.kind, e.expression) for e in edits}
    assert ("ratio", "100 x 5 / 17 = 29 %") in kinds
    assert ("part_exceeds_whole", "exit_work <= exited_participants") in kinds
    assert ("part_exceeds_whole", "0 <= exit_work <= 100 %") in kinds
    assert ("sign", "0 <= exit_work") in kinds


def test_shares_that_follow_and_parts_within_their_wholes_are_no_finding() -> None:
    clean = [column("exit_work", "15 20 10 45"), column("exited_participants", "68 40 30 138", 2), share("22")]
    assert confront(report(*clean))[1] == []
