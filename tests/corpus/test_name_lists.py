"""Lists of names with their truth: no false merge, most pairs found, the rest among the first questions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpus.name_list import ADDED, cluster
from corpus.registry import RegistryError
from tests.benchmarks.names.measure import Names, gold, names
from tests.benchmarks.names.ways import ours

LISTS = Path(__file__).parent.parent / "benchmarks" / "names"
GOLD = Path(__file__).parents[3] / "shared/gold"
needs_gold = pytest.mark.skipif(not GOLD.exists(), reason="the annotated reports are not here")


def held(one: Names, *, recall: float, unasked: int = 0) -> None:
    """Precision 1.00, recall at least as given, and every true pair that is left among the first three questions.

    But for `unasked`: pairs that nothing but a third name ties together.
    """
    score, found = ours(one)
    assert score.false == ()
    assert score.precision == 1.0
    assert score.recall >= recall
    ids = {(r["federation"], r["printed"]): r["intervention_id"] for r in found.rows}
    rank = {frozenset((q.intervention_id, q.other_id)): q.rank_for_name for q in found.linked.questions}
    late = [p for p in score.missed if rank.get(frozenset((ids[p[0]], ids[p[1]])), 9) > 3]
    assert len(late) <= unasked, late


def test_the_corpus_is_as_large_as_is_promised() -> None:
    corpus = names("corpus", LISTS / "corpus.csv")
    assert len(corpus.truth) >= 150
    assert len(set(corpus.truth.values())) >= 60


@pytest.mark.parametrize(("file", "recall"), [("corpus", 0.9), ("second", 0.9), ("third", 0.7), ("fourth", 0.85)])
def test_names_with_traps_are_put_together_without_a_fault(file: str, recall: float) -> None:
    held(names(file, LISTS / f"{file}.csv"), recall=recall, unasked=int(file in ("third", "fourth")))


@needs_gold
@pytest.mark.parametrize(("folder", "federation"), [("2017-hbs", "hbs"), ("2025h1-sthlm", "Stockholms stad")])
def test_annotated_names_are_put_together_wholly(folder: str, federation: str, tmp_path: Path) -> None:
    held(gold(GOLD / folder, federation, tmp_path / "list.csv"), recall=1.0)


@needs_gold
@pytest.mark.parametrize("folder", ["2017-hbs", "2025h1-sthlm"])
def test_without_the_registry_annotated_names_are_asked_not_guessed(folder: str, tmp_path: Path) -> None:
    held(gold(GOLD / folder, "somewhere else", tmp_path / "list.csv"), recall=0.6)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode())
    return path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_the_rows_come_back_in_their_order_with_four_columns_more(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "note,printed,federation,year\nb,Lyras,HBS,2018\na,Lyra,hbs,2017\n,,hbs,2017\n"
        'c,"Unga på väg i Salem (UPIS)",Samordningsförbundet Huddinge Botkyrka Salem,2022\nd,Nytt,Okänd,\n',
    )
    found = rows(cluster(path).text())
    assert list(found[0]) == ["note", "printed", "federation", "year", *ADDED]
    assert [r["note"] for r in found] == ["b", "a", "", "c", "d"]
    assert [r["intervention_id"] for r in found] == ["lyra", "lyra", "", "upis", "nytt"]
    assert [r["method"] for r in found] == ["core", "exact", "", "core", "new"]
    assert all(r["reasons"] for r in found if r["printed"])


def test_a_list_as_a_swedish_spreadsheet_writes_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufefffederation;year;printed\r\nX;2017;Klivet\r\nX;2018;Klivet-projektet\r\n")
    assert [r["intervention_id"] for r in cluster(path).rows] == ["klivet", "klivet"]


def test_the_same_list_gives_the_same_ids_whatever_its_order(tmp_path: Path) -> None:
    lines = (LISTS / "corpus.csv").read_text(encoding="utf-8").splitlines()
    forward = cluster(written(tmp_path, "\n".join(lines))).rows
    backward = cluster(written(tmp_path, "\n".join([lines[0], *lines[:0:-1]]))).rows
    assert sorted(map(str, forward)) == sorted(map(str, backward))


def test_a_decision_holds_in_a_list_too(tmp_path: Path) -> None:
    path = written(tmp_path, "federation,year,printed\nX,2017,Bron\nX,2018,Färjan\n")
    decided = tmp_path / "decisions.csv"
    decided.write_text(
        "kind,target_id,decision,value,expected_printed,who,when,why\nname,x:Färjan,same_as,bron,Bron,Eva,2026-01-01,seen\n",
        encoding="utf-8",
    )
    assert [r["intervention_id"] for r in cluster(path, decided=decided).rows] == ["bron", "bron"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("federation,printed\nX,Klivet\n", "column 'year' is missing"),
        ("federation,year,printed\nX,2017,Klivet,more\n", "line 2: more cells"),
    ],
)
def test_a_list_that_cannot_be_used_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RegistryError, match=said):
        cluster(written(tmp_path, text))
