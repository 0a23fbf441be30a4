"""A folder that is replaced as a whole: what is written beside it takes its place in one step, or not at all.

On Linux and macOS two folders change places in one system call. Where that cannot be (the folder is a mount point, the
current folder, or its parent may not be written), the files are renamed one by one: all or none, unless the run is
killed in these milliseconds; then the next run puts the new ones in.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import glob
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

OWN = ".facit-"
"""How the names of folders begin that are ours and no part of a dataset: kept readings, and what is being written."""
CACHE = f"{OWN}cache"
ONCE = f"{OWN}once-"
_INSIDE = "new"
"""The new folder stands in one of its own, so that whoever writes it may use the place beside it."""
_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


class BusyError(Exception):
    """Another run writes to the folder."""


@contextmanager
def held(out: Path) -> Iterator[None]:
    """`out` for one run alone; made when missing. What a killed run left beside it is put right first.

    Raises BusyError, OSError when it cannot be made.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _locked(out) as mine:
        if not mine:
            raise BusyError(str(out))
        settle(out)
        yield


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """A new, empty folder to write to; it takes the place of `out` when the block ends, and is dropped when it raises.

    What others put into `out`, and the kept readings there, go along. Raises OSError; then the old folder stays.
    """
    whole = _can_exchange(out)
    real = out.resolve()
    around = (real.parent if whole else real) / f"{_new(real)}{os.urandom(4).hex()}"
    fresh = around / _INSIDE
    fresh.mkdir(parents=True)
    try:
        with _locked(around):
            yield fresh
            shutil.copymode(real, fresh)
            _sync(fresh)
            if not (whole and _exchanged(real, fresh)):
                _move_in(fresh, real)
    finally:
        shutil.rmtree(around, ignore_errors=True)


def settle(out: Path) -> None:
    """Put right what a killed run left: kept readings that did not come along are fetched, half-written folders go."""
    real = out.resolve()
    begun = f"{glob.escape(_new(real))}*"
    for left in (*real.parent.glob(begun), *real.glob(begun), *real.glob(f"{ONCE}*")):
        with _locked(left) as nobody_else, contextlib.suppress(OSError):
            if nobody_else:
                if (left / _INSIDE / CACHE).is_dir() and not (real / CACHE).exists():
                    (left / _INSIDE / CACHE).rename(real / CACHE)
                shutil.rmtree(left)


def _new(real: Path) -> str:
    """How the name of a folder begins that is to take this one's place; those that begin with OWN never come along."""
    return f"{OWN}new-{real.name}-"


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether the folder is this process's alone. Where folders cannot be locked, it is taken to be."""
    import fcntl  # noqa: PLC0415  not on Windows

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:
            yield True
            return
        yield True
    finally:
        os.close(descriptor)


def _can_exchange(out: Path) -> bool:
    real, here = out.resolve(), Path.cwd()
    in_use = out.is_symlink() or os.path.ismount(real) or here.is_relative_to(real)
    return not in_use and os.access(real.parent, os.W_OK)


def _exchanged(real: Path, fresh: Path) -> bool:
    """Let the two folders change places. False, and nothing done, where the file system cannot."""
    _carry(_foreign(real, fresh), fresh)
    if not _exchange(real, fresh):
        return False
    # From here on `fresh` is the old folder. Should the run be killed now, the next one fetches the kept readings.
    if (fresh / CACHE).exists():
        (fresh / CACHE).rename(real / CACHE)
    _sync_folder(real.parent)
    return True


def _foreign(real: Path, fresh: Path) -> list[Path]:
    """What stands in the old folder and is not in the new one: other people's files."""
    return [e for e in sorted(real.iterdir()) if not e.name.startswith(OWN) and not os.path.lexists(fresh / e.name)]


def _carry(entries: Iterable[Path], fresh: Path) -> None:
    """The same files under both folders, so that they are there whichever is found."""
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, fresh / entry.name, symlinks=True, copy_function=_linked)
        else:
            _linked(str(entry), str(fresh / entry.name), follow_symlinks=False)


def _linked(old: str, new: str, *, follow_symlinks: bool = True) -> str:
    try:
        os.link(old, new, follow_symlinks=follow_symlinks)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=follow_symlinks)
    return new


def _exchange(one: Path, other: Path) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = libc.renamex_np(first, second, _RENAME_SWAP)
        else:
            failed = libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    except AttributeError:
        return False
    if failed and ctypes.get_errno() in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one))
    return not failed


def _move_in(fresh: Path, real: Path) -> None:
    """Every entry of the new folder into the old one, or none: one that cannot be moved puts the earlier ones back."""
    aside = fresh / f"{OWN}old"
    aside.mkdir()
    names = sorted(e.name for e in fresh.iterdir() if e != aside)
    moved: list[str] = []
    try:
        for name in names:
            if os.path.lexists(real / name):
                (real / name).rename(aside / name)
            moved.append(name)
            (fresh / name).rename(real / name)
    except BaseException:
        for name in reversed(moved):
            if os.path.lexists(real / name) and not os.path.lexists(fresh / name):
                (real / name).rename(fresh / name)
            if os.path.lexists(aside / name):
                (aside / name).rename(real / name)
        raise


def _sync(folder: Path) -> None:
    """Everything below a folder is on the disk, not only on its way there."""
    for where, _, files in os.walk(folder):
        for name in files:
            with (Path(where) / name).open("rb") as file:
                os.fsync(file.fileno())
        _sync_folder(Path(where))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
