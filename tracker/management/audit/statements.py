"""The statements of SQL by which an audit recomputes a total; nothing of tracker/progress.

A statement names its day by `%(day)s`, what was known by `%(as_of)s`. Quotients are of numbers with 40 decimals, so
that they agree with those of the pages to more digits than anybody prints.
"""

KNOWN_NOW = "{row}.retired_at IS NULL"
KNOWN_THEN = "{row}.recorded_at <= %(as_of)s AND ({row}.retired_at IS NULL OR {row}.retired_at > %(as_of)s)"
APPROVED_NOW = "revision.status = 'approved'"
APPROVED_THEN = "revision.status = 'approved' AND revision.approved_at <= %(as_of)s"

# Rows that are edited in place, with what they have, or had at the moment: as of their last event by then, of the first
# one after it where there is none. What stood before the trail began stood always.
_NOW = "{name} AS (SELECT id, {columns} FROM {table})"
_THEN = """
{name} AS (
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id AS id, {columns}
    FROM (SELECT *, pgh_created_at <= %(as_of)s OR pgh_label = 'found' AS known FROM {table}event) event
    ORDER BY pgh_obj_id, known DESC, CASE WHEN known THEN -pgh_id ELSE pgh_id END
)
"""
_PLACES = {"name": "stood", "table": "provinces_place", "columns": "kind, valid_from, valid_to"}
STANDS_NOW, STOOD_THEN = _NOW.format(**_PLACES), _THEN.format(**_PLACES)
_INDICATORS = {"name": "indicator", "table": "tracker_indicator", "columns": "kind, direction"}
_OF_ONE = "SELECT kind, direction FROM indicator WHERE id = %(indicator)s"
INDICATOR_NOW, INDICATOR_THEN = (f"WITH {each.format(**_INDICATORS)} {_OF_ONE}" for each in (_NOW, _THEN))

# The places below, each with the path that leads to it: by a parent of the day, or from a successor that is not there
# yet to what it came out of. A perimeter that overlaps others is no summand.
PLACES = """
reached(place_id, path) AS (
    SELECT id, ARRAY[id] FROM stood WHERE id = ANY(%(places)s)
    UNION ALL
    SELECT edge.id, reached.path || edge.id
    FROM reached
    JOIN stood above ON above.id = reached.place_id
    CROSS JOIN LATERAL (
        SELECT parent.place_id AS id
        FROM provinces_placeparent parent JOIN stood place ON place.id = parent.place_id
        WHERE parent.parent_id = above.id AND {parent_known}
          AND COALESCE(above.valid_from, '-infinity') <= %(day)s
          AND %(day)s BETWEEN COALESCE(parent.valid_from, '-infinity') AND COALESCE(parent.valid_to, 'infinity')
          AND NOT (place.kind = 'perimeter' AND EXISTS (
              SELECT 1 FROM provinces_placemember member WHERE member.perimeter_id = place.id AND {member_known}))
        UNION ALL
        SELECT step.predecessor_id
        FROM provinces_succession step
        WHERE step.successor_id = above.id AND {step_known}
          AND above.valid_from > %(day)s AND step.effective_on > %(day)s
    ) edge
    WHERE NOT edge.id = ANY(reached.path)
)
"""

FIGURES = """
figure AS (
    SELECT * FROM (
        SELECT DISTINCT ON (report.id, actual.basis, actual.from_on, actual.to_on)
               report.place_id, actual.basis, actual.from_on, actual.to_on, actual.value, actual.numerator,
               actual.denominator, actual.observation_status, unit.code AS unit
        FROM tracker_actual actual
        JOIN tracker_reportrevision revision ON revision.id = actual.revision_id
        JOIN tracker_quarterlyreport report ON report.id = revision.report_id
        JOIN tracker_unit unit ON unit.id = actual.unit_id
        WHERE actual.indicator_id = %(indicator)s AND {approved} AND actual.rejected_because = ''
          AND report.place_id IN (SELECT place_id FROM reached)
        ORDER BY report.id, actual.basis, actual.from_on, actual.to_on, revision.number DESC
    ) newest
    WHERE observation_status <> 'withdrawn' AND unit = %(unit)s AND to_on <= %(known_to)s
)
"""

# From the day before the start, span by span, forwards and back: how much lies between it and every other day.
FLOWS = """
link AS (
    SELECT place_id, COALESCE(from_on - 1, DATE '0001-01-01') AS opens, to_on AS closes, value AS amount
    FROM figure WHERE value IS NOT NULL AND basis <> 'as_of'
    UNION
    SELECT place_id, to_on, COALESCE(from_on - 1, DATE '0001-01-01'), -value
    FROM figure WHERE value IS NOT NULL AND basis <> 'as_of'
),
walked(place_id, heights, step) AS (
    SELECT DISTINCT place_id, jsonb_build_object((%(first)s::date - 1)::text, 0), 0 FROM figure
    UNION ALL
    SELECT walked.place_id, walked.heights || further.heights, walked.step + 1
    FROM walked CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(
                   link.closes::text, (walked.heights ->> link.opens::text)::numeric + link.amount
               ) AS heights
        FROM link
        WHERE link.place_id = walked.place_id AND walked.heights ? link.opens::text
          AND NOT walked.heights ? link.closes::text
    ) further
    WHERE further.heights IS NOT NULL
),
own AS (
    SELECT DISTINCT ON (place_id) place_id, day::date AS to_on, amount::numeric AS value,
           NULL::numeric AS numerator, NULL::numeric AS denominator
    FROM (
        SELECT DISTINCT ON (place_id) place_id, heights FROM walked ORDER BY place_id, step DESC
    ) stood CROSS JOIN LATERAL jsonb_each_text(heights) height(day, amount)
    WHERE day::date >= %(first)s AND day::date <= %(last)s AND (NOT %(whole)s OR day::date = %(last)s)
      AND NOT (%(whole)s AND EXISTS (
          SELECT 1 FROM figure WHERE figure.place_id = stood.place_id AND from_on = %(first)s
          AND to_on = %(last)s AND observation_status = 'not_applicable'))
    ORDER BY place_id, day::date DESC
)
"""

LEVELS = """
own AS (
    SELECT DISTINCT ON (place_id) place_id, to_on, value, numerator, denominator
    FROM figure
    WHERE to_on <= %(last)s AND (value IS NOT NULL OR numerator IS NOT NULL)
    ORDER BY place_id, to_on DESC
)
"""

# A place counts by its own figure, unless one above it on its path does; of flows those that reach the latest day.
FRONT = """
front AS (
    SELECT own.*, reached.path[1] AS root
    FROM reached JOIN own ON own.place_id = reached.place_id AND own.place_id <> ALL(%(without)s)
    WHERE NOT EXISTS (
        SELECT 1 FROM own above
        WHERE above.place_id = ANY(reached.path) AND above.place_id <> reached.place_id
          AND above.place_id <> ALL(%(without)s))
),
counted AS (
    SELECT * FROM front
    WHERE CASE %(kind)s WHEN 'flow' THEN to_on = (SELECT max(to_on) FROM front)
                        WHEN 'ratio' THEN numerator IS NOT NULL OR place_id = ANY(%(places)s)
                        WHEN 'other' THEN place_id = ANY(%(places)s)
                        ELSE TRUE END
)
SELECT CASE WHEN %(kind)s = 'ratio' AND count(*) = count(denominator)
            THEN sum(numerator)::numeric(200, 40) / NULLIF(sum(denominator), 0)
                 * CASE %(unit)s WHEN 'percent' THEN 100 ELSE 1 END
            ELSE sum(value) END,
       max(to_on), array_agg(DISTINCT root)
FROM counted
"""

# The goal of the year of each place below another, or before it; and whether that other is there on the day.
BELOW_IT = "SELECT place_id FROM reached WHERE array_length(path, 1) = 2"
BEFORE_IT = "SELECT predecessor_id FROM provinces_succession step WHERE successor_id = ANY(%(places)s) AND {step_known}"
GOALS_OF_OTHERS = """
SELECT array_agg(target.place_id ORDER BY target.id), array_agg(target.id ORDER BY target.id),
       (SELECT COALESCE(valid_from, '-infinity') <= %(day)s FROM stood WHERE id = ANY(%(places)s))
FROM tracker_target target JOIN tracker_unit unit ON unit.id = target.unit_id
WHERE target.place_id IN ({others})
  AND target.indicator_id = %(indicator)s AND unit.code = %(unit)s AND target.investor_id IS NULL
  AND NOT target.collective AND target.role IN ('goal', 'commitment') AND target.value IS NOT NULL
  AND target.starts_on = date_trunc('year', %(day)s::date)
  AND target.ends_on = date_trunc('year', %(day)s::date) + INTERVAL '1 year - 1 day'
  AND {approved} AND NOT target.withdrawn AND target.rejected_because = ''
  AND NOT EXISTS (SELECT 1 FROM tracker_target newer WHERE newer.supersedes_id = target.id AND {newer_approved})
"""

# What follows from a goal, or from several added up, and what is reached of it; one row, its columns the totals.
AGAINST_GOAL = """
WITH goal AS (
    SELECT sum(target.value)::numeric(200, 40) AS low,
           CASE WHEN count(*) = count(target.high) THEN sum(target.high) END::numeric(200, 40) AS high,
           CASE WHEN count(*) = count(target.baseline) THEN sum(target.baseline) END::numeric(200, 40) AS baseline,
           min(target.starts_on) AS starts_on, max(target.ends_on) AS ends_on,
           %(kind)s AS kind, %(direction)s AS direction,
           %(reached)s::numeric(200, 40) AS reached, %(to_on)s::date AS to_on,
           %(reported)s AS baseline_reported
    FROM tracker_target target
    WHERE target.id = ANY(%(targets)s)
), measured AS (
    SELECT *, COALESCE(baseline, 0) AS start, LEAST(low, high) AS least,
           CASE WHEN to_on >= ends_on OR (%(day)s >= ends_on AND to_on < %(quarter_first)s) THEN 0
                ELSE (EXTRACT(YEAR FROM ends_on) - EXTRACT(YEAR FROM to_on + 1)) * 4
                     + EXTRACT(QUARTER FROM ends_on) - EXTRACT(QUARTER FROM to_on + 1) + 1 END AS quarters,
           {months_gone} AS gone, {months_whole} AS months
    FROM goal
    WHERE low IS NOT NULL AND reached IS NOT NULL AND (kind = 'flow' OR to_on >= starts_on)
), divided AS (
    SELECT *,
           (baseline IS NULL AND (direction = 'lower_is_better' OR least <= 0))
           OR low = start OR high IS NOT DISTINCT FROM start
           OR (baseline IS NOT NULL AND direction = 'higher_is_better' AND low < baseline)
           OR (baseline IS NOT NULL AND direction = 'lower_is_better' AND COALESCE(high, low) > baseline) AS undefined,
           baseline IS NULL AND NOT baseline_reported AND direction <> 'lower_is_better' AND least <= 0 AS without_gap
    FROM measured
)
SELECT CASE WHEN NOT undefined THEN (reached - start) / (low - start) END,
       CASE WHEN NOT undefined THEN (reached - start) / (high - start) END,
       CASE WHEN NOT without_gap THEN low - reached END,
       CASE WHEN NOT without_gap THEN high - reached END,
       CASE WHEN NOT without_gap AND kind = 'flow' AND reached < low THEN (low - reached) / NULLIF(quarters, 0) END,
       CASE WHEN NOT without_gap AND kind = 'flow' AND reached < low THEN (high - reached) / NULLIF(quarters, 0) END,
       start + (low - start) * gone / months,
       start + (high - start) * gone / months
FROM divided
"""

# Months until the end of a day, those that are not whole by the days of their month.
_MONTHS_TO = """(EXTRACT(YEAR FROM {day}) * 12 + EXTRACT(MONTH FROM {day}) - 1
    + EXTRACT(DAY FROM {day})::numeric(200, 40)
      / EXTRACT(DAY FROM date_trunc('month', {day}) + INTERVAL '1 month - 1 day'))"""


def months_between(starts: str, ends: str) -> str:
    """Return the expression of the months from one day to another, both included."""
    before = _MONTHS_TO.format(day=f"({starts} - 1)")
    return f"({_MONTHS_TO.format(day=ends)} - {before})"


# The direct parts of a goal, whichever version of it they were set for.
ASSIGNED = """
WITH RECURSIVE versions(id) AS (
    SELECT %(target)s::bigint
    UNION
    SELECT other.id
    FROM versions JOIN tracker_target known ON known.id = versions.id
    JOIN tracker_target other ON other.id = known.supersedes_id OR other.supersedes_id = known.id
), held AS (
    SELECT sum(part.value) AS assigned
    FROM tracker_target part JOIN tracker_target goal ON goal.id = %(target)s
    WHERE part.part_of_id IN (SELECT id FROM versions) AND {approved} AND NOT part.withdrawn
      AND part.rejected_because = '' AND part.role IN ('goal', 'commitment') AND part.unit_id = goal.unit_id
      AND part.starts_on <= %(day)s AND COALESCE(part.ends_on, 'infinity') >= %(quarter_first)s
      AND NOT EXISTS (SELECT 1 FROM tracker_target newer WHERE newer.supersedes_id = part.id AND {newer_approved})
)
SELECT held.assigned, NULL,
       GREATEST(value - assigned, 0), CASE WHEN high IS NOT NULL THEN GREATEST(high - assigned, 0) END,
       GREATEST(assigned - value, 0), CASE WHEN high IS NOT NULL THEN GREATEST(assigned - high, 0) END,
       assigned::numeric(200, 40) / value, assigned::numeric(200, 40) / high
FROM held LEFT JOIN tracker_target goal ON goal.id = %(target)s AND goal.value > 0 AND held.assigned IS NOT NULL
"""
