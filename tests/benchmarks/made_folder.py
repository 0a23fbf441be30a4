"""A folder of made-up reports for measuring runs: Markdown, text and PDF, as many as wanted, the same for one seed."""

from __future__ import annotations

import random
from pathlib import Path

ASSOCIATIONS = ("Huddinge Botkyrka Salem", "Stockholm", "Vindelbygden", "Mellanås", "Nordsjö Kust")
NAMES = ("Lyra", "START", "Bryggan", "Kompassen", "Lotsen", "Stegen", "Navet", "Porten", "Kajen", "Vägen")
COLUMNS = ("Insats", "Antal deltagare {year}", "Varav kvinnor", "Varav män", "Antal nya deltagare {year}")
KINDS = (".md", ".txt", ".pdf")
FIRST_YEAR = 2005


def made(folder: Path, reports: int, *, seed: int = 1, pages: int = 3) -> list[Path]:
    """`reports` files in `folder` (made when missing), each of an association and a year of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for n in range(reports):
        association, year = ASSOCIATIONS[n % len(ASSOCIATIONS)], FIRST_YEAR + n // len(ASSOCIATIONS)
        path = folder / f"report-{n:05}{KINDS[n % len(KINDS)]}"
        write(path, association, year, random.Random(seed * 100_003 + n), pages)
        files.append(path)
    return files


def write(path: Path, association: str, year: int, dice: random.Random, pages: int) -> None:
    """One report, with a table and some sentences on each page."""
    heading = [f"Årsredovisning {year}", f"Samordningsförbundet {association}"]
    parts = [_part(year, dice) for _ in range(pages)]
    if path.suffix == ".pdf":
        _typeset(path, heading, parts)
        return
    lines = [f"# {heading[0]}", "", heading[1], ""]
    for table, sentences in parts:
        lines += ["## Deltagarflöden", ""]
        if path.suffix == ".md":
            lines += [f"| {' | '.join(row)} |" for row in (table[0], ["---"] * len(table[0]), *table[1:])]
        else:
            lines += [
                "".join(f"{cell:<32}" if k == 0 else f"{cell:>30}" for k, cell in enumerate(row)) for row in table
            ]
        lines += ["", *sentences, ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def _part(year: int, dice: random.Random) -> tuple[list[list[str]], list[str]]:
    rows = []
    for name in dice.sample(NAMES, 6):
        women, men, new = (dice.randint(3, 60) for _ in range(3))
        slip = dice.random() < 0.02
        rows.append([name, women + men + slip, women, men, new])
    total = ["Totalt", *(sum(int(r[k]) for r in rows) for k in range(1, 5))]
    table = [[c.format(year=year) for c in COLUMNS], *([str(cell) for cell in row] for row in (*rows, total))]
    sentences = [f"{r[0]} hade {r[1]} deltagare under {year}, varav {r[2]} kvinnor." for r in rows[:3]]
    return table, sentences


def _typeset(path: Path, heading: list[str], parts: list[tuple[list[list[str]], list[str]]]) -> None:
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()["Normal"]
    story: list[Flowable] = [Paragraph(line, style) for line in heading]
    for table, sentences in parts:
        story.append(Table(table, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        story += [Paragraph(s, style) for s in sentences]
        story.append(PageBreak())
    SimpleDocTemplate(str(path), invariant=1).build(story)
