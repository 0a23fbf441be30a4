"""The house rule: extract imports nothing of ours, normalize only extract's types, corpus both; and help comes fast."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("extract", "normalize", "corpus", "fixtures", "tests")
ALLOWED = {
    "extract": lambda module: module.split(".")[0] == "extract",
    "normalize": lambda module: module.split(".")[0] == "normalize" or module == "extract.types",
    "corpus": lambda module: module.split(".")[0] in ("extract", "normalize", "corpus"),
}
HEAVY = ("pandas", "camelot", "pdfplumber", "pytesseract", "duckdb", "pyarrow", "pandera", "jinja2", "numpy", "rich")


def imported(source: str) -> Iterator[str]:
    """The modules that a source text imports anywhere, also inside functions; 'from a import b' gives a or a.b."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            # 'from extract import types' imports extract.types.
            if (ROOT / node.module).is_dir():
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_a_layer_imports_only_what_lies_below_it(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in modules(package)
        for module in imported(path.read_text(encoding="utf-8"))
        if module.split(".")[0] in OURS and not ALLOWED[package](module)
    ]
    assert not wrong
    assert len(modules(package)) > 3


def test_the_rule_sees_imports_in_every_form() -> None:
    source = "import corpus.build\nfrom extract import types\ndef f():\n    from normalize.read import read\n"
    assert list(imported(source)) == ["corpus.build", "extract.types", "normalize.read"]
    assert not ALLOWED["normalize"]("extract.read")


def test_only_the_command_line_prints_or_exits() -> None:
    loud = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in ALLOWED
        for path in modules(package)
        if path.name not in ("cli.py", "progress.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in ("print", "exit", "quit"))
            or (isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "sys.exit")
        )
    ]
    assert not loud


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, contextlib, io\n"
        "sys.argv = ['facit', '--help']\n"
        "from corpus.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main()\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
