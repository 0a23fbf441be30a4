"""Files and folders, any mix -> the reports to read, each content once, and a line for whatever is none."""

from __future__ import annotations

from pathlib import Path

from corpus.inputs import find


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
