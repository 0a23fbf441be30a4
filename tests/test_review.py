"""`facit review` serves the page on this machine alone, and writes decisions whole or not at all."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import decisions
from corpus.review_server import Review, Server

HEADER = "kind,target_id,decision,value,expected_printed,who,when,why"
KEPT = "finding,f-1,kept,,38;39,Eva,2026-11-02,sett"
BODY = f"{HEADER}\n{KEPT}\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    page = tmp_path / "index.html"
    page.write_text("<!doctype html>\n<html lang=sv>\n<head>\n<title>å</title></head><body>1</body>", encoding="utf-8")
    running = Server(Review(page, tmp_path / "decisions.csv"))
    thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


def ask(
    server: Server, method: str, path: str, body: str | bytes = "", **headers: str
) -> tuple[int, str, dict[str, str]]:
    """A request as a page of this server would send it, but for what `headers` say; '' leaves one out."""
    sent = {"Host": f"127.0.0.1:{server.server_port}"}
    if method == "PUT":
        sent |= {"Content-Type": "text/csv", "X-Facit-Token": server.review.token, "Origin": server.url.rstrip("/")}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    content = body.encode() if isinstance(body, str) else body
    if method == "PUT":
        sent.setdefault("Content-Length", str(len(content)))
    for name, value in sent.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders(content)
    got = connection.getresponse()
    return got.status, got.read().decode("utf-8"), dict(got.getheaders())


def test_the_page_carries_the_token_of_the_session(server: Server) -> None:
    status, page, headers = ask(server, "GET", "/")
    assert status == 200
    assert f'<head>\n<meta name="facit-token" content="{server.review.token}">' in page
    assert "<title>å</title>" in page
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in headers
    assert ask(server, "GET", "/?x")[0] == 200
    assert ask(server, "HEAD", "/")[1] == ""


def test_decisions_are_written_and_read_back(server: Server) -> None:
    assert ask(server, "GET", "/api/decisions")[:2] == (200, HEADER + "\n")
    assert ask(server, "PUT", "/api/decisions", BODY)[:2] == (204, "")
    assert ask(server, "GET", "/api/decisions")[1] == BODY
    (made,) = decisions.read(server.review.decisions).decisions
    assert (made.target_id, made.decision, made.expected_printed) == ("f-1", "kept", "38;39")
    assert [p.name for p in server.review.decisions.parent.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("why", "headers", "status"),
    [
        ("another site's page", {"Origin": "https://evil.example"}, 403),
        ("a page of a file", {"Origin": "null"}, 403),
        ("another port of this machine", {"Origin": "http://127.0.0.1:1"}, 403),
        ("said by the browser to be another site", {"Origin": "", "Sec_Fetch_Site": "cross-site"}, 403),
        ("a name made to point here", {"Host": "evil.example"}, 403),
        ("no host", {"Host": ""}, 403),
        ("no token", {"X_Facit_Token": ""}, 403),
        ("a token of another session", {"X_Facit_Token": "x" * 43}, 403),
        ("what a form can send", {"Content_Type": "text/plain"}, 415),
        ("no length", {"Content_Length": ""}, 411),
        ("a length that is none", {"Content_Length": "-5"}, 411),
        ("too much", {"Content_Length": "999999999"}, 413),
        ("of a file that has changed", {"If_Match": '"0"'}, 412),
    ],
)
def test_what_another_page_sends_is_refused_and_nothing_is_written(
    server: Server, why: str, headers: dict[str, str], status: int
) -> None:
    server.review.decisions.write_text(BODY, encoding="utf-8")
    assert ask(server, "PUT", "/api/decisions", f"{HEADER}\n", **headers)[0] == status
    assert server.review.decisions.read_text(encoding="utf-8") == BODY


def test_a_page_of_another_name_is_not_even_shown(server: Server) -> None:
    assert ask(server, "GET", "/", Host="evil.example")[0] == 403
    assert ask(server, "GET", "/api/decisions", Host=f"evil.example:{server.server_port}")[0] == 403
    assert ask(server, "GET", "/api/decisions", Origin="https://evil.example")[0] == 403


@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_not_known(server: Server, method: str) -> None:
    assert ask(server, method, "/api/decisions")[0] == 501


@pytest.mark.parametrize("path", ["/../decisions.csv", "/decisions.csv", "//etc/passwd", "/api/", "/index.html/x"])
def test_no_other_file_is_served(server: Server, path: str) -> None:
    server.review.decisions.write_text(BODY, encoding="utf-8")
    assert ask(server, "GET", path)[0] == 404
    assert ask(server, "PUT", path, BODY)[0] == 404


def test_what_is_no_decisions_file_is_refused_with_why(server: Server) -> None:
    status, why, _ = ask(server, "PUT", "/api/decisions", "file,period\na,b\n")
    assert (status, "column 'kind' is missing" in why) == (400, True)
    assert not server.review.decisions.exists()


def test_the_file_keeps_its_separator_and_what_was_there_is_kept_beside(server: Server) -> None:
    path = server.review.decisions
    by_hand = f"{HEADER.replace(',', ';')}\nvalue;o-1;set;5,5;4;Åsa;2026-11-02;\n".encode("cp1252")
    path.write_bytes(by_hand)
    assert ask(server, "GET", "/api/decisions")[1] == f'{HEADER}\nvalue,o-1,set,"5,5",4,Åsa,2026-11-02,\n'
    assert ask(server, "PUT", "/api/decisions", BODY)[0] == 204
    assert ask(server, "PUT", "/api/decisions", BODY.replace("Eva", "Ola"))[0] == 204
    assert path.with_name("decisions.csv.bak").read_bytes() == by_hand
    assert path.read_text(encoding="utf-8-sig").startswith("kind;target_id")
    assert decisions.read(path).decisions[0].who == "Ola"
    path.write_text(BODY, encoding="utf-8")
    assert ask(server, "PUT", "/api/decisions", BODY.replace("Eva", "Ina"))[0] == 204
    assert path.with_name("decisions.csv.bak2").read_text(encoding="utf-8") == BODY


def test_a_file_that_cannot_be_written_is_told(server: Server) -> None:
    server.review.decisions = server.review.page / "decisions.csv"
    status, why, _ = ask(server, "PUT", "/api/decisions", BODY)
    assert (status, "decisions.csv" in why) == (500, True)


def test_the_sum_of_the_file_says_whether_it_changed(server: Server) -> None:
    first = ask(server, "GET", "/api/decisions")[2]["ETag"]
    _, _, headers = ask(server, "PUT", "/api/decisions", BODY, If_Match=first)
    assert headers["ETag"] == ask(server, "GET", "/api/decisions")[2]["ETag"] != first
    assert ask(server, "PUT", "/api/decisions", BODY, If_Match=first)[0] == 412


def test_a_second_server_is_told_that_the_port_is_taken(server: Server) -> None:
    with pytest.raises(OSError, match="in use"):
        Server(server.review, server.server_port)


def test_the_command_ends_cleanly_and_says_what_to_run_next(tmp_path: Path) -> None:
    (tmp_path / "out/report").mkdir(parents=True)
    (tmp_path / "out/report/index.html").write_text("<head></head>", encoding="utf-8")
    code = "from corpus.cli import main; main()"
    command = [sys.executable, "-u", "-c", code, "review", "out", "--no-browser", "--port", "0"]
    running = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )
    assert running.stdout is not None
    url = re.findall(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())[0]
    page = urllib.request.urlopen(url).read().decode()  # noqa: S310
    token = re.findall(r'name="facit-token" content="([^"]+)"', page)[0]
    headers = {"X-Facit-Token": token, "Content-Type": "text/csv"}
    request = urllib.request.Request(url + "api/decisions", BODY.encode(), headers, method="PUT")  # noqa: S310
    assert urllib.request.urlopen(request).status == 204  # noqa: S310
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=20)
    assert running.returncode == 0
    assert "decisions.csv holds 1 decision." in said
    assert "facit backfill REPORTS... --out out --decisions decisions.csv" in said
    assert "Traceback" not in said


def test_a_folder_without_a_report_page_is_told(tmp_path: Path) -> None:
    code = "from corpus.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "review", "out"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "there is no report page" in done.stderr) == (2, True)
