"""Say what must be known of a sum; the names and amounts of a sentence come from `sum_edges`."""

from django.utils.translation import gettext_lazy

from tracker.progress.edges import SumEdge
from tracker.progress.wording import Words

SUM_SENTENCES: dict[SumEdge, Words] = {
    SumEdge.OWN_ABOVE_SUM: gettext_lazy(
        "Own report: %(own)s; the units below come to %(below)s; not broken down: %(rest)s."
    ),
    SumEdge.OWN_BELOW_SUM: gettext_lazy(
        "Own report: %(own)s; the units below come to %(below)s, %(rest)s more than the report."
    ),
    SumEdge.OWN_EQUALS_SUM: gettext_lazy("Own report: %(own)s; the units below come to the same."),
    SumEdge.OWN_OF_OTHER_DAYS: gettext_lazy(
        "Own report to %(own_to)s: %(own)s; the units below to %(below_to)s: %(below)s. Other days, so nothing is "
        "subtracted."
    ),
    SumEdge.OWN_BESIDE_SUM: gettext_lazy("Own report: %(own)s; computed from the units below: %(below)s."),
    SumEdge.SINCE_SUCCESSION: gettext_lazy("Since %(day)s: %(amount)s, which is not in the number."),
    SumEdge.MISSING_UNITS: gettext_lazy("Missing in the sum: %(places)s."),
    SumEdge.MISSING_FURTHER_DOWN: gettext_lazy("Missing further down: %(places)s."),
    SumEdge.UNITS_OF_OTHER_DAYS: gettext_lazy("Known to another day only and not added: %(places)s."),
    SumEdge.UNITS_IN_OTHER_UNITS: gettext_lazy("Reported in another unit (%(units)s) and not added: %(places)s."),
    SumEdge.PRINTED_ONLY_UNITS: gettext_lazy("Printed without its parts and not added: %(places)s."),
    SumEdge.CARRIED_UNITS: gettext_lazy("With the level of an earlier quarter: %(places)s."),
    SumEdge.UNDIVIDED_UNITS: gettext_lazy(
        "With days before it lay here, because nobody reported them apart: %(places)s."
    ),
    SumEdge.COMPUTED_SHARES: gettext_lazy("Counted by a computed share, because the place was split: %(shares)s."),
    SumEdge.COUNTED_ONCE: gettext_lazy("Held by two units and counted once: %(places)s."),
    SumEdge.MAYBE_TWICE: gettext_lazy(
        "Held by two units and perhaps counted twice, since its own figure is not known: %(places)s."
    ),
    SumEdge.TOO_FEW_REPORTS: gettext_lazy(
        "Figures of only %(reported)s of %(owing)s that owe a report this quarter: too few to judge."
    ),
    SumEdge.TOO_FEW_WITH_GOAL: gettext_lazy(
        "Figures of only %(reported)s of %(owing)s that have a goal: too few to judge."
    ),
    SumEdge.GOALS_ADDED: gettext_lazy(
        "Judged as one sum of the goals of %(places)s places (%(rule)s); each place is judged by its own plan and "
        "past, so what is expected of them need not add up to what is expected of the sum."
    ),
    SumEdge.QUARTER_OF_FEWER: gettext_lazy(
        "In the quarter alone %(amount)s, of %(reported)s of %(owing)s units only: not compared with the goal."
    ),
    SumEdge.LAST_YEAR_OF_FEWER: gettext_lazy(
        "Last year is compared over the %(units)s of %(of)s units known in both: %(current)s after %(earlier)s."
    ),
    SumEdge.LAST_YEAR_UNTIL: gettext_lazy(
        "Last year is compared to %(day)s only, the last day that the same land has in both years: %(current)s after "
        "%(earlier)s."
    ),
    SumEdge.LAST_YEAR_FROM_JANUARY: gettext_lazy(
        "Last year is compared from %(day)s on: %(current)s after %(earlier)s."
    ),
    SumEdge.GOALS_NOT_USED: gettext_lazy("Measured by the goals of %(used)s; also binding and not added: %(aside)s."),
}
