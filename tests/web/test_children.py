"""The table of the places below a place: few columns at first, one status in words, the others to be chosen."""

import re
from decimal import Decimal

from django.http import QueryDict
from django.utils import translation

from tests.web.rows import PROVINCE, Q1, indicator, place, row, target
from tracker.progress.measures import Amount
from tracker.progress.rows import ChildProgress, MapChoice, OrganisationFace, RowKind
from tracker.web.children import AT_FIRST, ChildTable, child_columns, worst_of
from tracker.web.filters import PageQuery

M = 10**6
BUILDER = OrganisationFace(7, "viglacera", "investor", "Viglacera", "Viglacera")
INDICATORS = [indicator(number, f"indicator-{number}") for number in range(1, 9)]


def child(*rows, number=2, owes=True, **fields):
    park = place(number, f"park-{number}", kind="industrial_park", name=f"KCN {number}", name_en=f"Park {number}")
    fields = {"investors": (BUILDER,)} | fields
    return ChildProgress(place=park, rows=rows, owes=owes, has_anything=bool(rows), **fields)


def table(children, parameters=""):
    return ChildTable(
        children,
        query=PageQuery(Q1, MapChoice.THEN, None),
        parameters=QueryDict(parameters),
        extra_columns=child_columns(children),
    )


def shown(made):
    return [name for name, _column, _label in made.page_columns]


FIGURES = [row(Decimal(5 * M), of=each) for each in INDICATORS]


def test_a_laptop_shows_the_indicators_that_have_goals_first_and_the_others_are_chosen():
    # Eight indicators have figures, the seventh alone has a goal: it is shown with the first four of the others.
    judged = row(Decimal(5 * M), Decimal(100 * M), of=INDICATORS[6])
    children = (child(*[each for each in FIGURES if each.indicator != INDICATORS[6]], judged),)
    made = table(children)
    assert AT_FIRST == 5
    assert shown(made) == [
        "place", "status", "investors", "indicator-1", "indicator-2", "indicator-3", "indicator-4", "indicator-7",
    ]  # fmt: skip
    assert {choice.name for choice in made.column_choices if not choice.shown} == {
        "kind", "indicator-5", "indicator-6", "indicator-8",
    }  # fmt: skip
    assert not made.columns_chosen
    assert shown(table(children, "places-columns=indicator-8")) == ["place", "indicator-8"]


def test_every_column_is_one_click_away_and_a_file_has_them_all():
    children = (child(*FIGURES),)
    every = re.search(r"places-columns=([^#&]+)", table(children).every_column_address)
    assert every is not None
    whole = table(children, f"places-columns={every[1].replace('%2C', ',')}")
    assert shown(whole) == ["place", "status", "kind", "investors", *[each.code for each in INDICATORS]]
    assert whole.columns_gone == []
    assert {each.code for each in INDICATORS} <= {name for name, _column, _label in table(children).file_columns}


def test_few_indicators_are_all_shown():
    children = (child(*FIGURES[:AT_FIRST]),)
    assert shown(table(children)) == ["place", "investors", *[each.code for each in INDICATORS[:AT_FIRST]]]


def test_only_the_worst_status_of_a_place_is_written_out():
    # 5 of 100 is far behind a quarter of the year, 30 of 100 is ahead of it: one word, two shapes with hidden words.
    late = row(Decimal(5 * M), Decimal(100 * M), of=INDICATORS[0])
    good = row(Decimal(30 * M), Decimal(100 * M), of=INDICATORS[1])
    with translation.override("en"):
        made = table((child(late, good),))
        body, value = made.body, made.value_of("status", made.every[0])
    assert value == "Off track"
    assert re.findall(r"</svg>(?:<span class=\"visually-hidden\">)?([A-Z][a-z ]+)<", body) == [
        "Off track", "Off track", "On track",
    ]  # fmt: skip
    assert body.count('<span class="visually-hidden">Off track') == 1
    assert body.count('<span class="visually-hidden">On track') == 1


def test_who_owes_a_report_and_gave_none_is_not_reported_and_who_owes_nothing_is_not_judged():
    with translation.override("en"):
        made = table((child(*FIGURES, number=1), child(number=2), child(number=3, owes=False)))
        assert [made.value_of("status", each) for each in made.every] == [None, "Not reported", None]
        assert [made.sort_key("status", each) for each in made.every] == [None, 7, None]


def test_a_goal_that_others_carry_together_is_no_status_of_the_place_that_names_it():
    shared = target(Amount(Decimal(50 * M)), of=INDICATORS[1], collective=True, member_ids=(7, 8))
    silent = row(None, of=INDICATORS[1], target=shared, kind=RowKind.COLLECTIVE)
    assert worst_of(child(FIGURES[0], silent)) is None


def test_the_kind_stands_below_the_name_and_is_found_by_its_words():
    with translation.override("vi"):
        made = table((child(*FIGURES), ChildProgress(place=PROVINCE, rows=(), owes=True, has_anything=False)))
        assert '<span class="sub">khu công nghiệp' in made.body
        found = table(made.every, "places-find=khu cong nghiep")
        assert [each.place.name for each in found.data] == ["KCN 2"]


def test_statuses_have_no_column_where_nothing_of_the_places_is_judged():
    silent = ChildProgress(place=PROVINCE, rows=(), owes=True, has_anything=False)
    assert "status" not in shown(table((child(*FIGURES),)))
    assert shown(table((child(*FIGURES), silent)))[:2] == ["place", "status"]


def test_investors_have_no_column_where_none_of_the_places_has_any():
    assert "investors" in shown(table((child(*FIGURES, investors=()), child(number=3))))
    alone = table((child(*FIGURES, investors=()), child(number=3, investors=())))
    assert "investors" not in shown(alone)
    assert "investors" in {choice.name for choice in alone.column_choices}
