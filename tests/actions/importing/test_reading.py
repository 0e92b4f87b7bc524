"""A stored file states what its confirmed columns say; what is not read of it, or does not add up, is told."""

import dataclasses
import io

import openpyxl
import pytest
from django.utils import translation

from tests.actions.importing.test_saving import Office
from tests.builders import make_clerk, make_file_import
from tests.exchange.incoming.ugly.making import all_of, book, grid
from tests.reading import stated_lines
from tracker.actions.importing.reading import UnableToReadFileError, proposal_for, read_stored
from tracker.actions.importing.template import template_of
from tracker.actions.rights import scope_of
from tracker.exchange.incoming.mappings import ColumnKind, FigureBasis, Hidden
from tracker.models import FileImport, ImportState
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
Q2 = Quarter(2025, 2)


@pytest.fixture
def office():
    with translation.override("en"):
        yield Office()


def kept(office, content, **fields):
    fields = {"year": 2025, "quarter": 2, "language": "en", "name": "own.xlsx", **fields}
    made = make_file_import(office.clerk, content, **fields)
    FileImport.objects.filter(pk=made.pk).update(state=ImportState.UPLOADED)
    return FileImport.objects.get(pk=made.pk)


def confirmed(file_import, **changes):
    """Return the file with its columns as proposed, the second one figures of the quarter, and these changes."""
    proposal = proposal_for(file_import)
    mappings = []
    for table in proposal.tables:
        mapping = table.mapping.with_column(1, kind=ColumnKind.FIGURE, basis=FigureBasis.IN_QUARTER)
        mappings.append(dataclasses.replace(mapping, **changes))
    file_import.mapping = proposal.with_columns(mappings)
    file_import.save(update_fields=["mapping"])
    return file_import


def rows(office, *more, heads=()):
    one, two, three = office.rows.parks
    return grid(
        ("Industrial park", f"{office.fdi.name_en} (million USD)", *heads),
        (one.name, 125.5),
        (two.name, 35),
        (three.name, 10),
        *more,
    )


def told(read):
    return [(notice.where, notice.message) for notice in read.notices]


def test_figures_are_stated_with_their_cells(office):
    read = read_stored(confirmed(kept(office, book(rows(office)))))
    lines = stated_lines(read.statement)[Q2]
    assert sorted(line.where for each in lines.values() for line in each.values()) == [
        *("Sheet1!B2", "Sheet1!B3", "Sheet1!B4")
    ]
    assert (read.unread, read.notices) == ([], [])


def test_total_that_is_no_sum_is_told_with_both_numbers_and_its_cell(office):
    """The reader's warning was dropped: the file looked as if its own total agreed."""
    read = read_stored(confirmed(kept(office, book(rows(office, ("Total", 180))))))
    assert read.unread == []
    (where, message), (_at, passed_over) = told(read)
    assert where == "Sheet1!B5"
    assert "180" in message
    assert "170.5" in message
    assert "not entered: B5" in passed_over


def test_total_that_agrees_is_told_as_not_entered_alone(office):
    read = read_stored(confirmed(kept(office, book(rows(office, ("Total", "170.5"))))))
    ((where, message),) = told(read)
    assert where == "Sheet1!B5"
    assert "not entered: B5" in message


def test_hidden_rows_left_out_are_told(office):
    hidden = all_of(rows(office), lambda _book, sheet: sheet.set_row(2, None, None, {"hidden": True}))
    read = read_stored(confirmed(kept(office, book(hidden)), hidden=Hidden.LEAVE_OUT))
    assert len(stated_lines(read.statement)[Q2]) == 2
    assert told(read) == [
        ("Sheet1!3:3", "Hidden rows or columns hold figures, which were left out as you said."),
    ]


def test_column_that_is_not_read_is_told(office):
    one = office.rows.parks[0]
    own = grid(
        ("Industrial park", f"{office.fdi.name_en} (million USD)", "Remark"),
        (one.name, 125.5, "new phase"),
    )
    ((where, message),) = told(read_stored(confirmed(kept(office, book(own)))))
    assert where == "Sheet1!C2"
    assert "Column C was not read" in message


def test_table_left_out_is_told(office):
    ((where, message),) = told(read_stored(confirmed(kept(office, book(rows(office))), left_out=True)))
    assert where == "Sheet1!A2:B4"
    assert "was left out" in message


def test_sheet_of_notes_beside_a_table_is_told_and_stands_in_nobodys_way(office):
    notes = grid(("These figures are provisional.",))
    read = read_stored(confirmed(kept(office, book(rows(office), notes))))
    assert read.unread == []
    ((where, _message),) = told(read)
    assert where == "Sheet2!A1"


def test_file_without_a_quarter_names_the_column_and_guesses_none(office):
    """A missing quarter was read as the first one."""
    read = read_stored(confirmed(kept(office, book(rows(office)), quarter=None)))
    assert not stated_lines(read.statement)
    (problem,) = read.unread
    assert problem.where == "Sheet1!B2"
    assert "which quarter" in problem.message


def test_template_without_a_quarter_names_the_cell_that_should_say_it(office):
    content = template_of(quarter=Q2, scope=scope_of(office.clerk, Q2.last_day))
    bare = content_without_quarter(content)
    file_import = kept(office, bare, quarter=None)
    file_import.mapping = proposal_for(file_import).mapping
    read = read_stored(file_import)
    (problem,) = read.unread
    assert problem.where.endswith("!F3")
    assert "which quarter the file means" in problem.message


def content_without_quarter(content):
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    page = workbook.worksheets[0]
    page["F3"], page["G3"] = "In the quarter", "Year to date"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_file_whose_columns_nobody_confirmed_is_not_read(office):
    with pytest.raises(UnableToReadFileError, match="Say first what the columns"):
        read_stored(kept(office, book(rows(office))))


def test_columns_are_remembered_for_the_same_office_and_for_no_other(office):
    one, two, _three = office.rows.investors
    confirmed(kept(office, book(rows(office)), source=one))
    assert proposal_for(kept(office, book(rows(office)), source=one)).remembered
    assert not proposal_for(kept(office, book(rows(office)), source=two)).remembered
    assert not proposal_for(kept(office, book(rows(office)))).remembered


def test_columns_of_an_offices_file_are_remembered_for_whoever_brings_the_next(office):
    source = office.rows.investors[0]
    confirmed(kept(office, book(rows(office)), source=source))
    confirmed(kept(office, book(rows(office))))
    office.clerk = make_clerk(office.rows.province, "second-clerk")
    assert proposal_for(kept(office, book(rows(office)), source=source)).remembered
    assert not proposal_for(kept(office, book(rows(office)))).remembered, "without an office each remembers their own"


def test_word_for_clearing_is_a_stated_cell_and_a_blank_one_is_none(office):
    one, two, three = office.rows.parks
    own = grid(
        ("Industrial park", f"{office.fdi.name_en} (million USD)"),
        (one.name, "xóa"),
        (two.name, None),
        (three.name, 10),
    )
    read = read_stored(confirmed(kept(office, book(own))))
    cells = [
        cell for lines in stated_lines(read.statement)[Q2].values() for line in lines.values() for cell in line.cells
    ]
    assert [(cell.where, cell.reading.clears) for cell in cells] == [("Sheet1!B2", True), ("Sheet1!B4", False)]


def test_what_is_wrong_in_a_column_of_plans_is_told_and_stands_in_nobodys_way(office):
    """A column “Annual plan” that names no indicator kept a file from being saved, though nothing of it is entered."""
    one = office.rows.parks[0]
    own = grid(("Industrial park", f"{office.fdi.name_en} (million USD)", "Annual plan"), (one.name, 125.5, 300))
    kept_file = kept(office, book(own))
    proposal = proposal_for(kept_file)
    mapping = proposal.tables[0].mapping
    mapping = mapping.with_column(1, kind=ColumnKind.FIGURE, basis=FigureBasis.IN_QUARTER)
    mapping = mapping.with_column(2, kind=ColumnKind.FIGURE, basis=FigureBasis.PLAN, indicator="")
    kept_file.mapping = proposal.with_columns([mapping])
    read = read_stored(kept_file)
    assert read.unread == []
    assert {where for where, _message in told(read)} == {"Sheet1!C2"}
    assert any("of which indicator" in message for _where, message in told(read))
