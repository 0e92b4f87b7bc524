"""The quarter of Dai An: a clerk enters it in Vietnamese, an approver decides, a correction follows."""

import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from provinces.models import OrganisationKind
from tests.admin.dai_an import DaiAn
from tests.builders import Figure, make_actual, make_administrator, make_report
from tests.reading import words_in
from tracker.actions.entering import UnableToSaveCellsError, save_cells, save_sheets
from tracker.actions.entry_lines import LineEntry
from tracker.actions.recorded import retire_row
from tracker.models import Actual, Basis, DueRule, QuarterlyReport, ReportingDuty, ReportRevision

pytestmark = [pytest.mark.django_db]
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def dai_an(sign_in):
    return DaiAn(sign_in)


def test_front_page_leads_to_the_quarter_in_one_click(dai_an):
    page = dai_an.clerk.get(reverse("admin:index"))
    text = page.content.decode()
    assert f'href="{dai_an.address}"' in text
    [row] = page.context["work"].to_enter
    assert row.place == "Đại An mở rộng"
    assert len(row.quarters) == 3  # Q1 to Q3/2025: the third has begun on 1 July


def due_words(dai_an):
    """Return what the front page says in the cell of each quarter, oldest first."""
    body = dai_an.clerk.get(reverse("admin:index")).content.decode()
    cells = re.findall(r'<td data-label="[^"]*">(.*?)</td>', body, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def test_front_page_says_of_each_quarter_when_it_is_due_and_how_many_days_are_left_or_over(dai_an):
    DueRule.objects.create(reporter_kind=OrganisationKind.INVESTOR, day_of_month=11, working_day=True)
    # Read on 5 July 2025. Q1 was due on Friday 11 April: 19 days of April, 31 + 30 + 5 = 85 days late. Q2 is due on
    # Friday 11 July, in 6 days; Q3 on Saturday 11 October, so on Monday the 13th, in 26 + 31 + 30 + 13 = 100 days.
    assert due_words(dai_an) == [
        "Nhập hạn nộp 11/04/2025 quá hạn 85 ngày",
        "Nhập hạn nộp 11/07/2025 còn 6 ngày",
        "Nhập hạn nộp 13/10/2025 còn 100 ngày",
    ]


def test_front_page_names_no_day_where_no_rule_does(dai_an):
    assert due_words(dai_an) == ["Nhập"] * 3


def test_page_of_a_quarter_says_when_it_is_due_where_a_rule_does(dai_an):
    without_rule = dai_an.clerk.get(dai_an.address)
    DueRule.objects.create(reporter_kind=OrganisationKind.INVESTOR, day_of_month=11, working_day=True)

    assert "hạn nộp" not in words_in(without_rule, "body")
    assert "hạn nộp 11/07/2025" in words_in(dai_an.clerk.get(dai_an.address), "body")


def test_opening_the_page_writes_nothing(dai_an):
    page = dai_an.page()
    assert page.status_code == 200
    assert not QuarterlyReport.objects.exists()
    row = dai_an.row(page, dai_an.fdi)
    assert (row.plan_quarter, row.plan_to_date, row.plan_year) == ("125", "250", "năm: ít nhất 500")
    assert (row.previous, [i.text for i in row.inputs if i.name.endswith("quarter")]) == ("–", [""])


def test_clerk_enters_the_quarter_in_vietnamese(dai_an):
    response = dai_an.save(
        fdi_in_quarter="125,5",
        ddi_year_to_date="1.234,5",
        leased_level="200",
        leasable_level="300",
        occupancy_numerator="200",
        occupancy_denominator="300",
        fdi_note=" dự án  mới ",
    )
    assert (response.status_code, response.url) == (302, dai_an.address)
    report = QuarterlyReport.objects.get()
    assert (report.year, report.quarter, report.reporter, report.form) == (2025, 2, dai_an.reporter, dai_an.form)
    values = {(a.indicator.code, a.basis): a.value for a in Actual.objects.select_related("indicator")}
    assert values == {
        ("fdi-registered", Basis.IN_QUARTER): Decimal(125500000),
        ("ddi-registered", Basis.YEAR_TO_DATE): Decimal(1234500000000),
        ("land-leased-total", Basis.AS_OF): Decimal(200),
        ("land-leasable", Basis.AS_OF): Decimal(300),
        ("occupancy", Basis.AS_OF): Decimal("66.666667"),
    }
    page = dai_an.page()
    row = dai_an.row(page, dai_an.fdi)
    assert (row.quarter_inputs[0].text, row.note.text) == ("125,5", "dự án mới")
    assert row.quarter_inputs[0].echo == f"= 125.500.000{NBSP}USD"
    assert dai_an.row(page, dai_an.ddi).other_inputs[0].echo == f"= 1.234.500.000.000{NBSP}VND"


def test_every_input_has_a_label_and_numbers_ask_for_the_decimal_keyboard(dai_an):
    text = dai_an.page().content.decode()
    assert 'aria-label="Vốn FDI đăng ký' in text
    body = text[text.index('<form method="post" id="entry-grid"') :]
    body = body[: body.index("</form>")]
    pieces = body.split("<input")[1:]
    assert pieces
    for piece in pieces:
        tag = piece.split(">", 1)[0]
        assert 'type="hidden"' in tag or "aria-label=" in tag
    assert body.count('inputmode="decimal"') == 8  # two flows with two inputs, two levels, one ratio with two parts
    assert body.count("<select") == body.count(' aria-label="') - body.count('type="text"')
    assert 'for="block"' in body


def test_bad_cell_keeps_every_text_and_saves_nothing(dai_an):
    response = dai_an.save(fdi_in_quarter="12..5", ddi_in_quarter="1.700", ddi_note="ghi chú", leased_level="abc")
    assert response.status_code == 200
    assert not QuarterlyReport.objects.exists()
    row = dai_an.row(response, dai_an.fdi)
    assert row.quarter_inputs[0].text == "12..5"
    assert "1.234,5" in row.quarter_inputs[0].error
    assert dai_an.row(response, dai_an.ddi).quarter_inputs[0].text == "1.700"
    assert dai_an.row(response, dai_an.ddi).note.text == "ghi chú"
    assert dai_an.row(response, dai_an.leased).quarter_inputs[0].error
    assert 'aria-invalid="true"' in response.content.decode()


def test_ambiguous_number_is_refused_with_both_readings(dai_an):
    row = dai_an.row(dai_an.save(fdi_in_quarter="1,234"), dai_an.fdi)
    assert "1.234" in row.quarter_inputs[0].error
    assert "1,2340" in row.quarter_inputs[0].error


def test_english_clerk_types_english_numbers(dai_an):
    client = dai_an.sign_in(dai_an.clerk_person, "en")
    dai_an.save(client, fdi_in_quarter="1,234.5")
    assert Actual.objects.get().value == Decimal(1234500000)


def test_quarter_and_year_to_date_that_disagree_are_refused_at_the_cell(dai_an):
    figures = [Figure(dai_an.fdi, 100_000_000)]
    make_report(dai_an.park, 2025, 1, reporter=dai_an.reporter, figures=figures, form=dai_an.form)
    response = dai_an.save(fdi_in_quarter="25", fdi_year_to_date="130")
    row = dai_an.row(response, dai_an.fdi)
    for amount in ("100", "25", "125", "130"):
        assert f"{amount}{NBSP}triệu USD" in row.other_inputs[0].error
    assert (row.quarter_inputs[0].text, row.other_inputs[0].text) == ("25", "130")
    assert row.previous == "100"


def test_figures_rounded_to_their_last_digit_may_differ_by_it(dai_an):
    """100,04 up to Q1 and 25,2 make 125,24; 125,2 is the same to one decimal."""
    figures = [Figure(dai_an.fdi, 100_040_000)]
    make_report(dai_an.park, 2025, 1, reporter=dai_an.reporter, figures=figures, form=dai_an.form)
    assert dai_an.save(fdi_in_quarter="25,2", fdi_year_to_date="125,2").status_code == 302


@pytest.mark.parametrize(
    ("sign", "status"),
    [
        ("-", "nil"),
        ("–", "nil"),
        ("…", "not_collected"),
        ("...", "not_collected"),
        ("x", "not_applicable"),
        ("125*", "provisional"),
        ("~125", "estimated"),
    ],
)
def test_signs_of_official_statistics_are_understood(dai_an, sign, status):
    dai_an.save(fdi_in_quarter=sign)
    assert Actual.objects.get().observation_status == status


def test_status_without_figure_is_saved_and_shown_again(dai_an):
    dai_an.save(fdi_status="not_yet_known", fdi_note="chờ quyết toán", ddi_status="not_applicable")
    row = dai_an.row(dai_an.page(), dai_an.fdi)
    assert [value for value, _name, chosen in row.statuses if chosen] == ["not_yet_known"]
    assert Actual.objects.filter(value__isnull=True).count() == 2


def test_conflict_names_person_time_and_both_values_and_loses_nothing(dai_an):
    dai_an.save(fdi_in_quarter="1")
    page = dai_an.page()
    seen = dai_an.row(page, dai_an.fdi).seen.text
    dai_an.save(dai_an.colleague, fdi_in_quarter="1.250", fdi_seen=seen)
    response = dai_an.save(fdi_in_quarter="1.200", fdi_seen=seen)
    row = dai_an.row(response, dai_an.fdi)
    for part in (str(dai_an.colleague_person), "1.250", "1.200"):
        assert part in row.status.error
    assert re.search(r"[0-2]\d:[0-5]\d \d\d/\d\d/\d{4}", row.status.error)
    assert row.quarter_inputs[0].text == "1.200"
    assert Actual.objects.get().value == 1_250_000_000
    again = dai_an.save(fdi_in_quarter="1.200", fdi_seen=row.seen.text)
    assert again.status_code == 302
    assert Actual.objects.get().value == 1_200_000_000


def test_value_that_a_third_person_saved_while_the_conflict_was_told_is_not_overwritten(dai_an, monkeypatch):
    """The message says 10; somebody saves 12 before the page is made: saving again keeps nobody from reading 12."""
    dai_an.save(fdi_in_quarter="1")
    seen = dai_an.row(dai_an.page(), dai_an.fdi).seen.text
    dai_an.save(dai_an.colleague, fdi_in_quarter="10", fdi_seen=seen)

    def refused_while_a_third_person_saves(**stated):
        monkeypatch.undo()
        try:
            return save_sheets(**stated)
        except UnableToSaveCellsError:
            third = LineEntry(indicator_id=dai_an.fdi.pk, in_quarter=Decimal(12_000_000))
            save_cells(revision=dai_an.revision(), entries=[third], by=dai_an.colleague_person, at=timezone.now())
            raise

    monkeypatch.setattr("tracker.admin.entry.save_sheets", refused_while_a_third_person_saves)
    told = dai_an.row(dai_an.save(fdi_in_quarter="11", fdi_seen=seen), dai_an.fdi)
    assert "10\u00a0triệu USD" in told.status.error
    again = dai_an.row(dai_an.save(fdi_in_quarter="11", fdi_seen=told.seen.text), dai_an.fdi)
    assert "12\u00a0triệu USD" in again.status.error
    assert Actual.objects.get().value == 12_000_000
    assert dai_an.save(fdi_in_quarter="11", fdi_seen=again.seen.text).status_code == 302
    assert Actual.objects.get().value == 11_000_000


def test_line_that_only_a_colleague_changed_is_kept(dai_an):
    dai_an.save(fdi_in_quarter="1", ddi_in_quarter="1")
    page = dai_an.page()
    seen = {
        "fdi_seen": dai_an.row(page, dai_an.fdi).seen.text,
        "ddi_seen": dai_an.row(page, dai_an.ddi).seen.text,
    }
    dai_an.save(dai_an.colleague, fdi_in_quarter="2", ddi_in_quarter="1", **seen)
    dai_an.save(fdi_in_quarter="1", ddi_in_quarter="3", **seen)
    values = {a.indicator.code: a.value for a in Actual.objects.select_related("indicator")}
    assert values == {"fdi-registered": 2_000_000, "ddi-registered": 3_000_000_000}


def test_submit_locks_the_page_and_tells_the_approver(dai_an):
    response = dai_an.save(step="submit", fdi_in_quarter="125")
    assert response.url == reverse("admin:index")
    page = dai_an.page()
    assert 'inputmode="decimal"' not in page.content.decode()
    assert dai_an.row(page, dai_an.fdi).state == "chờ duyệt"  # no draft any more
    # Of the lines only the one that holds a figure says that it is reported.
    assert page.content.decode().count("đã báo cáo") == 1
    work = dai_an.approver.get(reverse("admin:index")).context["work"]
    assert len(work.reports_waiting) == 1
    assert "Đại An mở rộng" in work.reports_waiting[0].title
    assert dai_an.save(fdi_in_quarter="9").status_code == 200
    assert Actual.objects.get().value == 125_000_000


def test_empty_report_is_not_submitted_and_not_opened(dai_an):
    assert dai_an.save(step="submit").status_code == 200
    assert not QuarterlyReport.objects.exists()


def test_approver_reads_and_approves(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    page = dai_an.review()
    assert f"125{NBSP}triệu USD" in page.content.decode()
    assert dai_an.review(step="approve").status_code == 302
    assert dai_an.revision().approved_by.username == "hd-approver"
    work = dai_an.clerk.get(reverse("admin:index")).context["work"]
    assert dai_an.address not in {q.address for row in work.to_enter for q in row.quarters}


def test_returned_report_comes_back_with_its_reason(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    assert dai_an.review(step="return", reason="thiếu DDI").status_code == 302
    front = dai_an.clerk.get(reverse("admin:index"))
    assert "thiếu DDI" in front.content.decode()
    page = dai_an.page().content.decode()
    # The reason, and below it at once the way to mend it: on a phone the grid behind it is long.
    assert page.index("thiếu DDI") < page.index('value="reopen"') < page.index('id="entry-grid"')
    assert page.count('value="reopen"') == 1
    dai_an.save(step="reopen")
    assert dai_an.save(step="submit", fdi_in_quarter="125", ddi_in_quarter="7").status_code == 302
    assert Actual.objects.count() == 2


def test_return_without_reason_is_refused(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    dai_an.review(step="return", reason=" ")
    assert dai_an.revision().status == "awaiting_approval"


def test_withdrawn_submission_can_be_changed(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    dai_an.save(step="withdraw")
    assert dai_an.save(fdi_in_quarter="126").status_code == 302
    assert Actual.objects.get().value == 126_000_000


def test_correction_keeps_the_approved_figure_until_it_is_approved(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125", ddi_in_quarter="7")
    dai_an.review(step="approve")
    dai_an.clerk.post(dai_an.address, {"step": "correct", "reason": ""})
    assert ReportRevision.objects.count() == 1
    dai_an.clerk.post(dai_an.address, {"step": "correct", "reason": "nhập nhầm"})
    page = dai_an.page()
    assert dai_an.row(page, dai_an.fdi).quarter_inputs[0].text == "125"
    dai_an.save(step="submit", fdi_in_quarter="152", ddi_in_quarter="7")
    assert {a.value for a in Actual.objects.in_force(None)} == {125_000_000, 7_000_000_000}
    review = dai_an.review()
    row = next(row for row in review.context["review"].rows if row.name == dai_an.fdi.name)
    assert (row.before, row.now, row.changed) == (f"125{NBSP}triệu USD", f"152{NBSP}triệu USD", True)
    dai_an.review(step="approve")
    assert {a.value for a in Actual.objects.in_force(None)} == {152_000_000, 7_000_000_000}
    assert Actual.objects.filter(revision__number=2).count() == 1


def test_old_tab_does_not_write_into_a_correction_begun_since_and_keeps_its_typing(dai_an):
    dai_an.save(fdi_in_quarter="125")
    old_tab = dai_an.tokens()
    dai_an.save(step="submit", fdi_in_quarter="125")
    dai_an.review(step="approve")
    dai_an.clerk.post(dai_an.address, {"step": "correct", "reason": "nhập nhầm"})
    typed = {**old_tab, **dai_an.fields(fdi_in_quarter="130"), "step": "save"}
    refused = dai_an.clerk.post(dai_an.address, typed)
    assert "nhập nhầm" in "".join(str(message) for message in refused.context["messages"])
    assert dai_an.row(refused, dai_an.fdi).quarter_inputs[0].text == "130"
    assert not Actual.objects.filter(revision__number=2).exists()
    # The page now shows the correction: saving again is meant for it.
    again = {**dai_an.tokens(), **dai_an.fields(fdi_in_quarter="130"), "step": "save"}
    assert dai_an.clerk.post(dai_an.address, again).status_code == 302
    assert Actual.objects.get(revision__number=2).value == 130_000_000


def test_deleted_draft_is_gone_and_its_address_starts_anew(dai_an):
    dai_an.save(fdi_in_quarter="125")
    assert dai_an.save(step="delete").status_code == 200
    assert dai_an.delete().url == reverse("admin:index")
    assert not QuarterlyReport.objects.exists()
    assert dai_an.page().status_code == 200


def test_history_of_the_report_says_who_typed_what(dai_an):
    dai_an.save(fdi_in_quarter="125")
    dai_an.save(dai_an.colleague, fdi_in_quarter="126", fdi_seen=dai_an.row(dai_an.page(), dai_an.fdi).seen.text)
    response = dai_an.clerk.get(
        reverse("admin:tracker_quarterlyreport_history", args=[QuarterlyReport.objects.get().pk])
    )
    newest = response.context["entries"][0]
    assert newest.who == str(dai_an.colleague_person)
    assert newest.what.startswith("Vốn FDI đăng ký")
    assert ("125.000.000", "126.000.000") in {(change.before, change.after) for change in newest.changes}


@pytest.mark.parametrize("quarter", ["2025-Q5", "2025", "Q1-2025", "99999-Q1"])
def test_address_that_names_no_quarter_answers_404(dai_an, quarter):
    address = reverse("admin:tracker_quarterlyreport_enter", args=[dai_an.park.slug, quarter, dai_an.reporter.slug])
    assert dai_an.clerk.get(address).status_code == 404


def test_typing_for_a_line_that_the_form_no_longer_asks_for_is_shown_and_nothing_is_saved(dai_an):
    tokens = dai_an.tokens()
    dai_an.form.lines.filter(indicator__in=[dai_an.ddi, dai_an.leased]).delete()
    typed = dai_an.fields(
        fdi_in_quarter="125", ddi_in_quarter="7,5", ddi_note="chờ quyết toán", leased_status="not_applicable"
    )
    # Every line of the page posts its status; a blank one with its usual status says nothing.
    typed |= dai_an.fields(leased_level=" ", ddi_status="normal", ddi_reason="")
    refused = dai_an.clerk.post(dai_an.address, {**tokens, **typed, "step": "save"})
    assert refused.status_code == 200
    assert not QuarterlyReport.objects.exists()
    assert refused.context["homeless"] == [
        ("Vốn DDI đăng ký, Trong quý", "7,5"),
        ("Vốn DDI đăng ký, ghi chú", "chờ quyết toán"),
        (f"{dai_an.leased.name}, trạng thái", "không áp dụng"),
    ]
    text = refused.content.decode()
    assert "chờ quyết toán" in text
    assert "không áp dụng" in text
    assert dai_an.row(refused, dai_an.fdi).quarter_inputs[0].text == "125"
    # The page that says so holds none of it: saved again, it saves what the form asks for.
    assert dai_an.save(fdi_in_quarter="125").status_code == 302
    assert Actual.objects.get().value == 125_000_000


def test_typing_for_a_report_that_is_owed_no_more_is_shown(dai_an):
    typed = {**dai_an.tokens(), **dai_an.fields(fdi_in_quarter="125", fdi_note="dự án mới"), "step": "save"}
    retire_row(row=ReportingDuty.objects.get(), by=make_administrator())
    refused = dai_an.clerk.post(dai_an.address, typed)
    assert [text for _label, text in refused.context["homeless"]] == ["125", "dự án mới"]
    assert "dự án mới" in refused.content.decode()


def test_typing_into_a_report_that_is_locked_meanwhile_names_the_status_in_words(dai_an):
    tokens = dai_an.tokens()
    dai_an.save(step="submit", fdi_in_quarter="125")
    typed = {**tokens, **dai_an.fields(ddi_status="not_applicable"), "step": "save"}
    refused = dai_an.clerk.post(dai_an.address, typed)
    assert ("Vốn DDI đăng ký, trạng thái", "không áp dụng") in refused.context["unsaved"]
    assert "not_applicable" not in "".join(text for _label, text in refused.context["unsaved"])


def test_quarter_that_has_not_begun_is_refused_and_keeps_the_text(dai_an):
    dai_an.address = dai_an.address.replace("2025-Q2", "2025-Q4")
    response = dai_an.save(fdi_in_quarter="125")
    assert response.status_code == 200
    assert dai_an.row(response, dai_an.fdi).quarter_inputs[0].text == "125"
    assert not QuarterlyReport.objects.exists()


def test_quarter_without_a_duty_says_who_can_record_it(dai_an):
    dai_an.address = dai_an.address.replace("2025-Q2", "2024-Q4")
    page = dai_an.page()
    assert page.status_code == 200
    assert page.context["rows"] == []
    assert dai_an.save(fdi_in_quarter="1").status_code == 200


def test_unknown_step_answers_404(dai_an):
    dai_an.save(fdi_in_quarter="1")
    assert dai_an.save(step="burn").status_code == 404


def test_form_without_csrf_token_is_refused(dai_an):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(dai_an.clerk_person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(dai_an.address, dai_an.fields(fdi_in_quarter="1")).status_code == 403


def test_saving_costs_the_same_few_queries(dai_an, django_assert_max_num_queries):
    typed = {"fdi_in_quarter": "1", "ddi_in_quarter": "2", "leased_level": "3"}
    dai_an.save(**typed)
    again = dai_an.tokens() | dai_an.fields(**{name: f"{text}0" for name, text in typed.items()})
    with django_assert_max_num_queries(32):
        response = dai_an.clerk.post(dai_an.address, {**again, "step": "save"})
    assert response.status_code == 302


def test_figures_of_a_report_are_corrected_from_their_own_page(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    page = dai_an.clerk.get(reverse("admin:tracker_actual_change", args=[Actual.objects.get().pk]))
    assert dai_an.address in page.content.decode()


def test_choosing_a_report_lists_the_quarters(dai_an):
    page = dai_an.clerk.get(reverse("admin:tracker_quarterlyreport_add"))
    assert dai_an.address in page.content.decode()


def test_draft_of_a_press_report_is_shown_without_lines(dai_an):
    report = make_report(dai_an.park, 2025, 3, reporter=dai_an.reporter, approved=False)
    make_actual(report.revisions.get(), Figure(dai_an.fdi, 5))
    page = dai_an.clerk.get(dai_an.address.replace("2025-Q2", "2025-Q3"))
    assert page.status_code == 200


def test_save_without_what_was_seen_is_a_conflict_and_changes_nothing(dai_an):
    dai_an.save(fdi_in_quarter="125", ddi_in_quarter="3")
    response = dai_an.clerk.post(dai_an.address, {**dai_an.fields(fdi_in_quarter="9"), "step": "save"})
    assert response.status_code == 200
    assert "125" in dai_an.row(response, dai_an.fdi).status.error
    values = dict(Actual.objects.values_list("indicator__code", "value"))
    assert values == {"fdi-registered": 125_000_000, "ddi-registered": 3_000_000_000}


def test_note_with_a_character_that_no_text_has_is_refused_at_its_cell(dai_an):
    response = dai_an.save(fdi_in_quarter="125", fdi_note="a\x00b")
    assert response.status_code == 200
    assert dai_an.row(response, dai_an.fdi).note.error
    assert not QuarterlyReport.objects.exists()


def test_reason_with_a_character_that_no_text_has_is_refused(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    response = dai_an.review(step="return", reason="a\x00b")
    assert response.status_code == 302
    assert dai_an.revision().status == "awaiting_approval"
