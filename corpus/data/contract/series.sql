-- The rules of vintage, freq, contested values and breaks, once, in SQL: facit.duckdb holds these views, and
-- corpus.open(...).series() asks the same text over the Parquet files. docs/series.md tells them with examples.
-- $fillers are the words of corpus/data/sum_words.csv that do not tell one line from another.

-- A category without what does not tell two lines apart: 'Summa kostnader' and 'kostnader' are one line.
CREATE OR REPLACE MACRO category_line(category) AS trim(regexp_replace(regexp_replace(
    lower(strip_accents(coalesce(category, ''))), '[^a-z0-9]+', ' ', 'g'), ' *\b($fillers)\b', '', 'g'));

-- The last day of a period or of a date that is not known to the day: 2017, 2025-H1, 2021-T2, 2018-03, 2019/2021.
CREATE OR REPLACE MACRO last_day_of(code) AS CASE
    WHEN regexp_matches(code, '\d{4}-\d{2}-\d{2}$$') THEN try_cast(right(code, 10) AS DATE)
    WHEN regexp_matches(code, '\d{4}-\d{2}$$') THEN last_day(try_cast(right(code, 7) || '-01' AS DATE))
    WHEN regexp_matches(code, '-H1$$') THEN try_cast(left(right(code, 7), 4) || '-06-30' AS DATE)
    WHEN regexp_matches(code, '-T[12]$$')
        THEN last_day(try_cast(left(right(code, 7), 4) || '-0' || 4 * right(code, 1)::INTEGER || '-01' AS DATE))
    WHEN regexp_matches(code, '-Q[123]$$')
        THEN last_day(try_cast(left(right(code, 7), 4) || '-0' || 3 * right(code, 1)::INTEGER || '-01' AS DATE))
    WHEN regexp_matches(code, '-(H2|T3|Q4)$$') THEN try_cast(left(right(code, 7), 4) || '-12-31' AS DATE)
    ELSE try_cast(right(code, 4) || '-12-31' AS DATE)
END;

-- Which of two reports of the same day goes before: an annual report, its appendix, a part of the year.
CREATE OR REPLACE MACRO kind_rank(kind) AS
    CASE kind WHEN 'annual' THEN 1 WHEN 'appendix' THEN 2 WHEN 'tertial' THEN 3 WHEN 'half_year' THEN 4 ELSE 5 END;

-- Every printed number that belongs to a series: in the unit of its series, with the vintage that prints it.
CREATE OR REPLACE VIEW printings AS
SELECT
    o.federation_id AS federation, o.intervention_id AS intervention, o.measure, category_line(o.category) AS line,
    o.gender, o.role,
    CASE WHEN o.unit IN ('sek', 'tkr', 'mkr') THEN 'tkr'
        WHEN o.unit = 'count' AND NOT starts_with(o.measure, 'other:') THEN 'persons' ELSE o.unit END AS unit,
    o.freq, o.period, o.period_start, o.period_end, o.category,
    o.value * scale AS value, o.proposed * scale AS proposed, o.qualifier, o.numerator, o.denominator,
    CASE WHEN o.unit = 'percent' AND o.denominator > 0 THEN 100 * o.numerator / o.denominator END AS recomputed,
    -- What the print leaves open: people are counted, everything else may be rounded by half a step of the last digit.
    CASE WHEN o.qualifier = 'about' THEN abs(o.value * scale) / 10
        WHEN o.unit IN ('persons', 'count') THEN 0
        ELSE scale / power(10, length(regexp_extract(coalesce(o.value_printed, ''), '[,.](\d\d?)(\D|$$)', 1))) / 2
    END AS slack,
    r.report_id AS vintage, r.vintage_date, r.kind AS vintage_kind,
    o.quality, o.source, coalesce(o.table_id, concat_ws(' ', o.page, o.quote, o.line)) AS spot, o.confidence, o.obs_id
FROM (
    SELECT *, CASE unit WHEN 'sek' THEN 0.001 WHEN 'mkr' THEN 1000 ELSE 1 END AS scale FROM observations
    WHERE value IS NOT NULL AND period IS NOT NULL AND measure <> 'other:unresolved'
) o JOIN (
    SELECT report_id, greatest(last_day_of(published), last_day_of(period)) AS vintage_date, kind
    FROM reports
) r USING (report_id);

-- One row per series, period and vintage; more only where a report gives a figure in several ways that cannot all be
-- true (alternative 2, 3 ...). See docs/series.md for each rule.
CREATE OR REPLACE VIEW series AS
WITH marked AS (
    SELECT *,
        min(value) OVER place <> max(value) OVER place AS mixed,
        count(*) OVER (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period, vintage,
            value) AS said
    FROM printings
    WINDOW place AS (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period, vintage,
        spot)
), ranked AS (
    SELECT *,
        row_number() OVER best AS choice,
        first_value(value) OVER best AS standing,
        first_value(slack) OVER best AS standing_slack,
        first_value(source) OVER best AS standing_source,
        first_value(qualifier) OVER best AS standing_qualifier,
        count(*) OVER one AS times_printed,
        min(value) OVER one <> max(value) OVER one AS values_differ,
        row_number() OVER (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period,
            vintage, value ORDER BY source = 'table' DESC, confidence DESC NULLS LAST, obs_id) AS nth
    FROM marked
    WINDOW one AS (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period, vintage),
        best AS (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period, vintage
            ORDER BY quality = 'unresolved', mixed AND quality <> 'contested', source = 'table' DESC,
                quality IN ('ok', 'rounding', 'corrected', 'recovered') DESC, said DESC, confidence DESC NULLS LAST,
                obs_id)
), kept AS (
    SELECT *, row_number() OVER (one ORDER BY choice) AS alternative,
        count(*) OVER (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period, vintage,
            coalesce(qualifier, '')) AS readings
    FROM ranked
    -- Another value stands beside the first when it is beyond rounding, and was not only taken for this fact by us: it
    -- stands in a table, is named by a finding, or there is nothing but sentences; and its place agrees with itself.
    WHERE choice = 1 OR (nth = 1 AND abs(value - standing) > slack + standing_slack
        AND (role <> 'actual' OR coalesce(qualifier, '') NOT IN ('at_least', 'at_most'))
        AND (source = 'table' OR quality = 'contested' OR standing_source = 'prose')
        AND (NOT mixed OR quality = 'contested'))
    WINDOW one AS (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period, vintage)
), dated AS (
    SELECT *,
        first_value(vintage) OVER youngest AS latest_vintage, first_value(vintage_date) OVER youngest AS latest_date,
        first_value(value) OVER youngest AS latest_value, first_value(slack) OVER youngest AS latest_slack,
        first_value(vintage) OVER oldest AS first_vintage, first_value(vintage_date) OVER oldest AS first_date,
        first_value(value) OVER oldest AS first_printed, first_value(slack) OVER oldest AS first_slack,
        min(value + slack) OVER same_day < max(value - slack) OVER same_day AS clash,
        min(value + slack) FILTER (WHERE alternative = 1) OVER fact
            < max(value - slack) FILTER (WHERE alternative = 1) OVER fact
            AND min(vintage_date) OVER fact < max(vintage_date) OVER fact AS revised,
        coalesce(
            max(period_end) OVER (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq
                ORDER BY period_end RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 DAY PRECEDING),
            period_start - INTERVAL '1 year 1 day')::DATE AS previous_end,
        first_value(category) OVER (PARTITION BY federation, intervention, measure, line, gender, role, unit
            ORDER BY vintage_date DESC NULLS LAST, obs_id) AS name_of_line
    FROM kept
    WINDOW fact AS (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period),
        same_day AS (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period,
            vintage_date),
        youngest AS (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period
            ORDER BY vintage_date DESC NULLS LAST, kind_rank(vintage_kind), vintage DESC, alternative),
        oldest AS (PARTITION BY federation, intervention, measure, line, gender, role, unit, freq, period
            ORDER BY vintage_date NULLS LAST, kind_rank(vintage_kind), vintage, alternative)
), broken AS (
    SELECT d.*, b.*
    FROM dated d LEFT JOIN LATERAL (
        SELECT min(b.date) AS break_date, string_agg(DISTINCT b.type, ';' ORDER BY b.type) AS break_type,
            string_agg(DISTINCT b.why, '; ' ORDER BY b.why) AS break_why
        FROM breaks b
        WHERE split_part(b.series, '/', 1) = d.federation
            AND split_part(b.series, '/', 2) IN ('', '*', d.intervention)
            AND split_part(b.series, '/', 3) IN ('', '*', d.measure)
            AND split_part(b.series, '/', 5) IN ('', '*', d.gender)
            AND b.date > CAST(d.previous_end AS VARCHAR) AND b.date <= CAST(d.period_end AS VARCHAR)
    ) b ON true
)
SELECT
    concat_ws('/', coalesce(federation, ''), intervention, measure, line, gender, role, coalesce(unit, '')) AS series,
    federation, f.name AS federation_name, intervention, i.preferred_name AS intervention_name, measure,
    name_of_line AS category, gender, role, unit, freq, period, period_start,
    period_end, value, slack AS rounding, qualifier, numerator, denominator, recomputed, proposed, vintage, vintage_date, vintage_kind,
    vintage = latest_vintage OR (vintage_date = latest_date AND abs(value - latest_value) > slack + latest_slack)
        AS latest,
    vintage = first_vintage OR (vintage_date = first_date AND abs(value - first_printed) > slack + first_slack)
        AS first,
    alternative,
    quality IN ('contested', 'unresolved') OR readings > 1 OR (clash AND vintage_date IS NOT NULL) AS contested,
    revised, quality,
    break_type IS NULL AND quality NOT IN ('contested', 'unresolved') AND readings = 1 AND NOT clash AS comparable,
    break_type IS NOT NULL AS break_before, break_date, break_type, break_why, times_printed, values_differ, source,
    obs_id
FROM broken
    LEFT JOIN federations f ON f.federation_id = federation
    LEFT JOIN interventions i ON i.intervention_id = intervention
ORDER BY federation, intervention, measure, line, gender, role, unit, freq, period_end, period, vintage_date,
    kind_rank(vintage_kind), vintage, alternative;

-- The breaks with the parts of their series in columns; '*' is every one.
CREATE OR REPLACE VIEW series_breaks AS
SELECT split_part(series, '/', 1) AS federation, coalesce(nullif(split_part(series, '/', 2), ''), '*') AS intervention,
    coalesce(nullif(split_part(series, '/', 3), ''), '*') AS measure, date, type, why
FROM breaks
ORDER BY ALL;

-- What later reports changed: each printing of a fact beside the one in the report before. Beyond rounding, that is;
-- kind 'settled' is an earlier report that gave several values, of which the later repeats one; 'contested' a change in
-- which one of the two is contested in its own report, and may be a slip.
CREATE OR REPLACE VIEW revisions AS
WITH told AS (
    SELECT series, federation, intervention, measure, category, gender, role, unit, freq, period, period_end,
        vintage_date, first(value ORDER BY best) AS value, first(rounding ORDER BY best) AS rounding,
        first(vintage ORDER BY best) AS vintage, first(obs_id ORDER BY best) AS obs_id, list(value) AS readings,
        bool_or(contested) AS contested
    FROM (SELECT *, (kind_rank(vintage_kind), vintage, alternative) AS best FROM series WHERE vintage_date IS NOT NULL)
    GROUP BY ALL
), paired AS (
    SELECT *, lag(value) OVER fact AS earlier_value, lag(rounding) OVER fact AS earlier_rounding,
        lag(vintage) OVER fact AS earlier_vintage, lag(obs_id) OVER fact AS earlier_obs_id,
        lag(readings) OVER fact AS earlier_readings, lag(contested) OVER fact AS earlier_contested
    FROM told
    WINDOW fact AS (PARTITION BY series, freq, period ORDER BY vintage_date)
)
SELECT series, federation, intervention, measure, category, gender, role, unit, freq, period, earlier_value AS value,
    value AS revised_value, value - earlier_value AS difference,
    CASE WHEN earlier_value <> 0 THEN 100 * (value - earlier_value) / abs(earlier_value) END AS percent,
    CASE WHEN len(earlier_readings) > 1 AND list_contains(earlier_readings, value) THEN 'settled'
        WHEN contested OR earlier_contested THEN 'contested' ELSE 'revision' END AS kind,
    earlier_vintage AS vintage, vintage AS revised_vintage, vintage_date AS revised_date, earlier_obs_id AS obs_id,
    obs_id AS revised_obs_id
FROM paired
WHERE abs(value - earlier_value) > rounding + earlier_rounding OR len(earlier_readings) > 1
ORDER BY federation, intervention, measure, category, gender, role, unit, freq, period_end, period, vintage_date;
