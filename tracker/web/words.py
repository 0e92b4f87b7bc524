"""Say in words what only pages show, and give each status its tone; the words of the arithmetic are in `progress`."""

from django.utils.translation import gettext_lazy as _

from provinces.wording import in_english, local_name
from tracker.progress.measures import Status
from tracker.progress.rows import PlaceFace
from tracker.progress.wording import (
    BASIS_WORDS,
    COMPARATOR_WORDS,
    OBSERVATION_WORDS,
    REASON_WORDS,
    ROLE_WORDS,
    RULE_WORDS,
    SILENT_STATES,
    STATE_MEANINGS,
    STATE_WORDS,
    STATUS_RULES,
    STATUS_WORDS,
    Named,
    Words,
    comparator_word,
    name_of,
    name_order,
    reason_word,
)

# The colour says the same as shape and word: never alone.
STATUS_TONES: dict[Status | None, str] = {
    Status.MET: "good",
    Status.ON_TRACK: "good",
    Status.AT_RISK: "risk",
    Status.OFF_TRACK: "late",
    Status.TOO_FEW_REPORTS: "none",
    Status.INCOMPLETE: "none",
    Status.NOT_DUE: "none",
    Status.NOT_REPORTED: "none",
    Status.NO_TARGET: "none",
    None: "none",
}
# The order of a table sorted by status: what needs attention first.
STATUS_ORDER: dict[Status | None, int] = {
    Status.OFF_TRACK: 0,
    Status.AT_RISK: 1,
    Status.ON_TRACK: 2,
    Status.MET: 3,
    Status.TOO_FEW_REPORTS: 4,
    Status.INCOMPLETE: 5,
    Status.NOT_DUE: 6,
    Status.NOT_REPORTED: 7,
    None: 8,
    Status.NO_TARGET: 9,
}

# A published figure's role is the target's, or one of these.
PUBLISHED_ROLE_WORDS: dict[str, Words] = {
    **{str(role): words for role, words in ROLE_WORDS.items()},
    "target": _("goal"),
    "actual": _("actual"),
    "comparison": _("comparison"),
}
KIND_WORDS: dict[str, Words] = {
    "country": _("country"),
    "province": _("province"),
    "perimeter": _("perimeter"),
    "economic_zone": _("economic zone"),
    "zone_part": _("part of an economic zone"),
    "industrial_park": _("industrial park"),
    "industrial_cluster": _("industrial cluster"),
    "high_tech_park": _("high-tech park"),
    "phase": _("phase of a park"),
    "district": _("district or town"),
}
INDICATOR_KIND_WORDS: dict[str, Words] = {
    "flow": _("flow: adds over time and places"),
    "stock": _("stock: a level, never added over time"),
    "ratio": _("ratio: recomputed from numerator and denominator"),
    "other": _("other: never added"),
}
INDICATOR_KIND_NAMES: dict[str, Words] = {
    "flow": _("flow"),
    "stock": _("level"),
    "ratio": _("ratio"),
    "other": _("other"),
}
DIRECTION_WORDS: dict[str, Words] = {
    "higher_is_better": _("higher is better"),
    "lower_is_better": _("lower is better"),
    "neutral": _("neither"),
}
SEVERITY_WORDS: dict[str, Words] = {
    "error": _("error"),
    "warning": _("warning"),
    "notice": _("notice"),
}

SEVERITY_ORDER = {"error": 0, "warning": 1, "notice": 2}


def kind_word(place: PlaceFace) -> str:
    """Return what sort of place it is; a centrally run city is no province."""
    return str(_("centrally run city") if place.centrally_run else KIND_WORDS[place.kind])


__all__ = [
    "BASIS_WORDS",
    "COMPARATOR_WORDS",
    "DIRECTION_WORDS",
    "INDICATOR_KIND_NAMES",
    "INDICATOR_KIND_WORDS",
    "KIND_WORDS",
    "OBSERVATION_WORDS",
    "PUBLISHED_ROLE_WORDS",
    "REASON_WORDS",
    "ROLE_WORDS",
    "RULE_WORDS",
    "SEVERITY_ORDER",
    "SEVERITY_WORDS",
    "SILENT_STATES",
    "STATE_MEANINGS",
    "STATE_WORDS",
    "STATUS_ORDER",
    "STATUS_RULES",
    "STATUS_TONES",
    "STATUS_WORDS",
    "Named",
    "Words",
    "comparator_word",
    "in_english",
    "kind_word",
    "local_name",
    "name_of",
    "name_order",
    "reason_word",
]
