"""The map over reports: every task gives a result at its place, by any executor, and one that fails fails alone."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from corpus.executors import default_jobs, run_all
from corpus.limits import Limits
from corpus.workers import Workers
from tests.corpus.chores import loud


def lost(task: str, error: Exception) -> str:
    return f"lost {task}: {type(error).__name__}"


def results(tasks: list[str], executor: Executor | None, told: list[str], at_once: int = 64) -> list[str]:
    got = dict(run_all(loud, tasks, lost, executor=executor, tell=told.append, at_once=at_once))
    return [got[n] for n in range(len(tasks))]


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_every_task_has_its_result_and_progress_is_told(jobs: int) -> None:
    told: list[str] = []
    executor = Workers(jobs, Limits(), told.append) if jobs else None
    assert results(["a", "b", "c"], executor, told, at_once=2) == ["A", "B", "C"]
    assert sorted(told) == sorted(f"{what} {task}" for what in ("begin", "end") for task in "abc")
    if executor:
        executor.shutdown()


def test_a_process_that_dies_takes_only_its_own_task() -> None:
    with Workers(2, Limits()) as executor:
        assert results(["a", "dies", "b"], executor, []) == ["A", "lost dies: Died", "B"]


def test_any_executor_will_do() -> None:
    with ThreadPoolExecutor(2) as executor:
        assert results(["a", "b", "c"], executor, []) == ["A", "B", "C"]


def test_no_tasks_is_no_work() -> None:
    assert results([], None, []) == []


def test_there_is_always_one_process() -> None:
    assert default_jobs() >= 1
