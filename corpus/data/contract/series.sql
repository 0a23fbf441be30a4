-- One row per series, period and vintage. Where a report prints a figure several times, the table is taken before the
-- prose, then the better quality, then the surer reading; times_printed and values_differ tell of the others.
-- comparable: no break since the period before in the series, and the value itself is not contested or unresolved.
-- latest: the youngest report that prints this period.
CREATE VIEW series AS
WITH printed AS (
    SELECT o.*,
        concat_ws('/', coalesce(o.federation_id, ''), o.intervention_id, o.measure, coalesce(o.category, ''),
            o.gender, o.role, coalesce(o.unit, '')) AS series,
        r.period AS report_period, r.published AS report_published
    FROM observations o JOIN reports r USING (report_id)
    WHERE o.value IS NOT NULL AND o.period IS NOT NULL
), ranked AS (
    SELECT *,
        row_number() OVER (one ORDER BY
            source = 'table' DESC,
            quality IN ('ok', 'rounding', 'corrected', 'recovered') DESC,
            confidence DESC NULLS LAST, obs_id) AS choice,
        count(*) OVER (one) AS times_printed,
        min(value) OVER (one) <> max(value) OVER (one) AS values_differ
    FROM printed
    WINDOW one AS (PARTITION BY series, period, report_id)
), chosen AS (
    SELECT *, row_number() OVER (PARTITION BY series, period
        ORDER BY report_period DESC NULLS LAST, report_published DESC NULLS LAST, report_id DESC) = 1 AS latest
    FROM ranked WHERE choice = 1
), periods AS (
    SELECT series, freq, period, period_end,
        lag(period_end) OVER (PARTITION BY series, freq ORDER BY period_end) AS previous_end
    FROM (SELECT DISTINCT series, freq, period, period_end FROM chosen)
)
SELECT c.series, c.federation_id AS federation, c.intervention_id AS intervention, c.measure, c.category, c.gender,
    c.role, c.unit, c.freq, c.period, c.period_start, c.period_end, c.value, c.report_id AS vintage, c.latest, c.quality,
    c.quality NOT IN ('contested', 'unresolved') AND NOT EXISTS (
        SELECT 1 FROM breaks b
        WHERE starts_with(c.series || '/', b.series || '/')
            AND p.previous_end IS NOT NULL
            AND b.date > CAST(p.previous_end AS VARCHAR) AND b.date <= CAST(c.period_end AS VARCHAR)
    ) AS comparable,
    c.times_printed, c.values_differ, c.obs_id
FROM chosen c JOIN periods p
    ON p.series = c.series AND p.period = c.period AND p.freq IS NOT DISTINCT FROM c.freq
    AND p.period_end IS NOT DISTINCT FROM c.period_end
ORDER BY c.series, c.period_end, c.period, c.report_id;
