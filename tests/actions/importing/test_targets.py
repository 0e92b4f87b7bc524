"""A file of targets is compared, saved whole as drafts, read back as it was written, and put back while drafts."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.builders import (
    approve_target,
    make_document,
    make_file_import,
    make_indicator,
    make_park,
    make_person,
    make_province_with_parks,
    make_target,
)
from tracker.actions.entry_undoing import UnableToUndoError
from tracker.actions.importing.filing import UnableToFileError, begin_work, keep_file
from tracker.actions.importing.reading import read_stored
from tracker.actions.importing.running import check_file, save_file, work_on
from tracker.actions.importing.saving import ImportStoppedError, UnableToSaveFileError
from tracker.actions.importing.target_files import target_proposal_for
from tracker.actions.importing.target_saving import save_targets, undo_targets
from tracker.actions.importing.target_template import target_template_of
from tracker.actions.rights import scope_of
from tracker.actions.targets import UnableToApproveTargetError
from tracker.actions.targets import approve_target as approve
from tracker.exchange.target_columns import COLUMNS, headings
from tracker.models import (
    Comparator,
    FileImport,
    ImportKind,
    ImportState,
    PromotionItem,
    PromotionList,
    Role,
    Target,
    TargetPhase,
    TargetRole,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 3, tzinfo=UTC)
MILLION = 10**6


class Office:
    """A province whose administrator keeps its targets: one approved goal, one draft of a park."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=2)
        self.fdi = make_indicator("fdi-registered", unit="USD")
        self.keeper = make_person("keeper", role=Role.ADMINISTRATOR, place=self.rows.province)
        self.other = make_person("other", role=Role.ADMINISTRATOR, place=self.rows.province)
        self.document = make_document("decision", number="12/QĐ-UBND", title="Kế hoạch", title_en="Plan")
        self.goal = make_target(
            self.rows.province, self.fdi, 1000 * MILLION, document=self.document, issuer=self.rows.board
        )
        self.draft = make_target(
            self.rows.parks[0],
            self.fdi,
            500 * MILLION,
            approved=False,
            investor=self.rows.investors[0],
            part_of=self.goal,
            note="two  lines\nof a note",
        )

    def keep(self, content, name="targets.xlsx", language="en"):
        made = make_file_import(
            self.keeper, content, kind=ImportKind.TARGETS, name=name, language=language, quarter=None, year=2025
        )
        FileImport.objects.filter(pk=made.pk).update(state=ImportState.UPLOADED)
        kept = FileImport.objects.get(pk=made.pk)
        proposal = target_proposal_for(kept)
        assert proposal.is_certain
        kept.mapping = proposal.mapping
        kept.save(update_fields=["mapping"])
        return kept

    def check(self, content, **options):
        kept = self.keep(content, **options)
        return kept, check_file(kept, read=read_stored, at=NOW)

    def save(self, content, reason="", **options):
        kept = self.keep(content, **options)
        kept.reason = reason
        kept.save(update_fields=["reason"])
        result = check_file(kept, read=read_stored, at=NOW)
        assert result.can_be_saved, (result.problems, result.questions)
        return kept, save_file(kept, read=read_stored, at=NOW)

    def template(self, language="en"):
        with translation.override(language):
            content = target_template_of(scope_of(self.keeper, timezone.localdate(NOW)))
        assert content is not None
        return content


@pytest.fixture
def office():
    with translation.override("en"):
        yield Office()


def changed(content, *rows, **cells):
    """Return the template with cells typed over and rows added below, each by its columns."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    page = workbook.worksheets[0]
    for name, value in cells.items():
        page[name] = value
    at = 4 + sum(1 for row in page.iter_rows(min_row=4, max_col=1, values_only=True) if row[0])
    for number, row in enumerate(rows, at):
        for column, value in row.items():
            page.cell(number, COLUMNS.index(column) + 1, value)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def table(*rows, heads=None):
    """Return a text file of rows by their columns."""
    columns = heads or list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([headings()[column] for column in columns])
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue().encode()


def a_row(office, **changes):
    row = {
        "place": office.rows.parks[1].name,
        "code": "fdi-registered",
        "unit": "million USD",
        "comparator": "at least",
        "value": "250",
        "starts_on": "01/01/2026",
        "ends_on": "31/12/2026",
        "role": "goal",
        **changes,
    }
    return {name: value for name, value in row.items() if value is not None}


def letter(column):
    return openpyxl.utils.get_column_letter(COLUMNS.index(column) + 1)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_template_as_it_was_given_changes_nothing(office, language):
    with translation.override(language):
        _kept, result = office.check(office.template(language), language=language)
    assert (result.same, result.new, result.changed, result.problems, result.notices) == (2, 0, 0, [], [])
    assert not result.can_be_saved


def test_places_of_one_name_are_told_apart_as_the_template_writes_them(office):
    # A successor keeps the plain address name, and its name is that of a predecessor.
    for slug in ("an-giang", "an-giang-2025"):
        make_target(make_park(slug, parent=office.rows.perimeter, name="An Giang", name_en="An Giang"), office.fdi, 7)
    _kept, result = office.check(office.template())
    assert (result.same, result.problems) == (4, [])
    kept, result = office.check(table(a_row(office, place="An Giang")))
    assert "Several of your places bear this name." in result.problems[0].message
    assert kept.state == ImportState.CHECKED


def test_range_lowering_goal_and_odd_amounts_read_back_as_they_were_written(office):
    days = make_indicator("days", unit="days")
    make_target(office.rows.province, days, 8, baseline=15, comparator=Comparator.AT_MOST, starts_on=date(2025, 2, 1))
    make_target(
        office.rows.province, office.fdi, "1.25", high="1234567890123.123456", comparator=Comparator.BETWEEN, year=2027
    )
    make_target(office.rows.province, office.fdi, None, year=2028)
    make_target(office.rows.province, office.fdi, 5, open_end=True, starts_on=date(2030, 1, 1))
    _kept, result = office.check(office.template())
    assert (result.same, result.problems) == (6, [])


def test_new_target_is_a_draft_and_the_same_file_again_changes_nothing(office):
    content = table(a_row(office, issuer="hai-duong-board", document="12/QĐ-UBND", note="a note"))
    _kept, result = office.check(content, name="targets.csv")
    assert (result.new, result.problems) == (1, [])
    assert Target.objects.count() == 2, "comparing writes nothing"
    office.save(content, name="targets.csv")
    made = Target.objects.latest("pk")
    assert (made.place, made.value, made.comparator, made.role) == (
        office.rows.parks[1],
        250 * MILLION,
        Comparator.AT_LEAST,
        TargetRole.GOAL,
    )
    assert (made.starts_on, made.ends_on, made.issuer, made.document) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        office.rows.board,
        office.document,
    )
    assert (made.approved_at, made.version, made.unit, made.position) == (None, 1, office.fdi.unit, 1)
    _kept, again = office.check(content, name="targets.csv")
    assert (again.same, again.new, again.can_be_saved) == (1, 0, False)


def test_importer_cannot_approve_what_the_file_wrote_and_somebody_else_can(office):
    office.save(table(a_row(office)), name="t.csv")
    made = Target.objects.latest("pk")
    with pytest.raises(UnableToApproveTargetError, match="wrote or changed this target yourself"):
        approve(target=made, by=office.keeper, at=NOW)
    assert approve(target=made, by=office.other, at=NOW).approved_at is not None


def test_changed_draft_shows_old_and_new_and_is_changed_in_place(office):
    content = changed(office.template(), **{f"{letter('value')}5": 600})
    _kept, result = office.check(content)
    (change,) = result.changes
    assert (change["before"], change["after"], change["percent"]) == (
        "Value: 500\u00a0million USD",
        "Value: 600\u00a0million USD",
        "+20",
    )
    assert change["where"].endswith(f"!{letter('value')}5")
    office.save(content)
    office.draft.refresh_from_db()
    assert (office.draft.value, office.draft.version) == (600 * MILLION, 1)


def test_changed_approved_target_asks_why_and_becomes_the_next_version(office):
    content = changed(office.template(), **{f"{letter('value')}4": 1200})
    _kept, result = office.check(content)
    assert (result.changed, result.question_count) == (1, 1)
    assert "becomes its next version" in result.questions[0].message
    office.save(content, reason="adjusted by the council")
    new = Target.objects.get(supersedes=office.goal)
    assert (new.value, new.version, new.reason, new.approved_at) == (
        1200 * MILLION,
        2,
        "adjusted by the council",
        None,
    )
    office.goal.refresh_from_db()
    assert office.goal.value == 1000 * MILLION


def test_reason_of_a_row_answers_for_it(office):
    content = changed(office.template(), **{f"{letter('value')}4": 1200, f"{letter('reason')}4": "a new plan"})
    office.save(content)
    assert Target.objects.get(supersedes=office.goal).reason == "a new plan"


def test_phases_go_with_the_next_version_and_are_checked_with_it(office):
    phased = make_target(office.rows.parks[1], office.fdi, 100 * MILLION, approved=False)
    TargetPhase.objects.create(
        target=phased,
        starts_on=date(2025, 10, 1),
        ends_on=date(2025, 12, 31),
        basis="in_phase",
        comparator=Comparator.EXACTLY,
        value=Decimal(5 * MILLION),
        unit=office.fdi.unit,
        origin="printed",
    )
    approve_target(phased)
    row = a_row(office, target=f"#{phased.pk}", starts_on="01/01/2025", ends_on="30/09/2025", reason="shorter")
    _kept, result = office.check(table(row), name="t.csv")
    (problem,) = result.problems
    assert "A phase leaves the period" in problem.message


@pytest.mark.parametrize(
    ("changes", "cell", "words"),
    [
        ({"place": "Nowhere"}, "A2", "no such place among those whose targets you administer"),
        ({"code": "no-such-code"}, "B2", "no indicator of this name"),
        ({"unit": "tỷ đồng"}, "E2", "VND"),
        ({"unit": ""}, "E2", "No unit stands with this amount"),
        ({"comparator": "roughly"}, "D2", "is none of"),
        ({"value": "much"}, "E2", "much"),
        ({"starts_on": "31/02/2026"}, "F2", "is no day"),
        ({"ends_on": "31/12/2025"}, "G2", "last day must not be before the first"),
        ({"role": "dream"}, "H2", "is none of"),
        ({"role": ""}, "A2", "needs these cells too: Role of the target"),
        ({"value": "clear"}, "E2", "Type a value"),
        ({"comparator": "between"}, "A2", "A range needs its upper end"),
        ({"value": "99999999999999999999999"}, "E2", ""),
    ],
)
def test_what_is_wrong_stands_at_its_cell_with_the_cure(office, changes, cell, words):
    heads = ["place", "code", "unit", "comparator", "value", "starts_on", "ends_on", "role"]
    _kept, result = office.check(table(a_row(office, **changes), heads=heads), name="t.csv")
    assert [problem.where for problem in result.problems] == [f"t!{cell}"]
    assert words in result.problems[0].message
    assert not result.can_be_saved
    assert Target.objects.count() == 2


def test_one_bad_row_among_many_saves_nothing(office):
    content = table(a_row(office), a_row(office, place="Nowhere", starts_on="01/01/2027"))
    kept, result = office.check(content, name="t.csv")
    assert (result.new, result.problem_count) == (1, 1)
    kept.refresh_from_db()
    assert isinstance(save_file(kept, read=read_stored, at=NOW), UnableToSaveFileError)
    assert Target.objects.count() == 2


def test_same_target_twice_in_a_file_is_refused(office):
    _kept, result = office.check(table(a_row(office), a_row(office, value="300")), name="t.csv")
    assert [problem.where for problem in result.problems] == ["t!A3"]
    assert "t!A2 states the same target" in result.problems[0].message


def test_row_that_may_mean_several_targets_is_not_guessed(office):
    for value in (100, 200):
        make_target(office.rows.parks[1], office.fdi, value * MILLION, year=2026, issuer=None)
    _kept, result = office.check(table(a_row(office)), name="t.csv")
    (problem,) = result.problems
    assert "Several targets may be meant" in problem.message


def test_target_of_a_place_beyond_reach_answers_like_none(office):
    others = make_province_with_parks("hung-yen", parks=1)
    letter = make_document("letter", number="99/HY", title="Công văn Hưng Yên", title_en="Letter of Hung Yen")
    stranger = make_target(others.parks[0], office.fdi, 5, investor=others.investors[0], document=letter)
    _kept, result = office.check(table(a_row(office, target=f"#{stranger.pk}")), name="t.csv")
    (problem,) = result.problems
    assert "You administer no target" in problem.message
    workbook = openpyxl.load_workbook(io.BytesIO(office.template()))
    texts = {str(cell.value) for page in workbook.worksheets for row in page.iter_rows() for cell in row if cell.value}
    assert {office.rows.parks[1].name_en, "12/QĐ-UBND Plan"} <= texts
    assert not [text for text in texts if "hung" in text.lower() or "99/HY" in text or text == f"#{stranger.pk}"]


def test_document_and_organisation_beyond_reach_are_named_like_unknown_ones(office):
    others = make_province_with_parks("hung-yen", parks=1)
    letter = make_document("letter", number="99/HY", title="Công văn", title_en="Letter")
    make_target(others.parks[0], office.fdi, 5, investor=others.investors[0], document=letter)
    for column, name in (("document", "99/HY"), ("investor", others.investors[0].name), ("issuer", "no such office")):
        _kept, result = office.check(table(a_row(office, **{column: name})), name="t.csv")
        (problem,) = result.problems
        assert problem.message == f"“{name}” is not among the names to choose from. Copy the name from the template."


def test_target_changed_since_the_comparison_is_compared_again(office):
    content = changed(office.template(), **{f"{letter('value')}5": 600})
    kept, _result = office.check(content)
    Target.objects.filter(pk=office.draft.pk).update(value=550 * MILLION)
    refused = save_file(kept, read=read_stored, at=NOW)
    assert isinstance(refused, UnableToSaveFileError)
    assert "something has changed" in refused.message
    office.draft.refresh_from_db()
    assert office.draft.value == 550 * MILLION


def test_undone_file_leaves_everything_as_it_was(office):
    content = changed(
        office.template(),
        a_row(office),
        **{f"{letter('value')}4": 1200, f"{letter('value')}5": 600, f"{letter('investor')}5": "clear"},
    )
    kept, _saved = office.save(content, reason="adjusted")
    assert Target.objects.count() == 4
    assert undo_targets(file_import=kept, by=office.keeper, at=NOW) == 3
    assert set(Target.objects.values_list("pk", flat=True)) == {office.goal.pk, office.draft.pk}
    office.draft.refresh_from_db()
    assert (office.draft.value, office.draft.investor) == (500 * MILLION, office.rows.investors[0])
    kept.refresh_from_db()
    assert (kept.targets_undone_by, kept.targets_undone_at) == (office.keeper, NOW)
    with pytest.raises(UnableToUndoError):
        undo_targets(file_import=kept, by=office.keeper, at=NOW)


def test_nothing_is_undone_once_one_of_its_targets_is_approved(office):
    kept, _saved = office.save(
        table(a_row(office), a_row(office, starts_on="01/01/2027", ends_on="2027")), name="t.csv"
    )
    approve_target(Target.objects.latest("pk"))
    with pytest.raises(UnableToUndoError, match="was approved or changed since"):
        undo_targets(file_import=kept, by=office.keeper, at=NOW)
    assert Target.objects.count() == 4


def test_columns_with_other_heads_are_asked_once_and_remembered(office):
    rows = b"Place;Code;Unit;Kind;How much;First day;Last day;Role of the target\nx;x;x;x;x;x;x;x\n"
    made = make_file_import(office.keeper, rows, kind=ImportKind.TARGETS, name="own.csv", quarter=None)
    proposal = target_proposal_for(made)
    assert not proposal.is_certain
    (found,) = proposal.tables
    assert found.columns == ("place", "code", "unit", "", "", "starts_on", "ends_on", "role")
    columns = ("place", "code", "unit", "comparator", "value", "starts_on", "ends_on", "role")
    made.mapping = proposal.with_columns([columns])
    made.save(update_fields=["mapping"])
    again = make_file_import(office.keeper, rows, kind=ImportKind.TARGETS, name="own.csv", quarter=None)
    assert target_proposal_for(again).tables[0].columns == columns
    assert target_proposal_for(again).is_certain


def test_column_that_is_no_part_of_a_target_is_told(office):
    heads = [*a_row(office), "extra"]
    text = table(a_row(office), heads=[*a_row(office)]).decode().splitlines()
    content = "\n".join([f"{text[0]};Remarks of mine", f"{text[1]};hello"]).encode()
    made = make_file_import(office.keeper, content, kind=ImportKind.TARGETS, name="t.csv", quarter=None)
    made.mapping = target_proposal_for(made).mapping
    made.save(update_fields=["mapping"])
    (notice,) = read_stored(made).notices
    assert (notice.where, notice.text) == (f"t!{'ABCDEFGHIJ'[len(heads) - 1]}1", "Remarks of mine")


def test_clerk_does_not_bring_targets(office):
    clerk = make_person("clerk-of-hd", role=Role.CLERK, place=office.rows.province)
    with pytest.raises(UnableToFileError):
        keep_file(
            kind=ImportKind.TARGETS,
            name="t.csv",
            content=b"x",
            year=2025,
            quarter=None,
            source=None,
            language="en",
            by=clerk,
            at=NOW,
        )
    assert target_template_of(scope_of(clerk, timezone.localdate(NOW))) is None


def test_template_costs_the_same_queries_for_any_number_of_targets(office):
    counts = []
    for number in (1, 8):
        for year in range(2030, 2030 + number):
            make_target(office.rows.parks[1], office.fdi, 5, year=year, issuer=office.rows.board)
        with CaptureQueriesContext(connection) as queries:
            office.template()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_comparing_costs_the_same_queries_for_any_number_of_rows(office):
    counts = []
    for rows in (1, 12):
        content = table(*(a_row(office, starts_on=str(2026 + n), ends_on=str(2026 + n)) for n in range(rows)))
        kept = office.keep(content, name="t.csv")
        with CaptureQueriesContext(connection) as queries:
            result = check_file(kept, read=read_stored, at=NOW)
        assert (result.new, result.problems) == (rows, [])
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "99999999999999 million", "unit": "USD"}, "below 10 to the power of 19"),
        ({"paragraph": "4"}, "A paragraph number needs its document."),
        ({"printed": "x" * 201}, "200"),
    ],
)
def test_what_the_database_would_refuse_is_told_when_it_is_compared(office, changes, words):
    _kept, result = office.check(table(a_row(office, **changes)), name="t.csv")
    assert any(words in problem.message for problem in result.problems), result.problems


def test_second_file_with_the_same_new_target_is_compared_again(office):
    content = table(a_row(office))
    kept = [office.check(content, name="t.csv")[0] for _time in range(2)]
    first, second = (save_file(each, read=read_stored, at=NOW) for each in kept)
    assert not isinstance(first, UnableToSaveFileError)
    assert isinstance(second, UnableToSaveFileError)
    assert Target.objects.count() == 3
    kept[1].refresh_from_db()
    assert (kept[1].state, kept[1].check_result["same"]) == (ImportState.CHECKED, 1)


@pytest.mark.django_db(transaction=True)
def test_process_of_its_own_checks_and_saves_a_file_of_targets():
    with translation.override("en"):
        office = Office()
        kept = office.keep(table(a_row(office)), name="t.csv")
        for saving, state in ((False, ImportState.CHECKED), (True, ImportState.SAVED)):
            begin_work(file_import=kept, saving=saving, by=office.keeper)
            assert work_on(kept, read=read_stored, now=lambda: NOW)
            kept.refresh_from_db()
            assert (kept.state, kept.message) == (state, "")
    (receipt,) = kept.target_receipt
    assert receipt["target"] == Target.objects.latest("pk").pk


def test_interrupted_save_leaves_no_target_and_no_receipt(office, monkeypatch):
    kept, _result = office.check(table(a_row(office), a_row(office, starts_on="2027", ends_on="2027")), name="t.csv")

    def stop(done):
        raise ImportStoppedError

    with pytest.raises(ImportStoppedError):
        save_targets(
            read_stored(kept).statement,
            file_import=kept,
            digest=kept.check_result["digest"],
            by=office.keeper,
            at=NOW,
            progress=stop,
        )
    kept.refresh_from_db()
    assert (Target.objects.count(), kept.state, kept.target_receipt) == (2, ImportState.CHECKED, None)


def test_offer_of_a_promotion_list_keeps_its_role(office):
    """The constraint would refuse it only when it is saved: it is told when it is compared."""
    place = office.rows.province
    said = {"name": "Danh mục", "name_en": "List"}
    days = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    listed = PromotionList.objects.create(slug="list", place=place, document=office.document, **days, **said)
    item = PromotionItem.objects.create(promotion_list=listed, position=1, is_group=False, **said)
    offer = make_target(place, office.fdi, 5 * MILLION, role=TargetRole.OFFER, promotion_item=item, approved=False)
    row = a_row(office, target=f"#{offer.pk}", place=place.name, starts_on="2025", ends_on="2025", value="5")
    _kept, result = office.check(table(row), name="t.csv")
    (problem,) = result.problems
    assert "Only an offer belongs to a promotion list." in problem.message
