"""What came, went and was replaced since the last run, told by names of files and their contents."""

from __future__ import annotations

import pytest

from corpus.changes import Changes, between


def files(**digests: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(content.split()) for name, content in digests.items()}


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (files(a="1", b="2"), files(a="1", b="2"), Changes()),
        (files(a="1"), files(a="1", b="2"), Changes(added=("b",))),
        (files(a="1", b="2"), files(a="1"), Changes(removed=("b",))),
        (files(a="1", b="2"), files(a="1", b="3"), Changes(replaced=("b",))),
        (files(a="1"), files(b="1"), Changes()),
        (files(a="1 2"), files(a="1"), Changes(removed=("a",))),
        (files(), files(), Changes()),
    ],
    ids=["nothing", "added", "removed", "replaced", "renamed", "one of two with a name", "empty"],
)
def test_changes_are_told_by_name_and_content(
    before: dict[str, frozenset[str]], after: dict[str, frozenset[str]], changed: Changes
) -> None:
    assert between(before, after) == changed


def test_the_user_is_told_in_one_line() -> None:
    assert Changes().sentence() == ""
    said = Changes(added=("a.pdf", "b.pdf"), removed=("c.pdf",)).sentence()
    assert said == "Since the last run: 2 added (a.pdf, b.pdf); 1 removed (c.pdf)."
