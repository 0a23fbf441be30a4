"""The list of fuzzing targets: a strategy for what goes in, and a check that raises when what comes out is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True, slots=True)
class Target:
    """`check` is called with what `strategy` draws; `share` is its part of the executions of a run."""

    name: str
    strategy: SearchStrategy[Any]
    check: Callable[[Any], None]
    share: float


TARGETS: list[Target] = []


def target(
    strategy: SearchStrategy[Any], *, share: float = 1.0
) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Puts a check on the list."""

    def put(check: Callable[[Any], None]) -> Callable[[Any], None]:
        TARGETS.append(Target(check.__name__, strategy, check, share))
        return check

    return put


def run(one: Target, executions: int, *, always_the_same: bool) -> int:
    """Call the check so many times; raises what it raises, on the smallest input found. Returns how often it ran."""
    count = 0

    def counted(drawn: Any) -> None:
        nonlocal count
        count += 1
        one.check(drawn)

    chosen = settings(
        max_examples=executions,
        deadline=None,
        database=None,
        derandomize=always_the_same,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    chosen(given(one.strategy)(counted))()
    return count
