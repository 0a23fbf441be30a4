"""Whoever reads the reports, and whatever dies meanwhile, the dataset is the same."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.build import Options, Run, run
from corpus.limits import Limits
from corpus.pools import NoClusterError, on_dask
from corpus.reading import Progress, silent
from tests.benchmarks.kills.stress import descendants, digests, wait_for_end
from tests.benchmarks.made_folder import made

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked for in /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made(tmp_path_factory.getbasetemp() / "made", 9, pages=1)
    return tmp_path_factory.getbasetemp() / "made"


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one process makes of the folder."""
    out = tmp_path_factory.mktemp("alone") / "out"
    run([folder], Options(out, jobs=1))
    return digests(out)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as started:
        yield started


def backfill(folder: Path, out: Path, tell: Any = silent, **options: Any) -> Run:
    return run([folder], Options(out, limits=Limits(), **options), tell)


def test_two_processes_make_of_it_what_one_makes(folder: Path, alone: dict[str, str], tmp_path: Path) -> None:
    backfill(folder, tmp_path / "out", jobs=2)
    assert digests(tmp_path / "out") == alone


def test_a_cluster_of_which_a_worker_is_killed_makes_the_same(
    folder: Path, alone: dict[str, str], tmp_path: Path, cluster: Any
) -> None:
    with distributed.Client(cluster) as client:
        workers: dict[str, int] = client.run(os.getpid)
    victim, family, over = next(iter(workers.values())), list[int](), threading.Event()

    def kill_one(event: Progress) -> None:
        if event.stage == "done" and not over.is_set():
            over.set()
            family.extend((victim, *descendants(victim)))
            os.kill(victim, signal.SIGKILL)

    result = backfill(folder, tmp_path / "out", kill_one, cluster=cluster.scheduler_address)
    assert over.is_set()
    assert len(family) > 1  # its own worker process, and who keeps that
    assert wait_for_end(family) == 0
    assert not result.problems
    assert digests(tmp_path / "out") == alone


def test_limits_hold_on_a_cluster_too(folder: Path, tmp_path: Path, cluster: Any) -> None:
    result = run([folder], Options(tmp_path / "out", limits=Limits(seconds=0.001), cluster=cluster.scheduler_address))
    assert result.dataset is None
    assert {p.message.partition(" and ")[0] for p in result.problems} == {"reading it took more than 0.001 seconds"}


@pytest.mark.parametrize("where", ["local:none", "local:0", "tcp://127.0.0.1:9"])
def test_a_cluster_that_cannot_be_used_is_told(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.pools.PATIENCE", "1s")
    with pytest.raises(NoClusterError, match=where.partition(":")[0]), on_dask(where):
        pass


def test_without_dask_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoClusterError, match=r"pip install 'facit\[dask\]'"), on_dask("local"):
        pass
