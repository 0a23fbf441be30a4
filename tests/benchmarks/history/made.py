"""A dataset of any size with a known answer: every association prints every year, and last year's figures again.

The rows are made by DuckDB straight into Parquet, in the order and with the columns that facit writes. Every number is
computed from its association, intervention, measure, gender and year (`VALUE`), so that any answer can be checked; one
figure in 97 is printed differently a year later, by one more.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from corpus.contract import SQL_TYPES, tables

MEASURES = 30
VALUE = "(17 * f + 31 * i + 7 * m + 3 * g + 5 * (year - 2017)) % 90 + 10"
REVISED = "(f + i + m + g + year) % 97 = 0"
GENDERS = "['T', 'K', 'M']"


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make: `rows` of observations, spread evenly over associations and years."""

    rows: int = 2_000_000
    federations: int = 80
    years: int = 9

    @property
    def interventions(self) -> int:
        """How many each association has, so that the rows come to what is wanted."""
        return round(self.rows / (self.federations * (2 * self.years - 1) * MEASURES * 3))


def write(folder: Path, size: Size) -> int:
    """Write the dataset as Parquet; returns how many observations it has."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"""CREATE TABLE printed AS
            SELECT f, i, m, g, year AS period, report, printf('f%02d', f) AS federation_id,
                printf('f%02d-i%02d', f, i) AS intervention_id, {VALUE} + (report > year AND {REVISED})::INTEGER AS n
            FROM range({size.federations}) a(f), range({size.interventions}) b(i), range({MEASURES}) c(m),
                range(3) d(g), range(2017, {2017 + size.years}) e(year), range(2017, {2017 + size.years}) r(report)
            WHERE report - year IN (0, 1)""")  # noqa: S608
        made = {
            "observations": _OBSERVATIONS,
            "reports": _REPORTS,
            "federations": "SELECT DISTINCT federation_id, 'Förbundet ' || federation_id AS name FROM printed",
            "interventions": """SELECT DISTINCT intervention_id, federation_id, 'Insats ' || intervention_id
                AS preferred_name, 'individual' AS kind FROM printed""",
            "names": """SELECT DISTINCT federation_id || '-' || report || '-annual' AS report_id, federation_id,
                'Insats ' || intervention_id AS printed, intervention_id, 'exact' AS method, 1.0 AS score
                FROM printed""",
            "breaks": "SELECT DISTINCT federation_id || '/' || intervention_id AS series, '2020-07-01' AS date, "
            "'definition' AS type, 'ny definition' AS why FROM printed WHERE i % 3 = 0",
        }
        for name, spec in tables().items():
            query = made.get(name, "SELECT 1 WHERE false")
            have = {row[0] for row in connection.execute(f"DESCRIBE {query}").fetchall()}
            columns = ", ".join(
                f"{_name(c.name) if c.name in have else 'NULL'}::{SQL_TYPES[c.type]} AS {_name(c.name)}"
                for c in spec.columns
            )
            order = f"ORDER BY {', '.join(map(_name, spec.order))}" if name in made else ""
            connection.execute(
                f"COPY (SELECT {columns} FROM ({query}) {order}) TO '{folder / name}.parquet' (FORMAT parquet)"  # noqa: S608
            )
        return int(connection.execute("SELECT count(*) FROM printed").fetchall()[0][0])


def _name(column: str) -> str:
    return f'"{column}"'


_OBSERVATIONS = f"""
    SELECT 'o-' || left(md5(concat_ws('/', f, i, m, g, period, report)), 16) AS obs_id,
        federation_id || '-' || report || '-annual' AS report_id, federation_id, intervention_id,
        'Insats ' || intervention_id AS intervention_printed,
        ['participants', 'new_participants', 'exited_participants', 'carried_in', 'carried_out', 'referrals', 'offered',
            'exit_work', 'exit_studies', 'exit_other'][m % 10 + 1] AS measure,
        CASE m // 10 WHEN 0 THEN NULL WHEN 1 THEN 'Arbetsförmedlingen' ELSE 'Summa Kommunen' END AS category,
        {GENDERS}[g + 1] AS gender, 'actual' AS role, period::VARCHAR AS period,
        make_date(period, 1, 1) AS period_start, make_date(period, 12, 31) AS period_end, 'A' AS freq,
        n::VARCHAR AS value_printed, n AS value_raw, n AS value,
        'persons' AS unit, 'A' AS obs_status, 'ok' AS quality, 'table' AS source,
        federation_id || '-' || report || '-annual-t' || (m // 3) AS table_id, i AS "row", m AS "column",
        'Insats ' || intervention_id AS row_label, 'Deltagare > Under året > ' || period AS header_path,
        m // 3 + 1 AS page, i * 3 + g + 1 AS line, '50.0,100.0,60.0,110.0' AS bbox,
        'Insats ' || intervention_id || ' ' || n AS quote,
        'pdf-text' AS reader, 'own' AS engine, 0.97 AS confidence, 'measure:x←deltagare' AS why
    FROM printed"""  # noqa: S608
_REPORTS = """
    SELECT DISTINCT federation_id || '-' || report || '-annual' AS report_id, federation_id, 'annual' AS kind,
        report::VARCHAR AS period, federation_id || '-' || report || '.pdf' AS file_name, false AS language_folded,
        'ok' AS status
    FROM printed"""
