"""Tell in sentences what amounts come to in one currency, at which rates, or which rate is missing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from provinces.wording import local_name
from tracker.progress.in_one_currency import OneCurrency
from tracker.progress.measures import Amount, Attainment, TargetTerms
from tracker.progress.money import Outcome, Refused
from tracker.progress.number_texts import (
    amount_text,
    exact_text,
    period_text,
    quarter_text,
    scaled,
    share_range_text,
    signed_text,
    with_comparator,
)
from tracker.progress.rate_choice import MissingRate, Rate, RatePurpose
from tracker.progress.rows import IndicatorFace, PlaceFace
from tracker.progress.wording import STATE_WORDS, Words, name_of, reason_word

PURPOSE_WORDS: dict[RatePurpose, Words] = {
    RatePurpose.PLAN: gettext_lazy("plan rate"),
    RatePurpose.QUARTER_AVERAGE: gettext_lazy("quarter average"),
    RatePurpose.QUARTER_END: gettext_lazy("end of the quarter"),
    RatePurpose.SOURCE_OWN: gettext_lazy("the source's own rate"),
}

# So many places are named in a sentence or a cell; the rest is counted.
MOST_NAMES = 3

_AT: dict[RatePurpose, Words] = {
    RatePurpose.PLAN: gettext_lazy("At the plan rate"),
    RatePurpose.QUARTER_AVERAGE: gettext_lazy("At the average of each quarter"),
    RatePurpose.QUARTER_END: gettext_lazy("At the rate of the quarter's end"),
    RatePurpose.SOURCE_OWN: gettext_lazy("At the sources' own rates"),
}


def unit_text(face: IndicatorFace) -> str:
    """Return the unit in which an indicator's amounts are shown."""
    return local_name(face, "display_unit")


def money_text(amount: Amount | None, face: IndicatorFace) -> str:
    """Return an amount in shown units with the unit."""
    return f"{amount_text(amount, face.display_scale)} {unit_text(face)}"


def rate_text(rate: Rate) -> str:
    """Return what a rate says: 1 USD = 25,000 VND, with every digit that it has."""
    words = {"base": rate.base, "value": exact_text(rate.value), "quote": rate.quote}
    return _("1 %(base)s = %(value)s %(quote)s") % words


def names_text(places: Sequence[PlaceFace]) -> str:
    """Return the names of the first places, and how many more there are."""
    names = ", ".join(name_of(place) for place in places[:MOST_NAMES])
    if len(places) <= MOST_NAMES:
        return names
    return pgettext("places", "%(names)s and %(count)s more") % {"names": names, "count": len(places) - MOST_NAMES}


def missing_rate_text(rate: MissingRate) -> str:
    """Return which rate is not in the table: the two currencies, the purpose, and the year or quarter."""
    one, other = sorted((rate.unit, rate.into))
    words = {"one": one, "other": other, "year": rate.quarter.year, "quarter": quarter_text(rate.quarter)}
    match rate.purpose:
        case RatePurpose.PLAN:
            return _("no plan rate between %(one)s and %(other)s for %(year)s") % words
        case RatePurpose.QUARTER_AVERAGE:
            return _("no average rate between %(one)s and %(other)s for %(quarter)s") % words
        case RatePurpose.QUARTER_END:
            return _("no rate between %(one)s and %(other)s for the end of %(quarter)s") % words
        case _own:
            return _("no rate of the source's own between %(one)s and %(other)s") % words


def refusal_text(refused: Refused) -> str:
    """Return why there is no total: each missing rate by name, and amounts whose quarters are not known."""
    reasons = [missing_rate_text(rate) for rate in refused.missing]
    for reason in dict.fromkeys(reason for _part, reason in refused.unsplit):
        count = sum(each is reason for _part, each in refused.unsplit)
        words = {"count": count, "reason": reason_word(reason)}
        reasons.append(ngettext("%(count)s amount: %(reason)s", "%(count)s amounts: %(reason)s", count) % words)
    return "; ".join(reasons)


def outcome_text(outcome: Outcome, share: Attainment | None, terms: TargetTerms | None, face: IndicatorFace) -> str:
    """Return a total with its part of the goal, or that nothing was added and why."""
    words = {"at": _AT[outcome.purpose]}
    if isinstance(outcome, Refused):
        return _("%(at)s: not added; %(why)s.") % {**words, "why": refusal_text(outcome)}
    words["total"] = money_text(outcome.amount, face)
    if share is None or share.low is None or terms is None:
        return _("%(at)s: %(total)s.") % words
    words["share"] = share_range_text(share.low, share.high, share.comparator)
    words["goal"] = money_text(terms.amount, face)
    return _("%(at)s: %(total)s, %(share)s of %(goal)s.") % words


def effect_text(effect: Amount, face: IndicatorFace) -> str:
    """Return what the change of the rates alone did, with its sign; a range with both of its ends."""
    ends = [signed_text(scaled(number, face.display_scale)) for number in dict.fromkeys((effect.value, effect.top))]
    shown = ends[0] if len(ends) == 1 else _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}
    return with_comparator(shown, effect.comparator)


def heading(item: OneCurrency) -> str:
    """Return what is added up, where, and in which currency."""
    words = {"indicator": name_of(item.indicator), "place": name_of(item.place), "unit": unit_text(item.indicator)}
    return _("%(indicator)s, %(place)s (%(unit)s)") % words


def sentences(item: OneCurrency) -> list[str]:
    """Return what is to be said of one total: what was reported, each sum or its refusal, the effect, the rest."""
    face, reckoning = item.indicator, item.reckoning
    told = [_("Reported: %(amounts)s.") % {"amounts": "; ".join(_reported(item))}]
    if item.silent:
        told.append(_("Not reported, so in no sum: %(names)s.") % {"names": ", ".join(map(name_of, item.silent))})
    told += _missing(item)
    if item.other_perimeters and item.terms is not None:
        whose = tuple(dict.fromkeys(target.place for target in item.targets)) or (item.place,)
        words = {"places": names_text(item.other_perimeters), "place": names_text(whose)}
        told.append(
            _("The goal is of %(place)s, the figures are of %(places)s: read the percentages with care.") % words
        )
    if item.reason is not None:
        told.append(_("Not added in one currency: %(reason)s.") % {"reason": reason_word(item.reason)})
    if isinstance(item.goal, Refused):
        told.append(_("The goals are not added: %(why)s.") % {"why": refusal_text(item.goal)})
    if reckoning is not None:
        terms = item.terms
        told.append(outcome_text(reckoning.at_plan, reckoning.attainment_at_plan, terms, face))
        told.append(outcome_text(reckoning.at_period, reckoning.attainment_at_period, terms, face))
        if reckoning.effect is not None:
            words = {"effect": effect_text(reckoning.effect, face), "unit": unit_text(face)}
            told.append(_("The change of the exchange rates alone: %(effect)s %(unit)s.") % words)
        if reckoning.at_source is not None:
            told.append(outcome_text(reckoning.at_source, None, None, face))
    if item.stated is not None:
        told.append(_("The place's own report states %(total)s.") % {"total": money_text(item.stated.amount, face)})
    return told


def _reported(item: OneCurrency) -> list[str]:
    found = []
    for each in item.amounts:
        reading = each.reading
        when = period_text(reading.from_on or reading.to_on, reading.to_on)
        beside = "; ".join([when, *(str(STATE_WORDS[state]) for state in each.states)])
        found.append(f"{name_of(each.indicator)} {money_text(reading.amount, each.indicator)} ({beside})")
    return found


def _missing(item: OneCurrency) -> list[str]:
    """Return which places each indicator is without: a sum of some is not the sum of all."""
    told = []
    for indicator, missing in {each.indicator.id: (each.indicator, each.missing) for each in item.amounts}.values():
        if missing:
            words = {"indicator": name_of(indicator), "names": names_text(missing)}
            told.append(_("%(indicator)s is without %(names)s, not reported.") % words)
    return told
