"""Ask by statements of SQL, over whole tables, what the triggers hold row by row; and sum up what figures say."""

from typing import Final

from django.db import connection

# Each finds the rows that its trigger would have refused.
_REFUSED: Final = {
    "actual_fits_indicator_and_quarter: units": """
        SELECT count(*) FROM tracker_actual actual
        JOIN tracker_indicator indicator ON indicator.id = actual.indicator_id
        JOIN tracker_unit own ON own.id = indicator.unit_id
        JOIN tracker_unit stated ON stated.id = actual.unit_id
        WHERE own.id <> stated.id AND NOT (own.currency <> '' AND stated.currency <> '')
    """,
    "actual_fits_indicator_and_quarter: days": """
        SELECT count(*) FROM tracker_actual actual
        JOIN tracker_reportrevision revision ON revision.id = actual.revision_id
        JOIN tracker_quarterlyreport report ON report.id = revision.report_id
        WHERE actual.basis = 'in_quarter' AND (
            actual.from_on < make_date(report.year, 3 * report.quarter - 2, 1)
            OR actual.to_on >= make_date(report.year, 3 * report.quarter - 2, 1) + interval '3 months')
    """,
    "report_revision_steps": """
        SELECT count(*) FROM (
            SELECT status, lag(status) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS before
            FROM tracker_reportrevisionevent
        ) steps
        WHERE (before IS NULL AND status <> 'draft') OR (before IS NOT NULL AND (before, status) NOT IN (
            ('draft', 'awaiting_approval'), ('awaiting_approval', 'approved')))
    """,
    "actual_only_in_drafts": """
        SELECT count(*) FROM tracker_actualevent event
        WHERE event.pgh_label <> 'insert' OR NOT EXISTS (
            SELECT 1 FROM tracker_reportrevisionevent begun
            WHERE begun.pgh_obj_id = event.revision_id AND begun.status = 'draft')
    """,
    "report_revision_quarter_open": "SELECT count(*) FROM tracker_quarterlock",
    "the order of approvals": """
        SELECT count(*) FROM (
            SELECT approved_at, lag(approved_at) OVER (ORDER BY approval_sequence) AS before FROM (
                SELECT approved_at, approval_sequence FROM tracker_reportrevision WHERE approved_at IS NOT NULL
                UNION ALL
                SELECT approved_at, approval_sequence FROM tracker_target WHERE approved_at IS NOT NULL
            ) approvals
        ) pairs WHERE approved_at < before
    """,
}

_SUM: Final = """
    SELECT sum(hashtextextended(concat_ws('|', place.slug, report.year, report.quarter, revision.number,
               revision.approved_at, indicator.code, actual.basis, actual.value, actual.numerator,
               actual.observation_status), 0)::numeric)
    FROM tracker_actual actual
    JOIN tracker_indicator indicator ON indicator.id = actual.indicator_id
    JOIN tracker_reportrevision revision ON revision.id = actual.revision_id
    JOIN tracker_quarterlyreport report ON report.id = revision.report_id
    JOIN provinces_place place ON place.id = report.place_id
    UNION ALL
    SELECT sum(hashtextextended(concat_ws('|', reference, version, value, high, approved_at), 0)::numeric)
    FROM tracker_target
"""


def refused_rows() -> dict[str, int]:
    """Return how many rows each trigger that was passed by would have refused, by its name, where there are any."""
    found = {}
    with connection.cursor() as cursor:
        for name, sql in _REFUSED.items():
            cursor.execute(sql)
            count = int(cursor.fetchone()[0])
            if count:
                found[name] = count
    return found


def checksum() -> str:
    """Return a number that is the same for the same figures and goals, whatever keys their rows have."""
    with connection.cursor() as cursor:
        cursor.execute(_SUM)
        return " ".join(str(total) for (total,) in cursor.fetchall())
