"""Each call has a process to die in: what goes wrong costs that call only, is told by its cause, and leaves nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.limits import Limits
from corpus.workers import Afresh, Died, TimedOut, TooMuchMemory, WorkerError, Workers
from tests.corpus import chores

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is watched on Linux only")
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    with Workers(2, Limits(seconds=4, megabytes=300)) as workers:
        yield workers


def test_calls_are_answered_and_errors_come_back(pool: Workers) -> None:
    assert list(pool.map(chores.doubled, range(20))) == [2 * n for n in range(20)]
    with pytest.raises(ValueError, match="wrong"):
        pool.submit(chores.fails, "wrong").result()


@pytest.mark.parametrize(
    ("call", "kind", "says"),
    [
        (lambda p: p.submit(chores.crashes, signal.SIGSEGV), Died, "SIGSEGV"),
        (lambda p: p.submit(chores.crashes, signal.SIGABRT), Died, "SIGABRT"),
        (lambda p: p.submit_telling(chores.loud, "dies"), Died, "exit code 1"),
        (lambda p: p.submit(chores.hangs), TimedOut, "more than 4 seconds"),
        (lambda p: p.submit_telling(chores.tells_for_ever), TimedOut, "--timeout"),
        (lambda p: p.submit(chores.eats, 2000), TooMuchMemory, "more than 300 MB"),
        (lambda p: p.submit(chores.swallows, 64), MemoryError, None),
    ],
    ids=["segfault", "abort", "exit", "hang", "endless", "memory, bit by bit", "memory, at once"],
)
def test_what_goes_wrong_is_told_by_its_cause_and_the_next_call_is_answered(
    pool: Workers, call: Callable[[Workers], object], kind: type[Exception], says: str | None
) -> None:
    others = [pool.submit(chores.doubled, n) for n in range(4)]
    with pytest.raises(kind, match=says):
        call(pool).result(timeout=30)  # type: ignore[attr-defined]  # a future
    assert [f.result(timeout=30) for f in (*others, pool.submit(chores.doubled, 21))] == [0, 2, 4, 6, 42]


def test_a_program_that_a_stopped_call_started_is_ended_too(tmp_path: Path) -> None:
    with Workers(1, Limits(seconds=3, megabytes=300)) as pool:
        with pytest.raises(TimedOut):
            pool.submit(chores.starts_a_program, tmp_path / "note").result(timeout=30)
        assert chores.gone(chores.noted(tmp_path / "note"))


def test_the_memory_of_programs_counts_too() -> None:
    with Workers(1, Limits(megabytes=200)) as pool, pytest.raises(TooMuchMemory):
        eater = "x = [b'x' * (1 << 20) for _ in range(400)]; import time; time.sleep(60)"
        pool.submit(subprocess.run, [sys.executable, "-c", eater]).result(timeout=30)


def test_a_worker_that_was_killed_from_outside_is_no_fault_of_its_call(pool: Workers, tmp_path: Path) -> None:
    assert pool.submit(chores.dies_once, tmp_path / "mark").result(timeout=30) == "done"
    with pytest.raises(WorkerError, match="SIGKILL"):
        pool.submit(chores.crashes, signal.SIGKILL).result(timeout=30)


def test_a_worker_that_keeps_much_memory_is_replaced() -> None:
    with Workers(1, Limits(megabytes=100)) as pool:
        first = pool.submit(chores.who).result()
        assert pool.submit(chores.who).result() == first
        pool.submit(chores.keeps, 70).result()
        assert pool.submit(chores.who).result() != first


def test_a_killed_run_leaves_no_process(tmp_path: Path) -> None:
    note = tmp_path / "note"
    command = [sys.executable, "-m", "tests.corpus.chores", "starts_a_program", str(note)]
    with subprocess.Popen(command, cwd=ROOT) as run:
        left = chores.noted(note)
        run.send_signal(signal.SIGKILL)
    assert chores.gone(left)


def test_sent_home_at_once_the_workers_stop_what_they_do(tmp_path: Path) -> None:
    pool = Workers(1, Limits())
    running = pool.submit(chores.starts_a_program, tmp_path / "note")
    waiting = pool.submit(chores.doubled, 1)
    left = chores.noted(tmp_path / "note")
    begun = time.monotonic()
    pool.shutdown(cancel_futures=True)
    assert time.monotonic() - begun < 10
    assert isinstance(running.exception(), WorkerError)
    assert waiting.cancelled()
    assert chores.gone(left)


def test_a_call_may_go_on_in_another_process_once(pool: Workers, tmp_path: Path) -> None:
    first, second = pool.submit(chores.in_two, str(tmp_path / "first")).result()
    assert int(first) != second
    assert pool.submit(chores.never_content).result() is Afresh.PLEASE
