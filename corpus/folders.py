"""The folders that a run writes to: the dataset's, for itself alone and replaced as a whole, and that of readings."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from corpus import swap

CACHE = swap.CACHE
"""The folder within the dataset's for readings that are kept, when no other is given."""
FULL = 1 << 20
"""A disk with fewer bytes free is full."""


class NotADatasetError(Exception):
    """A folder that `facit backfill` did not write. `str(error)` says what is missing and what to give."""


class NotWrittenError(Exception):
    """The dataset, or a reading, cannot be written. `str(error)` is one sentence for the user."""


@contextmanager
def held(out: Path, cache: Path | None) -> Iterator[Path]:
    """`out` for this run alone -> the folder that readings are kept in, if only for this run. Raises NotWrittenError.

    Whether both can be written to is found out here: before an hour of reading, not after it.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(swap.held(out))
            once = None if cache else out / f"{swap.ONCE}{os.urandom(4).hex()}"
            folder = cache or once or out
            folder.mkdir(parents=True, exist_ok=True)
        except swap.BusyError as error:
            raise NotWrittenError(f"{out}: another run writes there; wait for it or give another --out") from error
        except OSError as error:
            what = f"{error.filename or out}: cannot be made ({error.strerror})"
            raise NotWrittenError(f"{what}; give another --out") from error
        if once:
            stack.callback(shutil.rmtree, once, ignore_errors=True)
        for one, option in ((out, "--out"), (folder, "--cache")):
            if not os.access(one, os.W_OK | os.X_OK):
                raise NotWrittenError(f"{one}: no permission to write there; give another {option}")
        yield folder


@contextmanager
def written(out: Path) -> Iterator[Path]:
    """A folder to write the dataset into, which then takes the place of `out`. Raises NotWrittenError."""
    try:
        with swap.replaced(out) as fresh:
            yield fresh
    except Exception as error:
        full = shutil.disk_usage(out).free < FULL
        if not isinstance(error, OSError) and not full:  # DuckDB and Excel have errors of their own for a full disk
            raise
        why = os.strerror(errno.ENOSPC) if full else getattr(error, "strerror", None) or error
        raise NotWrittenError(f"{out}: {why}; free space there or give another --out") from error
