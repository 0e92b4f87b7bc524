"""The figures of a snapshot say what their rows and what these hang on say."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.models.past_names import PastNames
from tests import builders
from tests.builders import Figure
from tracker.models import Actual, Comparator
from tracker.progress.faces import document_face, organisation_face
from tracker.progress.figure_rows import load_figures
from tracker.progress.periods import Quarter
from tracker.progress.tree_rows import load_tree

pytestmark = pytest.mark.django_db
QUARTER = Quarter(2025, 1)
PLAIN = (
    "basis", "from_on", "to_on", "value", "high", "comparator", "numerator", "denominator", "observation_status",
    "unclear", "printed", "paragraph", "note", "note_en", "indicator_id",
)  # fmt: skip


def loaded():
    place = builders.make_place()
    indicators = set(Actual.objects.values_list("indicator_id", flat=True))
    tree = load_tree(roots=[place.pk], day=QUARTER.last_day, as_of=None, today=None)
    return load_figures(tree, quarter=QUARTER, as_of=None, indicator_ids=indicators, names=PastNames())


def report_two():
    money = builders.make_indicator("money")
    document = builders.make_document("paper", issued_on=date(2025, 4, 2))
    second = {"other_value": 25_000_000, "other_unit": builders.make_unit("VND")}
    printed = {"document": document, "paragraph": 3, "printed": "1 nghìn USD", "reference": "a", "unclear": True}
    return builders.make_report(
        figures=[
            Figure(money, 1000, fields={**second, **printed, "note": "ghi chú", "note_en": "a note"}),
            Figure(
                builders.make_indicator("more"), 5, comparator=Comparator.BETWEEN,
                fields={"high": 7, "cut_off_on": date(2025, 3, 20)},
            ),
        ],
        cut_off_on=date(2025, 3, 25),
    )  # fmt: skip


def test_a_figure_says_what_its_row_its_report_and_its_document_say():
    report_two()
    found = {figure.id: figure for figure in loaded()}
    rows = Actual.objects.select_related("revision__report__reporter", "document", "unit", "other_unit")
    assert len(found) == len(rows) == 2
    for row in rows:
        figure = found[row.pk]
        assert {name: getattr(figure, name) for name in PLAIN} == {name: getattr(row, name) for name in PLAIN}
        assert figure.reference == (row.reference or "")
        assert (figure.unit, figure.other_value) == (row.unit.code, row.other_value)
        assert figure.other_unit == (row.other_unit.code if row.other_unit else "")
        assert figure.reporter == organisation_face(row.revision.report.reporter)
        assert figure.document == document_face(row.document)
        assert figure.quarter == QUARTER
        assert (figure.revision, figure.approved_at) == (row.revision.number, row.revision.approved_at)
    # A figure's own cut-off goes before that of its report.
    assert sorted(str(figure.cut_off_on) for figure in found.values()) == ["2025-03-20", "2025-03-25"]


def test_figures_cost_one_query_however_many_documents_and_reporters_they_name():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            found = loaded()
        return len(found), sum("tracker_actual" in query["sql"] for query in captured) - 1  # less the look of this test

    report_two()
    assert queries() == (2, 1)
    for number in range(3):
        document = builders.make_document(f"paper-{number}")
        reporter = builders.make_organisation(f"reporter-{number}")
        figure = Figure(builders.make_indicator("money"), number, fields={"document": document})
        builders.make_report(reporter=reporter, figures=[figure])
    assert queries() == (5, 1)
