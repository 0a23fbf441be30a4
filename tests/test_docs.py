"""The documents say what the program does: every command, option, exit code and column is in them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import get_args

import click
import duckdb
import pytest
import typer

from corpus import decisions, export, manifest, registry, store
from corpus.cli import app
from corpus.exit_codes import ExitCode
from corpus.inputs import REPORTS
from corpus.records import Dataset

ROOT = Path(__file__).parent.parent
COMMANDS = typer.main.get_command(app)
assert isinstance(COMMANDS, click.Group) or hasattr(COMMANDS, "commands")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def options() -> list[tuple[str, str]]:
    """(command, option as typed) for every option of every command."""
    return [
        (name, option)
        for name, command in sorted(commands().items())
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    ]


def commands() -> dict[str, click.Command]:
    """Every command by what is typed for it; those of a group too ('names decide')."""
    found: dict[str, click.Command] = {}
    for name, command in COMMANDS.commands.items():  # type: ignore[attr-defined]  # a group
        found |= {f"{name} {sub}": c for sub, c in getattr(command, "commands", {}).items()} or {name: command}
    return found


@pytest.mark.parametrize(("command", "option"), options())
def test_every_command_and_option_is_documented(command: str, option: str) -> None:
    section = text("docs/cli.md").partition(f"# `facit {command}`")[2].partition("\n## ")[0]
    section = section.partition("\n### ")[0] if " " in command else section
    assert f"`{option}" in section


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_and_its_parameters_explain_themselves(command: str) -> None:
    found = commands()[command]
    assert found.help
    assert [p.name for p in found.params if not getattr(p, "help", "")] == []


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_documented_word_for_word(code: ExitCode) -> None:
    assert re.search(rf"^\| {code.value} \| {re.escape(code.meaning)} \|$", text("docs/cli.md"), re.MULTILINE)


def test_no_exit_code_is_documented_that_does_not_exist() -> None:
    table = text("docs/cli.md").partition("## Exit codes")[2]
    assert {int(n) for n in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)} == set(map(int, ExitCode))


def test_every_kind_of_file_is_documented() -> None:
    assert [suffix for suffix in sorted(REPORTS) if f"`{suffix}`" not in text("docs/cli.md")] == []


@pytest.mark.parametrize(
    ("document", "columns"),
    [
        ("docs/cli.md", manifest.COLUMNS),
        ("docs/decisions.md", decisions.COLUMNS),
        *(("docs/registry.md", columns) for columns in registry.COLUMNS.values()),
    ],
)
def test_the_columns_of_every_file_that_people_edit_are_documented(document: str, columns: tuple[str, ...]) -> None:
    assert ",".join(columns) in text(document)


def shell_lines(document: str) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", text(document), re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("line", [pytest.param(x, id=x) for d in ("README.md", "docs/cli.md") for x in shell_lines(d)])
def test_every_command_in_the_documents_exists(line: str) -> None:
    program, *arguments = shlex.split(line)
    if program == "make":
        assert re.search(rf"^{arguments[0]}:", text("Makefile"), re.MULTILINE)
        return
    assert program.rpartition("/")[2] == "facit"
    if arguments[0].startswith("--"):
        assert arguments[0] in ("--help", "--version")
        return
    typed = next((c for c in commands() if line.split("facit ", 1)[1].startswith(c)), "names list")
    known = {option for command, option in options() if command == typed}
    assert known
    assert {a for a in arguments if a.startswith("--")} <= known


@pytest.mark.parametrize("document", ["docs/provenance.md", "README.md"])
def test_the_sql_in_the_documents_runs(document: str, tmp_path: Path) -> None:
    """Over an empty dataset: what it asks for is there."""
    store.write(Dataset(), tmp_path)
    blocks = re.findall(r"```sql\n(.*?)```", text(document), re.DOTALL) + re.findall(
        r"`(SELECT [^`]*)`", text(document)
    )
    assert blocks
    with duckdb.connect(str(tmp_path / store.DATABASE), read_only=True) as connection:
        for query in (q for block in blocks for q in block.split(";\n")):
            if query.strip():
                connection.execute(query)


def test_every_format_of_export_is_documented() -> None:
    assert [form for form in get_args(export.Format) if f"| `{form}` |" not in text("docs/cli.md")] == []


def test_every_file_that_the_forms_of_export_write_is_documented(tmp_path: Path) -> None:
    store.write(Dataset(), tmp_path / "out")
    for form in ("sdmx-csv", "kolada"):
        for path in export.export(tmp_path / "out", form, tmp_path / form).files:  # type: ignore[arg-type]
            assert f"`{path.name}`" in text("docs/exports.md"), path.name


def test_the_links_between_the_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
