"""What was measured -> docs/benchmarks.md and its plot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.tables.plot import Dot, scatter

OURS = ("facit", "facit-unhinted", "facit-recognised", "facit-settled")
HEAD = """# Benchmarks: reading tables

Made by `make bench-tables` on {date} in {minutes:.0f} minutes: {machine}; commit {commit}.
{versions}.
What whole runs cost, from PDFs to a dataset, is in [benchmarks-pipeline.md](benchmarks-pipeline.md).
Not timed by any test; times are of one run on a machine that may do other things too, so read them as ratios.

**Pages.** The press in `fixtures/press/layouts` makes random pages in {families} families of layouts: eight kinds of
rules, small tables in a column, stacked, side by side, on landscape and turned pages, by WeasyPrint and by LibreOffice;
the tables are of our kinds, their sentences ours and their figures invented. Seeds 0-199 were there to look at and to
tune on; **everything below is measured on seeds from {first} up, which nobody looked at.**

**Score.** Every read table is matched to at most one true table of its page; rows and columns are laid on each other in
order for the largest agreement; a cell counts when its text is equal. F1 is the mean over true tables of the harmonic
mean of cells right among those true and those read, *strict* with white space collapsed and *loose* with it removed; a
table that was not found counts 0. *Perfect*: every cell right (loose) and no others. *Found*: half the table's text in
the right places. *Spurious*: read tables that match none. All engines run with their own defaults and none is told
where a table is. Their own conventions are met kindly: texts repeated over a span, hyphens at line ends undone or not,
pieces over a page break put together when that is better. One process each, on one core, at most 60 s a page.
`facit-unhinted` is our chain without a word of our reports' headings.
"""

Summary = dict[str, Any]


def write(results: dict[str, Any], docs: Path) -> None:
    """Write benchmarks.md and benchmarks.svg into the folder."""
    (docs / "benchmarks.md").write_text(text(results), encoding="utf-8")
    engines = results["parts"].get("text", {}).get("engines", {})
    dots = [Dot(name, whole(s)["ms_page"], whole(s)["strict"], name in OURS) for name, s in engines.items()]
    (docs / "benchmarks.svg").write_text(scatter(dots), encoding="utf-8")


def whole(summaries: Sequence[Summary]) -> Summary:
    """The summary of all families together."""
    return summaries[-1]


def text(results: dict[str, Any]) -> str:
    """The page."""
    parts = results["parts"]
    some: list[Summary] = next(iter(parts.get("text", {}).get("engines", {}).values()), [{}])
    versions = ", ".join(f"{name} {v}" for name, v in results["versions"].items())
    out = [HEAD.format(**{**results, "versions": versions, "families": len(some) - 1, "first": 1000})]
    sections = {
        "text": ("Random layouts", _text),
        "split": ("Tables over a page break", _plain_table),
        "prose": ("Pages without tables", _prose),
        "scans": ("Scans", _scans),
        "icdar": ("Foreign tables: ICDAR 2013", _plain_table),
    }
    for name, (title, section) in sections.items():
        if parts.get(name, {}).get("engines"):
            out += [f"## {title}\n", section(parts[name], parts.get(f"{name}-more")), ""]
            if parts[name].get("commit", results["commit"]) != results["commit"]:
                out += [f"This part was measured at commit {parts[name]['commit']}.", ""]
    if results.get("speed"):
        out += ["## Speed\n", _speed(results["speed"]), *_gate(results.get("gate", {})), ""]
    if results["skipped"]:
        out += ["## Left out\n", *(f"- {name}: {why}" for name, why in sorted(results["skipped"].items())), ""]
    return "\n".join(out)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _ordered(engines: dict[str, list[Summary]]) -> list[tuple[str, list[Summary]]]:
    return sorted(engines.items(), key=lambda e: (e[0] not in OURS, -whole(e[1])["strict"]))


def _name(name: str) -> str:
    return f"**{name}**" if name in OURS else name


def _share(part: float, of: float) -> str:
    return f"{part / of:.1%}" if of else "-"


def _counts(name: str, s: Summary) -> list[str]:
    found, perfect = _share(s["found"], s["tables"]), _share(s["perfect"], s["tables"])
    f1 = [f"{s['strict']:.3f}", f"{s['loose']:.3f}"]
    return [_name(name), *f1, found, perfect, str(s["spurious"]), str(s["failed"]), f"{s['ms_page']:.1f}"]


COUNTED = ("engine", "F1 strict", "F1 loose", "found", "perfect", "spurious", "failed", "ms/page")


def _plain_table(part: dict[str, Any], more: dict[str, Any] | None) -> str:
    engines = part["engines"]
    about = whole(next(iter(engines.values())))
    return f"{about['documents']} documents, {about['tables']} tables.\n\n" + _table(
        COUNTED, [_counts(n, whole(s)) for n, s in _ordered(engines)]
    )


def _text(part: dict[str, Any], more: dict[str, Any] | None) -> str:
    engines = part["engines"]
    out = [_plain_table(part, None), "\n![strict F1 against milliseconds a page](benchmarks.svg)\n"]
    if more and more["engines"].get("facit"):
        s = whole(more["engines"]["facit"])
        out.append(
            f"On more pages of the same kinds (seeds {more['first']}-{more['first'] + more['seeds'] - 1}, "
            f"{s['documents']} pages, {s['tables']} tables) facit reaches {s['strict']:.4f} strict and "
            f"{s['loose']:.4f} loose, finds {_share(s['found'], s['tables'])}, reads "
            f"{_share(s['perfect'], s['tables'])} perfectly, {s['spurious']} spurious.\n"
        )
    out += ["Strict F1 by family, the best other engine of each family beside ours:\n", _by_family(engines, more)]
    return "\n".join(out)


def _by_family(engines: dict[str, list[Summary]], more: dict[str, Any] | None) -> str:
    names = [n for n, _ in _ordered(engines)]
    by = {n: {s["name"]: s["strict"] for s in engines[n]} for n in names}
    peers = [n for n in names if n not in OURS]
    many = {s["name"]: s["strict"] for s in (more or {}).get("engines", {}).get("facit", [])}
    rows = []
    for family in by[names[0]]:
        best = max(peers, key=lambda n: by[n][family], default="")
        lead = by["facit"][family] - by[best][family] if best and "facit" in by else 0
        cells = [f"{by[n][family]:.3f}" for n in names if n in OURS]
        wide = f"{many[family]:.3f}" if family in many else "-"
        rows.append([family, *cells, wide, f"{by[best][family]:.3f}" if best else "-", best, f"{lead:+.3f}"])
    heads = ["family", *(n for n in names if n in OURS), "facit, more pages", "best other", "which", "lead"]
    return _table(heads, rows)


def _prose(part: dict[str, Any], more: dict[str, Any] | None) -> str:
    rows = [
        [_name(n), str(whole(s)["documents"]), str(whole(s)["spurious"]), f"{whole(s)['ms_page']:.1f}"]
        for n, s in _ordered(part["engines"])
    ]
    return (
        "Running text full of figures, lists, contents, contacts, columns, forms, letters, minutes. Contents and forms "
        "may pass for tables; `facit-recognised` counts those that facit takes for goals, participants or finances.\n\n"
        + _table(("engine", "pages", "tables read", "ms/page"), rows)
    )


def _scans(part: dict[str, Any], more: dict[str, Any] | None) -> str:
    rows = []
    named = [*_ordered(part["engines"]), *((f"{n}, more pages", s) for n, s in (more or {}).get("engines", {}).items())]
    for name, summaries in named:
        s = whole(summaries)
        f = s["figures"]
        rows.append(
            [
                *_counts(name, s)[:6],
                _share(f["numbers_right"], f["numbers"]),
                _share(f["percents_right"], f["percents"]),
                str(f["percents_invented"]),
                f"{s['ms_page'] / 1000:.2f}",
            ]
        )
    heads = (*COUNTED[:6], "numbers right", "percentages right", "invented", "s/page")
    return (
        "The same layouts at 150-300 dpi, up to 2 degrees askew, blurred, noisy, bled through, stamped, unevenly lit; "
        "three in ten with a bad old OCR layer under the picture. `facit-settled` is after sums and columns have put "
        "right what the reader got wrong.\n\n" + _table(heads, rows)
    )


def _speed(speed: dict[str, float]) -> str:
    pages, floor = speed["pages"], speed["pdfium text"]
    rows = [["bare pdfium text", f"{1000 * floor / pages:.2f} ms/page", "1"]]
    for name, what in (
        ("gate", "facit: which pages may hold a table"),
        ("facit", "facit: whole extraction"),
        ("pdfplumber lines", "pdfplumber lines"),
        ("camelot auto", "camelot auto"),
    ):
        if name in speed:
            rows.append([what, f"{1000 * speed[name] / pages:.2f} ms/page", f"{speed[name] / floor:.1f}"])
    out = [_table((f"a report of {pages:.0f} pages, 6 with tables", "time", "times bare text"), rows), ""]
    ours = speed["facit"]
    if "camelot auto" in speed and "pdfplumber lines" in speed:
        out.append(
            f"- facit is {speed['camelot auto'] / ours:.0f} times faster than camelot auto and "
            f"{speed['pdfplumber lines'] / ours:.1f} times faster than pdfplumber."
        )
    out += [
        f"- A cold `facit inspect` of that report: {speed['cold inspect']:.2f} s.",
        f"- A scanned page with a table: {speed['facit scans'] / speed['scans']:.2f} s, or "
        f"{speed['facit scans'] / speed['tesseract swe']:.2f} times one Tesseract pass of it in Swedish at 300 dpi.",
    ]
    return "\n".join(out)


def _gate(passed: dict[str, int]) -> list[str]:
    """What the gate let through, of pages with and without tables."""
    if not passed:
        return []
    return [
        f"- The gate kept {passed['kept_with']} of {passed['with']} pages that hold a table, and "
        f"{passed['kept_without']} of {passed['without']} that hold none."
    ]
