"""The files and folders that were given -> the reports to read, each content once."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.manifest import FILE_NAME as MANIFEST

REPORTS = frozenset({".pdf", ".txt", ".md", ".markdown", ".html", ".htm", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
# Documents that we cannot read but that may well be reports: said, not passed over in silence.
UNREADABLE = frozenset({".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx"})


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `shown` is how the user knows it; `sha256` is of its content, `size` its length in bytes.

    One that lies elsewhere has a `url`; its path is what it would be called here.
    """

    path: Path
    shown: str
    sha256: str
    size: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that gives no report: what it is, and one sentence with what is wrong and what to do."""

    shown: str
    message: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What to read (sorted), what cannot be read, and what the user should know besides."""

    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def folders(self) -> tuple[Path, ...]:
        """The folders the files stand in: where a reports.csv may be."""
        return tuple(dict.fromkeys(s.path.parent for s in self.sources))


def find(given: Sequence[Path], *, leave_out: Path | None = None) -> Inputs:
    """Files and folders, any mix -> the reports in them. Folders are read with their subfolders, hidden ones excepted.

    `leave_out` is the folder that the dataset goes to: what an earlier run wrote there is no report.
    """
    paths: dict[Path, None] = {}
    problems: list[Problem] = []
    notes: list[str] = []
    for one in given:
        if one.is_dir():
            found, passed_over, strays = _in_folder(one, leave_out)
            problems += strays
            if not found and not strays:
                problems.append(Problem(str(one), f"there are no reports in this folder; facit reads {_list(REPORTS)}"))
            if passed_over:
                others = _list(map(shown, passed_over))
                notes.append(f"{one}: {_files(len(passed_over))} passed over, not a kind of report: {others}")
            paths |= dict.fromkeys(found)
        elif (why := _no_file(one)) and (one.exists() or one.is_symlink()):
            problems.append(Problem(shown(one), why))
        elif one.exists():
            paths[one] = None
        else:
            problems.append(Problem(shown(one), "there is no such file or folder; check the path"))
    sources, unreadable, twice = _read_once(sorted(paths, key=lambda p: p.as_posix()))
    return Inputs(tuple(sources), (*problems, *unreadable), (*notes, *twice))


def _in_folder(folder: Path, leave_out: Path | None) -> tuple[list[Path], list[str], list[Problem]]:
    """(what may be a report, names of what is none, what has a report's name and may not be opened)."""
    out = leave_out.resolve() if leave_out else None
    files = [f for f in _walk(folder) if out is None or not f.parent.resolve().is_relative_to(out)]
    named = [f for f in files if f.suffix.lower() in REPORTS | UNREADABLE and not f.stem.lower().startswith("readme")]
    rest = [f.name for f in files if f not in set(named) and f.name != MANIFEST]
    home = folder.resolve()
    strays = {f: why for f in named if (why := _no_file(f) or _leads_out(f, home))}
    return [f for f in named if f not in strays], rest, [Problem(shown(f), why) for f, why in strays.items()]


def _no_file(path: Path) -> str:
    """Why a path is nothing to open, in words; '' for a plain file. A pipe or a device may never end."""
    try:
        mode = path.stat().st_mode
    except (OSError, RuntimeError, ValueError):  # a link to itself is a RuntimeError to some versions of Python
        return "it is a link that leads nowhere; give the file itself" if path.is_symlink() else ""
    return "" if stat.S_ISREG(mode) else "it is not a file but a device, a pipe or a socket; give a file"


def _leads_out(path: Path, folder: Path) -> str:
    """A link in a folder may not bring in what stands outside: who filled the folder may not have been its owner."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder):
        return "it is a link to a file outside the folder, which is not followed; give that file itself"
    return ""


def shown(path: Path | str) -> str:
    """A path as one line that can be printed and written: signs that move the writing on, and bytes that are no
    letters, as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in str(path))


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(where) / f for f in sorted(files) if not f.startswith((".", "~$")))


def _read_once(paths: Iterable[Path]) -> tuple[list[Source], list[Problem], list[str]]:
    first: dict[str, str] = {}
    sources: list[Source] = []
    problems: list[Problem] = []
    notes: list[str] = []
    for path in paths:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = path.stat().st_size
        except OSError as error:
            problems.append(Problem(shown(path), f"cannot be opened ({error.strerror}); check its permissions"))
            continue
        # Empty files are all alike but each is told by name.
        if size and digest in first:
            notes.append(f"{shown(path)}: the same content as {first[digest]}; it is read once")
            continue
        first[digest] = shown(path)
        sources.append(Source(path, shown(path), digest, size))
    return sources, problems, notes


def _files(n: int) -> str:
    return "1 file" if n == 1 else f"{n} files"


def _list(names: Iterable[str], most: int = 12) -> str:
    ordered = sorted(names)
    return ", ".join(ordered[:most]) + (", ..." if len(ordered) > most else "")
