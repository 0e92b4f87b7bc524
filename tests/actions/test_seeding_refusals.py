"""Bad seed files: each gets a sentence with file, line, field, value and cure, and nothing is written."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import translation

from provinces.models import Place, SourceDocument
from tests.seed_folder import ACTUALS, COMPARISONS, ITEMS, PHASES, TARGETS, SeedFolderText
from tracker.actions.seeding import UnableToLoadSeedsError, load_seeds
from tracker.models import Actual, Person, Target, Unit

PLACES = "parks/places.csv"
INDICATORS = "indicators/indicators.csv"
Change = Callable[[SeedFolderText], object]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def case(name: str, change: Change, file: str, line: int, field: str, value: str, cure: str):
    return pytest.param(change, file, line, field, value, cure, id=name)


def cell(file: str, row: int, **cells: str) -> Change:
    return lambda text: text.set(file, row, **cells)


CASES = [
    # Files, lines and headings.
    case(
        "unknown file", lambda t: t.put("parks/plaecs.csv", "slug\n"), "parks/plaecs.csv", 0, "", "", "parks/places.csv"
    ),
    case(
        "folder of an unknown document",
        lambda t: t.put("documents/another/targets.csv", "reference\n"),
        "documents/another/targets.csv",
        0,
        "",
        "",
        "add the document “another” to documents.csv",
    ),
    case(
        "unknown column",
        lambda t: t.put("frame/holidays.csv", "on,name,name_en,colour\n"),
        "frame/holidays.csv",
        1,
        "colour",
        "colour",
        "the columns are: on, name, name_en",
    ),
    case(
        "column twice",
        lambda t: t.put("frame/holidays.csv", "on,name,name,name_en\n"),
        "frame/holidays.csv",
        1,
        "name",
        "name",
        "stands twice",
    ),
    case(
        "missing column",
        lambda t: t.put("frame/holidays.csv", "on,name\n2025-01-01,Tết\n"),
        "frame/holidays.csv",
        1,
        "name_en",
        "",
        "add it to the header line",
    ),
    case(
        "empty file",
        lambda t: t.put("frame/holidays.csv", ""),
        "frame/holidays.csv",
        0,
        "",
        "",
        "The file is empty; write its header line: on,name,name_en.",
    ),
    case(
        "semicolons",
        lambda t: t.put("frame/holidays.csv", "on;name;name_en\n2025-01-01;Tết;New Year\n"),
        "frame/holidays.csv",
        1,
        "",
        "on;name;name_en",
        "separated by semicolons; save the file as CSV with commas",
    ),
    case(
        "tabs",
        lambda t: t.put("frame/holidays.csv", "on\tname\tname_en\n"),
        "frame/holidays.csv",
        1,
        "",
        "on\tname\tname_en",
        "separated by tabs",
    ),
    case(
        "too few cells",
        lambda t: t.put("frame/holidays.csv", "on,name,name_en\n\n2025-01-01,Tết\n"),
        "frame/holidays.csv",
        3,
        "",
        "2025-01-01,Tết",
        "The line has 2 cells and the header 3",
    ),
    case(
        "open quotation mark",
        lambda t: t.put("frame/holidays.csv", 'on,name,name_en\n2025-01-01,"Tết,New Year\n'),
        "frame/holidays.csv",
        2,
        "",
        "",
        "check its quotation marks",
    ),
    case(
        "other encoding",
        lambda t: t.put("frame/holidays.csv", b"on,name,name_en\n2025-01-01,T\xe9t,New Year\n"),
        "frame/holidays.csv",
        2,
        "",
        "",
        "save it as CSV UTF-8",
    ),
    # One cell.
    case("blank needed", cell(PLACES, 1, name=""), PLACES, 3, "name", "", "must not be empty"),
    case("space at the end", cell(PLACES, 1, name="Đại An "), PLACES, 3, "name", "Đại An ", "Remove spaces"),
    case("decomposed letters", cell(PLACES, 1, name="A\u0301"), PLACES, 3, "name", "A\u0301", "write NFC"),
    case("unknown choice", cell(PLACES, 1, kind="garden"), PLACES, 3, "kind", "garden", "industrial_park"),
    case("slug with spaces", cell(PLACES, 1, slug="dai an!"), PLACES, 3, "slug", "dai an!", "valid “slug”"),
    case("no such day", cell(TARGETS, 0, ends_on="2025-02-30"), TARGETS, 2, "ends_on", "2025-02-30", "no such day"),
    case(
        "day as people write it",
        cell(TARGETS, 0, ends_on="31/12/2025"),
        TARGETS,
        2,
        "ends_on",
        "31/12/2025",
        "2025-03-31",
    ),
    case("thousands with commas", cell(TARGETS, 0, value="1,000"), TARGETS, 2, "value", "1,000", "plain number"),
    case(
        "thousands with points", cell(TARGETS, 0, value="1.000.000"), TARGETS, 2, "value", "1.000.000", "plain number"
    ),
    case("number with exponent", cell(TARGETS, 0, value="5e8"), TARGETS, 2, "value", "5e8", "plain number"),
    case("not a number", cell(TARGETS, 0, value="NaN"), TARGETS, 2, "value", "NaN", "plain number"),
    case("seven decimals", cell(TARGETS, 0, value="0.1234567"), TARGETS, 2, "value", "0.1234567", "at most 6 decimals"),
    case("too large", cell(TARGETS, 0, value="1" + "0" * 19), TARGETS, 2, "value", "1" + "0" * 19, "too large"),
    case("paragraph not whole", cell(TARGETS, 0, paragraph="4.5"), TARGETS, 2, "paragraph", "4.5", "whole number"),
    case("paragraph 0", cell(TARGETS, 0, paragraph="0"), TARGETS, 2, "paragraph", "0", "counted from 1"),
    case("neither yes nor no", cell(TARGETS, 2, collective="true"), TARGETS, 4, "collective", "true", "yes or no"),
    case(
        "list with an empty item",
        cell(TARGETS, 2, members="lai-vu||dai-an"),
        TARGETS,
        4,
        "members",
        "lai-vu||dai-an",
        "|",
    ),
    case(
        "list with an item twice",
        cell(TARGETS, 2, members="lai-vu|lai-vu"),
        TARGETS,
        4,
        "members",
        "lai-vu|lai-vu",
        "once",
    ),
    # Names and links.
    case("unknown place", cell(TARGETS, 1, place="dai-n"), TARGETS, 3, "place", "dai-n", "Did you mean “dai-an”?"),
    case(
        "unknown member",
        cell(TARGETS, 2, members="lai-vu|x"),
        TARGETS,
        4,
        "members",
        "lai-vu|x",
        "Nothing is named “x”",
    ),
    case("unknown whole", cell(TARGETS, 1, part_of="gaol"), TARGETS, 3, "part_of", "gaol", "Did you mean “goal”?"),
    case("unknown subject", cell(COMPARISONS, 0, subject="x"), COMPARISONS, 2, "subject", "x", "targets.csv"),
    case("unknown position", cell(ITEMS, 0, sums="9"), ITEMS, 2, "sums", "9", "Nothing is named “a-list/9”"),
    case("position of itself", cell(ITEMS, 1, sums="1"), ITEMS, 3, "sums", "1", "cannot sum itself"),
    case("slug twice", lambda t: t.add(PLACES, 1), PLACES, 5, "slug", "dai-an", "parks/places.csv, line 3"),
    case("reference twice", cell(ACTUALS, 0, reference="goal"), ACTUALS, 2, "reference", "goal", "targets.csv, line 2"),
    case(
        "parts in a circle",
        cell(TARGETS, 0, part_of="goal"),
        TARGETS,
        2,
        "part_of",
        "goal",
        "link to each other in a circle",
    ),
    case(
        "component of itself",
        cell(INDICATORS, 0, component_of="fdi"),
        INDICATORS,
        2,
        "component_of",
        "fdi",
        "in a circle",
    ),
    case(
        "place below itself",
        cell("provinces/parents.csv", 0, parent="hai-duong"),
        "provinces/parents.csv",
        2,
        "parent",
        "hai-duong",
        "below itself in a circle",
    ),
    # What the models hold.
    case(
        "last day first",
        cell(TARGETS, 1, ends_on="2024-12-31"),
        TARGETS,
        3,
        "starts_on, ends_on",
        "",
        "before the first day",
    ),
    case("no value", cell(TARGETS, 1, value=""), TARGETS, 3, "comparator, value", "", "Type a value"),
    case(
        "range without end",
        cell(TARGETS, 1, comparator="between"),
        TARGETS,
        3,
        "comparator, value, high",
        "",
        "upper end",
    ),
    case(
        "second amount without currency",
        cell(TARGETS, 1, other_value="1"),
        TARGETS,
        3,
        "value, other_value, other_unit",
        "",
        "currency",
    ),
    case("quarter 5", cell(ACTUALS, 0, quarter="5"), ACTUALS, 2, "quarter", "5", "1, 2, 3 or 4"),
    case(
        "missing figure with a value",
        cell(ACTUALS, 0, observation_status="not_yet_known"),
        ACTUALS,
        2,
        "comparator, value, observation_status",
        "",
        "missing",
    ),
    case(
        "ratio with one part",
        cell(ACTUALS, 2, indicator="occupancy", unit="percent", numerator="1"),
        ACTUALS,
        4,
        "numerator, denominator",
        "",
        "denominator",
    ),
    case("day on a span", cell(ACTUALS, 0, from_on=""), ACTUALS, 2, "from_on", "", "begins on 2025-01-01"),
    case(
        "share above 1",
        cell("provinces/successions.csv", 0, share="1.5"),
        "provinces/successions.csv",
        2,
        "share",
        "1.5",
        "at most 1",
    ),
    case(
        "park below a perimeter that lists its members",
        cell("parks/parents.csv", 1, parent="hai-duong-parks"),
        "parks/members.csv",
        2,
        "perimeter",
        "hai-duong-parks",
        "put “dai an” below “hai duong” and make it a member of “hai duong parks”",
    ),
    case(
        "due on the 31st",
        cell("frame/due_rules.csv", 0, day_of_month="31"),
        "frame/due_rules.csv",
        2,
        "day_of_month",
        "31",
        "1 to 28",
    ),
    case(
        "two parents on a day",
        lambda t: t.add("parks/parents.csv", 1, parent="hai-duong", valid_from="2025-01-01"),
        "parks/parents.csv",
        5,
        "",
        "",
        "already has a parent",
    ),
    case(
        "centrally run park",
        lambda t: [row.update(centrally_run="yes") for row in t.files[PLACES]],
        PLACES,
        2,
        "kind, centrally_run",
        "",
        "Only a province",
    ),
    # What only the files together show.
    case("half a project", cell(TARGETS, 3, value="22.5"), TARGETS, 5, "value", "22.5", "whole numbers"),
    case(
        "FDI in dong",
        cell(TARGETS, 1, unit="VND"),
        TARGETS,
        3,
        "unit",
        "VND",
        "counted in USD, and nothing is converted: choose an indicator in this currency; if the document prints both",
    ),
    case(
        "second amount that is no money",
        cell(TARGETS, 1, other_value="7", other_unit="ha"),
        TARGETS,
        3,
        "other_unit",
        "ha",
        "the same money in another currency",
    ),
    case(
        "negative goal", cell(TARGETS, 0, value="-1"), TARGETS, 2, "value", "-1", "A goal cannot be less than nothing"
    ),
    case("negative count", cell(TARGETS, 3, value="-1"), TARGETS, 5, "value", "-1", "“projects” cannot be less than"),
    case("negative stock", cell(ACTUALS, 2, value="-1"), ACTUALS, 4, "value", "-1", "“leased” cannot be less than"),
    case(
        "part of a goal of another indicator",
        cell(TARGETS, 1, indicator="fdi-new"),
        TARGETS,
        3,
        "part_of",
        "goal",
        "“goal” is a goal for “fdi”",
    ),
    case(
        "part that begins before its goal",
        cell(TARGETS, 1, starts_on="2024-12-31"),
        TARGETS,
        3,
        "part_of",
        "goal",
        "2025-01-01 to 2025-12-31",
    ),
    case("part without an end", cell(TARGETS, 1, ends_on=""), TARGETS, 3, "part_of", "goal", "correct the days"),
    case("paragraph 501", cell(TARGETS, 0, paragraph="501"), TARGETS, 2, "paragraph", "501", "more than 500"),
    case(
        "value that the printed form contradicts",
        cell(ACTUALS, 0, printed="152 million USD"),
        ACTUALS,
        2,
        "value",
        "125000000",
        "“152 million USD” gives 152,000,000 in the document's number style (english), the cell 125,000,000",
    ),
    case(
        "second amount that the printed form contradicts",
        cell(ACTUALS, 0, printed="$125 million (VND 3 trillion)", other_value="3100000000000", other_unit="VND"),
        ACTUALS,
        2,
        "other_value",
        "3100000000000",
        "gives 125,000,000; 3,000,000,000,000 in",
    ),
    case(
        "number style of another document",
        cell("documents.csv", 0, number_style="vietnamese"),
        COMPARISONS,
        2,
        "value",
        "4.5",
        "“4.5-fold” gives 45 in the document's number style (vietnamese), the cell 4.5",
    ),
    case("unit of another indicator", cell(TARGETS, 1, unit="ha"), TARGETS, 3, "unit", "ha", "“fdi” is counted in USD"),
    case(
        "same unit twice",
        cell(TARGETS, 1, other_value="1", other_unit="USD"),
        TARGETS,
        3,
        "other_unit",
        "USD",
        "other currency",
    ),
    case(
        "value where none is stated",
        cell(ACTUALS, 0, comparator="none_stated"),
        ACTUALS,
        2,
        "value",
        "125000000",
        "Empty the cell",
    ),
    case("printed form missing", cell(TARGETS, 1, printed=""), TARGETS, 3, "printed", "", "as the document prints it"),
    case("note in one language", cell(TARGETS, 1, note="ghi chú"), TARGETS, 3, "note_en", "", "both languages"),
    case(
        "reason in one language",
        cell(ACTUALS, 1, rejected_because_en=""),
        ACTUALS,
        3,
        "rejected_because_en",
        "",
        "both languages",
    ),
    case(
        "lower without baseline",
        cell(TARGETS, 1, indicator="certificate-days", unit="days"),
        TARGETS,
        3,
        "baseline",
        "",
        "value when the period starts",
    ),
    case(
        "upper bound of a goal to raise",
        cell(TARGETS, 1, comparator="at_most"),
        TARGETS,
        3,
        "comparator",
        "at_most",
        "choose another comparator",
    ),
    case(
        "phase without a number",
        cell(PHASES, 0, comparator="none_stated", value="", printed=""),
        TARGETS,
        2,
        "starts_on",
        "2025-01-01",
        "no number",
    ),
    case("collective without members", cell(TARGETS, 2, members=""), TARGETS, 4, "members", "", "names the places"),
    case("members without collective", cell(TARGETS, 2, collective=""), TARGETS, 4, "collective", "", "has members"),
    case(
        "goal in a promotion list",
        cell(TARGETS, 3, role="goal"),
        TARGETS,
        5,
        "role, promotion_item",
        "",
        "Only an offer",
    ),
    case(
        "phase outside its target",
        cell(PHASES, 0, starts_on="2024-12-31"),
        PHASES,
        2,
        "starts_on",
        "2024-12-31",
        "leaves the period",
    ),
    case(
        "day outside the quarter",
        cell(ACTUALS, 2, to_on="2025-04-01"),
        ACTUALS,
        4,
        "to_on",
        "2025-04-01",
        "2025-01-01 to 2025-03-31",
    ),
    case(
        "year to date from February",
        cell(ACTUALS, 0, from_on="2025-02-01"),
        ACTUALS,
        2,
        "from_on",
        "2025-02-01",
        "begins on 2025-01-01",
    ),
    case(
        "ratio parts of a flow",
        cell(ACTUALS, 0, numerator="1", denominator="2"),
        ACTUALS,
        2,
        "numerator",
        "1",
        "Only a ratio",
    ),
    case(
        "two figures for one cell",
        cell(ACTUALS, 1, rejected_because="", rejected_because_en=""),
        ACTUALS,
        3,
        "rejected_because",
        "",
        "“q1-fdi” (documents/a-document/actuals.csv, line 2) is the same figure",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "file", "line", "field", "value", "cure"), CASES)
def test_bad_input_is_named_with_its_place_and_cure(change, file, line, field, value, cure, tmp_path):
    text = SeedFolderText()
    change(text)
    with pytest.raises(UnableToLoadSeedsError) as refusal:
        load_seeds(folder=text.write(tmp_path))
    problems = refusal.value.problems
    found = [problem for problem in problems if (problem.file, problem.line, problem.field) == (file, line, field)]
    assert found, "\n".join(str(problem) for problem in problems)
    assert found[0].value == value
    assert cure in found[0].cure
    assert str(found[0]).startswith(f"{file}, line {line}" if line else file)
    for model in (SourceDocument, Place, Unit, Target, Actual, Person):
        assert not model.objects.exists(), "nothing is written"


@pytest.mark.django_db
def test_one_mistake_is_one_problem(tmp_path):
    text = SeedFolderText().set("indicators/units.csv", 0, whole="maybe")
    with pytest.raises(UnableToLoadSeedsError) as refusal:
        load_seeds(folder=text.write(tmp_path))
    assert [(problem.field, problem.value) for problem in refusal.value.problems] == [("whole", "maybe")]


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["documents.csv", "provinces/places.csv", "indicators/units.csv", INDICATORS])
@pytest.mark.parametrize("lost", ["missing", "with semicolons"])
def test_file_that_is_lost_whole_is_one_problem(file, lost, tmp_path):
    text = SeedFolderText()
    if lost == "missing":
        del text.files[file]
    else:
        text.put(file, text.text(file).replace(",", ";"))
    with pytest.raises(UnableToLoadSeedsError) as refusal:
        load_seeds(folder=text.write(tmp_path))
    assert [problem.file for problem in refusal.value.problems] == [file]


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["absent", "empty"])
def test_folder_without_files_is_refused(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnableToLoadSeedsError, match="give the right one"):
        load_seeds(folder=tmp_path / folder)


@pytest.mark.django_db
def test_files_beside_the_figures_are_passed_over(tmp_path):
    folder = SeedFolderText().put("README.md", "text").put("demo/units.csv", "x").put(".draft.csv", "x").write(tmp_path)
    assert len(load_seeds(folder=folder).files) == 26


@pytest.mark.django_db
def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    text = SeedFolderText()
    text.put("frame/holidays.csv", "\ufeffon,name,name_en\r\n2025-01-01,Tết,New Year\r\n")
    assert load_seeds(folder=text.write(tmp_path)).added["holidays"] == ["2025-01-01"]


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_add_everything_once(tmp_path):
    folder = SeedFolderText().write(tmp_path)
    outcomes: list[object] = []
    together = threading.Barrier(2)

    def load() -> None:
        try:
            together.wait(timeout=20)
            outcomes.append(load_seeds(folder=folder).nothing_changed)
        except BaseException as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [False, True], outcomes
    assert Target.objects.count() == 4
