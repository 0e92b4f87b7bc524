"""A line that keeps the reason of another figure is asked once more; whoever has read the question can answer it.

Q1 is 100 million USD. A year to date of 90 falls by 10 and says why; 100,000 is a thousand times the usual as well,
which "thu hồi dự án" does not answer by itself.
"""

import pytest
from django.utils import timezone, translation

from tests.actions.desk import MILLION, Desk, entry, refusal
from tests.builders import Figure, make_indicator
from tracker.actions.entering import Stated, UnableToSaveCellsError, save_sheets
from tracker.actions.entry_desks import desk_of_revision
from tracker.actions.entry_undoing import undo_receipt
from tracker.models import AskedBasis, Basis, EntryReceipt, ReportFormLine

pytestmark = pytest.mark.django_db
WHY = "thu hồi dự án"


@pytest.fixture
def desk(db):
    with translation.override("en"):
        made = Desk()
        made.report_quarter(1, Figure(made.fdi, 100 * MILLION, Basis.IN_QUARTER), Figure(made.leased, 50, Basis.AS_OF))
        yield made.open()


def stated_again(desk, *entries, asked):
    stated = Stated(desk_of_revision(desk.revision), entries, None, asked=asked)
    return save_sheets(stated=[stated], by=desk.clerk, at=timezone.now())


def asked_in(problems):
    return {problem.indicator_id: problem.asked for problem in problems}


def slips(desk, reason=WHY, amount=100_000):
    return entry(desk.fdi, in_quarter=amount * MILLION, reason=reason)


def falls(desk, reason=WHY):
    return entry(desk.fdi, in_quarter=-10 * MILLION, reason=reason)


def test_same_words_answer_another_figure_once_the_question_is_read(desk):
    desk.save(falls(desk))
    problems = refusal(desk, slips(desk)).problems
    assert [problem.code for problem in problems] == ["unit_slip"]
    assert WHY in problems[0].message
    assert "another figure" in problems[0].message
    assert stated_again(desk, slips(desk), asked=asked_in(problems)).count == 1
    assert desk.revision.actuals.get().reason == WHY


@pytest.mark.parametrize("what", ["nothing read", "made up", "another figure", "another question"])
def test_stale_reason_does_not_slip_through_unseen(desk, what):
    desk.save(falls(desk))
    asked = asked_in(refusal(desk, slips(desk)).problems)
    read = {"nothing read": {}, "made up": {desk.fdi.pk: "0" * 20}}.get(what, asked)
    stated = slips(desk)
    if what == "another figure":
        stated = slips(desk, amount=100_001)
    if what == "another question":
        # Read was a question about the capital, stated is a negative area.
        stated = entry(desk.leased, level=-3, reason=WHY)
        desk.save(entry(desk.leased, level=3, reason=WHY))
    with pytest.raises(UnableToSaveCellsError) as refused:
        stated_again(desk, stated, asked=read)
    assert refused.value.problems[0].asked not in ("", *read.values())


def test_new_words_need_no_question(desk):
    desk.save(falls(desk))
    assert desk.save(slips(desk, reason="một dự án lớn")) == 1


def test_reason_that_answered_the_same_question_is_not_asked_about(desk):
    desk.save(falls(desk))
    assert desk.save(entry(desk.fdi, in_quarter=-11 * MILLION, reason=WHY)) == 1


def test_undo_brings_a_figure_back_with_its_own_reason_and_asks_nothing(desk):
    desk.save(slips(desk))
    asked = asked_in(refusal(desk, falls(desk)).problems)
    stated_again(desk, falls(desk), asked=asked)
    undo_receipt(receipt=EntryReceipt.objects.latest("pk"), by=desk.clerk, at=timezone.now())
    assert desk.revision.actuals.get().value == 100_000 * MILLION


def test_reason_of_a_total_does_not_answer_parts_that_contradict_it_since(desk):
    """200 = 150 + 50 says why it is so much; 150 + 40 is 190, which is another matter."""
    new, adjusted = desk.split_fdi()
    total = entry(desk.fdi, in_quarter=200 * MILLION, reason="một dự án lớn")
    parts = [entry(new, in_quarter=150 * MILLION), entry(adjusted, in_quarter=50 * MILLION)]
    desk.save(total, *parts)
    less = entry(adjusted, in_quarter=40 * MILLION)
    problems = refusal(desk, less).problems
    assert [(problem.indicator_id, problem.confirmable) for problem in problems] == [(desk.fdi.pk, True)]
    assert "một dự án lớn" in problems[0].message
    assert stated_again(desk, less, asked=asked_in(problems)).count == 1


def test_reason_of_a_stock_does_not_answer_a_flow_that_it_does_not_follow_since(desk):
    """60 ha after 50 and 10 follow; once the flow is corrected to 4 they do not."""
    flow = make_indicator("land-leased", unit="ha")
    desk.leased.accumulates = flow
    desk.leased.save()
    ReportFormLine.objects.create(
        form=desk.form, indicator=flow, asked=AskedBasis.QUARTER_AND_YEAR_TO_DATE, position=90
    )
    desk.save(entry(desk.leased, level=60, reason="đo lại"), entry(flow, in_quarter=10))
    problems = refusal(desk, entry(flow, in_quarter=4)).problems
    assert [(problem.indicator_id, problem.code) for problem in problems] == [(desk.leased.pk, "stock_not_from_flow")]
    assert stated_again(desk, entry(flow, in_quarter=4), asked=asked_in(problems)).count == 1
