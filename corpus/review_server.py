"""The report page served on this machine alone, so that decisions go straight to their file.

GET / is the page; GET /api/decisions its decisions as CSV; PUT /api/decisions replaces them. Only pages that this
server gave out can do that: they carry its token. A page of another site reaches neither: its requests come with
another Origin, or, when its name was made to point here (DNS rebinding), with another Host.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from corpus import decision_csv, decisions
from corpus.registry import RegistryError

ADDRESS = "127.0.0.1"
MOST_BYTES = 20_000_000
"""Of a decisions file: a hundred thousand rows."""
SAFE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class RefusedError(Exception):
    """A request that is not answered. `str(error)` is one sentence."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass
class Review:
    """A page under review, and the file that its decisions go to."""

    page: Path
    decisions: Path
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    lock: threading.Lock = field(default_factory=threading.Lock)
    saved: int = 0
    """How often decisions were written."""
    _known: bytes | None = None
    """What this server last wrote, or None: anything else in the file is kept as a backup before it is replaced."""

    def html(self) -> bytes:
        """The page as it is now, with the token in it."""
        tag = f'<meta name="facit-token" content="{escape(self.token)}">'
        text = self.page.read_text(encoding="utf-8")
        head = text.lower().find("<head>")
        at = head + len("<head>") if head >= 0 else 0
        return (text[:at] + "\n" + tag + text[at:]).encode("utf-8")

    def csv(self) -> tuple[bytes, str]:
        """The decisions file as plain CSV, whatever Excel made of it, and the sum of its content."""
        content = self._content()
        return self._plain(content), _sum(content)

    def put(self, body: bytes, expected: str = "") -> None:
        """Replace the decisions file, the whole of it or nothing.

        What somebody else wrote there is kept beside it. Raises RefusedError when `body` is no decisions file, or when
        `expected`, the sum that the sender last saw, is not that of the file.
        """
        try:
            decisions.parsed(body, "decisions")
        except RegistryError as error:
            raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from error
        with self.lock:
            old = self._content()
            if expected and expected != _sum(old):
                raise RefusedError(HTTPStatus.PRECONDITION_FAILED, "the decisions file was changed by somebody else")
            text = decision_csv.decoded(old)
            separator = decision_csv.separator_of(text) if text.strip() else ","
            rows = [
                [r.cells[c] for c in decision_csv.COLUMNS]
                for r in decision_csv.rows(decision_csv.decoded(body))
                if r.cells
            ]
            fresh = "\ufeff" + decision_csv.written(rows, separator)
            if old and old != self._known:
                _backup(self.decisions, old)
            try:
                decisions.save(self.decisions, fresh)
            except RegistryError as error:
                raise RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, str(error)) from error
            self._known = fresh.encode("utf-8")
            self.saved += 1

    def _content(self) -> bytes:
        try:
            return self.decisions.read_bytes()
        except FileNotFoundError:
            return b""

    @staticmethod
    def _plain(content: bytes) -> bytes:
        text = decision_csv.decoded(content)
        rows = decision_csv.rows(text) if text.strip() else []
        return decision_csv.written([r.cells[c] for c in decision_csv.COLUMNS] for r in rows if r.cells).encode()


def _sum(content: bytes) -> str:
    return '"' + hashlib.sha256(content).hexdigest()[:32] + '"'


def _backup(path: Path, content: bytes) -> None:
    """The content beside the file, under the first name that is free or holds the same."""
    n = 1
    while True:
        beside = path.with_name(f"{path.name}.bak" + (str(n) if n > 1 else ""))
        if not beside.exists():
            beside.write_bytes(content)
        if beside.read_bytes() == content:
            return
        n += 1


class Server(ThreadingHTTPServer):
    """Serves one review on 127.0.0.1; port 0 takes any that is free. Raises OSError when the port is taken."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, review: Review, port: int = 0) -> None:
        super().__init__((ADDRESS, port), _Handler)
        self.review = review

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.server_port}/"

    def hosts(self) -> tuple[str, ...]:
        """What a request may call this server."""
        return tuple(f"{name}:{self.server_port}" for name in (ADDRESS, "localhost"))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of a request is no fault of ours."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "facit"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_HEAD(self) -> None:
        self._answer(self._get)

    def do_PUT(self) -> None:
        self._answer(self._put)

    def log_message(self, *args: Any, **named: Any) -> None:
        """Nothing: the terminal is for what the user should know."""

    def _answer(self, how: Any) -> None:
        try:
            if self.headers.get("Host", "").lower() not in self.server.hosts():
                raise RefusedError(HTTPStatus.FORBIDDEN, f"open {self.server.url}")
            how()
        except RefusedError as refused:
            self._send(refused.status, "text/plain; charset=utf-8", f"{refused}\n".encode())
        except OSError as error:
            why = f"{error.filename or self.server.review.page}: {error.strerror}\n"
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", why.encode())

    def _get(self) -> None:
        path = self.path.partition("?")[0]
        if path in ("/", "/index.html"):
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", self.server.review.html())
        elif path == "/api/decisions":
            self._same_origin()
            content, etag = self.server.review.csv()
            self._send(HTTPStatus.OK, "text/csv; charset=utf-8", content, etag)
        elif path == "/favicon.ico":
            self._send(HTTPStatus.NO_CONTENT, "", b"")
        else:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _put(self) -> None:
        if self.path.partition("?")[0] != "/api/decisions":
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is nothing here")
        self._same_origin()
        given = self.headers.get("X-Facit-Token", "")
        if not hmac.compare_digest(given.encode(), self.server.review.token.encode()):
            raise RefusedError(HTTPStatus.FORBIDDEN, "the page is from an earlier session; reload it")
        if self.headers.get_content_type() != "text/csv":
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send text/csv")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise RefusedError(HTTPStatus.LENGTH_REQUIRED, "say how long the content is")
        if int(length) > MOST_BYTES:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {MOST_BYTES} bytes")
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            raise RefusedError(HTTPStatus.BAD_REQUEST, "the content was cut off")
        self.server.review.put(body, self.headers.get("If-Match", ""))
        self._send(HTTPStatus.NO_CONTENT, "", b"", self.server.review.csv()[1])

    def _same_origin(self) -> None:
        origin = self.headers.get("Origin", "")
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        ours = {f"http://{host}" for host in self.server.hosts()}
        if (origin and origin.lower() not in ours) or site not in ("same-origin", "none"):
            raise RefusedError(HTTPStatus.FORBIDDEN, "decisions are for pages of this address only")

    def _send(self, status: HTTPStatus, kind: str, content: bytes, etag: str = "") -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(content)))
        if etag:
            self.send_header("ETag", etag)
        for name, value in SAFE.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
