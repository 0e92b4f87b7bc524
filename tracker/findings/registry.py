"""List the data checks and run them."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from provinces.models import Place
from provinces.reach import Reach
from tracker.findings.facts import Facts
from tracker.findings.finding import Finding, Rule
from tracker.findings.rules import (
    figure_without_value,
    group_count,
    implied_rate,
    impossible_figure,
    near_duplicate_places,
    part_area_against_area,
    part_larger_than_total,
    parts_against_total,
    perimeter_mismatch,
    phases_against_target,
    place_in_no_sum,
    printed_comparison,
    printed_ratio_without_components,
    quarter_against_year_to_date,
    rate_of_change_range,
    ratio_out_of_range,
    sources_disagree,
    stock_against_flow,
    succession_shape,
    targets_against_goal,
    total_in_one_currency,
)

RULES: tuple[Rule, ...] = (
    parts_against_total.RULE,
    part_larger_than_total.RULE,
    group_count.RULE,
    part_area_against_area.RULE,
    targets_against_goal.RULE,
    phases_against_target.RULE,
    perimeter_mismatch.RULE,
    implied_rate.RULE,
    total_in_one_currency.RULE,
    rate_of_change_range.RULE,
    ratio_out_of_range.RULE,
    printed_comparison.RULE,
    quarter_against_year_to_date.RULE,
    stock_against_flow.RULE,
    sources_disagree.RULE,
    impossible_figure.RULE,
    near_duplicate_places.RULE,
    succession_shape.RULE,
    place_in_no_sum.RULE,
    printed_ratio_without_components.RULE,
    figure_without_value.RULE,
)


class UnknownCheckError(ValueError):
    """A check was asked for that does not exist; `code` is what was asked for."""

    def __init__(self, code: str) -> None:
        self.code = code
        words = {"code": code, "codes": ", ".join(rule.code for rule in RULES)}
        super().__init__(_("There is no data check “%(code)s”; choose from: %(codes)s.") % words)


def run_checks(
    *,
    as_of: datetime | None = None,
    place: Place | int | None = None,
    codes: Collection[str] | None = None,
    reach: Reach = None,
) -> list[Finding]:
    """Return what the data checks find, in the order of the rules and, within a rule, of the documents.

    `place`, or its key, keeps the findings that look at it, at its predecessors or at anything below them; `codes` the
    rules to run, None meaning all. With a `reach` a finding is kept if every place that it looks at is within it: a
    part of its arithmetic would say the rest. Texts are in the active language. Drafts are never looked at. At most 14
    queries, with a reach or a place one more each.

    :raises UnknownCheckError: if a code is none of the rules'.
    """
    known = {rule.code for rule in RULES}
    for code in codes or ():
        if code not in known:
            raise UnknownCheckError(code)
    key = place.pk if isinstance(place, Place) else place
    facts = Facts(as_of, place=key)
    chosen = [rule for rule in RULES if codes is None or rule.code in codes]
    found = [finding for rule in chosen for finding in _findings(rule, facts)]
    if reach is not None:
        found = _within(found, facts, reach)
    if key is None:
        return found
    slugs = facts.below_or_before(facts.places[key])
    return [finding for finding in found if any(item.place_slug in slugs for item in finding.inputs)]


def _within(findings: list[Finding], facts: Facts, reach: frozenset[int]) -> list[Finding]:
    """Return the findings that look at places within reach only, and at no goal that also binds others."""
    slugs = {place.slug for pk, place in facts.places.items() if pk in reach}
    shared = facts.goals_that_bind_beyond(reach)
    return [
        finding
        for finding in findings
        if all(
            item.place_slug in slugs and not (item.record == "target" and item.record_id in shared)
            for item in finding.inputs
        )
    ]


def _findings(rule: Rule, facts: Facts) -> list[Finding]:
    return [
        Finding(
            code=rule.code,
            severity=seen.severity,
            question=str(rule.question),
            arithmetic=seen.arithmetic,
            difference=seen.difference,
            unit=seen.unit,
            shown_difference=seen.shown_difference,
            inputs=seen.inputs,
        )
        for seen in rule.check(facts)
    ]
