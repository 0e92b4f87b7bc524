"""Why a total is not audited, in words."""

from django.utils.translation import gettext_lazy

from tracker.management.audit.asked import Unaudited

REASON_WORDS = {
    Unaudited.ADDED_TARGETS: gettext_lazy("a sum of several places' targets"),
    Unaudited.SEVERAL_REPORTERS: gettext_lazy("several reporters of one place"),
    Unaudited.OTHER_REPORTER: gettext_lazy("an investor's target read from others' reports"),
    Unaudited.CONTRADICTION: gettext_lazy("figures that contradict each other"),
    Unaudited.RANGE: gettext_lazy("a range among the inputs"),
    Unaudited.BOUNDS: gettext_lazy("words like “over” among the inputs"),
    Unaudited.TREE_CHANGED: gettext_lazy("places below that came or went within the period"),
    Unaudited.MERGER: gettext_lazy("a merger within the period"),
    Unaudited.SPLIT: gettext_lazy("a place that was split by shares"),
    Unaudited.SHARED_SITE: gettext_lazy("a site that holds parts of others"),
    Unaudited.OTHER_KIND: gettext_lazy("not a flow"),
    Unaudited.RATIO_OVER_SPANS: gettext_lazy("a ratio over spans of days"),
    Unaudited.UNITS_DIFFER: gettext_lazy("other units in the compared period"),
    Unaudited.BASELINE_REPORTED: gettext_lazy("a baseline as reported, not as promised"),
    Unaudited.FLOW_FROM_BASELINE: gettext_lazy("a running sum measured from a baseline"),
    Unaudited.OTHER_RULE: gettext_lazy("expected by another rule than a straight line"),
    Unaudited.NOT_IN_FILE: gettext_lazy("its inputs are not in the file"),
}
