"""A block copied from a spreadsheet: shown before it is saved, saved whole or not at all, undone in one go."""

import random
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import make_clerk, make_duty, make_form, make_indicator, make_province_with_parks
from tracker.actions.reporting import submit_report
from tracker.models import Actual, EntryReceipt, QuarterlyReport, ReportRevision

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


class Parks:
    """Some parks of a province that owe one form, and a clerk of the province who writes Vietnamese."""

    def __init__(self, sign_in, parks=3, indicators=2, slug="hai-duong"):
        self.rows = make_province_with_parks(slug, parks=[f"{slug}-kcn-{number}" for number in range(parks)])
        self.indicators = [make_indicator(f"{slug}-chi-tieu-{number}", unit="projects") for number in range(indicators)]
        self.form = make_form(f"{slug}-form", indicators=self.indicators)
        for park, reporter in zip(self.rows.parks, self.rows.investors, strict=True):
            make_duty(reporter, park, form=self.form, valid_from=date(2025, 1, 1))
        self.person = make_clerk(self.rows.province, f"{slug}-clerk")
        self.client = sign_in(self.person, "vi")
        self.overview = reverse("admin:tracker_quarterlyreport_overview", args=[self.rows.province.slug, "2025-Q2"])
        self.single = reverse(
            "admin:tracker_quarterlyreport_enter",
            args=[self.rows.parks[0].slug, "2025-Q2", self.rows.investors[0].slug],
        )

    def block(self, values, *, heading=True):
        """Return the text that a spreadsheet copies: names of parks, headings, and the values."""
        lines = [["KCN", *[each.name for each in self.indicators]]] if heading else []
        lines += [[park.name, *row] for park, row in zip(self.rows.parks, values, strict=True)]
        return "\n".join("\t".join(line) for line in lines)

    def fields(self, response):
        """Return what a browser would post from the page."""
        rows = response.context["rows"]
        found = {
            "seen": response.context.get("seen", ""),
            "asked": response.context.get("asked", ""),
            "pasted": "1" if response.context["pasted"] else "",
            "revisions": response.context.get("revisions", ""),
            "revision": str(getattr(response.context.get("revision"), "number", 0)),
        }
        for row in rows:
            if hasattr(row, "cells"):
                inputs = row.cells if row.is_open else []
            else:
                inputs = [*row.quarter_inputs, *row.other_inputs, row.status, row.note, row.source, row.seen]
            for one in inputs:
                found[one.name] = one.text
                if one.was is not None:
                    found[f"before-{one.name}"] = one.was
        return found

    def paste(self, text, address=None, **more):
        address = address or self.overview
        page = self.client.get(address)
        return self.client.post(address, {**self.fields(page), "block": text, "step": "place_block", **more})

    def send(self, response, step="save", address=None, **more):
        return self.client.post(address or self.overview, {**self.fields(response), "step": step, **more})


def values():
    """Return the stored values, the smallest first."""
    return [row.value for row in Actual.objects.order_by("value")]


@pytest.fixture
def parks(sign_in):
    return Parks(sign_in)


def cell(response, park, column):
    return response.context["rows"][park].cells[column]


def test_block_is_shown_and_not_saved(parks):
    preview = parks.paste(parks.block([["1", "2"], ["3", "4"], ["5", "x"]]))
    assert preview.status_code == 200
    assert preview.context["placed"].counts == {"new": 6, "changed": 0, "same": 0, "wrong": 0}
    assert not QuarterlyReport.objects.exists()
    assert parks.send(preview).status_code == 302
    assert Actual.objects.count() == 6
    assert EntryReceipt.objects.get().way == "paste"


def test_second_block_says_what_is_new_changed_and_unchanged(parks):
    parks.send(parks.paste(parks.block([["1", "2"], ["3", "4"], ["5", ""]])))
    preview = parks.paste(parks.block([["1", "20"], ["3", "4"], ["", "6"]]))
    assert preview.context["placed"].counts == {"new": 1, "changed": 2, "same": 3, "wrong": 0}
    changed = [(one.was, one.text) for row in preview.context["rows"] for one in row.cells if one.was is not None]
    assert sorted(changed) == [("", "6"), ("2", "20"), ("5", "")]
    parks.send(preview)
    assert values() == [1, 3, 4, 6, 20]


def test_one_bad_cell_in_34_by_8_saves_nothing_points_at_it_and_keeps_every_text(sign_in):
    parks = Parks(sign_in, parks=34, indicators=8, slug="lon")
    values = [[str(10 * row + column) for column in range(8)] for row in range(34)]
    values[20][3] = "12..5"
    preview = parks.paste(parks.block(values))
    refused = parks.send(preview)
    assert refused.status_code == 200
    assert not QuarterlyReport.objects.exists()
    wrong = [(row, one.column) for row, line in enumerate(refused.context["rows"]) for one in line.cells if one.error]
    names = [row.place for row in refused.context["rows"]]
    assert [(names[row], column) for row, column in wrong] == [(parks.rows.parks[20].name, 3)]
    shown = {(row.place, one.column): one.text for row in refused.context["rows"] for one in row.cells}
    assert shown == {
        (park.name, column): values[number][column]
        for number, park in enumerate(parks.rows.parks)
        for column in range(8)
    }
    fields = parks.fields(refused)
    (name,) = [one.name for row in refused.context["rows"] for one in row.cells if one.error]
    assert parks.client.post(parks.overview, {**fields, name: "12", "step": "save"}).status_code == 302
    assert Actual.objects.count() == 34 * 8
    assert QuarterlyReport.objects.count() == 34


@pytest.mark.parametrize("again", [False, True])
def test_saving_a_block_costs_the_same_queries_at_two_sizes(sign_in, again):
    counts = []
    for number, (size, indicators) in enumerate([(1, 1), (34, 8)]):
        parks = Parks(sign_in, parks=size, indicators=indicators, slug=f"tinh-{number}")
        if again:
            parks.send(parks.paste(parks.block([["1"] * indicators] * size)))
        preview = parks.paste(parks.block([["2"] * indicators] * size))
        fields = parks.fields(preview)
        with CaptureQueriesContext(connection) as queries:
            assert parks.client.post(parks.overview, {**fields, "step": "save"}).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 40, counts


def test_undo_of_the_block_before_saving_brings_every_text_back(parks):
    page = parks.client.get(parks.overview)
    typed = {**parks.fields(page), cell(page, 0, 0).name: "77"}
    preview = parks.client.post(
        parks.overview, {**typed, "block": parks.block([["1", "2"], ["3", "4"], ["5", "6"]]), "step": "place_block"}
    )
    back = parks.send(preview, step="undo_block")
    assert [one.text for row in back.context["rows"] for one in row.cells] == ["77", "", "", "", "", ""]
    assert not QuarterlyReport.objects.exists()


def test_saved_block_is_undone_in_one_request(parks):
    parks.send(parks.paste(parks.block([["1", "2"], ["3", "4"], ["5", "6"]])))
    parks.send(parks.paste(parks.block([["9", "9"], ["9", "9"], ["9", "9"]])))
    page = parks.client.get(parks.overview)
    parks.client.post(parks.overview, {"step": "undo", "receipt": page.context["receipt"].pk})
    assert values() == [1, 2, 3, 4, 5, 6]
    assert parks.client.get(parks.overview).context["receipt"] is None


def test_unknown_and_locked_rows_are_listed_and_the_rest_is_placed(parks):
    parks.send(parks.paste(parks.block([["1", "2"], ["3", "4"], ["5", "6"]])))
    locked = ReportRevision.objects.get(report__place=parks.rows.parks[1])
    submit_report(revision=locked, by=parks.person, at=_now())
    text = parks.block([["7", "2"], ["8", "4"], ["5", "6"]]) + "\nKCN không có thật\t1\t2"
    preview = parks.paste(text)
    messages = " ".join(problem.message for problem in preview.context["placed"].problems)
    assert "KCN không có thật" in messages
    assert parks.rows.parks[1].name in messages
    assert parks.send(preview).status_code == 302
    values = dict(Actual.objects.filter(indicator=parks.indicators[0]).values_list("revision__report__place", "value"))
    assert values == {parks.rows.parks[0].pk: 7, parks.rows.parks[1].pk: 3, parks.rows.parks[2].pk: 5}


def _now():
    from django.utils import timezone

    return timezone.now()


def test_ambiguous_figures_of_a_mixed_column_are_refused_with_both_readings(parks):
    preview = parks.paste(parks.block([["1,234.5", "1"], ["6.918", "2"], ["3", "3"]]))
    errors = [one.error for row in preview.context["rows"] for one in row.cells if one.error]
    assert any("6918" in error or "6.918" in error for error in errors)
    assert not QuarterlyReport.objects.exists()


def test_four_states_and_marks_survive_the_overview(parks):
    parks.send(parks.paste(parks.block([["", "0"], ["-", "x"], ["125*", "~125"]])))
    found = {
        (row.revision.report.place_id, row.indicator_id): (row.value, row.observation_status)
        for row in Actual.objects.select_related("revision__report")
    }
    first, second = (each.pk for each in parks.indicators)
    keys = [park.pk for park in parks.rows.parks]
    assert found == {
        (keys[0], second): (Decimal(0), "normal"),
        (keys[1], first): (Decimal(0), "nil"),
        (keys[1], second): (None, "not_applicable"),
        (keys[2], first): (Decimal(125), "provisional"),
        (keys[2], second): (Decimal(125), "estimated"),
    }
    page = parks.client.get(parks.overview)
    texts = {row.place: [one.text for one in row.cells] for row in page.context["rows"]}
    assert [texts[park.name] for park in parks.rows.parks] == [["", "0"], ["-", "x"], ["125*", "~125"]]
    assert parks.send(page).status_code == 302
    assert EntryReceipt.objects.count() == 1


def test_reason_is_asked_once_for_all_marked_cells(parks):
    preview = parks.paste(parks.block([["-5", "1"], ["-6", "1"], ["1", "?"]]))
    asked = parks.send(preview)
    assert asked.status_code == 200
    assert asked.context["asks_reasons"]
    assert not QuarterlyReport.objects.exists()
    assert parks.send(asked, reason="dự án bị thu hồi").status_code == 302
    assert list(Actual.objects.filter(value__lt=0).values_list("reason", flat=True)) == ["dự án bị thu hồi"] * 2
    assert Actual.objects.get(observation_status="not_yet_known").note == "dự án bị thu hồi"


def test_colleagues_change_under_the_page_is_a_conflict_at_its_cell(parks, sign_in):
    page = parks.client.get(parks.overview)
    colleague = sign_in(make_clerk(parks.rows.province, "colleague"), "vi")
    fields = parks.fields(page)
    name = cell(page, 0, 0).name
    colleague.post(parks.overview, {**fields, name: "5", "step": "save"})
    refused = parks.client.post(parks.overview, {**fields, name: "6", "step": "save"})
    assert refused.status_code == 200
    assert "5" in cell(refused, 0, 0).error
    assert cell(refused, 0, 0).text == "6"
    again = parks.client.post(parks.overview, {**parks.fields(refused), "step": "save"})
    assert again.status_code == 302
    assert Actual.objects.get().value == 6


def test_block_on_one_report_finds_its_indicators_by_name(parks):
    first, second = (each.name for each in parks.indicators)
    text = f"Chỉ tiêu\tTrong quý\tGhi chú\n2. {second}\t20\tba dự án lớn\n1. {first}\t10\t"
    preview = parks.paste(text, address=parks.single)
    assert preview.context["placed"].counts["new"] == 3
    assert parks.send(preview, address=parks.single).status_code == 302
    assert list(Actual.objects.order_by("value").values_list("value", "note")) == [(10, ""), (20, "ba dự án lớn")]


def test_block_without_names_fills_from_the_cell_it_was_pasted_at(parks):
    preview = parks.paste("7", address=parks.single, at_row="1", at_column="1")
    assert preview.context["rows"][1].other_inputs[0].text == "7"


def test_save_with_an_unseen_block_shows_it_first(parks):
    page = parks.client.get(parks.single)
    shown = parks.client.post(parks.single, {**parks.fields(page), "block": "5\n6", "step": "save"})
    assert shown.status_code == 200
    assert shown.context["placed"] is not None
    assert not QuarterlyReport.objects.exists()


def test_unreadable_block_is_kept_with_the_cure(parks):
    kept = parks.paste("1\t" * 150, address=parks.single)
    assert kept.context["pasted_block"].startswith("1\t")
    assert "151" in " ".join(str(message) for message in kept.context["messages"])


def test_restored_typing_is_shown_and_not_saved(parks):
    page = parks.client.get(parks.single)
    fields = parks.fields(page)
    name = page.context["rows"][0].quarter_inputs[0].name
    restored = parks.client.post(parks.single, {**fields, name: "41", "step": "restore"})
    assert restored.context["rows"][0].quarter_inputs[0].text == "41"
    assert not QuarterlyReport.objects.exists()


def test_overview_of_a_place_that_is_not_ones_own_answers_404(parks, sign_in):
    outsider = sign_in(make_clerk(make_province_with_parks("bac-ninh", parks=1).province, "other"), "vi")
    assert outsider.get(parks.overview).status_code == 404
    park_clerk = sign_in(make_clerk(parks.rows.parks[0], "park-clerk"), "vi")
    assert park_clerk.get(parks.overview).status_code == 404
    own = reverse("admin:tracker_quarterlyreport_overview", args=[parks.rows.parks[0].slug, "2025-Q2"])
    assert [row.place for row in park_clerk.get(own).context["rows"]] == [parks.rows.parks[0].name]


def test_random_texts_never_break_the_overview(parks):
    chance = random.Random(5)
    alphabet = "0123456789.,-–x?*~ tỷ%\t\n\"'=@"
    for _round in range(25):
        text = "".join(chance.choice(alphabet) for _ in range(chance.randint(1, 80)))
        preview = parks.paste(text)
        assert preview.status_code == 200
        assert parks.send(preview).status_code in (200, 302)


def test_typing_for_a_report_that_was_submitted_meanwhile_is_told_and_nothing_is_saved(parks):
    page = parks.client.get(parks.overview)
    fields = parks.fields(page)
    parks.send(parks.paste(parks.block([["1", "1"], ["", ""], ["", ""]])))
    mine = ReportRevision.objects.get(report__place=parks.rows.parks[0])
    submit_report(revision=mine, by=parks.person, at=_now())
    typed = {**fields, cell(page, 0, 0).name: "77", cell(page, 1, 0).name: "88"}
    refused = parks.client.post(parks.overview, {**typed, "step": "save"})
    assert refused.status_code == 200
    assert "77" in cell(refused, 0, 0).error
    assert cell(refused, 0, 0).text == "1"  # what stands, not what was typed
    assert cell(refused, 1, 0).text == "88"
    assert values() == [1, 1]


def test_typing_for_a_cell_that_is_gone_is_told_and_nothing_is_saved(parks):
    page = parks.client.get(parks.overview)
    typed = {**parks.fields(page), cell(page, 0, 0).name: "77", "cell-1-1-1-in_quarter": "99"}
    refused = parks.client.post(parks.overview, {**typed, "step": "save"})
    assert "99" in " ".join(str(message) for message in refused.context["messages"])
    assert not QuarterlyReport.objects.exists()


def test_reason_answers_only_what_was_asked(parks):
    asked = parks.send(parks.paste(parks.block([["-5", "1"], ["1", "1"], ["1", "1"]])))
    assert asked.context["asks_reasons"]
    fields = parks.fields(asked)
    more = {**fields, cell(asked, 1, 0).name: "-7", "reason": "thu hồi", "step": "save"}
    again = parks.client.post(parks.overview, more)
    assert again.status_code == 200
    assert cell(again, 1, 0).error
    assert not QuarterlyReport.objects.exists()
    assert (
        parks.client.post(parks.overview, {**parks.fields(again), "reason": "thu hồi", "step": "save"}).status_code
        == 302
    )


def test_line_that_only_a_colleague_changed_is_kept_in_the_overview(parks, sign_in):
    parks.send(parks.paste(parks.block([["1", "2"], ["3", "4"], ["5", "6"]])))
    page = parks.client.get(parks.overview)
    fields = parks.fields(page)
    colleague = sign_in(make_clerk(parks.rows.province, "colleague"), "vi")
    theirs = colleague.get(parks.overview)
    colleague.post(parks.overview, {**parks.fields(theirs), cell(theirs, 0, 0).name: "10", "step": "save"})
    mine = {**fields, cell(page, 1, 0).name: "30", "step": "save"}
    assert parks.client.post(parks.overview, mine).status_code == 302
    assert values() == [2, 4, 5, 6, 10, 30]


def test_nothing_in_the_year_to_date_is_a_year_to_date_of_zero(parks):
    by_year = f"{parks.overview}?basis=year_to_date"
    parks.send(parks.paste(parks.block([["-", "7"], ["-", ""], ["", ""]]), address=by_year), address=by_year)
    found = list(
        Actual.objects.filter(indicator=parks.indicators[0], revision__report__place=parks.rows.parks[0])
        .order_by("basis")
        .values_list("basis", "value", "observation_status")
    )
    assert found == [("in_quarter", 0, "nil"), ("year_to_date", 0, "normal")]
    page = parks.client.get(by_year)
    assert [one.text for one in page.context["rows"][0].cells] == ["0", "7"]


def test_sign_over_a_line_with_another_figure_is_refused(parks):
    by_year = f"{parks.overview}?basis=year_to_date"
    parks.send(parks.paste(parks.block([["10", ""], ["", ""], ["", ""]])))
    page = parks.client.get(by_year)
    refused = parks.client.post(by_year, {**parks.fields(page), cell(page, 0, 0).name: "x", "step": "save"})
    assert refused.status_code == 200
    assert cell(refused, 0, 0).error
    assert values() == [10]


def test_number_too_many_is_no_reason(parks):
    preview = parks.paste("1\t2\t3\t4\t5", address=parks.single)
    assert len(preview.context["placed"].problems) == 3
    assert preview.context["rows"][0].reason.text == ""


def test_old_reason_does_not_answer_a_new_figure(parks):
    page = parks.client.get(parks.single)
    row = page.context["rows"][0]
    fields = {**parks.fields(page), row.quarter_inputs[0].name: "-3", row.reason.name: "thu hồi", "step": "save"}
    assert parks.client.post(parks.single, fields).status_code == 302
    page = parks.client.get(parks.single)
    row = page.context["rows"][0]
    name = row.quarter_inputs[1].name if len(row.quarter_inputs) > 1 else row.other_inputs[0].name
    typed = {
        **parks.fields(page),
        row.reason.name: "thu hồi",
        row.quarter_inputs[0].name: "10",
        name: "4",
        "step": "save",
    }
    refused = parks.client.post(parks.single, typed)
    assert refused.status_code == 200
    assert refused.context["rows"][0].reason.error


def test_figures_typed_into_a_locked_report_are_not_printed_as_its_figures(parks):
    page = parks.client.get(parks.single)
    fields = parks.fields(page)
    name = page.context["rows"][0].quarter_inputs[0].name
    parks.client.post(parks.single, {**fields, name: "5", "step": "submit"})
    late = parks.client.post(parks.single, {**fields, name: "77", "step": "save"})
    assert late.context["rows"][0].quarter_inputs[0].text == "5"
    assert [text for _label, text in late.context["unsaved"]] == ["77"]


def test_seen_of_an_endless_number_is_no_error(parks):
    page = parks.client.get(parks.overview)
    assert parks.client.post(parks.overview, {**parks.fields(page), "seen": f"1-1:{'9' * 5000}:x"}).status_code == 302
