"""Keeping reference data and targets: numbers as people type them, rules with a sentence, the past kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from provinces.models import Organisation, Place, PlaceParent
from tests.builders import (
    Figure,
    Phase,
    make_administrator,
    make_approver,
    make_document,
    make_form,
    make_indicator,
    make_investor,
    make_park,
    make_place,
    make_province_with_parks,
    make_rate,
    make_report,
    make_target,
    make_threshold,
    make_unit,
)
from tracker.actions.targets import target_token
from tracker.models import (
    Direction,
    ExchangeRate,
    Holiday,
    Membership,
    Person,
    ReportForm,
    Target,
    TargetPhase,
    Threshold,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_vi(sign_in):
    return sign_in(make_administrator(), "vi")


def errors(response):
    return response.context["adminform"].form.errors


# --- Search -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["dai an", "Đại An", "DAI AN", "đại  an", "an mo rong dai", "Ðai an"])
def test_places_are_found_without_accents_and_in_any_order_of_words(client_vi, typed):
    found = Place.objects.create(kind="industrial_park", name="KCN Đại An mở rộng", name_en="Dai An", slug="dai-an")
    Place.objects.create(kind="industrial_park", name="KCN Đại Dương", name_en="Dai Duong", slug="dai-duong")
    response = client_vi.get(reverse("admin:provinces_place_changelist"), {"q": typed})
    assert list(response.context["cl"].result_list) == [found]
    query = {"app_label": "tracker", "model_name": "target", "field_name": "place", "term": typed}
    answer = client_vi.get(reverse("admin:autocomplete"), query).json()
    assert [item["id"] for item in answer["results"]] == [str(found.pk)]


def test_search_that_is_only_punctuation_finds_nothing(client_vi):
    make_place()
    response = client_vi.get(reverse("admin:provinces_place_changelist"), {"q": "!!"})
    assert list(response.context["cl"].result_list) == []


# --- Recorded rows ----------------------------------------------------------------------------------------------


def rate_fields(rate, document, **fields):
    return {
        "base": "USD",
        "quote": "VND",
        "on": "01/04/2025",
        "purpose": "plan",
        "rate": rate,
        "document": document.pk,
        **fields,
    }


@pytest.mark.parametrize(
    ("typed", "stored"), [("25.450", "25450"), ("25.450,5", "25450.5"), ("25450.5", "25450.5"), ("25450", "25450")]
)
def test_rate_is_read_as_vietnamese_people_type_it(client_vi, typed, stored):
    response = client_vi.post(reverse("admin:tracker_exchangerate_add"), rate_fields(typed, make_document()))
    assert response.status_code == 302, errors(response)
    rate = ExchangeRate.objects.get()
    assert (rate.rate, rate.on) == (Decimal(stored), date(2025, 4, 1))


@pytest.mark.parametrize("typed", ["25,450", "25.45.0", "abc", ""])
def test_rate_that_cannot_be_read_is_refused_at_its_field(client_vi, typed):
    response = client_vi.post(reverse("admin:tracker_exchangerate_add"), rate_fields(typed, make_document()))
    assert list(errors(response)) == ["rate"]
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert not ExchangeRate.objects.exists()


def test_changed_rate_retires_the_row_and_adds_the_corrected_one(client_vi):
    old = make_rate(25000)
    address = reverse("admin:tracker_exchangerate_change", args=[old.pk])
    assert 'value="25.000"' in client_vi.get(address).content.decode()
    response = client_vi.post(address, rate_fields("25.100", old.document, on="01/01/2025"))
    assert response.status_code == 302
    old.refresh_from_db()
    assert old.retired_at is not None
    assert [row.rate for row in ExchangeRate.objects.known_at(None)] == [25100]


def test_rate_saved_unchanged_stays_the_same_row(client_vi):
    old = make_rate(25000)
    address = reverse("admin:tracker_exchangerate_change", args=[old.pk])
    client_vi.post(address, rate_fields("25.000", old.document, on="01/01/2025"))
    assert ExchangeRate.objects.get().retired_at is None


def test_second_rate_of_a_day_is_refused_with_the_sentence_of_the_constraint(client_vi):
    make_rate()
    response = client_vi.post(
        reverse("admin:tracker_exchangerate_add"), rate_fields("25.100", make_document(), on="01/01/2025")
    )
    assert list(errors(response)) == ["__all__"]
    assert ExchangeRate.objects.count() == 1


def test_days_that_overlap_are_refused_in_the_form(client_vi):
    park, old, new = make_park(), make_place("hai-duong"), make_place("hai-phong")
    PlaceParent.objects.create(place=park, parent=old)
    fields = {"place": park.pk, "parent": new.pk, "valid_from": "01/07/2025", "valid_to": ""}
    response = client_vi.post(reverse("admin:provinces_placeparent_add"), fields)
    assert list(errors(response)) == ["__all__"]


def test_retired_row_leaves_the_list_and_cannot_be_changed(client_vi):
    row = make_threshold()
    address = reverse("admin:tracker_threshold_retire", args=[row.pk])
    assert client_vi.get(address).status_code == 200
    assert Threshold.objects.get().retired_at is None
    assert client_vi.post(address).status_code == 302
    assert list(client_vi.get(reverse("admin:tracker_threshold_changelist")).context["cl"].result_list) == []
    retired = client_vi.get(reverse("admin:tracker_threshold_changelist"), {"state": "retired"})
    assert list(retired.context["cl"].result_list) == [row]
    change = client_vi.get(reverse("admin:tracker_threshold_change", args=[row.pk]))
    assert not change.context["has_change_permission"]
    assert client_vi.post(address).status_code == 404


def test_history_of_a_recorded_row_names_both_moments(client_vi):
    row = make_threshold()
    client_vi.post(reverse("admin:tracker_threshold_retire", args=[row.pk]))
    entries = client_vi.get(reverse("admin:tracker_threshold_history", args=[row.pk])).context["entries"]
    assert len(entries) == 2


# --- Targets ----------------------------------------------------------------------------------------------------


def target_fields(place, indicator, **fields):
    return {
        "place": place.pk,
        "investor": "",
        "indicator": indicator.pk,
        "role": "goal",
        "starts_on": "01/01/2025",
        "ends_on": "31/12/2025",
        "comparator": "at_least",
        "value": "1.700",
        "high": "",
        "baseline": "",
        "position": "1",
        "phases-TOTAL_FORMS": "0",
        "phases-INITIAL_FORMS": "0",
        **fields,
    }


def test_target_is_typed_in_the_shown_unit_and_echoed(client_vi):
    place, ddi = make_place(), make_indicator("ddi-registered", unit="VND")
    response = client_vi.post(reverse("admin:tracker_target_add"), target_fields(place, ddi), follow=True)
    target = Target.objects.get()
    assert (target.value, target.unit, target.version, target.approved_at) == (1_700 * 10**9, ddi.unit, 1, None)
    said = " ".join(str(message) for message in response.context["messages"])
    assert "1.700\u00a0tỷ đồng" in said
    assert "1.700.000.000.000\u00a0VND" in said
    page = client_vi.get(reverse("admin:tracker_target_change", args=[target.pk]))
    assert page.context["adminform"].form["value"].value() == "1.700"


def test_phases_are_typed_in_the_unit_of_their_target(client_vi):
    place, fdi = make_place(), make_indicator()
    phase = {
        "phases-TOTAL_FORMS": "1",
        "phases-0-starts_on": "01/01/2025",
        "phases-0-ends_on": "31/03/2025",
        "phases-0-basis": "in_phase",
        "phases-0-comparator": "exactly",
        "phases-0-value": "250,5",
        "phases-0-high": "",
    }
    response = client_vi.post(reverse("admin:tracker_target_add"), target_fields(place, fdi, **phase))
    assert response.status_code == 302
    assert TargetPhase.objects.get().value == 250_500_000


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "1,234"}, "value"),
        ({"high": "2.000"}, "high"),
        ({"comparator": "between"}, "high"),
        ({"ends_on": "31/12/2024"}, "ends_on"),
        ({"ends_on": "12/31/2025"}, "ends_on"),
        ({"place": "999999"}, "place"),
        ({"position": ""}, "position"),
    ],
)
def test_target_that_does_not_hold_is_refused_at_its_field(client_vi, fields, field):
    place, fdi = make_place(), make_indicator()
    response = client_vi.post(reverse("admin:tracker_target_add"), {**target_fields(place, fdi), **fields})
    assert response.status_code == 200
    assert field in errors(response)
    assert not Target.objects.exists()


def test_goal_to_lower_something_without_baseline_is_refused(client_vi):
    days = make_indicator("days", unit="days", direction=Direction.LOWER_IS_BETTER)
    response = client_vi.post(
        reverse("admin:tracker_target_add"), target_fields(make_place(), days, value="8", comparator="at_most")
    )
    assert list(errors(response)) == ["baseline"]


def test_target_goes_from_draft_to_approval_to_the_next_version(client_vi, sign_in):
    place = make_place()
    approver = sign_in(make_approver(place, "hd-approver"), "vi")
    client_vi.post(reverse("admin:tracker_target_add"), target_fields(place, make_indicator(), value="1.000"))
    first = Target.objects.get()
    own = client_vi.post(reverse("admin:tracker_target_approve", args=[first.pk]), follow=True)
    assert [message.level_tag for message in own.context["messages"]][-1] == "error"
    approver.post(reverse("admin:tracker_target_approve", args=[first.pk]), {"seen": target_token(first)})
    first.refresh_from_db()
    assert first.approved_at is not None
    page = client_vi.get(reverse("admin:tracker_target_change", args=[first.pk]))
    assert not page.context["has_change_permission"]
    assert page.context["may_revise"]
    refused = client_vi.post(reverse("admin:tracker_target_revise", args=[first.pk]), {"reason": ""}, follow=True)
    assert Target.objects.count() == 1
    assert [message.level_tag for message in refused.context["messages"]] == ["error"]
    client_vi.post(reverse("admin:tracker_target_revise", args=[first.pk]), {"reason": "QĐ 12"})
    second = Target.objects.get(version=2)
    response = client_vi.post(
        reverse("admin:tracker_target_change", args=[second.pk]),
        target_fields(place, second.indicator, value="1.200"),
    )
    assert response.status_code == 302, errors(response)
    second.refresh_from_db()
    approver.post(reverse("admin:tracker_target_approve", args=[second.pk]), {"seen": target_token(second)})
    [in_force] = Target.objects.in_force(None)
    assert (in_force.pk, in_force.value) == (second.pk, 1_200_000_000)


def test_approved_target_cannot_be_posted_over(client_vi):
    target = make_target()
    response = client_vi.post(
        reverse("admin:tracker_target_change", args=[target.pk]),
        target_fields(target.place, target.indicator, value="1"),
    )
    assert response.status_code == 403
    target.refresh_from_db()
    assert target.value == 1_000_000_000


def test_only_a_draft_without_phases_can_be_deleted(client_vi):
    draft = make_target(approved=False)
    approved = make_target(year=2026)
    phased = make_target(year=2027, approved=False, phases=[Phase(date(2027, 1, 1), date(2027, 3, 31), 1)])
    for target, status in ((approved, 403), (phased, 403), (draft, 302)):
        address = reverse("admin:tracker_target_delete", args=[target.pk])
        assert client_vi.post(address, {"post": "yes"}).status_code == status
    assert set(Target.objects.all()) == {approved, phased}
    assert Target.pgh_event_model.objects.filter(pgh_label="delete").count() == 1


# --- Places, organisations, people ------------------------------------------------------------------------------


def test_place_is_added_and_its_history_names_who_changed_it(client_vi):
    fields = {
        "kind": "industrial_park",
        "name": "KCN Mới",
        "name_en": "New park",
        "slug": "kcn-moi",
        "aliases": "Khu Mới, New",
        "valid_from": "01/01/2025",
        "valid_to": "",
        "official_code": "",
        "perimeter_scope": "",
        "note": "",
        "note_en": "",
    }
    client_vi.post(reverse("admin:provinces_place_add"), fields)
    place = Place.objects.get(slug="kcn-moi")
    assert (place.aliases, place.search_key) == (["Khu Mới", "New"], "kcn moi new park khu moi new")
    address = reverse("admin:provinces_place_change", args=[place.pk])
    client_vi.post(address, {**fields, "name": "KCN Rất mới"})
    entries = client_vi.get(reverse("admin:provinces_place_history", args=[place.pk])).context["entries"]
    assert len(entries) == 2
    assert entries[0].who == "Phạm Thu Hà"
    assert ("KCN Mới", "KCN Rất mới") in {(change.before, change.after) for change in entries[0].changes}


def test_park_that_is_called_centrally_run_is_refused_with_a_sentence(client_vi):
    fields = {"kind": "industrial_park", "name": "A", "name_en": "A", "slug": "a", "centrally_run": "on"}
    assert errors(client_vi.post(reverse("admin:provinces_place_add"), fields))
    assert not Place.objects.filter(slug="a").exists()


def indicator_fields(indicator, **fields):
    """Return the fields of an indicator as its page sends them back."""
    names = ("code", "name", "name_en", "group_id", "position", "kind", "unit_id", "direction", "display_unit")
    sent = {name.removesuffix("_id"): getattr(indicator, name) for name in names}
    scale = {"display_scale": str(indicator.display_scale), "display_unit_en": indicator.display_unit_en}
    return {**sent, **scale, **fields}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            (
                "Approved figures (1) and approved targets (2) are read by this kind, so it stays. Set it back to "
                "“flow: adds over time and places”, and add a new indicator for another kind."
            ),
        ),
        (
            "vi",
            (
                "Số liệu đã duyệt (1) và chỉ tiêu giao đã duyệt (2) được hiểu theo loại này nên loại phải giữ nguyên. "
                "Hãy chọn lại “lượng theo kỳ: cộng được theo thời gian và địa bàn”, và thêm chỉ tiêu thống kê mới cho "
                "loại khác."
            ),
        ),
    ],
)
def test_kind_of_an_indicator_in_use_stays_and_the_sentence_says_why(sign_in, language, sentence):
    place, fdi, decoy = make_place(), make_indicator(), make_indicator("decoy")
    make_report(place, figures=[Figure(fdi, 1_000_000), Figure(decoy, 1_000_000)])
    make_target(place, fdi, 1_000_000)
    make_target(place, fdi, 2_000_000, position=2)
    make_target(place, fdi, 3_000_000, position=3, approved=False)
    make_target(place, decoy, 1_000_000)
    address = reverse("admin:tracker_indicator_change", args=[fdi.pk])
    response = sign_in(make_administrator(), language).post(address, indicator_fields(fdi, kind="stock"))
    assert response.status_code == 200
    assert errors(response) == {"kind": [sentence]}
    fdi.refresh_from_db()
    assert fdi.kind == "flow"


def test_unit_of_an_indicator_with_a_target_stays_and_the_sentence_names_the_old_one(sign_in):
    fdi, unit = make_indicator(), make_unit("ha")
    make_target(make_place(), fdi, 1_000_000)
    address = reverse("admin:tracker_indicator_change", args=[fdi.pk])
    response = sign_in(make_administrator()).post(address, indicator_fields(fdi, unit=unit.pk))
    assert errors(response) == {
        "unit": [
            (
                "Approved figures (0) and approved targets (1) are measured in this unit, so it stays. Set it back to "
                f"“{fdi.unit.name_en}”, and add a new indicator for another unit."
            )
        ]
    }


def test_indicator_in_use_takes_other_changes_and_one_not_in_use_another_kind(client_vi):
    fdi, idle = make_indicator(), make_indicator("idle")
    make_target(make_place(), fdi, 1_000_000)
    make_target(make_place(), idle, 1_000_000, approved=False)
    for indicator, fields in ((fdi, {"name": "Tên mới"}), (idle, {"kind": "stock"})):
        address = reverse("admin:tracker_indicator_change", args=[indicator.pk])
        response = client_vi.post(address, indicator_fields(indicator, **fields))
        assert response.status_code == 302, errors(response)
        indicator.refresh_from_db()
    assert (fdi.name, idle.kind) == ("Tên mới", "stock")


def test_nothing_of_the_reference_data_can_be_deleted(client_vi):
    rows = make_province_with_parks("hai-duong")
    for name, row in (
        ("provinces_place", rows.province),
        ("provinces_organisation", rows.board),
        ("tracker_indicator", make_indicator()),
        ("tracker_person", Person.objects.get()),
    ):
        assert client_vi.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert Organisation.objects.filter(pk=rows.board.pk).exists()


def test_account_and_membership_are_made_in_two_steps(client_vi):
    password = "rất dài và khó đoán 2025"
    fields = {
        "username": "moi",
        "display_name": "Người Mới",
        "is_staff": "on",
        "usable_password": "true",
        "password1": password,
        "password2": password,
    }
    response = client_vi.post(reverse("admin:tracker_person_add"), fields)
    assert response.status_code == 302, errors(response)
    person = Person.objects.get(username="moi")
    assert (person.is_staff, person.is_superuser, person.check_password(password)) == (True, False, True)
    membership = {"person": person.pk, "role": "clerk", "place": make_place().pk, "valid_from": "", "valid_to": ""}
    assert client_vi.post(reverse("admin:tracker_membership_add"), membership).status_code == 302
    again = client_vi.post(reverse("admin:tracker_membership_add"), membership)
    assert "__all__" in errors(again)
    assert Membership.objects.filter(person=person).count() == 1


def test_day_that_reads_two_ways_elsewhere_is_read_day_first(client_vi):
    fields = {"on": "03/04/2025", "name": "Ngày", "name_en": "Day"}
    client_vi.post(reverse("admin:tracker_holiday_add"), fields)
    assert Holiday.objects.get().on == date(2025, 4, 3)


def test_tax_code_of_another_organisation_is_refused(client_vi):
    make_investor("first", tax_code="0800123456")
    fields = {
        "kind": "investor",
        "name": "Hai",
        "name_en": "Two",
        "slug": "two",
        "aliases": "",
        "place": "",
        "tax_code": "0800123456",
        "country": "",
    }
    assert errors(client_vi.post(reverse("admin:provinces_organisation_add"), fields))


def form_fields(*indicators, **fields):
    lines = {"lines-TOTAL_FORMS": str(len(indicators)), "lines-INITIAL_FORMS": "0"}
    for number, indicator in enumerate(indicators):
        lines |= {
            f"lines-{number}-position": str(number + 1),
            f"lines-{number}-indicator": str(indicator.pk),
            f"lines-{number}-asked": "as_of",
        }
    return {"code": "quy", "name": "Quý", "name_en": "Quarter", "document": "", **lines, **fields}


def test_report_form_is_added_with_its_lines(client_vi):
    address = reverse("admin:tracker_reportform_add")
    response = client_vi.post(address, form_fields(make_indicator(), make_indicator("ddi", unit="VND")))
    assert response.status_code == 302, errors(response)
    assert [line.indicator.code for line in ReportForm.objects.get().lines.order_by("position")] == [
        "fdi-registered",
        "ddi",
    ]


def test_report_form_that_asks_twice_for_an_indicator_is_refused(client_vi):
    address = reverse("admin:tracker_reportform_add")
    response = client_vi.post(address, form_fields(make_indicator(), make_indicator()))
    assert response.status_code == 200
    assert not ReportForm.objects.exists()


def saved_lines(form):
    """Return what the page of a form sends for its lines, as they are stored."""
    lines = list(form.lines.order_by("position"))
    data = {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": str(len(lines))}
    for number, line in enumerate(lines):
        data |= {
            f"lines-{number}-id": str(line.pk),
            f"lines-{number}-form": str(form.pk),
            f"lines-{number}-position": str(line.position),
            f"lines-{number}-indicator": str(line.indicator_id),
            f"lines-{number}-asked": line.asked,
        }
    return {"code": form.code, "name": form.name, "name_en": form.name_en, "document": "", **data}


@pytest.mark.parametrize(("field", "value"), [("indicator", None), ("asked", "since_inception")])
def test_line_of_a_form_that_reports_follow_is_not_pointed_elsewhere(sign_in, field, value):
    client = sign_in(make_administrator())
    form = make_form(indicators=[make_indicator()])
    address = reverse("admin:tracker_reportform_change", args=[form.pk])
    typed = {**saved_lines(form), f"lines-0-{field}": value or str(make_indicator("ddi", unit="VND").pk)}
    make_report(form=form, approved=False)  # opened between the page and its saving
    page = client.post(address, typed)
    assert page.status_code == 200
    assert "Reports follow this form" in page.content.decode()
    line = form.lines.get()
    assert (line.indicator.code, line.asked) == ("fdi-registered", "quarter_and_year_to_date")
    # What does not change the meaning of a line may change.
    assert client.post(address, {**saved_lines(form), "name": "Mới"}).status_code == 302
    assert client.post(address, {**saved_lines(form), "lines-0-position": "5"}).status_code == 302
    line.refresh_from_db()
    assert line.position == 5


def test_page_of_a_line_that_reports_follow_offers_only_its_position(sign_in):
    client = sign_in(make_administrator())
    form = make_form(indicators=[make_indicator()])
    line, other = form.lines.get(), make_indicator("ddi", unit="VND")
    address = reverse("admin:tracker_reportformline_change", args=[line.pk])
    free = {"form": form.pk, "position": 1, "indicator": other.pk, "asked": line.asked}
    assert client.post(address, free).status_code == 302
    make_report(form=form, approved=False)
    fields = client.get(address).context["adminform"].form.fields
    assert {name for name, field in fields.items() if field.disabled} == {"form", "indicator", "asked"}
    kept = {"form": form.pk, "position": 3, "indicator": other.pk, "asked": line.asked}
    page = client.post(address, {**kept, "form": make_form("another").pk})
    assert "Reports follow this form" in page.content.decode()
    assert client.post(address, kept).status_code == 302
    line.refresh_from_db()
    assert (line.position, line.indicator, line.form) == (3, other, form)


def test_line_is_still_added_to_a_form_that_reports_follow(sign_in):
    client = sign_in(make_administrator())
    form = make_form(indicators=[make_indicator()])
    make_report(form=form, approved=False)
    added = {
        "lines-TOTAL_FORMS": "2",
        "lines-1-form": str(form.pk),
        "lines-1-position": "2",
        "lines-1-indicator": str(make_indicator("ddi", unit="VND").pk),
        "lines-1-asked": "as_of",
    }
    response = client.post(reverse("admin:tracker_reportform_change", args=[form.pk]), {**saved_lines(form), **added})
    assert response.status_code == 302
    assert form.lines.count() == 2
