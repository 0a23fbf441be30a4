"""`facit review` in a real browser: decide by keyboard, and the next run has accepted it."""

from __future__ import annotations

import threading
from pathlib import Path

from browsing import answer, chromium, named, press, settled, visit
from selenium.webdriver.common.by import By
from test_replay import REPORT, rows

from corpus import decisions
from corpus.build import Options, run
from corpus.review_server import Review, Server


def test_what_is_decided_by_keyboard_stands_in_the_file_and_in_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "hbs-2022.md").write_text(REPORT, encoding="utf-8")
    out, file = tmp_path / "out", tmp_path / "decisions.csv"
    run([tmp_path / "hbs-2022.md"], Options(out, jobs=1))
    server = Server(Review(out / "report" / "index.html", file))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        with chromium() as browser:
            browser.set_window_size(1280, 900)
            visit(browser, server.url, "#findings")
            answer(browser, "1")
            named(browser, "Eva Ek, förbundet")
            settled(lambda: file.exists() and decisions.read(file).decisions)
            press(browser, "j")
            answer(browser, "0")
            settled(lambda: len({d.target_id for d in decisions.read(file).decisions if d.kind == "finding"}) == 2)
            assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []
            visit(browser, server.url, "#findings")
            settled(lambda: browser.find_element(By.ID, "decided-count").get_attribute("textContent") == "2")
    finally:
        server.shutdown()
        server.server_close()
    read = decisions.read(file)
    assert not read.problems
    assert {d.who for d in read.decisions} == {"Eva Ek, förbundet"}
    done = run([tmp_path / "hbs-2022.md"], Options(out, decisions=file, jobs=1))
    assert {d["status"] for d in rows(out, "decisions").values()} == {"applied"}, done.notes
    assert sorted(f["status"] for f in rows(out, "findings").values() if f["decision_id"])[-1] == "kept"
    assert any(o["decision_id"] and o["quality"] == "corrected" for o in rows(out, "observations").values())
