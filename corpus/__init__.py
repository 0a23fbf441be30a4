"""Many reports together: identify, reconcile, write; and open what was written.

>>> import corpus
>>> ds = corpus.open("dataset/")
>>> ds.series(intervention="UPIS", measure="participants")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from corpus.history import History

__all__ = ["open"]


def open(  # noqa: A001  said as corpus.open, like the open of any library that reads files
    dataset: str | PathLike[str], sources: Iterable[str | PathLike[str]] | str | PathLike[str] = ()
) -> History:
    """A dataset that `facit backfill` wrote, for series, revisions and breaks as pandas frames. See docs/series.md.

    `sources` are the reports themselves, or folders of them: only pictures of pages (`trace`) need them. Raises
    NotADatasetError for a folder that is none.
    """
    from os import PathLike  # noqa: PLC0415  importing corpus stays cheap
    from pathlib import Path  # noqa: PLC0415

    from corpus.history import History  # noqa: PLC0415

    given = [sources] if isinstance(sources, (str, PathLike)) else sources
    return History(Path(dataset), [Path(s) for s in given])
