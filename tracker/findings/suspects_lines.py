"""Hold the blocks of the suspects' statement that follow one line of figures through its quarters."""

# Within one line (place, reporter, indicator): a year to date that falls without a reason or follows quarters without
# a year to date of their own, and a quarter that is not plainly the step of the year to date. With two figures of one
# day the order decides: the whole line is read.
STEPS = """
line AS MATERIALIZED (
    SELECT id, place_id, reporter_id, indicator_id, unit_id, basis = 'year_to_date' AS to_date, from_on, to_on, value,
           explained,
           lag(to_on) OVER steps AS day_before, lag(value) OVER steps AS value_before,
           lag(from_on) OVER steps AS since_before, lag(unit_id) OVER steps AS unit_before,
           max(to_on) OVER (PARTITION BY place_id, reporter_id, indicator_id ORDER BY to_on
                            RANGE BETWEEN UNBOUNDED PRECEDING AND '1 day' PRECEDING) AS any_before
    FROM seen
    WHERE stepped
    WINDOW steps AS (PARTITION BY place_id, reporter_id, indicator_id, span ORDER BY to_on)
),
doubled AS MATERIALIZED (
    SELECT DISTINCT place_id, reporter_id, indicator_id FROM line WHERE day_before = to_on
),
paired AS (
    SELECT *, max(value) FILTER (WHERE to_date) OVER day AS running,
           max(from_on) FILTER (WHERE to_date) OVER day AS running_since,
           max(unit_id) FILTER (WHERE to_date) OVER day AS running_unit,
           max(value_before) FILTER (WHERE to_date) OVER day AS earlier,
           max(since_before) FILTER (WHERE to_date) OVER day AS earlier_since,
           max(day_before) FILTER (WHERE to_date) OVER day AS earlier_until,
           max(unit_before) FILTER (WHERE to_date) OVER day AS earlier_unit,
           bool_or(explained) OVER day AS day_explained
    FROM line WINDOW day AS (PARTITION BY place_id, reporter_id, indicator_id, to_on)
),
step AS MATERIALIZED (
    SELECT id, place_id, reporter_id, indicator_id, least(from_on, running_since) AS since, to_on AS until FROM paired
    WHERE CASE
        WHEN day_explained AND to_date THEN false
        WHEN to_date AND since_before = from_on THEN value < value_before OR any_before > day_before
        WHEN to_date THEN any_before >= from_on
        WHEN running IS NULL OR running_unit <> unit_id THEN false
        WHEN running_since = from_on THEN value <> running
        WHEN earlier_until = from_on - 1 AND earlier_since = running_since
            THEN earlier_unit = unit_id AND value <> running - earlier
        ELSE true END
    UNION ALL
    SELECT line.id, place_id, reporter_id, indicator_id, line.from_on, line.to_on
    FROM line JOIN doubled USING (place_id, reporter_id, indicator_id)
),
step_before AS (
    SELECT DISTINCT line.id FROM step JOIN line USING (place_id, reporter_id, indicator_id)
    WHERE line.to_on BETWEEN step.since AND step.until
)"""

# A level with the flow since the level before it: one quarter that makes the whole difference, or a year to date that
# does, fits. With two levels of one day the order decides: all levels of the line are asked.
LEVELS = """
rising AS MATERIALIZED (
    SELECT id, place_id, reporter_id, indicator_id, flow_id, unit_id, to_on, value, explained,
           lag(to_on) OVER steps AS day_before, lag(value) OVER steps AS value_before,
           lag(unit_id) OVER steps AS unit_before
    FROM seen WHERE is_level AND kind = 'stock'
    WINDOW steps AS (PARTITION BY place_id, reporter_id, indicator_id ORDER BY to_on)
),
flow AS MATERIALIZED (
    SELECT id, place_id, reporter_id, indicator_id, unit_id, basis = 'year_to_date' AS to_date, from_on, to_on, value
    FROM seen WHERE accumulated AND basis IN ('year_to_date', 'in_quarter')
),
level AS MATERIALIZED (
    SELECT rising.id, rising.place_id, rising.reporter_id, rising.indicator_id, rising.flow_id, rising.to_on,
           rising.day_before AS since
    FROM rising
    JOIN flow
      ON flow.place_id = rising.place_id AND flow.reporter_id = rising.reporter_id
     AND flow.indicator_id = rising.flow_id AND flow.from_on = rising.day_before + 1
    WHERE NOT rising.explained AND CASE
        WHEN flow.to_on = rising.to_on THEN rising.value_before + flow.value <> rising.value
        ELSE NOT flow.to_date END
    UNION ALL
    SELECT rising.id, place_id, reporter_id, indicator_id, flow_id, rising.to_on, '-infinity'::date
    FROM rising
    JOIN (SELECT DISTINCT place_id, reporter_id, indicator_id FROM rising WHERE day_before = to_on) doubled
        USING (place_id, reporter_id, indicator_id)
),
level_before AS (
    SELECT rising.id FROM level JOIN rising USING (place_id, reporter_id, indicator_id)
    WHERE rising.to_on BETWEEN level.since AND level.to_on
    UNION
    SELECT flow.id FROM level
    JOIN flow
      ON flow.place_id = level.place_id AND flow.reporter_id = level.reporter_id AND flow.indicator_id = level.flow_id
    WHERE flow.from_on > level.since AND flow.from_on <= level.to_on
)"""
