"""Reports that lie elsewhere (S3, a web server, whatever fsspec reaches): listed here, fetched by who reads them."""

from __future__ import annotations

import hashlib
import importlib
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

AT_ONCE = 8
"""Files whose digest is reckoned at the same time: the network is what is waited for."""


class NotReachedError(Exception):
    """A place that cannot be looked into. `str(error)` is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class There:
    """A file elsewhere: its URL, where it stands below what was asked for, its length, and what tells its versions."""

    url: str
    below: PurePosixPath
    size: int
    version: str


def is_url(given: object) -> bool:
    """Whether it is an address and no path."""
    return "://" in str(given)


def listed(url: str) -> list[There]:
    """The file at a URL, or all files below it, sorted. Raises NotReachedError when there is nothing."""
    try:
        system, path = _fsspec().core.url_to_fs(url)
        found = [path] if system.isfile(path) else system.find(path)
        files = [_there(system, name, path) for name in sorted(found)]
    except Exception as error:  # each system of files has errors of its own
        raise NotReachedError(f"cannot be looked into ({type(error).__name__}: {error}); check the address") from error
    if not files:
        raise NotReachedError("there is no such file or folder; check the address")
    return files


def digests(files: Iterable[There]) -> Iterator[str]:
    """The sha256 of each file's content, in order. Raises what the system of files raises."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        yield from threads.map(_digest, files)


@contextmanager
def fetched(url: str, name: str) -> Iterator[Path]:
    """The file at a URL as a file of this machine, called `name`, while it is needed. Raises OSError."""
    with TemporaryDirectory(prefix="facit-") as folder:
        copy(url, Path(folder) / name)
        yield Path(folder) / name


def copy(url: str, path: Path) -> None:
    """The file at a URL to `path`. Raises OSError, whatever the system of files raised."""
    try:
        with _fsspec().open(url, "rb") as there, path.open("wb") as here:
            shutil.copyfileobj(there, here, 1 << 20)
    except OSError:
        raise
    except Exception as error:  # as above
        raise OSError(f"{url} cannot be fetched ({type(error).__name__}: {error})") from error


def _there(system: Any, name: str, asked: str) -> There:
    below = PurePosixPath(name).relative_to(asked) if name != asked else PurePosixPath(PurePosixPath(name).name)
    return There(system.unstrip_protocol(name), below, int(system.size(name) or 0), str(system.ukey(name)))


def _digest(there: There) -> str:
    found = hashlib.sha256()
    with _fsspec().open(there.url, "rb") as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def _fsspec() -> Any:
    try:
        return importlib.import_module("fsspec")
    except ImportError as error:
        raise NotReachedError("addresses need fsspec: pip install 'facit[dask]'") from error
