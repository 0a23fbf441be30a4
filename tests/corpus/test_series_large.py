"""The dataset of the benchmark, small: what its questions answer is what its numbers were made to be."""

from __future__ import annotations

import duckdb
import pytest

import corpus
from corpus.history import History
from tests.benchmarks.history.made import GENDERS, REVISED, VALUE, Size, write


@pytest.fixture(scope="module")
def ds(tmp_path_factory: pytest.TempPathFactory) -> History:
    folder = tmp_path_factory.mktemp("large")
    assert write(folder, Size(rows=12_000, federations=4, years=3)) == 4 * 7 * 30 * 3 * 5
    return corpus.open(folder)


def expected(federation: int, intervention: int, measure: int, *, late: bool) -> list[tuple[str, str, float]]:
    """(gender, period, value) of a series in its last, or its first, vintage, worked out by the formula."""
    told = f"{VALUE} + ({'year < 2019 AND ' if late else 'false AND '}{REVISED})::INTEGER"
    return duckdb.execute(
        f"""SELECT {GENDERS}[g + 1], year::VARCHAR, ({told})::DOUBLE FROM range(3) a(g), range(2017, 2020) b(year),
            (SELECT {federation} AS f, {intervention} AS i, {measure} AS m) ORDER BY 1, 2"""  # noqa: S608
    ).fetchall()


@pytest.mark.parametrize("vintage", ["latest", "first"])
@pytest.mark.parametrize(("federation", "intervention"), [(0, 0), (3, 6)])
def test_a_series_is_what_the_formula_says(ds: History, federation: int, intervention: int, vintage: str) -> None:
    found = ds.series(
        intervention=f"Insats f0{federation}-i0{intervention}",
        measure="participants",
        category="",
        vintage=vintage,  # type: ignore[arg-type]
    ).sort_values(["gender", "period"])
    rows = list(found[["gender", "period", "value"]].itertuples(index=False, name=None))
    assert rows == expected(federation, intervention, 0, late=vintage == "latest")
    assert not found.break_before.any()  # the definition changes in 2020, when these years are over


def test_every_revision_of_an_association_is_there(ds: History) -> None:
    rows = "range(7) a(i), range(30) b(m), range(3) c(g), range(2017, 2019) d(year), (SELECT 2 AS f)"
    (wanted,) = duckdb.execute(f"SELECT count(*) FROM {rows} WHERE {REVISED}").fetchall()[0]  # noqa: S608
    assert len(ds.revisions(federation="f02")) == wanted > 0


def test_a_question_reads_only_what_it_names(ds: History) -> None:
    """The windows of the view are computed over the rows of one intervention: the filter has reached the file."""
    query = "SELECT * FROM series WHERE federation = 'f01' AND intervention = 'f01-i02' AND measure = 'participants'"
    plan = json.loads(ds.connection.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()[0][1])
    (filters,) = [str(info["Filters"]) for info in scans(plan) if "obs_id" in str(info.get("Projections", ""))]
    assert all(column in filters for column in ("federation_id", "intervention_id", "measure"))


def scans(plan: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What a plan of DuckDB says of the files that it reads."""
    for node in plan:
        yield from [node["extra_info"]] if "Filters" in node.get("extra_info", {}) else []
        yield from scans(node.get("children", []))
