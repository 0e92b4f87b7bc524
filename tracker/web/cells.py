"""Print the parts of a progress row: each number once, with the words that must stand beside it."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from provinces.days import until_text
from tracker.progress.measures import Ends, Progress, Reading, TargetRole
from tracker.progress.rows import (
    DocumentFace,
    IndicatorFace,
    OrganisationFace,
    PlaceFace,
    ProgressRow,
    RowKind,
)
from tracker.progress.sentences import gap_text
from tracker.progress.telling import row_key
from tracker.web import owners
from tracker.web.filters import PageQuery
from tracker.web.numbers import (
    MISSING,
    amount_text,
    day_text,
    number_text,
    percent_text,
    period_text,
    range_text,
    scaled,
    share_range_text,
)
from tracker.web.words import (
    ROLE_WORDS,
    RULE_WORDS,
    SILENT_STATES,
    STATE_MEANINGS,
    STATE_WORDS,
    local_name,
    name_of,
    reason_word,
)

JUDGED_ROLES = (TargetRole.GOAL, TargetRole.COMMITMENT)


def place_address(place: PlaceFace, query: PageQuery) -> str:
    """Return the address of a place's page in the same quarter, on the same map."""
    return query.address(reverse("web:place", args=[place.slug]))


def place_link(place: PlaceFace, query: PageQuery) -> SafeString:
    """Return a place's name as a link."""
    return format_html('<a href="{}">{}</a>', place_address(place, query), name_of(place))


def place_links(places: Iterable[PlaceFace], query: PageQuery) -> SafeString:
    """Return the places' names as links with commas between."""
    return format_html_join(", ", "{}", ((place_link(place, query),) for place in places))


def dated_place_links(places: Iterable[PlaceFace], query: PageQuery) -> SafeString:
    """Return the places' names as links with their last day: a predecessor may bear its successor's name."""
    return format_html_join(", ", "{}", ((dated_place_link(place, query),) for place in places))


def dated_place_link(place: PlaceFace, query: PageQuery) -> SafeString:
    """Return a place's name as a link, with the last day of one that has ended behind it."""
    return format_html(
        '<a href="{}">{}</a>{}', place_address(place, query), local_name(place), until_text(place.valid_to)
    )


def indicator_link(indicator: IndicatorFace, query: PageQuery) -> SafeString:
    """Return an indicator's name as a link."""
    address = query.address(reverse("web:indicator", args=[indicator.code]))
    return format_html('<a href="{}">{}</a>', address, name_of(indicator))


def investor_link(organisation: OrganisationFace, query: PageQuery) -> SafeString:
    """Return an organisation's name, as a link where it has a page."""
    if organisation.kind != "investor":
        return format_html("{}", name_of(organisation))
    address = query.address(reverse("web:investor", args=[organisation.slug]))
    return format_html('<a href="{}">{}</a>', address, name_of(organisation))


def document_link(document: DocumentFace | None, paragraph: int | None) -> SafeString:
    """Return a document's title as a link to the paragraph, or nothing where there is no document."""
    if document is None:
        return SafeString("")
    title = local_name(document, "title")
    name = f"{document.number} {title}".strip()
    address = reverse("web:document", args=[document.slug])
    if paragraph is None:
        return format_html('<a href="{}">{}</a>', address, name)
    place = _("paragraph %(number)s") % {"number": paragraph}
    return format_html('<a href="{}#p{}">{}, {}</a>', address, paragraph, name, place)


def explanation_address(row: ProgressRow, query: PageQuery, at: PlaceFace | None = None) -> str:
    """Return the address of the page that explains each number of a row.

    ``at`` is the place on whose page the row stands, None for its own: on today's map a former province's rows stand
    on its successor's page alone.
    """
    address = reverse("web:explanation", args=[(at or row.place).slug])
    return query.address(address, indicator=row.indicator.code, row=row_key(row))


def unit_name(indicator: IndicatorFace) -> str:
    """Return the name of the unit that a page shows, for example million USD."""
    return local_name(indicator, "display_unit")


def sub(text: str | SafeString) -> SafeString:
    """Return a second, smaller line of a cell; nothing for no text."""
    return format_html('<span class="sub">{}</span>', text) if text else SafeString("")


def mark(text: str, meaning: str = "") -> SafeString:
    """Return a word in a frame that qualifies a number."""
    if meaning:
        return format_html('<span class="mark" title="{}">{}</span>', meaning, text)
    return format_html('<span class="mark">{}</span>', text)


def missing(reason: str, *, quiet: bool = False) -> SafeString:
    """Return the dash of a missing number with the reason why; a missing number is never 0."""
    # A quiet dash says nothing that another cell does not say: cards on a phone leave it out.
    if not reason:
        return format_html('<span class="empty quiet">{}</span>', MISSING)
    css = "empty quiet" if quiet else "empty"
    return format_html('<span class="{}">{} <span class="sub">{}</span></span>', css, MISSING, reason)


def carrier(row: ProgressRow) -> SafeString:
    """Return who carries a target that is not the place's own, as a second line."""
    if row.kind is RowKind.COLLECTIVE:
        return sub(_("carried by the remaining parks together"))
    if row.kind is RowKind.INVESTOR and row.target is not None and row.target.investor is not None:
        return sub(name_of(row.target.investor))
    return SafeString("")


def is_judged_goal(row: ProgressRow) -> bool:
    """Return whether a row belongs among the goals: binding, and promised rather than implied."""
    return row.terms is not None and row.terms.role in JUDGED_ROLES


# --- The numbers of a row -----------------------------------------------------------------------------------------


def goal_cell(row: ProgressRow) -> SafeString:
    """Return the goal with its comparator, its period and whose it is."""
    terms = row.terms
    if terms is None:
        return missing(reason_word(row.progress.attainment.reason))
    whose: list[str | SafeString] = [period_text(terms.starts, terms.ends)]
    if terms.role is not TargetRole.GOAL:
        whose.append(str(ROLE_WORDS[terms.role]))
    if terms.baseline is not None:
        baseline = number_text(scaled(terms.baseline, row.indicator.display_scale))
        whose.append(_("baseline %(number)s") % {"number": baseline})
    if owners.whose_goal(row):
        whose.append(owners.whose_goal(row))
    text = amount_text(terms.amount, row.indicator.display_scale)
    return format_html("{}{}", text, sub(" · ".join(whose)))


def plain_goal_cell(row: ProgressRow) -> SafeString:
    """Return the goal with its comparator, and whose it is if it is not the place's own; no period."""
    if row.terms is None:
        return missing("")
    text = amount_text(row.terms.amount, row.indicator.display_scale)
    return format_html("{}{}", text, sub(owners.whose_goal(row)))


def reading_text(reading: Reading, row: ProgressRow) -> str:
    """Return a reading's amount in shown units, or the reason why there is none."""
    if reading.amount is None:
        return f"{MISSING} {reason_word(reading.reason)}"
    return amount_text(reading.amount, row.indicator.display_scale)


def to_date_cell(row: ProgressRow, query: PageQuery, *, without: Collection[str] = ()) -> SafeString:
    """Return what is reached to date, with everything that must be said beside it but the states ``without``."""
    reading = row.to_date
    if reading.amount is None:
        alone = row.in_quarter.amount
        words = "" if alone is None else amount_text(alone, row.indicator.display_scale)
        quarter = sub(_("in the quarter: %(amount)s") % {"amount": words}) if words else ""
        return format_html("{}{}{}", missing(reason_word(reading.reason)), quarter, sub(owners.units_words(row)))
    text = amount_text(reading.amount, row.indicator.display_scale)
    return format_html("<b>{}</b>{}", text, sub(beside_figure(row, query, without=without)))


def beside_figure(
    row: ProgressRow, query: PageQuery, *, states: bool = True, without: Collection[str] = ()
) -> SafeString:
    """Return the labels of a figure: its day where it is not the quarter's, its perimeter, its units, its states.

    ``without`` are the states that the page leaves to the explanation.
    """
    labels: list[SafeString] = []
    reading = row.to_date
    if reading.to_on is not None and reading.to_on != query.shown.last_day:
        labels.append(format_html("{}", _("to %(day)s") % {"day": day_text(reading.to_on)}))
    if row.perimeter_differs and row.figure_places:
        labels.append(format_html("{} {}", _("figure of:"), place_links(row.figure_places, query)))
    if owners.units_words(row):
        labels.append(format_html("{}", owners.units_words(row)))
    marks = state_marks(row, without) if states else []
    said = format_html_join(" · ", "{}", ((label,) for label in labels))
    return format_html_join(" ", "{}", ((part,) for part in (said, *marks) if part))


def state_marks(row: ProgressRow, without: Collection[str] = ()) -> list[SafeString]:
    """Return the framed words of a row's states; what the label of another perimeter says is not said twice."""
    silent = {*SILENT_STATES, *without}
    if row.perimeter_differs or owners.former_places(row):
        silent |= {"perimeter_differs", "children_sum", "inherited"}
    return [
        mark(str(STATE_WORDS[state]), str(STATE_MEANINGS.get(state, "")))
        for state in row.states
        if state not in silent and state in STATE_WORDS
    ]


def attainment_cell(row: ProgressRow) -> SafeString:
    """Return the part of the goal that is reached; one percentage, or two for a range."""
    reached = row.progress.attainment
    if reached.low is None:
        # Where no figure is there to divide, its own cell has said so.
        return missing("" if row.to_date.amount is None or row.terms is None else reason_word(reached.reason))
    share = share_range_text(reached.low, reached.high, reached.comparator)
    return format_html("<b>{}</b>{}", share, sub(way_words(row)))


def way_words(row: ProgressRow) -> str:
    """Return of what way a percentage speaks, where a goal is measured from a baseline; empty for another."""
    if row.terms is None or row.terms.baseline is None:
        return ""
    baseline = number_text(scaled(row.terms.baseline, row.indicator.display_scale))
    return _("of the way from %(baseline)s") % {"baseline": baseline}


def expected_cell(progress: Progress, indicator: IndicatorFace) -> SafeString:
    """Return what should have been reached by now, and by which rule."""
    expected = progress.expected
    if expected is None or expected.low is None:
        return missing("")
    text = range_text(expected.low, expected.high, scale=indicator.display_scale)
    words = [str(RULE_WORDS[expected.rule])]
    if expected.share is not None:
        words.insert(0, percent_text(expected.share))
    return format_html("{}{}", text, sub(" · ".join(words)))


def gap_cell(row: ProgressRow) -> SafeString:
    """Return what is still to go, and which way; once the goal is passed, by how much."""
    return missing("") if row.progress.gap.low is None else format_html("{}", gap_text(row.progress, row.indicator))


def needed_words(row: ProgressRow) -> str:
    """Return what each remaining quarter must bring, beside what is still to go; nothing where that is not known."""
    needed, left = row.progress.needed_per_remaining_quarter, row.progress.quarters_left or 0
    if needed.low is None or left == 1:  # what one quarter must bring is what is still to go, and stands above
        return ""
    words = _("in each of %(count)s quarters left") % {"count": left}
    return f"{ends_text(needed, row.indicator)} {words}"


def ends_text(ends: Ends, indicator: IndicatorFace) -> str:
    """Return a number at one or both ends of a goal, in shown units."""
    return range_text(ends.low, ends.high, ends.comparator, indicator.display_scale)


def why_link(row: ProgressRow, query: PageQuery, at: PlaceFace | None = None, *, short: bool = False) -> SafeString:
    """Return the link to the explanation of a row's numbers; its full name tells rows apart for screen readers."""
    text = _("Why?") if short else _("Why these numbers?")
    return format_html(
        '<a class="nowrap" href="{}">{}<span class="visually-hidden"> {}, {}</span></a>',
        explanation_address(row, query, at),
        text,
        name_of(row.indicator),
        name_of(row.place),
    )


def former_mark(places: Iterable[PlaceFace]) -> SafeString:
    """Return the word that a number is of places that have gone into another."""
    names = ", ".join(name_of(place) for place in places)
    return mark(_("of the former %(places)s") % {"places": names}) if names else SafeString("")
