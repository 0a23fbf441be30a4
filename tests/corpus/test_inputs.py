"""Files and folders, any mix -> the reports to read, each content once, and a line for whatever is none."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.inputs import find, shown


def files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def names(folder: Path, **leave_out: Path) -> list[str]:
    return [s.path.relative_to(folder).as_posix() for s in find([folder], **leave_out).sources]


def test_a_folder_is_read_with_its_subfolders_in_order(tmp_path: Path) -> None:
    files(tmp_path, "b.txt", "a.PDF", "2017/c.md", "2017/.git/d.txt", ".hidden.txt", "~$lock.docx", "README.md")
    assert names(tmp_path) == ["2017/c.md", "a.PDF", "b.txt"]


def test_what_is_no_report_is_passed_over_and_said(tmp_path: Path) -> None:
    files(tmp_path, "a.txt", "notes.json", "reports.csv")
    found = find([tmp_path])
    assert [s.path.name for s in found.sources] == ["a.txt"]
    assert found.notes == (f"{tmp_path}: 1 file passed over, not a kind of report: notes.json",)


def test_an_office_file_in_a_folder_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    files(tmp_path, "a.txt", "report.docx")
    assert [s.path.name for s in find([tmp_path]).sources] == ["a.txt", "report.docx"]


def test_a_folder_without_reports_is_one_clear_line(tmp_path: Path) -> None:
    (problem,) = find([tmp_path]).problems
    assert problem.shown == str(tmp_path)
    assert "no reports in this folder" in problem.message


def test_a_path_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    (problem,) = find([tmp_path / "borta.pdf"]).problems
    assert "no such file" in problem.message


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    assert len(find([tmp_path, tmp_path / "a.txt"]).sources) == 1


def test_two_files_with_the_same_content_are_read_once_and_said(tmp_path: Path) -> None:
    for name in ("a.txt", "copy of a.txt"):
        (tmp_path / name).write_text("the same", encoding="utf-8")
    found = find([tmp_path])
    assert [s.path.name for s in found.sources] == ["a.txt"]
    assert "the same content as" in found.notes[0]


def test_empty_files_are_each_told_by_name(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).touch()
    assert len(find([tmp_path]).sources) == 2


def test_what_an_earlier_run_wrote_is_no_report(tmp_path: Path) -> None:
    files(tmp_path, "a.txt", "out/report/index.html")
    assert names(tmp_path, leave_out=tmp_path / "out") == ["a.txt"]


def test_pipes_devices_and_links_that_lead_nowhere_or_out_are_told_and_not_opened(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    files(folder, "a.txt")
    files(tmp_path, "outside.txt")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "zeros.pdf").symlink_to("/dev/zero")
    (folder / "round.pdf").symlink_to("round.pdf")
    (folder / "gone.pdf").symlink_to("missing.pdf")
    (folder / "out.txt").symlink_to(tmp_path / "outside.txt")
    found = find([folder])
    assert [s.path.name for s in found.sources] == ["a.txt"]
    told = {p.shown.rpartition("/")[2]: p.message for p in found.problems}
    assert "not a file" in told["pipe.pdf"]
    assert "not a file" in told["zeros.pdf"]
    assert "leads nowhere" in told["round.pdf"]
    assert "leads nowhere" in told["gone.pdf"]
    assert "outside the folder" in told["out.txt"]


def test_a_link_is_followed_where_it_stays_in_the_folder_or_is_given_itself(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    files(folder, "2017/a.txt")
    (folder / "b.txt").symlink_to("2017/a.txt")
    (tmp_path / "c.txt").symlink_to(folder / "2017" / "a.txt")
    assert [s.path.name for s in find([folder]).sources] == ["a.txt"]
    assert "same content" in find([folder]).notes[0]
    assert len(find([tmp_path / "c.txt"]).sources) == 1


def test_a_pipe_that_is_given_itself_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (problem,) = find([tmp_path / "pipe.pdf"]).problems
    assert "not a file" in problem.message


def test_names_are_shown_on_one_line_whatever_signs_are_in_them() -> None:
    assert shown("a\nb\x1b[31m\u202e") == r"a\nb\x1b[31m\u202e"
    assert shown(os.fsdecode(b"\xe5.txt")) == r"\udce5.txt"
    assert shown("Årsredovisning 2017.pdf") == "Årsredovisning 2017.pdf"
