"""Fuzzing what reads written things: figures, periods, cells, rows of CSV, texts and markup. Each target is a check."""

from __future__ import annotations

import contextlib
import tempfile
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import assume
from hypothesis import strategies as st

from corpus import decisions, manifest, registry
from corpus.registry import RegistryError
from extract import read_markdown, read_text
from extract.digits import Token, groupings
from extract.errors import ExtractError
from extract.types import Table
from normalize import periods, values
from normalize.types import Value
from normalize.vocabulary import Vocabulary, load
from tests.fuzz.target import target

PRINTED = (
    "12 1 234 1234,5 1.234,5 71,8 % procent av 13 (13) tkr mkr kr st drygt knappt ca minst högst ej mätbart - – − år",
    "2017 2019/2020 2019–2021 halvår tertial 2 jan-aug 31 december kvinnor män Totalt mål utfall deltagare avslutade",
    "personer en två tolv hälften 18-29 år kl. 10.30 § 5 ½ ² ٣ ４ 1e9 NaN ∞ \u00a0 \u2009 \u00ad , . ; : / \\ | * #",
    "[ ] ( ) < > &",
)
TAGS = (
    "<table> </table> <tr> </tr> <td> <td_rowspan='2'> <td_colspan='999999'> <th> </td> <p> </p> <br> <b> &amp; &#0;",
    "&#x110000; &lt <!-- --> <script> </script> <?xml <!DOCTYPE [ ]> ]]> | |-- | a|b \t # ## ** \n \n \n 12 34 %",
    "Totalt mål <sup> </sup> ![a](b) <h1> </h1> <ul> <li> </li> <tr <td <table \x00 \ufeff \u202e \u0301 é",
)
SWEDISH = ("deltagare åtgärder hälsa för över", "Årsredovisning mål 412 totalt kvinnor män")
WORDS = [word for line in PRINTED for word in line.split(" ")]
MARKS = [word.replace("_", " ") for line in TAGS for word in line.split(" ")]
FIGURES = st.from_regex(r"[-−]?[0-9 .,]{1,12}", fullmatch=True)
PHRASES = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6), FIGURES), max_size=14).map(" ".join)
MARKUP = st.lists(st.sampled_from(MARKS) | PHRASES, max_size=40).map(" ".join)


@cache
def words() -> Vocabulary:
    return load(None)


@target(PHRASES)
def any_text_is_a_value_or_a_status(text: str) -> None:
    """A cell gives one value, or none and a status; what is printed is kept."""
    found = values.cell(text, words())
    assert found.printed == text.strip()
    assert (found.value is not None) or found.status
    for value in values.values(text, words()):
        assert isinstance(value, Value)
        assert value.value is None or value.value.is_finite()


@target(
    st.tuples(
        st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from([" ", "\u00a0", ""]), st.sampled_from("-−–")
    )
)
def a_figure_written_as_swedes_do_is_read_back(how: tuple[int, int, str, str]) -> None:
    """Number -> print -> number: thousands by spaces, a decimal comma, any minus sign."""
    number, decimals, space, minus = how
    exact = Decimal(number).scaleb(-decimals)
    whole, _, part = f"{abs(exact):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", space)
    printed = (minus if exact < 0 else "") + grouped + (f",{part}" if part else "")
    found = values.cell(printed, words())
    assert found.value == exact, printed
    assert found.decimals == decimals, printed


@target(st.tuples(st.integers(0, 9999), st.integers(1, 9999)))
def a_share_is_read_back(how: tuple[int, int]) -> None:
    """'12 av 34' has both its numbers."""
    top, bottom = how
    found = values.cell(f"{top} av {bottom}", words())
    assert (found.numerator, found.denominator) == (top, bottom)


@target(PHRASES)
def any_text_is_a_period_or_none(text: str) -> None:
    """A period begins before it ends, and its code is read back as itself."""
    for found in (periods.in_text(text, periods.year(2020)), periods.parse(text), periods.day(text)):
        if found is not None:
            assert found.start <= found.end
            assert periods.parse(found.code) == found


@target(
    st.one_of(
        st.integers(1900, 2100).map(periods.year),
        st.builds(periods.half, st.integers(1990, 2039), st.integers(1, 2)),
        st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(periods.instant),
        st.builds(periods.span, st.integers(1990, 2010), st.integers(2011, 2039)),
        st.integers(1990, 2039).map(periods.tertial2),
    )
)
def a_period_is_its_code(period: object) -> None:
    """Period -> code -> period."""
    assert periods.parse(period.code) == period  # type: ignore[attr-defined]


@target(
    st.tuples(
        st.lists(
            st.sampled_from(["1", "12", "123", "456", "-", "1998", "560", "12,5", "100%", "720000", "0"]), max_size=30
        ),
        st.integers(1, 12),
    )
)
def figures_are_grouped_without_losing_a_digit(how: tuple[list[str], int]) -> None:
    """However thousands are joined, all printed signs are there in their order, in as many columns as asked for."""
    tokens, columns = how
    for n, found in enumerate(groupings([Token(t) for t in tokens], columns)):
        assert len(found) == columns
        assert " ".join(found).split(" ") == tokens
        if n > 50:
            break


def sound(table: Table) -> None:
    """No two cells take one place, none lies outside the grid, and the grid says what the cells say."""
    taken: set[tuple[int, int]] = set()
    for cell in table.cells:
        assert 0 <= cell.row < table.rows
        assert 0 <= cell.column < table.columns
        assert cell.row + cell.row_span <= table.rows
        assert cell.column + cell.column_span <= table.columns
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert (row, column) not in taken, (row, column)
                taken.add((row, column))
                assert table.cell(row, column) == cell
    grid = table.grid()
    assert sum(bool(text) for row in grid for text in row) == sum(bool(cell.text) for cell in table.cells)


@target(st.tuples(MARKUP, st.sampled_from([".md", ".html"])))
def any_markup_is_lines_and_sound_tables(how: tuple[str, str]) -> None:
    """Markdown and HTML are read or refused by one of our errors; tables have their cells in a grid."""
    text, suffix = how
    try:
        (page,) = read_markdown.pages(text.encode("utf-8", "surrogatepass"), Path(f"a{suffix}"))
    except ExtractError:
        return
    for table in page.grids:
        sound(table)


@target(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda s: s.encode("utf-16", "surrogatepass")),
        PHRASES.map(str.encode),
    )
)
def any_bytes_are_lines_or_refused(data: bytes) -> None:
    """A text is decoded or refused; no line has an end of line in it."""
    try:
        (page,) = read_text.pages(data, Path("a.txt"))
    except ExtractError:
        return
    assert all("\n" not in line.text for line in page.lines)
    assert [line.number for line in page.lines] == list(range(1, len(page.lines) + 1))


@target(
    st.sampled_from(
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp850", "mac_roman"]
    ).flatmap(
        lambda e: st.tuples(
            st.just(e),
            st.lists(
                st.sampled_from(" ".join(SWEDISH).split()),
                min_size=60,
                max_size=80,
            ),
        )
    )
)
def swedish_words_survive_their_encoding(how: tuple[str, list[str]]) -> None:
    """Words -> bytes -> the same words, in all encodings that reports were saved in."""
    encoding, said = how
    text = " ".join(said)
    assume(sum(c in "åäöÅÄÖ" for c in text) >= 20)
    (page,) = read_text.pages(text.encode(encoding), Path("a.txt"))
    assert page.lines[0].text == text, encoding


CSV = st.lists(
    st.lists(
        st.sampled_from(
            [
                *decisions.COLUMNS,
                *manifest.COLUMNS,
                "value",
                "set",
                "keep",
                "12",
                "hbs",
                "2017",
                "x.pdf",
                '"',
                "\n",
                ";",
                "",
                "annual",
            ]
        )
        | st.text(max_size=5),
        max_size=9,
    ).map(",".join),
    max_size=6,
).map("\n".join)
HEADS = st.sampled_from([",".join(decisions.COLUMNS) + "\n", ",".join(manifest.COLUMNS) + "\n", "file,password\n", ""])


@target(st.tuples(HEADS, CSV))
def any_decisions_and_manifest_are_rows_or_refused(how: tuple[str, str]) -> None:
    """CSV files of people are read, or refused with the line that is wrong."""
    with tempfile.TemporaryDirectory() as where:
        for name in ("decisions.csv", manifest.FILE_NAME):
            (Path(where) / name).write_bytes("".join(how).encode("utf-8", "surrogatepass"))
        with contextlib.suppress(RegistryError):
            decisions.read(Path(where) / "decisions.csv")
        with contextlib.suppress(RegistryError):
            manifest.load([Path(where)], known())


@cache
def known() -> registry.Registry:
    return registry.load(None)
