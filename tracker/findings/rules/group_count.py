"""Check a promotion list's stated totals against its groups."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from provinces.wording import local_text
from tracker.findings.facts import Facts
from tracker.findings.figure import ADDED_KINDS, Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import EXACT, NOTHING, outside
from tracker.findings.tolerances import GROUP_UNIT
from tracker.findings.wording import amount, bare, input_of, number, scale_of, shown, shown_bare
from tracker.models import PromotionItem, Target


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the lists whose stated number of groups, or whose totals and subtotals, do not match their groups."""
    figures = _figures_by_item(facts)
    groups: dict[int, list[PromotionItem]] = {}
    for item in facts.promotion_items:
        if item.is_group:
            groups.setdefault(item.promotion_list_id, []).append(item)
    for item in facts.promotion_items:
        own = groups.get(item.promotion_list_id, [])
        summed = own if item.position == 0 else [group for group in own if group.pk in facts.subtotals.get(item.pk, ())]
        stated = [figure for figure in figures.get(item.pk, ()) if figure.is_stated]
        counts = [figure for figure in stated if figure.unit.code == GROUP_UNIT]
        for figure in stated:
            # A list may also count some of its groups; only the largest number counts all of them.
            if summed and (figure not in counts or figure.value == max(count.value for count in counts)):
                yield from _observe(figure, summed, figures)


def _figures_by_item(facts: Facts) -> dict[int, list[Figure]]:
    figures: dict[int, list[Figure]] = {}
    for figure in facts.targets:
        assert isinstance(figure.row, Target)
        if figure.row.promotion_item_id is not None:
            figures.setdefault(figure.row.promotion_item_id, []).append(figure)
    return figures


def _observe(total: Figure, groups: list[PromotionItem], figures: dict[int, list[Figure]]) -> Iterator[Observation]:
    if total.unit.code == GROUP_UNIT:
        yield from _observe_groups(total, groups)
    elif total.unit.whole or total.indicator.kind in ADDED_KINDS:
        yield from _observe_sum(total, groups, figures)


def _observe_groups(total: Figure, groups: list[PromotionItem]) -> Iterator[Observation]:
    if total.value == len(groups):
        return
    difference = len(groups) - total.value
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=_("The list states %(stated)s groups and describes %(described)s: %(names)s.")
        % {
            "stated": shown_bare(total),
            "described": len(groups),
            "names": "; ".join(local_text(group.name, group.name_en) for group in groups),
        },
        inputs=(input_of(total),),
        difference=difference,
        unit=total.unit.code,
        shown_difference=amount(difference, scale_of(total.unit, total.indicator)),
    )


def _observe_sum(total: Figure, groups: list[PromotionItem], figures: dict[int, list[Figure]]) -> Iterator[Observation]:
    parts: list[tuple[PromotionItem, Figure]] = []
    silent: list[PromotionItem] = []
    for group in groups:
        figure = _first_counted(figures.get(group.pk, ()), total)
        if figure is None:
            silent.append(group)
        else:
            parts.append((group, figure))
    if not parts:
        return
    ends, found = NOTHING, total.value * 0
    for _group, part in parts:
        ends += part.plausible
        found = EXACT.add(found, part.value)
    rest = total.value - found
    if not silent and not outside(ends, total.claimed):
        return
    scale = scale_of(total.unit, total.indicator)
    words = {
        "parts": " + ".join(bare(part.value, scale) for _group, part in parts),
        "sum": bare(found, scale),
        "total": shown(total),
        "rest": number(abs(rest) / scale.divisor),
        "silent": "; ".join(local_text(group.name, group.name_en) for group in silent),
    }
    severity = Severity.WARNING
    if silent and rest >= 0:
        severity = Severity.NOTICE
        text = ngettext(
            "%(parts)s = %(sum)s against %(total)s; one group has no figure, which leaves %(rest)s for it: %(silent)s.",
            "%(parts)s = %(sum)s against %(total)s; several groups have no figure, which leaves %(rest)s for them "
            "together: %(silent)s.",
            len(silent),
        )
    else:
        text = _("%(parts)s = %(sum)s, but %(total)s are stated: a difference of %(rest)s.")
    labelled = (input_of(part, local_text(group.name, group.name_en)) for group, part in parts)
    yield Observation(
        severity=severity,
        arithmetic=text % words,
        inputs=(input_of(total), *labelled),
        difference=-rest,
        unit=total.unit.code,
        shown_difference=amount(-rest, scale),
    )


def _first_counted(figures: Iterable[Figure], total: Figure) -> Figure | None:
    alike = (figure for figure in figures if figure.indicator == total.indicator and figure.unit == total.unit)
    return next((figure for figure in alike if figure.counts), None)


RULE = Rule("group_count", gettext_lazy("Do the groups of a list match what the list states?"), check)
