"""Each row of a filled template finds its report, line and figures, or says where it stands and what to do."""

import pytest
from django.utils import translation

from tests.actions.importing.test_saving import Office
from tests.builders import make_investor, make_park
from tests.reading import stated_lines
from tracker.actions.importing.statement import ReportKey
from tracker.actions.importing.template_statement import statement_of_template
from tracker.actions.incoming_catalogue import load_catalogue
from tracker.exchange.template_reading import NumberCell, TemplateFile, TemplateLine
from tracker.exchange.wording import shown_unit
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
Q2 = Quarter(2025, 2)


class Rows(TemplateFile):
    """A template of rows made by hand."""

    def __init__(self, *lines):
        super().__init__((2025, 1), ())
        object.__setattr__(self, "_made", lines)

    def lines(self, language):
        yield from self._made


@pytest.fixture
def office():
    with translation.override("en"):
        yield Office()


def row(office, *texts, place=None, reporter="", code=None, unit="", **said):
    numbers = tuple(
        NumberCell(f"Form!{column}4", texts[index] if index < len(texts) else "") for index, column in enumerate("HI")
    )
    words = {"note": "", "source": "", "reason": "", **said}
    return TemplateLine(
        "Form!H4",
        office.rows.parks[0].name if place is None else place,
        reporter,
        office.fdi.code if code is None else code,
        unit,
        numbers,
        **words,
    )


def read(office, *lines, language="en"):
    catalogue = load_catalogue(reach=None)
    return statement_of_template(Rows(*lines), quarter=Q2, language=language, catalogue=catalogue)


def the_problem(office, line):
    found = read(office, line)
    (problem,) = found.problems
    assert not stated_lines(found.statement)
    return problem


def test_row_becomes_a_line_with_its_cells_and_words(office):
    found = read(office, row(office, "125.4", "200", note="a note"))
    line = stated_lines(found.statement)[Q2][ReportKey(office.rows.parks[0].pk)][office.fdi.pk]
    assert [(cell.where, cell.reading.amount.value, cell.second) for cell in line.cells] == [
        ("Form!H4", 125_400_000, False),
        ("Form!I4", 200_000_000, True),
    ]
    assert line.said == {"note": "a note"}
    assert found.problems == []


def test_blank_rows_are_counted_and_say_nothing(office):
    found = read(office, row(office), row(office, code="land-leased"))
    assert (found.statement.blank, stated_lines(found.statement), found.problems) == (2, {}, [])


def test_parts_of_a_ratio_are_read_in_their_own_units(office):
    found = read(office, row(office, "53", "100", code="occupancy"))
    line = stated_lines(found.statement)[Q2][ReportKey(office.rows.parks[0].pk)][office.occupancy.pk]
    assert [cell.reading.amount.value for cell in line.cells] == [53, 100]


def test_unknown_place_is_named_with_the_nearest(office):
    name = office.rows.parks[0].name
    problem = the_problem(office, row(office, "1", place=f"{name} x"))
    assert (problem.where, problem.text) == ("Form!H4", f"{name} x")
    assert "There is no such place among those that you enter for." in problem.message


def test_name_of_several_places_is_not_guessed(office):
    for number in range(2):
        make_park(f"twin-{number}", parent=office.rows.province, name="Song Sinh", name_en="Song Sinh")
    assert "Several of your places" in the_problem(office, row(office, "1", place="Song Sinh")).message


def test_unknown_indicator_is_named(office):
    problem = the_problem(office, row(office, "1", code="no-such-code"))
    assert problem.text == "no-such-code"
    assert "Copy the code from the template" in problem.message


def test_reporter_without_duties_is_named(office):
    make_investor("stranger", name="Stranger")
    problem = the_problem(office, row(office, "1", reporter="Stranger"))
    assert problem.text == "Stranger"
    assert "No organisation of this name owes reports" in problem.message


def test_reporter_is_found_by_each_of_its_names(office):
    reporter = office.rows.investors[0]
    for name in (reporter.slug, reporter.name, reporter.name_en):
        (key,) = stated_lines(read(office, row(office, "1", reporter=name)).statement)[Q2]
        assert key.reporter_id == reporter.pk


def test_number_that_cannot_be_read_is_named_at_its_own_cell(office):
    found = read(office, row(office, "125", "much"))
    (problem,) = found.problems
    assert (problem.where, problem.text) == ("Form!I4", "much")
    (line,) = stated_lines(found.statement)[Q2][ReportKey(office.rows.parks[0].pk)].values()
    assert [cell.text for cell in line.cells] == ["125"]


def test_changed_unit_is_refused_and_never_taken_for_the_shown_one(office):
    """The unit of a row was not looked at: 5 in a row changed to “USD thousand” became 5 million."""
    problem = the_problem(office, row(office, "5", unit="USD thousand"))
    assert problem.text == "USD thousand"
    assert "million USD" in problem.message


@pytest.mark.parametrize("language", ["vi", "en"])
def test_unit_is_known_in_either_language(office, language):
    with translation.override(language):
        unit = shown_unit(office.fdi)
    assert not read(office, row(office, "5", unit=unit)).problems


def test_number_in_a_row_without_names_is_no_figure_and_is_told(office):
    """Such a row was passed over in silence."""
    problem = the_problem(office, row(office, "5", place="", code=""))
    assert (problem.where, problem.text) == ("Form!H4", "5")
    assert "names no place and no indicator" in problem.message
