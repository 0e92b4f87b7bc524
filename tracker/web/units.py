"""Name units in the reader's language."""

from datetime import datetime

from provinces.models.past import put_back
from tracker.models import Unit
from tracker.web.words import name_of


def unit_names(as_of: datetime | None = None) -> dict[str, str]:
    """Return the name that each unit had at ``as_of`` (None: now) in the reader's language, by code.

    Money keeps its code. One query, two with a moment.
    """
    units = list(Unit.objects.all())
    put_back(units, as_of)
    return {unit.code: (unit.code if unit.currency else name_of(unit)) for unit in units}
