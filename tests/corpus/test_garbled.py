"""A result that stands among the goals is said to, with the line and the text."""

from __future__ import annotations

from pathlib import Path

from corpus.build import Options, run
from corpus.store import read_table

DUMP = """\
Årsredovisning 2019

Samordningsförbundet Huddinge Botkyrka Salem

Sammanställning av måluppfyllelse 2019

Insats Mål Resultat Måluppfyllelse

Lyra 20 nya deltagare.
50 % till arbete eller studier. 17 nya deltagare                                 40 % till praktik

21 nya deltagare
53 % till arbete eller studier (9 av 17)

Mycket God

START 25 nya deltagare.
50 % till arbete eller studier.

28 nya deltagare
54 % till arbete eller studier (13 av 24)

God
"""


def test_text_of_the_result_column_in_the_goal_column_is_a_warning_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "hbs-2019.txt").write_text(DUMP, encoding="utf-8")
    run([tmp_path / "hbs-2019.txt"], Options(out=tmp_path / "out", jobs=1))
    findings = read_table(tmp_path / "out", "findings")
    (row,) = findings[findings["kind"] == "garbled"].to_dict("records")
    assert (row["severity"], row["lines"]) == ("warning", "10")
    assert "17 nya deltagare" in str(row["message_sv"])
    assert "40 % till praktik" in str(row["values"])


def test_goals_and_results_in_their_own_cells_are_no_finding(tmp_path: Path) -> None:
    clean = DUMP.replace(" 17 nya deltagare                                 40 % till praktik", "")
    (tmp_path / "hbs-2019.txt").write_text(clean, encoding="utf-8")
    run([tmp_path / "hbs-2019.txt"], Options(out=tmp_path / "out", jobs=1))
    findings = read_table(tmp_path / "out", "findings")
    assert not (findings["kind"] == "garbled").any()


def test_a_share_with_its_counts_among_the_goals_and_a_bound_among_the_results_are_warnings(tmp_path: Path) -> None:
    report = """\
# Årsredovisning 2023

Samordningsförbundet Huddinge Botkyrka Salem

| Insats | Mål 2023 | Resultat 2023 | Resultat 2022 |
|---|---|---|---|
| Lyra | 40 % till arbete | Minst 40 % till arbete | 25 % till arbete |
| START | 35 % fick arbete, dvs 7 av 20 | 35 % till arbete eller studier | 31 % |
| Novum | Minst 30 % till arbete | 35 % till arbete (7 av 20) | Högst 20 % |
"""
    (tmp_path / "hbs-2023.md").write_text(report, encoding="utf-8")
    run([tmp_path / "hbs-2023.md"], Options(out=tmp_path / "out", jobs=1))
    findings = read_table(tmp_path / "out", "findings")
    rows = findings[findings["kind"] == "garbled"].to_dict("records")
    told = {str(row["lines"]): str(row["message_sv"]) for row in rows}
    assert sorted(told) == ["7", "8"]
    assert "'Minst 40 % till arbete'" in told["7"]
    assert "resultatkolumnen men är ett mål" in told["7"]
    assert "'35 % fick arbete, dvs 7 av 20'" in told["8"]
    assert "målkolumnen men är ett resultat" in told["8"]
