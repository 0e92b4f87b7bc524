"""Read indicators with their units and groups as they stood at a moment: they are edited in place."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Model

from tracker.models import Indicator
from tracker.models.indicator import put_back_indicators
from tracker.progress.faces import indicator_face
from tracker.progress.rows import IndicatorFace


def load_indicators(
    as_of: datetime | None, edited: Collection[type[Model]] | None = None
) -> tuple[dict[int, IndicatorFace], dict[int, int]]:
    """Return every indicator's face by id, in order, and its group's id by id, as they stood at ``as_of``.

    One query now, two with a moment, some more where indicators were edited since; one less for whoever knows the
    tables ``edited`` since.
    """
    rows = list(Indicator.objects.in_order().select_related("unit", "group"))
    put_back_indicators(rows, as_of, edited)
    faces = sorted((indicator_face(row) for row in rows), key=lambda face: face.order)
    return {face.id: face for face in faces}, {row.pk: row.group_id for row in rows}
