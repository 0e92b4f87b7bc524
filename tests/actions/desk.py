"""A clerk's desk with every sort of line, as the tests of entering meet it."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.builders import (
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
    make_report,
)
from tracker.actions.entering import Stated, UnableToSaveCellsError, save_cells
from tracker.actions.entry_desks import desk_of_revision
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_sheet import read_sheet
from tracker.actions.entry_submitting import save_and_submit
from tracker.actions.reporting import approve_report, open_report, revise_report, submit_report
from tracker.models import Actual, AskedBasis, IndicatorKind, ReportFormLine
from tracker.progress.periods import Quarter

NOW = datetime(2025, 7, 5, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MILLION = 10**6


class Desk:
    """A clerk's desk: Dai An, its form with flows, a count, a level and a ratio, and the second quarter."""

    def __init__(self):
        rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        self.park, self.reporter = rows.parks[0], rows.investors[0]
        self.fdi = make_indicator()
        self.ddi = make_indicator("ddi-registered", unit="VND")
        self.projects = make_indicator("projects-new", unit="projects")
        self.leased = make_indicator("land-leased-total", kind=IndicatorKind.STOCK, unit="ha")
        self.leasable = make_indicator("land-leasable", kind=IndicatorKind.STOCK, unit="ha")
        self.occupancy = make_indicator(
            "occupancy", kind=IndicatorKind.RATIO, unit="percent", numerator=self.leased, denominator=self.leasable
        )
        self.form = make_form(
            indicators=[self.fdi, self.ddi, self.projects, self.leased, self.leasable, self.occupancy]
        )
        make_duty(self.reporter, self.park, form=self.form)
        self.clerk = make_clerk(rows.province, "hd-clerk")
        self.colleague = make_clerk(rows.province, "hd-colleague")
        self.approver = make_approver(rows.province, "hd-approver")
        self.revision = None

    def split_fdi(self):
        """Have the form ask for the two parts of a complete split of the registered FDI, and return them."""
        made = [
            make_indicator(f"fdi-{name}", component_of=self.fdi, split="type", split_complete=True)
            for name in ("new", "adjusted")
        ]
        for position, part in enumerate(made, start=100):
            ReportFormLine.objects.create(
                form=self.form, indicator=part, asked=AskedBasis.QUARTER_AND_YEAR_TO_DATE, position=position
            )
        return made

    def open(self, quarter=2):
        self.revision = open_report(
            place=self.park, quarter=Quarter(2025, quarter), reporter=self.reporter, by=self.clerk, at=NOW
        )
        return self

    def save(self, *entries, by=None, seen=None):
        return save_cells(revision=self.revision, entries=entries, by=by or self.clerk, at=NOW, seen=seen)

    def submit(self, *entries):
        """Save the lines and submit the draft, as the button does."""
        stated = [Stated(desk_of_revision(self.revision), entries, None)]
        save_and_submit(stated=stated, by=self.clerk, at=NOW)

    def report_quarter(self, quarter, *figures):
        """Have a quarter of the year reported and approved."""
        make_report(self.park, 2025, quarter, reporter=self.reporter, figures=figures, by=self.approver)

    def approve(self):
        submit_report(revision=self.revision, by=self.clerk, at=NOW)
        self.revision = approve_report(revision=self.revision, by=self.approver, at=NOW)

    def correct(self):
        self.revision = revise_report(report=self.revision.report, reason="nhập nhầm", by=self.clerk, at=NOW)

    def sheet(self):
        report = self.revision.report
        return read_sheet(
            place=self.park,
            quarter=Quarter(report.year, report.quarter),
            reporter=self.reporter,
            form=self.form,
            report=report,
            revision=self.revision,
        )

    def seen(self):
        sheet = self.sheet()
        return {line.indicator_id: sheet.current(line).fingerprint for line in sheet.lines}

    def rows(self):
        return {
            (row.indicator.code, row.basis): (row.value, row.observation_status)
            for row in Actual.objects.filter(revision=self.revision).select_related("indicator")
        }


def entry(indicator, **fields):
    return LineEntry(
        indicator_id=indicator.pk,
        **{
            name: Decimal(value)
            if isinstance(value, int | str) and name not in ("status", "note", "reason", "source")
            else value
            for name, value in fields.items()
        },
    )


def refusal(desk, *entries, **options):
    with pytest.raises(UnableToSaveCellsError) as refused:
        desk.save(*entries, **options)
    return refused.value
