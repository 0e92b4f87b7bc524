"""Hold the statement that chooses suspects, block by block; `tracker.findings.suspects` says what for."""

from collections.abc import Mapping

from tracker.findings.suspects_lines import LEVELS, STEPS

# The figures that the checks look at: those in force, and misprints that no later figure of their reference replaced.
# What the blocks below select by is a column of its own: the planner takes half of the rows for true and joins well,
# where it would take a comparison of a computed column for a rare thing. `span` is the basis as a number, which sorts
# without a collation.
_SEEN = """
approved AS MATERIALIZED (
    SELECT revision.id, revision.report_id, revision.number, report.place_id, report.reporter_id,
           count(*) OVER (PARTITION BY revision.report_id) > 1 AS revised
    FROM tracker_reportrevision revision
    JOIN tracker_quarterlyreport report ON report.id = revision.report_id
    WHERE revision.status = 'approved'
      AND (%(as_of)s::timestamptz IS NULL OR revision.approved_at <= %(as_of)s::timestamptz){within}
),
replaced AS MATERIALIZED (
    SELECT id FROM (
        SELECT actual.id, row_number() OVER (
                   PARTITION BY approved.report_id, actual.indicator_id, actual.basis, actual.from_on, actual.to_on
                   ORDER BY approved.number DESC
               ) AS age
        FROM approved JOIN tracker_actual actual ON actual.revision_id = approved.id
        WHERE approved.revised AND actual.rejected_because = ''
    ) ages WHERE age > 1
),
seen AS MATERIALIZED (
    SELECT figure.id, figure.place_id, figure.reporter_id, figure.indicator_id, figure.kind,
           figure.display_scale, figure.unit_id, figure.unit, figure.whole, figure.basis, figure.from_on,
           figure.to_on, figure.value, figure.high, figure.comparator, figure.numerator, figure.denominator,
           figure.other_value, figure.observation_status, figure.document_id, figure.printed, figure.origin,
           figure.used, figure.explained, array_position(%(bases)s::text[], figure.basis::text) AS span,
           figure.used AND figure.value IS NOT NULL AS counts,
           figure.used AND figure.value IS NOT NULL AND figure.kind = 'flow'
               AND figure.basis IN ('year_to_date', 'in_quarter') AS stepped,
           figure.value IS NOT NULL AND (figure.component_of_id IS NOT NULL OR whole.id IS NOT NULL) AS summable,
           figure.value IS NOT NULL AND figure.unit = %(hectare)s AS hectares,
           figure.used AND figure.value IS NOT NULL AND figure.accumulates_id IS NOT NULL
               AND figure.basis IN ('as_of', 'since_inception') AS is_level,
           figure.used AND figure.value IS NOT NULL AND flow.id IS NOT NULL AS accumulated,
           figure.accumulates_id AS flow_id
    FROM (
        SELECT actual.*, approved.place_id, approved.reporter_id, {described}, true AS used,
               actual.reason <> '' OR actual.note <> '' OR actual.note_en <> '' AS explained
        FROM tracker_actual actual
        JOIN approved ON approved.id = actual.revision_id
        {describing}
        {outer_join}
        WHERE actual.rejected_because = '' AND {not_replaced} AND actual.observation_status <> 'withdrawn'
        UNION ALL
        SELECT actual.*, approved.place_id, approved.reporter_id, {described}, false, true
        FROM tracker_actual actual JOIN approved ON approved.id = actual.revision_id
        {describing}
        WHERE actual.rejected_because <> '' AND NOT EXISTS (
            SELECT 1 FROM approved later JOIN tracker_actual anew ON anew.revision_id = later.id
            WHERE later.report_id = approved.report_id AND later.number > approved.number
              AND anew.reference = actual.reference)
    ) figure
    LEFT JOIN (SELECT DISTINCT component_of_id AS id FROM tracker_indicator) whole ON whole.id = figure.indicator_id
    LEFT JOIN (SELECT DISTINCT accumulates_id AS id FROM tracker_indicator) flow ON flow.id = figure.indicator_id
)"""

# Rates and printed comparisons look at figures wherever they are: amounts in two currencies, amounts in another one
# than their indicator's, totals with parts in another unit, figures that are compared. OFFSET 0 keeps each look-up by
# its index, whatever the planner takes the few for.
COMPARED_ANYWHERE = """
SELECT DISTINCT report.place_id FROM (
    SELECT revision_id FROM tracker_actual WHERE other_unit_id IS NOT NULL
    UNION
    SELECT actual.revision_id FROM tracker_printedcomparison comparison
    JOIN tracker_actual actual ON actual.id IN (comparison.subject_actual_id, comparison.against_actual_id)
    UNION
    SELECT actual.revision_id FROM tracker_indicator indicator
    JOIN tracker_unit own ON own.id = indicator.unit_id AND own.currency <> ''
    JOIN tracker_unit stated ON stated.currency <> '' AND stated.id <> own.id
    CROSS JOIN LATERAL (
        SELECT revision_id FROM tracker_actual WHERE unit_id = stated.id AND indicator_id = indicator.id OFFSET 0
    ) actual
    UNION
    SELECT actual.revision_id FROM (
        WITH RECURSIVE part (whole_id, unit_id, part_id) AS (
            SELECT id, unit_id, id FROM tracker_indicator
            UNION
            SELECT part.whole_id, part.unit_id, deeper.id
            FROM part JOIN tracker_indicator deeper ON deeper.component_of_id = part.part_id
        )
        SELECT DISTINCT part.whole_id FROM part JOIN tracker_indicator last ON last.id = part.part_id
        WHERE last.unit_id <> part.unit_id
    ) mixed
    CROSS JOIN LATERAL (SELECT revision_id FROM tracker_actual WHERE indicator_id = mixed.whole_id OFFSET 0) actual
) compared
JOIN tracker_reportrevision revision ON revision.id = compared.revision_id
JOIN tracker_quarterlyreport report ON report.id = revision.report_id
"""
# Joined before the two kinds of figures are put together: of what is put together the planner knows no distribution.
_DESCRIBED = {
    "described": (
        "indicator.kind, indicator.display_scale, indicator.component_of_id, indicator.accumulates_id, "
        "unit.code AS unit, unit.whole"
    ),
    "describing": (
        "JOIN tracker_indicator indicator ON indicator.id = actual.indicator_id "
        "JOIN tracker_unit unit ON unit.id = actual.unit_id"
    ),
}
# Of all figures the few replaced ones are left out by a join. Of few figures that is taken to leave nearly none, and
# what follows is then joined row by row: there they are looked up in a list.
_OF_ALL = {
    **_DESCRIBED,
    "within": "",
    "outer_join": "LEFT JOIN replaced ON replaced.id = actual.id",
    "not_replaced": "replaced.id IS NULL",
}
_OF_SOME = {
    **_DESCRIBED,
    "within": "\n      AND report.place_id = ANY (%(places)s)",
    "outer_join": "",
    "not_replaced": (
        "actual.id NOT IN (SELECT id FROM replaced) "
        "AND (unit.code = %(hectare)s OR approved.place_id <> ALL (%(areas_of)s))"
    ),
}

# Half a unit of the last digit is what a share may lie apart from its parts; the comparison multiplies, so that it is
# exact. Printed shares and those shown in other units are rounded otherwise: the rule looks at all of them.
_ALONE = """
alone AS (
    SELECT id FROM seen
    WHERE other_value IS NOT NULL OR NOT used
       OR (value IS NULL AND observation_status <> ALL (%(missing)s))
       OR (whole AND value <> trunc(value))
       OR (kind = 'stock' AND value < 0)
       OR (kind = 'ratio' AND value IS NOT NULL AND numerator IS NULL)
       OR (kind = 'ratio' AND unit = %(percent)s AND value IS NOT NULL AND (
              value < %(lowest_share)s OR coalesce(high, value) > %(highest_share)s
              OR comparator <> 'exactly' OR printed <> '' OR display_scale <> 1 OR whole
              OR CASE WHEN value = 0 THEN numerator <> 0
                 ELSE abs(numerator * 100 - value * denominator) * 2 * 10::numeric ^ scale(trim_scale(value))
                      > denominator
                 END))
       OR (kind = 'other' AND unit = %(percent)s
           AND (value < %(lowest_change)s OR coalesce(high, value) > %(highest_change)s))
    UNION SELECT subject_actual_id FROM tracker_printedcomparison WHERE subject_actual_id IS NOT NULL
    UNION SELECT against_actual_id FROM tracker_printedcomparison WHERE against_actual_id IS NOT NULL
)"""

# A total fits if the figures of a split are all there, once each, in its unit, and add up to it; or if some are silent
# and the others are no more. Components of silent components are left to the rule.
_SUMMED = """
split AS (
    SELECT component_of_id AS total_id, split, bool_and(split_complete) AS complete, count(*) AS components
    FROM tracker_indicator WHERE component_of_id IS NOT NULL GROUP BY component_of_id, split
),
below AS (
    WITH RECURSIVE lower_down (total_id, component_id, far) AS (
        SELECT component_of_id, id, false FROM tracker_indicator WHERE component_of_id IS NOT NULL
        UNION
        SELECT lower_down.total_id, deeper.id, true
        FROM lower_down JOIN tracker_indicator deeper ON deeper.component_of_id = lower_down.component_id
    ) SELECT total_id, component_id FROM lower_down WHERE far
),
series AS MATERIALIZED (
    SELECT id, place_id, reporter_id, indicator_id, kind, unit_id, span, coalesce(from_on, '-infinity') AS since, to_on,
           value, used, origin = 'printed' AS printed
    FROM seen WHERE summable
),
total AS (
    SELECT whole.id, split.complete, split.components, whole.value,
           count(part.id) AS figures, count(DISTINCT part.indicator_id) AS speaking, sum(part.value) AS added,
           max(part.value) AS largest,
           bool_and(part.unit_id = whole.unit_id AND part.printed) AS alike
    FROM series whole
    JOIN split ON split.total_id = whole.indicator_id
    JOIN tracker_indicator component
      ON component.component_of_id = split.total_id AND component.split = split.split
    JOIN series part
      ON part.indicator_id = component.id AND part.used AND part.place_id = whole.place_id
     AND part.reporter_id = whole.reporter_id AND part.span = whole.span
     AND part.since = whole.since AND part.to_on = whole.to_on
    WHERE whole.kind IN ('flow', 'stock')
    GROUP BY whole.id, split.total_id, split.split, split.complete, split.components, whole.value
),
in_doubt AS (
    SELECT id FROM total
    WHERE NOT (alike AND figures = speaking AND CASE
        WHEN NOT complete THEN largest <= value
        WHEN speaking = components THEN added = value
        ELSE added <= value END)
    UNION
    SELECT whole.id FROM series whole JOIN below ON below.total_id = whole.indicator_id JOIN series part
      ON part.indicator_id = below.component_id AND part.used AND part.place_id = whole.place_id
     AND part.reporter_id = whole.reporter_id AND part.span = whole.span
     AND part.since = whole.since AND part.to_on = whole.to_on
),
summed AS (
    SELECT DISTINCT mate.id FROM in_doubt JOIN series whole ON whole.id = in_doubt.id JOIN series mate
      ON mate.place_id = whole.place_id AND mate.reporter_id = whole.reporter_id AND mate.span = whole.span
     AND mate.since = whole.since AND mate.to_on = whole.to_on
)"""

# Areas of one indicator and document, or of one indicator and the same days; the whole and what lies directly inside.
_AREAS = """
inside AS (
    SELECT parent_id AS outer_id, place_id AS inner_id FROM provinces_placeparent
    WHERE CASE WHEN %(as_of)s::timestamptz IS NULL THEN retired_at IS NULL
          ELSE recorded_at <= %(as_of)s::timestamptz
               AND (retired_at IS NULL OR retired_at > %(as_of)s::timestamptz) END
    UNION
    SELECT perimeter_id, member_id FROM provinces_placemember
    WHERE member_id IS NOT NULL AND
          CASE WHEN %(as_of)s::timestamptz IS NULL THEN retired_at IS NULL
          ELSE recorded_at <= %(as_of)s::timestamptz
               AND (retired_at IS NULL OR retired_at > %(as_of)s::timestamptz) END
),
area AS MATERIALIZED (
    SELECT id, place_id, indicator_id, value, used, coalesce(document_id, 0) AS document,
           CASE WHEN document_id IS NULL THEN coalesce(from_on, '-infinity') ELSE '-infinity' END AS since,
           CASE WHEN document_id IS NULL THEN to_on ELSE '-infinity' END AS until
    FROM seen WHERE hectares
),
held AS MATERIALIZED (
    SELECT inside.outer_id, area.* FROM area JOIN inside ON inside.inner_id = area.place_id WHERE area.used
),
fitting AS (
    SELECT whole.id, part.id AS part_id, whole.value,
           sum(greatest(part.value, 0)) OVER (PARTITION BY whole.id) AS filled
    FROM area whole JOIN held part
      ON part.outer_id = whole.place_id AND part.indicator_id = whole.indicator_id
     AND part.document = whole.document AND part.since = whole.since AND part.until = whole.until
),
overfull AS (SELECT DISTINCT id FROM fitting WHERE filled > value),
area_part AS (
    SELECT DISTINCT part_id AS id
    FROM (SELECT part_id, bool_or(filled > value) OVER (PARTITION BY id) AS overfull FROM fitting) parts
    WHERE overfull
)"""

_SAME_CELL = """
same_cell AS (
    SELECT id FROM (
        SELECT id, min(value) OVER cell < max(value) OVER cell AS differs FROM seen WHERE counts
        WINDOW cell AS (PARTITION BY place_id, indicator_id, unit_id, from_on, to_on, span)
    ) cells WHERE differs
)"""

# Goals without a figure of their own in their period, and every other goal that looks at the same other perimeter.
_GOALS = """
goal AS MATERIALIZED (
    SELECT row_number() OVER () AS number, *
    FROM unnest(%(goal_places)s::bigint[], %(goal_indicators)s::bigint[], %(goal_from)s::date[], %(goal_to)s::date[],
                %(goal_others)s::bigint[]) AS goal (place_id, indicator_id, from_on, to_on, other_id)
),
measure AS MATERIALIZED (
    SELECT goal.number, seen.id FROM goal JOIN seen USING (place_id, indicator_id)
    WHERE seen.counts AND goal.from_on <= seen.to_on
      AND (goal.to_on IS NULL OR seen.to_on <= goal.to_on)
),
looked_at AS MATERIALIZED (
    SELECT DISTINCT other_id, indicator_id FROM goal WHERE number NOT IN (SELECT number FROM measure)
),
goal_measure AS (
    SELECT DISTINCT measure.id FROM measure JOIN goal USING (number) JOIN looked_at USING (other_id, indicator_id)
),
other_perimeter AS (
    SELECT seen.id FROM looked_at JOIN seen
      ON seen.place_id = looked_at.other_id AND seen.indicator_id = looked_at.indicator_id
    WHERE seen.counts
)"""

_ROWS = """
SELECT actual.*, approved.place_id, approved.reporter_id, {concerns} AS concerns
FROM {chosen} JOIN tracker_actual actual ON actual.id = chosen.id
JOIN approved ON approved.id = actual.revision_id
"""

EVERY = f"WITH {_SEEN.format(**_OF_ALL)}" + _ROWS.format(concerns="%(concerns)s::text[]", chosen="seen chosen")

_CHOSEN = """(
    SELECT id, array_agg(concern) AS concerns FROM (
        SELECT id, 'alone' AS concern FROM alone UNION ALL SELECT id, 'summed' FROM summed
        UNION ALL SELECT id, 'area_whole' FROM overfull UNION ALL SELECT id, 'area_part' FROM area_part
        UNION ALL SELECT DISTINCT id, 'step' FROM step UNION ALL SELECT id, 'step_before' FROM step_before
        UNION ALL SELECT DISTINCT id, 'level' FROM level UNION ALL SELECT id, 'level_before' FROM level_before
        UNION ALL SELECT id, 'same_cell' FROM same_cell UNION ALL SELECT id, 'goal_measure' FROM goal_measure
        UNION ALL SELECT id, 'other_perimeter' FROM other_perimeter
    ) together GROUP BY id
) chosen"""


def _suspects(chosen: Mapping[str, str]) -> str:
    named = ",".join((_SEEN.format(**chosen), _ALONE, _SUMMED, _AREAS, STEPS, LEVELS, _SAME_CELL, _GOALS))
    return f"WITH {named}" + _ROWS.format(concerns="chosen.concerns", chosen=_CHOSEN)


SUSPECTS = _suspects(_OF_ALL)
SUSPECTS_NEAR = _suspects(_OF_SOME)
