"""The overview of several reports: pasted by the headings it shows, and what stands beside a typed cell is kept."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from tests.admin.test_entry_block import Parks, cell, values
from tests.builders import make_clerk, make_duty, make_form, make_indicator, make_investor, make_province_with_parks
from tracker.actions.entering import Stated, save_sheets
from tracker.actions.entry_desks import Desk, with_reports
from tracker.actions.entry_lines import LineEntry
from tracker.models import Actual, IndicatorKind
from tracker.progress.periods import Quarter

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def parks(sign_in):
    return Parks(sign_in)


class Land:
    """One park of two reporters whose form asks for leased land, leasable land and their quotient."""

    def __init__(self, sign_in):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        self.park = self.rows.parks[0]
        self.leased = make_indicator("land-leased-total", kind=IndicatorKind.STOCK, unit="ha")
        self.leasable = make_indicator("land-leasable", kind=IndicatorKind.STOCK, unit="ha")
        self.occupancy = make_indicator(
            "occupancy", kind=IndicatorKind.RATIO, unit="percent", numerator=self.leased, denominator=self.leasable
        )
        self.form = make_form(indicators=[self.leased, self.leasable, self.occupancy])
        self.reporters = [self.rows.investors[0], make_investor("cong-ty-thu-hai")]
        for reporter in self.reporters:
            make_duty(reporter, self.park, form=self.form, valid_from=date(2025, 1, 1))
        self.client = sign_in(make_clerk(self.rows.province), "vi")
        self.overview = reverse("admin:tracker_quarterlyreport_overview", args=["hai-duong", "2025-Q2"])

    def paste(self, *lines):
        text = "\n".join("\t".join(line) for line in lines)
        return self.client.post(self.overview, {"block": text, "step": "place_block"})

    def texts(self, response):
        """Return the cells' texts by reporter."""
        return {row.reporter: [one.text for one in row.cells] for row in response.context["rows"]}


@pytest.fixture
def land(sign_in):
    return Land(sign_in)


# --- Pasted by name -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_shown_heading_names_its_own_column_also_where_a_ratio_asks_for_another_column(land, language):
    with translation.override(language):
        land.client.cookies["language"] = language
        page = land.client.get(land.overview)
        headings = [name for name, _unit in page.context["columns"]]
        assert len(set(headings)) == 4
        preview = land.paste(
            ["Khu", *headings],
            [f"{land.park.name} ({land.reporters[0].name})", "30", "100", "31", "101"],
        )
    assert preview.context["placed"].problems == []
    assert preview.context["placed"].unused == []
    assert land.texts(preview)[land.reporters[0].name] == ["30", "100", "31", "101"]


def test_heading_may_repeat_its_unit(land):
    headings = [f"{name} ({unit})" for name, unit in land.client.get(land.overview).context["columns"]]
    preview = land.paste(["Khu", *headings], [f"{land.park.name} - {land.reporters[1].name}", "1", "2", "3", "4"])
    assert preview.context["placed"].problems == []
    assert land.texts(preview)[land.reporters[1].name] == ["1", "2", "3", "4"]


def test_name_of_an_indicator_never_fills_the_part_of_a_ratio(land):
    heading = "Land Leased Total"
    preview = land.paste(["Khu", heading], [f"{land.park.name} ({land.reporters[0].name})", "30"])
    assert preview.context["placed"].problems == []
    assert land.texts(preview)[land.reporters[0].name] == ["30", "", "", ""]


def test_place_of_two_reporters_is_ambiguous_and_the_sentence_names_both(land):
    preview = land.paste(["Khu", "Land Leasable"], [land.park.name, "30"])
    (problem,) = preview.context["placed"].problems
    for reporter in land.reporters:
        assert f"{land.park.name} ({reporter.name})" in problem.message
    assert all(text == "" for texts in land.texts(preview).values() for text in texts)


# --- What a preview says ---------------------------------------------------------------------------------------------


def test_preview_counts_with_the_evidence_of_the_column_as_saving_reads_it(parks):
    """In a Vietnamese column with 12,5 the cell 6,918 is six and 918 thousandths: read and saved, so counted as new."""
    hectares = [make_indicator("dat-cho-thue", unit="ha")]
    form = make_form("dat", indicators=hectares)
    for park, reporter in zip(parks.rows.parks, parks.rows.investors, strict=True):
        make_duty(reporter, park, form=form, valid_from=date(2025, 1, 1))
    by_form = f"{parks.overview}?form=dat"
    text = "\n".join(
        f"{park.name}\t{value}" for park, value in zip(parks.rows.parks, ["12,5", "6,918", "x"], strict=True)
    )
    preview = parks.paste(text, address=by_form)
    assert preview.context["problems"] == []
    assert preview.context["placed"].counts == {"new": 3, "changed": 0, "same": 0, "wrong": 0}
    assert parks.send(preview, address=by_form).status_code == 302
    assert set(Actual.objects.values_list("value", flat=True)) == {Decimal("12.5"), Decimal("6.918"), None}


def test_preview_of_one_report_counts_with_the_evidence_of_its_column(sign_in):
    parks = Parks(sign_in, parks=1, indicators=0)
    lines = [make_indicator(f"dat-{number}", unit="ha") for number in range(2)]
    duty = make_form("dat", indicators=lines)
    park, reporter = parks.rows.parks[0], make_investor("cong-ty-dat")
    make_duty(reporter, park, form=duty, valid_from=date(2025, 1, 1))
    single = reverse("admin:tracker_quarterlyreport_enter", args=[park.slug, "2025-Q2", reporter.slug])
    preview = parks.paste("12,5\n6,918", address=single)
    assert preview.context["placed"].counts == {"new": 2, "changed": 0, "same": 0, "wrong": 0}
    assert parks.send(preview, address=single).status_code == 302
    assert values() == [Decimal("6.918"), Decimal("12.5")]


def test_unchanged_cell_does_not_take_the_evidence_of_its_column_away(parks):
    """1,234.5 repeats what stands (1.234,5) and says how the pasted column is written; 6.918 beside it is 6,918 there.

    Left out because it changes nothing, it would leave 6.918 to be read as six thousand without a word.
    """
    hectares = [make_indicator("dat-cho-thue", unit="ha")]
    form = make_form("dat", indicators=hectares)
    for park, reporter in zip(parks.rows.parks, parks.rows.investors, strict=True):
        make_duty(reporter, park, form=form, valid_from=date(2025, 1, 1))
    by_form = f"{parks.overview}?form=dat"
    names = [park.name for park in parks.rows.parks]
    parks.send(parks.paste(f"{names[0]}\t1.234,5", address=by_form), address=by_form)
    preview = parks.paste(f"{names[0]}\t1,234.5\n{names[1]}\t6.918", address=by_form)
    assert preview.context["placed"].counts == {"new": 0, "changed": 0, "same": 1, "wrong": 1}
    assert parks.send(preview, address=by_form).status_code == 200
    assert [row.value for row in Actual.objects.all()] == [Decimal("1234.5")]


# --- What stands beside a typed cell ---------------------------------------------------------------------------------


class OneLine:
    """The first park's first line, typed in the overview in one basis while the other is hidden."""

    def __init__(self, parks):
        self.parks = parks
        self.line = parks.indicators[0]
        self.desk = Desk(parks.rows.parks[0], Quarter(2025, 2), parks.rows.investors[0], parks.form)

    def holds(self, **entry):
        stated = Stated(with_reports([self.desk])[0], [LineEntry(indicator_id=self.line.pk, **entry)])
        save_sheets(stated=[stated], by=self.parks.person, at=timezone.now())

    def types(self, basis, text):
        address = f"{self.parks.overview}?basis={basis}"
        page = self.parks.client.get(address)
        return self.parks.client.post(address, {**self.parks.fields(page), cell(page, 0, 0).name: text, "step": "save"})

    @property
    def rows(self):
        return list(
            Actual.objects.filter(indicator=self.line)
            .order_by("basis")
            .values_list("basis", "value", "observation_status", "reason")
        )


@pytest.fixture
def one_line(parks):
    return OneLine(parks)


@pytest.mark.parametrize("flag", ["provisional", "estimated"])
def test_year_to_date_typed_beside_a_flagged_quarter_keeps_flag_and_reason(one_line, flag):
    one_line.holds(in_quarter=Decimal(15), status=flag, reason="dự án lớn")
    assert one_line.types("year_to_date", "25").status_code == 302
    assert one_line.rows == [("in_quarter", 15, flag, "dự án lớn"), ("year_to_date", 25, flag, "")]


def test_quarter_typed_beside_a_flagged_year_to_date_keeps_the_flag(one_line):
    one_line.holds(year_to_date=Decimal(25), status="provisional")
    assert one_line.types("in_quarter", "15").status_code == 302
    assert [row[:3] for row in one_line.rows] == [
        ("in_quarter", 15, "provisional"),
        ("year_to_date", 25, "provisional"),
    ]


def test_cleared_cell_leaves_flag_and_reason_of_the_hidden_figure(one_line):
    one_line.holds(in_quarter=Decimal(15), year_to_date=Decimal(25), status="provisional", reason="dự án lớn")
    assert one_line.types("year_to_date", "").status_code == 302
    assert one_line.rows == [("in_quarter", 15, "provisional", "dự án lớn")]


def test_mark_that_is_taken_away_or_changed_in_a_shown_cell_is_gone(one_line):
    one_line.holds(in_quarter=Decimal(15), status="provisional")
    assert one_line.types("in_quarter", "15").status_code == 302
    assert one_line.rows == [("in_quarter", 15, "normal", "")]
    assert one_line.types("in_quarter", "15~").status_code == 302
    assert one_line.rows == [("in_quarter", 15, "estimated", "")]


def test_typing_is_kept_by_form_and_basis(parks):
    other = make_form("khac", indicators=[make_indicator("chi-tieu-khac")])
    make_duty(parks.rows.board, parks.rows.perimeter, form=other, valid_from=date(2025, 1, 1))
    addresses = [
        f"{parks.overview}?form={form}&basis={basis}"
        for form in (parks.form.code, "khac")
        for basis in ("in_quarter", "year_to_date")
    ]
    assert len({parks.client.get(address).context["keep"] for address in addresses}) == 4
