"""A report is read once: again only when something that its reading rests on has changed, and never wrongly."""

from __future__ import annotations

import ast
import csv
import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import cache, decisions, fingerprint, inputs, kept, manifest, registry, store, taught
from corpus.build import NotWrittenError, Options, Run, run
from corpus.limits import Limits
from corpus.reading import Job
from corpus.workers import Died, TimedOut
from normalize import periods

LIMITS = Limits()
ROOT = Path(__file__).parents[2]
UNCHANGING = ("runs.csv", "runs.parquet", "facit.duckdb", "facit.xlsx", "datapackage.json", "index.html")


def task(
    report: Path, folder: Path, limits: Limits = LIMITS, *, known: Path | None = None, given: str = ""
) -> kept.Task:
    """A report to be read, with a registry and a row of reports.csv."""
    known_names = registry.load(known)
    (source,) = inputs.find([report]).sources
    row = manifest.ManifestRow(period=periods.parse(given)) if given else manifest.ManifestRow()
    return kept.Task(Job(source, row, known_names), folder, limits, fingerprint.reading())


@pytest.fixture
def three(reports: Path) -> Path:
    """Reports of three years, one of another association."""
    text = (reports / "hbs-2022.md").read_text(encoding="utf-8")
    (reports / "hbs-2021.md").write_text(text.replace("2022", "2021").replace("38 | 19 | 19", "36 | 18 | 18"), "utf-8")
    other = text.replace("Huddinge Botkyrka Salem", "Stockholm").replace("Lyra", "Bron")
    (reports / "sthlm-2022.md").write_text(other, encoding="utf-8")
    return reports


def backfill(given: Path, out: Path, **options: object) -> Run:
    return run([given], Options(out, jobs=1, cache=out / "kept", **options))  # type: ignore[arg-type]


def contents(out: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in out.glob("*.*") if f.name not in UNCHANGING}


def runs_row(out: Path) -> dict[str, str]:
    with (out / "runs.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    return row


def no_step(monkeypatch: pytest.MonkeyPatch, *steps: str) -> None:
    """From here on a step that is taken is a fault."""

    def taken(*_: object) -> None:
        raise AssertionError("was read again")

    for step in steps:
        monkeypatch.setattr(kept, step, taken)


def test_nothing_is_read_twice_and_the_dataset_is_the_same(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backfill(three, tmp_path / "out")
    before = contents(tmp_path / "out")
    no_step(monkeypatch, "extract", "understand")
    again = backfill(three, tmp_path / "out")
    assert (first.kept, again.kept) == (0, 3)
    assert contents(tmp_path / "out") == before
    assert runs_row(tmp_path / "out")["kept"] == "3"


def test_of_a_folder_that_grew_only_the_new_report_is_read(three: Path, tmp_path: Path) -> None:
    text = (three / "hbs-2022.md").read_text(encoding="utf-8")
    backfill(three, tmp_path / "out")
    (three / "hbs-2020.md").write_text(text.replace("2022", "2020"), encoding="utf-8")
    grown = backfill(three, tmp_path / "out")
    assert grown.kept == 3
    assert grown.changes and grown.changes.added == ("hbs-2020.md",)
    run([three], Options(tmp_path / "fresh", jobs=1))
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_corrected_file_takes_the_place_of_the_old_one_and_a_removed_one_is_told(three: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    backfill(three, out)
    corrected = (three / "hbs-2022.md").read_text(encoding="utf-8").replace("| 38 |", "| 39 |")
    (three / "hbs-2022.md").write_text(corrected, encoding="utf-8")
    (three / "sthlm-2022.md").unlink()
    changed = backfill(three, out)
    assert changed.kept == 1
    said = {"added": [], "replaced": ["hbs-2022.md"], "removed": ["sthlm-2022.md"]}
    assert json.loads(runs_row(out)["changes"]) == said
    ids = [row.split(",")[0] for row in (out / "reports.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert ids == ["hbs-2021-annual", "hbs-2022-annual"]
    assert ",39," in (out / "observations.csv").read_text(encoding="utf-8")


def test_a_renamed_file_is_not_read_again_and_has_its_new_name(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backfill(three, tmp_path / "out")
    (three / "hbs-2021.md").rename(three / "a-new-name.md")
    no_step(monkeypatch, "extract", "understand")
    backfill(three, tmp_path / "out")
    assert "a-new-name.md" in (tmp_path / "out" / "reports.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:0],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: data + b"x",
        lambda data: data[:0] + b"\x80\x04N.",
    ],
    ids=["cut short", "empty", "one bit", "longer", "a pickle"],
)
@pytest.mark.parametrize("kind", [kept.EXTRACTIONS, kept.READINGS])
def test_an_entry_that_is_not_whole_is_noticed_and_the_report_is_read_again(
    reports: Path, tmp_path: Path, kind: str, spoil: Callable[[bytes], bytes]
) -> None:
    one = task(reports, tmp_path / "kept")
    kept.keep(one)
    before = kept.load(one)
    (entry,) = (tmp_path / "kept" / kind).rglob("*.kept")
    entry.write_bytes(spoil(entry.read_bytes()))
    assert not kept.is_kept(one)
    assert kept.load(one) is None
    kept.keep(one)
    again = kept.load(one)
    assert before and again
    assert (again.extraction, again.reading, again.identity) == (before.extraction, before.reading, before.identity)


def test_an_edit_of_the_registry_costs_no_extraction_and_only_its_association_is_understood_anew(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_kept(name: str) -> bool:
        one = task(three / name, tmp_path / "kept", known=tmp_path / "known")
        before = kept.is_kept(one)
        kept.keep(one)
        assert kept.is_kept(one)
        return before

    (tmp_path / "known").mkdir()
    reports = ("hbs-2022.md", "sthlm-2022.md")
    assert [is_kept(name) for name in reports] == [False, False]
    no_step(monkeypatch, "extract")
    heading = "federation_id,intervention_id,printed\n"
    (tmp_path / "known" / "aliases.csv").write_text(f"{heading}hbs,start,Lyra\n", encoding="utf-8")
    assert [is_kept(name) for name in reports] == [True, True]  # no name that was not known
    (tmp_path / "known" / "aliases.csv").write_text(f"{heading}hbs,start,Lyran\n", encoding="utf-8")
    assert [is_kept(name) for name in reports] == [False, True]


def test_an_edit_of_the_registry_gives_what_reading_anew_gives(three: Path, tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    backfill(three, tmp_path / "out", registry=folder)
    (folder / "aliases.csv").write_text("federation_id,intervention_id,printed\nhbs,start,Lyra\n", encoding="utf-8")
    backfill(three, tmp_path / "out", registry=folder)
    run([three], Options(tmp_path / "fresh", jobs=1, registry=folder))
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_decisions_are_applied_without_reading_anything(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    backfill(reports, out)
    with (out / "observations.csv").open(encoding="utf-8", newline="") as file:
        first = next(r for r in csv.DictReader(file) if r["value"] == "38")
    line = f"value,{first['obs_id']},set,39,38,Eva,2026-01-01,one was forgotten"
    (tmp_path / "decided.csv").write_text(f"{','.join(decisions.COLUMNS)}\n{line}\n", encoding="utf-8")
    no_step(monkeypatch, "extract", "understand")
    assert backfill(reports, out, decisions=tmp_path / "decided.csv").kept == 1
    assert ",39," in (out / "observations.csv").read_text(encoding="utf-8")


def test_what_a_reading_rests_on_makes_it_be_read_again(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = task(reports, tmp_path / "kept")
    kept.keep(one)
    (tmp_path / "words.csv").write_text("facet,code,form,where,note\nmeasure,referrals,remitterade,any,\n", "utf-8")
    words = replace(one, job=replace(one.job, taught=taught.read(tmp_path / "words.csv")))
    period = task(reports, tmp_path / "kept", given="2021")
    secret = replace(one, job=replace(one.job, given=manifest.ManifestRow(password="secret")))  # noqa: S106
    assert [kept.is_kept(t) for t in (one, words, period, secret)] == [True, False, False, False]
    no_step(monkeypatch, "extract")
    kept.keep(period)  # what the file holds does not rest on what is known of it
    for what in ("reading", "extraction"):
        with monkeypatch.context() as patch:
            patch.setattr(fingerprint, what, lambda: "another")
            assert not kept.is_kept(one)


def test_only_what_tesseract_had_a_part_in_rests_on_it(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    text, cut = (task(path, tmp_path / "kept") for path in (reports, tmp_path / "cut.pdf"))
    for one in (text, cut):
        kept.keep(one)
    monkeypatch.setattr(fingerprint, "tesseract", lambda: "tesseract 9")
    assert (kept.is_kept(text), kept.is_kept(cut)) == (True, False)


def test_a_file_that_cannot_be_read_is_not_tried_again(tmp_path: Path) -> None:
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    one = task(tmp_path / "cut.pdf", tmp_path / "kept")
    kept.keep(one)
    outcome = kept.load(one)
    assert outcome and "damaged" in outcome.error


def test_a_file_that_is_gone_when_it_is_read_is_tried_again(reports: Path, tmp_path: Path) -> None:
    one = task(reports, tmp_path / "kept")
    text = one.job.source.path.read_bytes()
    one.job.source.path.unlink()
    assert "No such file" in kept.keep(one)
    one.job.source.path.write_bytes(text)
    assert not kept.is_kept(one)
    assert kept.keep(one) == ""


def test_a_report_that_took_too_long_is_tried_again_when_it_may_take_longer(reports: Path, tmp_path: Path) -> None:
    hurried = task(reports, tmp_path / "kept", Limits(seconds=1))
    kept.keep_failure(hurried, TimedOut("it took more than 1 second"))
    outcome = kept.load(hurried)
    assert outcome and outcome.error == "it took more than 1 second"
    patient = task(reports, tmp_path / "kept", Limits(seconds=60))
    assert not kept.is_kept(patient)
    assert kept.load(patient) is None
    assert kept.keep(patient) == ""
    assert kept.is_kept(patient)


@pytest.mark.parametrize(("number", "lasting"), [(11, True), (6, True), (9, False), (15, False)])
def test_a_crash_is_kept_and_a_kill_from_outside_is_not(
    reports: Path, tmp_path: Path, number: int, lasting: bool
) -> None:
    one = task(reports, tmp_path / "kept", Limits())
    kept.keep_failure(one, Died("the process died", number))
    assert kept.is_kept(one) == lasting


def test_a_report_with_more_pages_than_allowed_now_is_not_taken_from_what_is_kept(
    reports: Path, tmp_path: Path
) -> None:
    kept.keep(task(reports, tmp_path / "kept", Limits()))
    entry = task(reports, tmp_path / "kept", Limits(pages=1))
    assert kept.is_kept(entry)  # one page of Markdown
    path = cache.Cache(tmp_path / "kept").path(kept.EXTRACTIONS, kept.extraction_key(entry.job))
    found = cache.Cache(tmp_path / "kept").get(kept.EXTRACTIONS, path.stem, kept.Extracted)
    assert found
    cache.Cache(tmp_path / "kept").put(kept.EXTRACTIONS, path.stem, cache.Head(pages=2), found[1])
    assert not kept.is_kept(entry)


def test_a_worker_with_other_code_is_told_so(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = task(reports, tmp_path / "kept", Limits())
    monkeypatch.setattr(fingerprint, "reading", lambda: "another")
    with pytest.raises(kept.NotKeptError, match="another version of facit"):
        kept.keep(one)


def test_a_full_disk_stops_the_run_with_a_clear_error_and_the_old_dataset_stays(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    backfill(three, out)
    before = contents(out)
    (three / "hbs-2021.md").write_text("# Årsredovisning 2021\n\nSamordningsförbundet HBS", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWrittenError, match="No space left on device"):
        backfill(three, out)
    assert contents(out) == before
    assert list(tmp_path.rglob(".new-*")) == []
    monkeypatch.undo()
    assert backfill(three, out).kept == 2


def test_what_is_written_at_last_may_meet_a_full_disk_too(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    backfill(three, out)
    before = contents(out)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(store, "writing", full)
    with pytest.raises(NotWrittenError, match="No space left on device; free space"):
        backfill(three, out)
    assert contents(out) == before


def test_all_that_a_reading_is_made_by_is_in_its_fingerprint() -> None:
    """`reading.py` and what it imports of this package, at any depth, are what `OF_CORPUS` lists."""
    found, waiting = set[str](), ["reading"]
    while waiting:
        name = waiting.pop()
        if f"{name}.py" in found:
            continue
        found.add(f"{name}.py")
        for node in ast.walk(ast.parse((ROOT / "corpus" / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                package, _, module = node.module.partition(".")
                named = [module] if module else [a.name for a in node.names]
                # The contract is what a user's words are checked against; it gives them no meaning.
                waiting += [m for m in named if package == "corpus" and m != "contract"]
    assert found - set(fingerprint.OF_CORPUS) == set()
