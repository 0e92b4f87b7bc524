"""A board that owes a form of three lines for the parks of a province, and an investor for each park."""

from dataclasses import dataclass
from datetime import date

from provinces.models import OrganisationKind
from tests.builders import (
    Figure,
    ProvinceWithParks,
    make_duty,
    make_form,
    make_indicator,
    make_organisation,
    make_province_with_parks,
)
from tracker.models import Basis, DueRule, Indicator, IndicatorKind, ReportForm, ReportingDuty


@dataclass
class Owing:
    """The places, the form with its lines, and the duties: the board's first, then those of the investors."""

    places: ProvinceWithParks
    form: ReportForm
    lines: list[Indicator]
    duties: list[ReportingDuty]

    @property
    def perimeter(self):
        return self.places.perimeter

    @property
    def board(self):
        return self.places.board

    def figures(self, *values):
        """Figures for the first lines of the form."""
        bases = [Basis.IN_QUARTER, Basis.IN_QUARTER, Basis.AS_OF]
        return [Figure(line, value, basis) for line, value, basis in zip(self.lines, values, bases, strict=False)]


def make_rules():
    """Investors owe by the 10th, boards by the 15th, the province's office by the 20th; working days."""
    for kind, day in (("investor", 10), ("board", 15), ("province_office", 20)):
        DueRule.objects.get_or_create(reporter_kind=kind, day_of_month=day, working_day=True)


def make_owing(slug="hai-duong", *, parks=2, valid_from=date(2025, 1, 1)):
    """Return the duties of a province's board and of its parks' investors, with due rules."""
    make_rules()
    places = make_province_with_parks(slug, parks=parks)
    lines = [
        make_indicator("fdi-registered", position=1),
        make_indicator("ddi-registered", unit="VND", position=2),
        make_indicator("land-leased", kind=IndicatorKind.STOCK, unit="ha", position=3),
    ]
    form = make_form("park-quarter", indicators=lines)
    duties = [make_duty(places.board, places.perimeter, form=form, valid_from=valid_from)]
    for park, investor in zip(places.parks, places.investors, strict=True):
        duties.append(make_duty(investor, park, form=form, valid_from=valid_from))
    return Owing(places, form, lines, duties)


def make_province_office(owing, valid_from=date(2025, 1, 1)):
    """Let the province's office owe the form for the province as well."""
    office = make_organisation("office", kind=OrganisationKind.PROVINCE_OFFICE, place=owing.places.province)
    return make_duty(office, owing.places.province, form=owing.form, valid_from=valid_from)
