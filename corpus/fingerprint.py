"""What a reading depends on besides the report: our own code and data, the libraries that read, and Tesseract.

A kept reading is used again only where all of it is the same, so that a run with kept readings and one without give the
same bytes.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

LIBRARIES = (
    "pypdfium2",
    "pdfplumber",
    "pdfminer.six",
    "camelot-py",
    "pytesseract",
    "numpy",
    "opencv-python-headless",
    "pillow",
    "lxml",
    "openpyxl",
    "rapidfuzz",
)
"""Distributions whose release may change what is read."""
OF_CORPUS = (
    "reading.py",
    "identify.py",
    "inputs.py",
    "limits.py",
    "manifest.py",
    "registry.py",
    "remote.py",
    "sheets.py",
    "taught.py",
    "data/identify_words.csv",
)
"""The files of this package that a reading is made by; a test holds the list against what `reading.py` imports."""
_MODELS = ("swe", "eng")


@cache
def extraction() -> str:
    """A digest that changes when the reading of pages may: the package extract, and the libraries."""
    releases = "\n".join(f"{name} {_release(name)}" for name in LIBRARIES)
    return _digest(_content(resources.files("extract")), releases.encode())


@cache
def reading() -> str:
    """A digest that changes when the meaning of what is read may: extract, normalize and what tells reports apart."""
    own = resources.files("corpus")
    return _digest(
        extraction().encode(),
        _content(resources.files("normalize")),
        *(own.joinpath(name).read_bytes() for name in OF_CORPUS),
    )


@cache
def tesseract() -> str:
    """Tesseract's version and the sizes of its models; '' where it is not installed."""
    try:
        asked = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)  # noqa: S607
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        return ""
    said = asked.stdout or asked.stderr
    folder = re.search(r'"(.+)"', listed.stdout + listed.stderr)
    return f"{said.partition(chr(10))[0].strip()} {_sizes(folder[1]) if folder else ''}".strip()


def _sizes(folder: str) -> str:
    from pathlib import Path  # noqa: PLC0415  the one place that looks at files of others

    found = ((model, Path(folder) / f"{model}.traineddata") for model in _MODELS)
    return " ".join(f"{model}:{file.stat().st_size}" for model, file in found if file.is_file())


def _release(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def _content(folder: Traversable) -> bytes:
    """Names and contents of the code and data below a folder, as one digest."""
    found = hashlib.sha256()
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith((".", "__pycache__")):
            continue
        content = _content(entry) if entry.is_dir() else hashlib.sha256(entry.read_bytes()).digest()
        found.update(entry.name.encode() + b"\0" + content)
    return found.digest()


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(hashlib.sha256(p).digest() for p in parts)).hexdigest()[:24]
