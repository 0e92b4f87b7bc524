"""Name units in the reader's language."""

from tracker.models import Unit
from tracker.web.words import name_of


def unit_names() -> dict[str, str]:
    """Return the name of each unit in the reader's language, by code; money keeps its code. One query."""
    return {unit.code: (unit.code if unit.currency else name_of(unit)) for unit in Unit.objects.all()}
