"""Make offices whose files are saved and killed by `kill_imports`: one of figures, one of targets."""

import csv
import io
from typing import Any

PARKS, LINES = 30, 20
# Of each park, one for each indicator: drafts that every file changes, and new targets that it brings.
INDICATORS_OF_TARGETS = 2


class OfficeOfFigures:
    """A province whose parks owe a report each; each file states another number for every line of every report."""

    kind = "figures"
    whole = PARKS * LINES

    def __init__(self) -> None:
        from tests import builders

        rows = builders.make_province_with_parks("scratch-province", parks=PARKS)
        self._indicators = [
            builders.make_indicator(f"scratch-flow-{n}", unit="projects", position=n) for n in range(LINES)
        ]
        form = builders.make_form("scratch-form", indicators=self._indicators)
        for park, reporter in zip(rows.parks, rows.investors, strict=True):
            builders.make_duty(reporter, park, form=form)
        self.by, self._parks = builders.make_clerk(rows.province, "scratch-clerk"), rows.parks

    def content(self, number: int) -> bytes:
        """Return the file that states the number."""
        from tracker.exchange.template_workbook import template_headings

        rows = [";".join(template_headings("Q1 2020"))]
        for park in self._parks:
            rows += [f"{park.slug};;{each.code};;;;;{number};;;;" for each in self._indicators]
        return "\n".join(rows).encode()

    def mapping(self, _kept: Any) -> dict[str, Any]:
        """Return the columns of its files, confirmed."""
        from tracker.actions.importing.reading import TEMPLATE

        return TEMPLATE

    def saved(self, number: int, kept: Any) -> tuple[int, int]:
        """Return how many rows the database has of the number, and how many the receipts of the file name."""
        from tracker.models import Actual, EntryReceipt

        receipts = EntryReceipt.objects.filter(file_import=kept)
        return Actual.objects.filter(value=number).count(), sum(len(receipt.lines) for receipt in receipts)


class OfficeOfTargets:
    """A province whose targets are kept; each file changes the drafts of all parks, and brings new ones of its own."""

    kind = "targets"
    whole = 2 * PARKS * INDICATORS_OF_TARGETS

    def __init__(self) -> None:
        from django.utils import timezone

        from tests import builders
        from tracker.actions.importing.target_names import TargetNames
        from tracker.actions.rights import scope_of
        from tracker.models import Role

        rows = builders.make_province_with_parks("scratch-province", parks=PARKS)
        self._indicators = [
            builders.make_indicator(f"scratch-{n}", unit="projects") for n in range(INDICATORS_OF_TARGETS)
        ]
        self.by = builders.make_person("scratch-keeper", role=Role.ADMINISTRATOR, place=rows.province)
        self._parks = rows.parks
        drafts = [
            builders.make_target(park, indicator, 10**6, approved=False, year=2025)
            for park in rows.parks
            for indicator in self._indicators
        ]
        names = TargetNames(scope_of(self.by, timezone.localdate())).targets
        self._drafts = [(names.name_of(each.pk), each) for each in drafts]

    def content(self, number: int) -> bytes:
        """Return the file that states the number."""
        from tracker.exchange.target_columns import COLUMNS, headings

        def row(target: str, park: Any, indicator: Any, year: int) -> list[str]:
            days = {"starts_on": f"01/01/{year}", "ends_on": f"31/12/{year}", "role": "goal", "comparator": "at least"}
            stated = {"target": target, "place": park.slug, "code": indicator.code, "value": str(number), **days}
            return [stated.get(column, "") for column in COLUMNS]

        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow([headings()[column] for column in COLUMNS])
        writer.writerows(row(name, each.place, each.indicator, 2025) for name, each in self._drafts)
        year = 1990 + number
        writer.writerows(row("", park, each, year) for park in self._parks for each in self._indicators)
        return out.getvalue().encode()

    def mapping(self, kept: Any) -> dict[str, Any]:
        """Return the columns of its files, confirmed."""
        from tracker.actions.importing.target_files import target_proposal_for

        return target_proposal_for(kept).mapping

    def saved(self, number: int, kept: Any) -> tuple[int, int]:
        """Return how many rows the database has of the number, and how many the receipts of the file name."""
        from tracker.models import FileImport, Target

        receipt = FileImport.objects.values_list("target_receipt", flat=True).get(pk=kept.pk)
        return Target.objects.filter(value=number).count(), len(receipt or [])


OFFICES = {office.kind: office for office in (OfficeOfFigures, OfficeOfTargets)}
