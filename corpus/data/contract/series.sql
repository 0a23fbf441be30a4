-- The rules of vintage, freq, contested values and breaks, once, in SQL: facit.duckdb holds these views, and
-- corpus.open(...).series() asks the same text over the Parquet files. docs/series.md tells them with examples.
-- $fillers are the words of corpus/data/sum_words.csv that do not tell one line from another, $whole the lines that only
-- name their measure.

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

-- How much a report weighs against others of the same day, 1 the most: annual report, appendix, part of the year.
CREATE OR REPLACE MACRO kind_rank(kind) AS
    CASE kind WHEN 'annual' THEN 1 WHEN 'appendix' THEN 2 WHEN 'tertial' THEN 3 WHEN 'half_year' THEN 4 ELSE 5 END;

-- Every printed number that belongs to a series: in the unit of its series, with the vintage that prints it. `key`
-- tells series apart, `fact` what they say of one period, `printed` what one report says of it.
CREATE OR REPLACE VIEW printings AS
SELECT *, hash(stranger, line, gender, role, unit, freq) AS key,
    hash(stranger, line, gender, role, unit, freq, period) AS fact,
    hash(stranger, line, gender, role, unit, freq, period, vintage) AS printed
FROM (
    SELECT
        o.federation_id AS federation,
        -- Reports of associations that are not known may be of different ones.
        CASE WHEN o.federation_id = 'unknown' THEN ':' || o.report_id END AS stranger,
        o.intervention_id AS intervention, o.measure,
        CASE WHEN (o.measure, category_line(o.category)) IN ($whole) THEN '' ELSE category_line(o.category) END AS line,
        o.gender, o.role,
        CASE WHEN o.unit IN ('sek', 'tkr', 'mkr') THEN 'tkr'
            WHEN o.unit = 'count' AND NOT starts_with(o.measure, 'other:') THEN 'persons' ELSE o.unit END AS unit,
        o.freq, o.period, o.period_start, o.period_end, o.category,
        o.value * scale AS value, o.proposed * scale AS proposed, o.qualifier, o.numerator, o.denominator,
        CASE WHEN o.unit = 'percent' AND o.denominator > 0 THEN 100 * o.numerator / o.denominator END AS recomputed,
        -- What the print leaves open: people are counted, everything else may be rounded by half a step of its last
        -- digit.
        CASE WHEN o.qualifier = 'about' THEN abs(o.value * scale) / 10
            WHEN o.unit IN ('persons', 'count') THEN 0
            ELSE scale / power(10, length(regexp_extract(coalesce(o.value_printed, ''), '[,.](\d\d?)(\D|$$)', 1))) / 2
        END AS rounding,
        r.report_id AS vintage, r.vintage_date, r.kind AS vintage_kind, o.quality, o.source,
        CASE WHEN o.table_id IS NOT NULL THEN hash(o.table_id) ELSE hash(o.page, o.quote, o.line) END AS place,
        o.confidence, o.obs_id
    FROM (
        SELECT *, CASE unit WHEN 'sek' THEN 0.001 WHEN 'mkr' THEN 1000 ELSE 1 END AS scale FROM observations
        WHERE value IS NOT NULL AND period IS NOT NULL AND measure <> 'other:unresolved'
    ) o JOIN (
        SELECT report_id, greatest(last_day_of(published), last_day_of(period)) AS vintage_date, kind FROM reports
    ) r USING (report_id)
);

-- The breaks with the parts of their series in columns; '*' is every one.
CREATE OR REPLACE VIEW series_breaks AS
SELECT split_part(series, '/', 1) AS federation, coalesce(nullif(split_part(series, '/', 2), ''), '*') AS intervention,
    coalesce(nullif(split_part(series, '/', 3), ''), '*') AS measure, date, type, why
FROM breaks
ORDER BY ALL;

-- One row per series, period and vintage; more only where a report gives a figure in several ways that cannot all be
-- true (alternative 2, 3 ...). Every window is partitioned by federation, intervention and measure first: so DuckDB
-- computes only what a question names. See docs/series.md for each rule.
CREATE OR REPLACE VIEW series AS
WITH told AS (
    -- A place that gives one fact in several ways is one that we misunderstood.
    SELECT *, min(value) OVER place <> max(value) OVER place AND quality <> 'contested' AS misread
    FROM printings
    WINDOW place AS (PARTITION BY federation, intervention, measure, gender, role, printed, place)
), ranked AS (
    SELECT *, row_number() OVER best AS choice, first_value({value: value, rounding: rounding, source: source,
        qualifier: qualifier, misread: misread}) OVER best AS standing, count(*) OVER best AS times_printed,
        min(value) OVER best <> max(value) OVER best AS values_differ
    FROM (
        SELECT *, count(*) OVER same AS said, row_number() OVER same AS nth
        FROM told
        WINDOW same AS (PARTITION BY federation, intervention, measure, gender, role, printed, value
            ORDER BY quality = 'unresolved', misread, source <> 'table', confidence DESC NULLS LAST, obs_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    )
    WINDOW best AS (PARTITION BY federation, intervention, measure, gender, role, printed
        ORDER BY quality = 'unresolved', misread, source <> 'table',
            quality NOT IN ('ok', 'rounding', 'corrected', 'recovered'), said DESC, confidence DESC NULLS LAST, obs_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
), kept AS (
    SELECT *, row_number() OVER one AS alternative,
        sum((coalesce(qualifier, '') = coalesce(standing.qualifier, ''))::INTEGER) OVER one > 1 AS several
    FROM ranked
    -- Another value stands beside the first when it is beyond rounding, and was not only taken for this fact by us: it
    -- stands in a table, is named by a finding, or there is nothing but sentences; and its place agrees with itself.
    WHERE choice = 1 OR (nth = 1 AND abs(value - standing.value) > rounding + standing.rounding
        AND (role <> 'actual' OR coalesce(qualifier, '') NOT IN ('at_least', 'at_most'))
        AND (source = 'table' OR quality = 'contested' OR standing.source = 'prose')
        AND (NOT misread OR standing.misread))
    WINDOW one AS (PARTITION BY federation, intervention, measure, gender, role, printed ORDER BY choice
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
), dated AS (
    SELECT *,
        first_value({vintage: vintage, day: vintage_date, value: value, rounding: rounding}) OVER fact AS oldest,
        last_value({vintage: vintage, day: vintage_date, value: value, rounding: rounding}) OVER fact AS youngest,
        min(value + rounding) OVER same_day < max(value - rounding) OVER same_day AND vintage_date IS NOT NULL AS clash,
        min(value + rounding) FILTER (WHERE alternative = 1) OVER fact
            < max(value - rounding) FILTER (WHERE alternative = 1) OVER fact AS differs,
        coalesce(max(period_end) OVER before, period_start - INTERVAL '1 year 1 day')::DATE AS previous_end,
        min(category) OVER (PARTITION BY federation, intervention, measure, gender, role, key) AS name_of_line
    FROM kept
    WINDOW fact AS (PARTITION BY federation, intervention, measure, gender, role, fact
            ORDER BY vintage_date NULLS FIRST, kind_rank(vintage_kind) DESC, vintage, alternative DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
        same_day AS (PARTITION BY federation, intervention, measure, gender, role, fact, vintage_date),
        before AS (PARTITION BY federation, intervention, measure, gender, role, key ORDER BY period_end
            RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 DAY PRECEDING)
), broken AS (
    -- The breaks of an association as one list: a join on more than equality would hold up every question.
    SELECT d.*, [b for b in of_federation.breaks if b.intervention IN ('*', d.intervention)
        AND b.measure IN ('*', d.measure) AND b.date > CAST(d.previous_end AS VARCHAR)
        AND b.date <= CAST(d.period_end AS VARCHAR)] AS breaks
    FROM dated d LEFT JOIN (
        SELECT federation, list({intervention: intervention, measure: measure, date: date, type: type, why: why}
            ORDER BY date, type, why) AS breaks
        FROM series_breaks GROUP BY federation
    ) of_federation ON of_federation.federation = d.federation
)
SELECT
    concat_ws('/', coalesce(federation, '') || coalesce(stranger, ''), intervention, measure, line, gender, role,
        coalesce(unit, '')) AS series,
    federation, f.name AS federation_name, intervention, i.preferred_name AS intervention_name, measure,
    name_of_line AS category, gender, role, unit, freq, period, period_start,
    period_end, value, rounding, qualifier, numerator, denominator, recomputed, proposed, vintage, vintage_date,
    vintage_kind,
    vintage = youngest.vintage OR (vintage_date = youngest.day
        AND abs(value - youngest.value) > rounding + youngest.rounding) AS latest,
    vintage = oldest.vintage OR (vintage_date = oldest.day
        AND abs(value - oldest.value) > rounding + oldest.rounding) AS first,
    alternative, quality IN ('contested', 'unresolved') OR several OR clash AS contested,
    differs AND oldest.day < youngest.day AS revised, quality,
    NOT (contested OR coalesce(len(breaks), 0) > 0) AS comparable,
    coalesce(len(breaks), 0) > 0 AS break_before, breaks[1].date AS break_date,
    nullif(array_to_string(list_distinct([b.type for b in breaks]), ';'), '') AS break_type,
    nullif(array_to_string(list_distinct([b.why for b in breaks]), '; '), '') AS break_why,
    times_printed, values_differ, source, obs_id
FROM broken
    LEFT JOIN federations f ON f.federation_id = federation
    LEFT JOIN interventions i ON i.intervention_id = intervention
ORDER BY federation, intervention, measure, line, gender, role, unit, freq, period_end, period, vintage_date,
    kind_rank(vintage_kind), vintage, alternative;

-- What later reports changed: each printing of a fact beside the one in the report before. Beyond rounding, that is;
-- kind 'settled' is an earlier report that gave several values, of which the later repeats one; 'contested' a change in
-- which one of the two is contested in its own report, and may be a slip.
CREATE OR REPLACE VIEW revisions AS
WITH told AS (
    SELECT series, federation, federation_name, intervention, intervention_name, measure, category, gender, role, unit,
        freq, period, period_end, vintage_date,
        arg_min({value: value, rounding: rounding, vintage: vintage, obs_id: obs_id},
            (kind_rank(vintage_kind), vintage, alternative)) AS now,
        list(value) AS readings, bool_or(contested) AS contested
    FROM series WHERE vintage_date IS NOT NULL
    GROUP BY ALL
), paired AS (
    SELECT *, lag(now) OVER fact AS before, lag(readings) OVER fact AS earlier_readings,
        lag(contested) OVER fact AS earlier_contested
    FROM told
    WINDOW fact AS (PARTITION BY federation, intervention, measure, gender, role, series, freq, period
        ORDER BY vintage_date)
)
SELECT series, federation, federation_name, intervention, intervention_name, measure, category, gender, role, unit,
    freq, period, before.value AS value, now.value AS revised_value, now.value - before.value AS difference,
    CASE WHEN before.value <> 0 THEN 100 * (now.value - before.value) / abs(before.value) END AS percent,
    CASE WHEN len(earlier_readings) > 1 AND list_contains(earlier_readings, now.value) THEN 'settled'
        WHEN contested OR earlier_contested THEN 'contested' ELSE 'revision' END AS kind,
    before.vintage AS vintage, now.vintage AS revised_vintage, vintage_date AS revised_date, before.obs_id AS obs_id,
    now.obs_id AS revised_obs_id
FROM paired
WHERE abs(now.value - before.value) > now.rounding + before.rounding OR len(earlier_readings) > 1
ORDER BY federation, intervention, measure, category, gender, role, unit, freq, period_end, period, vintage_date;

-- How the goals were rated over the years: a row for each rated goal of each report. break_before: the association's
-- report before rated by another scale.
CREATE OR REPLACE VIEW ratings AS
SELECT d.federation, f.name AS federation_name, d.intervention, i.preferred_name AS intervention_name, d.period,
    d.period_end, d.measure, d.goal_text, d.target_value, d.result_value, d.rating, d.rating_printed, d.scale,
    coalesce(bool_or(b.date IS NOT NULL), false) AS break_before, min(b.date) AS break_date, min(b.why) AS break_why,
    d.vintage, d.goal_id
FROM (
    SELECT federation_id AS federation, intervention_id AS intervention, period, last_day_of(period) AS period_end,
        measure, goal_text, target_value, result_value, rating, rating_printed, rating_scale_id AS scale,
        report_id AS vintage, goal_id,
        max(last_day_of(period)) OVER (PARTITION BY federation_id ORDER BY last_day_of(period)
            RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 DAY PRECEDING) AS previous_end
    FROM goals WHERE rating IS NOT NULL AND period IS NOT NULL
) d LEFT JOIN series_breaks b ON b.federation = d.federation AND b.measure = 'rating'
    AND b.date > CAST(d.previous_end AS VARCHAR) AND b.date <= CAST(d.period_end AS VARCHAR)
    LEFT JOIN federations f ON f.federation_id = d.federation
    LEFT JOIN interventions i ON i.intervention_id = d.intervention
GROUP BY ALL
ORDER BY d.federation, d.intervention, d.period_end, d.vintage, d.goal_id;
