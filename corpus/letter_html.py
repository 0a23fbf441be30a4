"""The letter as a page of HTML that stands alone: it opens without a network, prints on A4 and runs no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources

import jinja2
from markupsafe import Markup

from corpus.letter import Item, Letter
from corpus.letter_words import MOST_PRINTED, MOST_SUPPORT, MOST_WHY, Words, cut


def html(
    letter: Letter, items: Sequence[Item], words: Words, *, to: str, date: str, sender: Sequence[str], rest: str
) -> str:
    """The page, with the first `items` of the letter and `rest`, what is said of the others. Everything is escaped."""
    style = resources.files("corpus").joinpath("templates/letter.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corpus", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["cut"] = cut
    return environment.get_template("letter.html.j2").render(
        letter=letter,
        items=items,
        words=words,
        to=to,
        date=date,
        sender=sender,
        rest=rest,
        most_printed=MOST_PRINTED,
        most_why=MOST_WHY,
        most_support=MOST_SUPPORT,
        style=Markup(style),  # noqa: S704  ours, and the page's policy admits nothing but its sum
        style_sum="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
