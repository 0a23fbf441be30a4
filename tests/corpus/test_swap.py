"""A dataset is replaced as a whole: whoever looks finds the old one or the new one, and other people's files stay."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corpus import swap

ROOT = Path(__file__).parents[2]
FILES = tuple(f"table{n}.csv" for n in range(20))


def written(folder: Path, what: str) -> None:
    for name in FILES:
        (folder / name).write_text(what)
    (folder / "report").mkdir()
    (folder / "report" / "index.html").write_text(what)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a dataset, kept readings, and files of others."""
    folder = tmp_path / "out"
    folder.mkdir()
    written(folder, "old")
    (folder / "mine" / "deep").mkdir(parents=True)
    (folder / "mine" / "deep" / "notes.txt").write_text("mine")
    (folder / "link").symlink_to("mine")
    (folder / swap.CACHE).mkdir()
    (folder / swap.CACHE / "entry").write_text("kept")
    return folder


def whole(out: Path) -> str:
    """What all files of the dataset say, when they say the same."""
    said = {(out / name).read_text() for name in (*FILES, "report/index.html")}
    assert (out / "mine" / "deep" / "notes.txt").read_text() == "mine"
    assert (out / "link").is_symlink()
    assert len(said) == 1
    return said.pop()


def left_over(out: Path) -> list[str]:
    names = [p.name for p in (*out.parent.iterdir(), *out.iterdir())]
    return [n for n in names if swap.OWN in n and n != swap.CACHE]


def test_the_new_folder_takes_the_place_of_the_old_and_what_is_not_ours_comes_along(out: Path) -> None:
    before = out.stat()
    with swap.held(out), swap.replaced(out) as fresh:
        written(fresh, "new")
        assert whole(out) == "old"
    assert whole(out) == "new"
    assert (out / swap.CACHE / "entry").read_text() == "kept"
    assert out.stat().st_mode == before.st_mode
    assert left_over(out) == []


def test_where_folders_cannot_change_places_their_files_do(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(out)
    before = out.stat().st_ino
    with swap.held(out), swap.replaced(Path()) as fresh:
        written(fresh, "new")
    assert whole(out) == "new"
    assert (out / swap.CACHE / "entry").read_text() == "kept"
    assert out.stat().st_ino == before
    assert left_over(out) == []


def test_a_file_that_cannot_be_moved_puts_the_others_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_can_exchange", lambda _: False)
    really = Path.rename

    def sometimes(self: Path, target: Path) -> Path:
        if self.name == FILES[7] and target.parent == out.resolve() and self.read_text() == "new":
            raise OSError(28, "No space left on device")
        return really(self, target)

    monkeypatch.setattr(Path, "rename", sometimes)
    with pytest.raises(OSError, match="No space"), swap.held(out), swap.replaced(out) as fresh:
        written(fresh, "new")
    assert whole(out) == "old"
    assert left_over(out) == []


def test_what_fails_while_it_is_written_leaves_the_old(out: Path) -> None:
    with pytest.raises(ValueError, match="wrong"), swap.held(out), swap.replaced(out) as fresh:
        (fresh / "half").write_text("new")
        raise ValueError("wrong")
    assert whole(out) == "old"
    assert left_over(out) == []


def test_whoever_looks_while_it_is_replaced_finds_one_or_the_other(out: Path) -> None:
    """A reader that opens the folder once, as one that lists and reads does, sees no mixture."""
    mixed, over = [], threading.Event()

    def look() -> None:
        while not over.is_set():
            descriptor = os.open(out, os.O_RDONLY)
            said = set()
            for name in FILES:
                try:
                    file = os.open(name, os.O_RDONLY, dir_fd=descriptor)
                except FileNotFoundError:  # the old folder is being removed: it is not the one that is shown any more
                    said = {"gone"}
                    break
                said.add(os.read(file, 10))
                os.close(file)
            os.close(descriptor)
            if len(said) != 1:
                mixed.append(said)

    reader = threading.Thread(target=look)
    reader.start()
    for n in range(15):
        with swap.replaced(out) as fresh:
            written(fresh, f"new {n}")
    over.set()
    reader.join()
    assert mixed == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_run_that_is_killed_while_it_replaces_loses_nothing(out: Path, moment: str) -> None:
    code = f"""
import os, signal
from pathlib import Path
from corpus import swap
really = swap._exchange
def killed(one, other):
    {"really(one, other)" if moment == "after" else ""}
    os.kill(os.getpid(), signal.SIGKILL)
swap._exchange = killed
with swap.held(Path({str(out)!r})), swap.replaced(Path({str(out)!r})) as fresh:
    (fresh / "table0.csv").write_text("new")
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    said = (out / "table0.csv").read_text()
    assert said == ("new" if moment == "after" else "old")
    assert left_over(out) != []
    with swap.held(out):
        assert (out / swap.CACHE / "entry").read_text() == "kept"
    assert left_over(out) == []
    assert whole(out) == "old" if moment == "before" else (out / "mine" / "deep" / "notes.txt").exists()


def test_two_runs_do_not_write_to_one_folder(out: Path) -> None:
    with swap.held(out), pytest.raises(swap.BusyError), swap.held(out):
        pass
    with swap.held(out):
        pass


def test_what_another_run_is_writing_is_left_alone(out: Path) -> None:
    with swap.replaced(out) as fresh:
        swap.settle(out)
        assert fresh.is_dir()
