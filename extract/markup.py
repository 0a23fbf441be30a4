"""What in HTML and Markdown is never shown: scripts, styles, comments, declarations, pictures packed into the text."""

from __future__ import annotations

import re

BEGINS = re.compile(r"<(script|style|template)\b|<!--|<!doctype\b|<\?xml\b", re.IGNORECASE)
PACKED = re.compile(r"(data:[\w.+-]{1,40}/[\w.+-]{1,80};base64,)[A-Za-z0-9+/=]+")


def shown_only(text: str) -> str:
    """The text without what is never shown; its lines stay where they are."""
    text = PACKED.sub(r"\1", text)
    out: list[str] = []
    at = 0
    while found := BEGINS.search(text, at):
        end = _end(text, found)
        out += [text[at : found.start()], "\n" * text.count("\n", found.start(), end)]
        at = end
    return "".join([*out, text[at:]])


def _end(text: str, found: re.Match[str]) -> int:
    """Where what begins here ends; what never ends takes the rest, as in a browser, but for a declaration."""
    start = found.end()
    if found[1]:
        close = re.compile(f"</{found[1]}[^>]*>?", re.IGNORECASE).search(text, start)
        return close.end() if close else len(text)
    if found[0] == "<!--":
        return text.find("-->", start) + 3 if text.find("-->", start) >= 0 else len(text)
    inner, close_at = text.find("[", start), text.find(">", start)
    if found[0][1] == "!" and 0 <= inner < close_at:
        close_at = text.find("]>", inner) + 1 or close_at
    return close_at + 1 if close_at >= 0 else start
