"""Addresses that were given -> the reports there, as `inputs` does for files and folders of this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus import remote
from corpus.cache import Cache, Head
from corpus.inputs import REPORTS, UNREADABLE, Inputs, Problem, Source
from corpus.manifest import FILE_NAME as MANIFEST
from corpus.remote import NotReachedError, There

_DIGESTS = "digests"


def find(urls: Sequence[str], kept: Path) -> Inputs:
    """The reports at these addresses, each content once; folders with all below them.

    A report's path is where its copy would stand in `kept`; only a reports.csv is copied there, the rest by who reads
    it. Digests are kept by version, so that a second run fetches nothing that did not change.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    notes: list[str] = []
    for url in urls:
        try:
            there = remote.listed(url)
            folder = kept / "elsewhere" / hashlib.sha256(url.encode()).hexdigest()[:16]
            for file in there:
                if file.below.name == MANIFEST:
                    _copied(file, folder)
            named = [f for f in there if _is_report(f)]
            sources += _sources(named, folder, Cache(kept))
        except (NotReachedError, OSError) as error:
            problems.append(Problem(url, str(error)))
            continue
        if not named:
            problems.append(Problem(url, "there are no reports below this address"))
    return once(Inputs(tuple(sources), tuple(problems), tuple(notes)))


def once(found: Inputs) -> Inputs:
    """Each content once, the first of equals; empty files are all told."""
    first: dict[str, Source] = {}
    notes = list(found.notes)
    out = []
    for source in found.sources:
        earlier = first.setdefault(source.sha256, source)
        if earlier is source or not source.size:
            out.append(source)
        else:
            notes.append(f"{source.shown}: the same content as {earlier.shown}; it is read once")
    return replace(found, sources=tuple(out), notes=tuple(notes))


def together(one: Inputs, other: Inputs) -> Inputs:
    """Both, each content once."""
    return once(Inputs(one.sources + other.sources, one.problems + other.problems, one.notes + other.notes))


def _is_report(file: There) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in file.below.parts)
    named = file.below.suffix.lower() in REPORTS | UNREADABLE and not file.below.name.lower().startswith("readme")
    return named and not hidden


def _copied(file: There, folder: Path) -> None:
    path = folder / file.below
    path.parent.mkdir(parents=True, exist_ok=True)
    remote.copy(file.url, path)


def _sources(files: Sequence[There], folder: Path, cache: Cache) -> Iterator[Source]:
    keys = [hashlib.sha256(f"{f.url}\n{f.version}\n{f.size}".encode()).hexdigest()[:40] for f in files]
    known = {key: found[1] for key in keys if (found := cache.get(_DIGESTS, key, str))}
    new = [(file, key) for file, key in zip(files, keys, strict=True) if key not in known]
    for (_, key), digest in zip(new, remote.digests(f for f, _ in new), strict=True):
        cache.put(_DIGESTS, key, Head(), digest)
        known[key] = digest
    for file, key in zip(files, keys, strict=True):
        yield Source(folder / file.below, file.url, known[key], file.size, file.url)
