"""What is taken away and brought back as it was changes nothing, for every file that an import knows by itself."""

import csv
import io

import openpyxl
import pytest
from django.utils import timezone, translation

from tests.actions.importing.test_saving import Q1, Office, stated
from tests.actions.importing.test_targets import NOW
from tests.actions.importing.test_targets import Office as TargetOffice
from tests.builders import make_file_import, make_target
from tracker.actions.importing.reading import proposal_for, read_stored
from tracker.actions.importing.running import check_file
from tracker.actions.importing.target_files import target_proposal_for
from tracker.actions.importing.target_template import target_template_of
from tracker.actions.importing.template import template_of
from tracker.actions.rights import scope_of
from tracker.models import Actual, Basis, Comparator, FileImport, ImportKind, ImportState, Target

pytestmark = pytest.mark.django_db


def figures():
    """Return who brings figures, and what brings their workbook: every part and mark of a line stands in it."""
    office = Office()
    one, two, three = office.rows.parks
    cells = [
        (one, office.fdi, Basis.IN_QUARTER, "1234.567", Q1),
        (one, office.fdi, Basis.YEAR_TO_DATE, "1234.567", Q1),
        (two, office.fdi, Basis.IN_QUARTER, "-", Q1),
        (three, office.fdi, Basis.IN_QUARTER, "~0.000001", Q1),
        (one, office.leased, None, "53.25*", Q1),
        (two, office.leased, None, "x", Q1),
        (three, office.leased, None, "0", Q1),
        (one, office.occupancy, None, "53.25", Q1),
        (one, office.occupancy, "second", "100", Q1),
    ]
    office.save(stated(*cells, said={"note": "=1+1; a note", "source": "Báo cáo 12/BC"}), reason="as the paper says")
    assert Actual.objects.count() >= len(cells) - 2
    return office.clerk, lambda scope: template_of(quarter=Q1, scope=scope)


def targets():
    """Return who keeps targets, and what brings their workbook: ranges, baselines, open ends and parts stand in it."""
    office = TargetOffice()
    make_target(office.rows.province, office.fdi, "1.25", high="1234567890123.123456", comparator=Comparator.BETWEEN)
    make_target(office.rows.parks[1], office.fdi, None, year=2027, note="=1+1", printed="1.250 triệu")
    make_target(office.rows.parks[1], office.fdi, 5, year=2028, open_end=True, approved=False)
    return office.keeper, target_template_of


def as_workbook(content, _language):
    return content


def as_text(content, language):
    """Return the first sheet as a spreadsheet of the language saves it: its decimal mark, `;` in Vietnamese."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "vi" else ",")
    for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows():
        writer.writerow([text_of(cell.value, language) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def text_of(value, language):
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    text = format(value, ".15g") if isinstance(value, float) else str(value)
    return text.replace(".", ",") if language == "vi" and isinstance(value, float) else text


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("ending", "written"), [("xlsx", as_workbook), ("csv", as_text)])
@pytest.mark.parametrize(
    ("made", "kind", "proposal_of"),
    [(figures, ImportKind.FIGURES, proposal_for), (targets, ImportKind.TARGETS, target_proposal_for)],
)
def test_file_brought_back_as_it_was_given_changes_nothing(made, kind, proposal_of, ending, written, language):
    with translation.override(language):
        person, template = made()
        content = written(template(scope_of(person, timezone.localdate(NOW))), language)
        kept = make_file_import(person, content, kind=kind, name=f"back.{ending}", language=language, quarter=1)
        FileImport.objects.filter(pk=kept.pk).update(state=ImportState.UPLOADED)
        proposal = proposal_of(kept)
        assert proposal.is_certain
        kept.mapping = proposal.mapping
        result = check_file(kept, read=read_stored, at=NOW)
    assert (result.problems, result.questions, result.changes) == ([], [], [])
    assert result.same == (Target.objects.count() if kind == ImportKind.TARGETS else result.lines) > 3
    assert not result.can_be_saved
