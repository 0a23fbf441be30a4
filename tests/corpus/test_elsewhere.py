"""Reports that lie elsewhere are read as those of this machine are, and fetched again only when they changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import LYRA

from corpus import elsewhere, remote
from corpus.build import Options, Run, run
from corpus.limits import Limits
from tests.benchmarks.kills.stress import digests

fsspec = pytest.importorskip("fsspec")
CHANGED = LYRA.replace("2022", "2023")


@pytest.fixture
def bucket() -> Iterator[Any]:
    """A system of files that is none of this machine's, with two reports and other things."""
    system = fsspec.filesystem("memory")
    system.pipe({"/reports/2022/a.md": LYRA.encode(), "/reports/b.md": CHANGED.encode(), "/reports/notes.json": b"{}"})
    system.pipe({"/reports/.hidden.md": LYRA.encode(), "/reports/README.md": LYRA.encode()})
    yield system
    system.rm("/", recursive=True)


def backfill(given: str, out: Path, **options: Any) -> Run:
    return run([given], Options(out, jobs=1, cache=out.parent / "kept", **options))


def test_the_reports_below_an_address_make_the_same_dataset_as_their_copies_here(bucket: Any, tmp_path: Path) -> None:
    (tmp_path / "here" / "2022").mkdir(parents=True)
    (tmp_path / "here" / "2022" / "a.md").write_text(LYRA, encoding="utf-8")
    (tmp_path / "here" / "b.md").write_text(CHANGED, encoding="utf-8")
    result = backfill("memory://reports", tmp_path / "there")
    run([tmp_path / "here"], Options(tmp_path / "near", jobs=1))
    assert [r.file_name for r in result.reports] == ["a.md", "b.md"]
    assert digests(tmp_path / "there") == digests(tmp_path / "near")


def test_what_has_not_changed_is_not_fetched_again(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backfill("memory://reports", tmp_path / "out")
    bucket.pipe("/reports/b.md", LYRA.replace("2022", "2024").encode())
    fetched: list[str] = []
    really = remote._digest
    monkeypatch.setattr(remote, "_digest", lambda there: fetched.append(there.url) or really(there))
    again = backfill("memory://reports", tmp_path / "out")
    assert [Path(url).name for url in fetched] == ["b.md"]
    assert again.kept == 1
    assert again.changes and again.changes.replaced == ("b.md",)


def test_a_reports_csv_there_is_read(bucket: Any, tmp_path: Path) -> None:
    bucket.pipe("/reports/reports.csv", b"file,period,title\nb.md,2019,From elsewhere\nlost.md,2018,\n")
    result = backfill("memory://reports", tmp_path / "out")
    assert [(r.period, r.title) for r in result.reports if r.file_name == "b.md"] == [("2019", "From elsewhere")]
    assert [n for n in result.notes if "lost.md" in n and "b.md" not in n]
    assert not [n for n in result.notes if "no file b.md" in n]


def test_workers_fetch_what_they_read(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.md").write_text(LYRA, encoding="utf-8")
    result = backfill(f"file://{tmp_path}/reports/a.md", tmp_path / "out", limits=Limits())
    assert not result.problems
    assert [r.status for r in result.reports] == ["ok"]


@pytest.mark.parametrize("url", ["memory://nowhere", "gopher://what", "s4://no/such"])
def test_an_address_with_nothing_behind_it_is_told(url: str, bucket: Any, tmp_path: Path) -> None:
    (problem,) = elsewhere.find([url], tmp_path).problems
    assert problem.shown == url
    assert "check the address" in problem.message


def test_one_content_here_and_there_is_read_once(bucket: Any, tmp_path: Path, reports: Path) -> None:
    result = run([reports, "memory://reports"], Options(tmp_path / "out", jobs=1))
    assert [r.file_name for r in result.reports] == ["hbs-2022.md", "b.md"]
    assert [n for n in result.notes if "the same content" in n]
