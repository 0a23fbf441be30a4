"""Firefox for tests, spoken to over WebDriver BiDi: Debian has no geckodriver, and Firefox needs none for that."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import websocket

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox") or ""
LISTENING = "WebDriver BiDi listening on "


class Firefox:
    """One tab of a Firefox without a screen."""

    def __init__(self, address: str) -> None:
        self.socket = websocket.create_connection(f"{address}/session", timeout=30, suppress_origin=True)
        self.count = 0
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> Any:
        """The answer to a command; a test whose command fails fails."""
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                assert answer["type"] == "success", answer
                return answer["result"]

    def visit(self, address: str) -> None:
        """Opens an address anew and waits until it is there."""
        self.ask("browsingContext.navigate", context=self.tab, url="about:blank", wait="complete")
        self.ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        """What a line of script gives, as JSON can say it."""
        told = self.ask(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.tab},
            awaitPromise=False,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"]) if told["result"]["type"] == "string" else None

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, wherever the page has its focus."""
        for key in keys:
            strokes = [{"type": stroke, "value": key} for stroke in ("keyDown", "keyUp")]
            self.ask(
                "input.performActions", context=self.tab, actions=[{"type": "key", "id": "keys", "actions": strokes}]
            )


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """A Firefox with a profile of its own, ended afterwards; the test is skipped where there is none."""
    if not PROGRAM:
        pytest.skip("firefox is not installed: the page was not opened in it")
    command = [PROGRAM, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = next((line for line in process.stderr if LISTENING in line), "")
            if not said:
                pytest.skip("firefox did not begin to listen: the page was not opened in it")
            yield Firefox(said.partition(LISTENING)[2].strip())
        finally:
            process.terminate()
