"""The map over reports: results in order, progress told, and a process that dies takes only its own report."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from corpus.executors import default_jobs, run_all

Say = Callable[[str], None]


def work(task: str, tell: Say) -> str:
    tell(f"begin {task}")
    if task == "dies":
        os._exit(1)
    tell(f"end {task}")
    return task.upper()


def lost(task: str) -> str:
    return f"lost {task}"


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks_and_progress_is_told(jobs: int) -> None:
    told: list[str] = []
    assert run_all(work, ["a", "b", "c"], lost, jobs=jobs, tell=told.append) == ["A", "B", "C"]
    assert sorted(told) == sorted(f"{what} {task}" for what in ("begin", "end") for task in "abc")


def test_a_process_that_dies_takes_only_its_own_task() -> None:
    assert run_all(work, ["a", "dies", "b"], lost, jobs=2, tell=lambda _: None) == ["A", "lost dies", "B"]


def test_no_tasks_is_no_work() -> None:
    assert run_all(work, [], lost, jobs=4, tell=lambda _: None) == []


def test_there_is_always_one_process() -> None:
    assert default_jobs() >= 1
