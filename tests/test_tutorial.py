"""The tutorial runs from a checkout, and shows what it says it shows."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parent.parent / "docs" / "tutorial.ipynb"


def shown(notebook: nbformat.NotebookNode, source: str) -> str:
    """All that the cell with this in its source shows, as text and HTML."""
    (cell,) = [c for c in notebook.cells if c.cell_type == "code" and source in c.source]
    parts = [o.get("text", "") + "".join(o.get("data", {}).values()) for o in cell.outputs]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook, run anew in a kernel of this environment."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("tutorial")))
        place = {"metadata": {"path": str(NOTEBOOK.parent)}}
        NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    return notebook


def test_contested_values_are_both_shown_and_told_in_words(run: nbformat.NotebookNode) -> None:
    assert {"34.0", "35.0"} <= set(re.findall(r"3[45]\.0", shown(run, "wide=True")))
    assert "34 at page 2" in shown(run, "finding.message_en")


def test_a_revision_is_shown_with_both_reports(run: nbformat.NotebookNode) -> None:
    revisions = shown(run, "ds.revisions()")
    assert all(part in revisions for part in ("240.0", "242.0", "sthlm-2018-annual", "sthlm-2020-annual"))


def test_a_number_is_walked_back_to_a_picture_of_its_place(run: nbformat.NotebookNode) -> None:
    place = shown(run, "place = ds.trace")
    assert "hbs-2017-bilaga.pdf, page 3" in place
    assert 'src="data:image/png;base64,' in place


def test_the_series_is_drawn(run: nbformat.NotebookNode) -> None:
    assert "<svg" in shown(run, "ds.plot(")


def test_the_commands_that_it_types_do_what_they_say(run: nbformat.NotebookNode) -> None:
    assert "Dataset: " in shown(run, "backfill")
    assert "Where it is printed" in shown(run, "explain")
    assert "kolada/data.csv" in shown(run, "export")


def test_the_notebook_as_kept_shows_its_results() -> None:
    """Run it anew with: jupyter execute --inplace docs/tutorial.ipynb"""
    kept = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    code = [c for c in kept.cells if c.cell_type == "code" and not c.source.startswith("import")]
    assert [c.source for c in code if not c.outputs] == []
    assert [o for c in code for o in c.outputs if o.output_type == "error"] == []
    assert NOTEBOOK.stat().st_size < 300_000
