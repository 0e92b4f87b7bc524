"""The page that tells the story of one figure: to whom it tells what, in which words."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.builders import (
    Figure,
    make_administrator,
    make_approver,
    make_clerk,
    make_indicator,
    make_manager,
    make_park,
    make_person,
    make_report,
    make_revision,
)
from tests.progress.figures_with_a_past import kept_past
from tracker.models import IndicatorKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def past(django_db_setup, django_db_blocker):
    """Write the past once; its steps need transactions of their own."""
    yield from kept_past(django_db_blocker)


def address(past, indicator="fdi-registered", quarter="2025-Q1"):
    reporter = past.report.reporter.slug
    return reverse("admin:tracker_quarterlyreport_figure", args=[past.place.slug, quarter, reporter, indicator])


def shown(response):
    """Return the page's text as a person reads it."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode().replace("\u00a0", " "))
    return " ".join(text.split())


def test_clerk_reads_every_step_in_words(sign_in, past):
    response = sign_in(past.people.clerk).get(address(past))
    assert response.status_code == 200
    steps = response.context["steps"]
    assert [step.what for step in steps[-6:]] == [
        "Figure entered (pasted), revision 1",
        "Opened again after the return, revision 1",
        "Returned, revision 1",
        "Submitted for approval, revision 1",
        "Figure entered, revision 1",
        "Draft opened, revision 1",
    ]
    first = steps[-2]
    assert [line.replace("\u00a0", " ") for line in first.changes] == [
        "in the quarter: – → 125 million USD (125,000,000 USD)",
        "note: – → sơ bộ",
    ]
    assert (first.who, first.why) == ("Trần Thị Bình", "")
    assert (steps[-4].who, steps[-4].why) == ("Nguyễn Văn An", "Thiếu dự án mới.")
    started = next(step for step in steps if step.what == "Correction started, revision 2")
    assert started.why == "a correction · Dự án Alpha tăng vốn."
    written_past = next(step for step in steps if step.who.startswith("by the database account"))
    account = connection.settings_dict["USER"]
    assert written_past.who == f"by the database account {account}, past the application"
    assert "reason: – → Tăng vốn" in written_past.changes
    undone = next(step for step in steps if step.what == "Entry undone, revision 2")
    assert "999" in undone.changes[0].split("→")[0]


def test_page_says_what_stands_and_what_is_drafted(sign_in, past):
    response = sign_in(past.people.clerk).get(address(past))
    now, drafted = response.context["now"], response.context["drafted"]
    assert [row.amount.replace("\u00a0", " ") for row in now] == [
        "year to date: 130 million USD (130,000,000 USD)",
    ]
    assert (now[0].who, now[0].revision) == ("Nguyễn Văn An", 1)
    assert [row.amount.replace("\u00a0", " ") for row in drafted] == [
        "in the quarter: 140 million USD (140,000,000 USD)",
    ]
    text = shown(response)
    assert "What the draft says" in text
    assert "Revision 1, approved at" in text


def test_page_speaks_vietnamese_numbers(sign_in, past):
    response = sign_in(past.people.clerk, "vi").get(address(past))
    assert "125 triệu USD (125.000.000 USD)" in shown(response)


@pytest.mark.parametrize(
    ("moment", "amount", "remarks"),
    [
        ("before approved", None, None),
        ("approved", "in the quarter: 130 million USD (130,000,000 USD)", ("source: Công văn 12",)),
        (
            "correction approved",
            "in the quarter: 135 million USD (135,000,000 USD)",
            ("reason: Tăng vốn", "source: Công văn 15"),
        ),
        ("withdrawal approved", "year to date: 130 million USD (130,000,000 USD)", ()),
    ],
)
def test_page_says_what_stood_at_a_moment(sign_in, past, moment, amount, remarks):
    at = timezone.localtime(past.moments[moment]).isoformat()
    response = sign_in(past.people.manager).get(address(past), {"as_of": at})
    then = response.context["then"]
    if amount is None:
        assert then == []
        assert "No figure was approved by then." in shown(response)
        return
    assert then[0].amount.replace("\u00a0", " ") == amount
    assert then[0].remarks == remarks
    assert "In force at" in shown(response)


@pytest.mark.parametrize("text", ["2025-04-20T10:00", "2025-04-20"])
def test_day_and_time_before_everything_shows_nothing(sign_in, past, text):
    response = sign_in(past.people.clerk).get(address(past), {"as_of": text})
    assert response.status_code == 200
    assert response.context["then"] == []
    assert 'value="2025-04-20T' in response.content.decode()


@pytest.mark.parametrize("text", ["soon", "2025-13-01", "9999-12-31T23:59", "0001-01-01", "20/04/2025"])
def test_moment_that_is_none_is_refused_with_the_cure(sign_in, past, text):
    response = sign_in(past.people.clerk).get(address(past), {"as_of": text})
    assert response.status_code == 400
    assert f"“{text}” is no day and time. Write a day like 2025-04-30" in shown(response)
    assert response.context["then"] is None


def test_manager_reads_the_approvals_alone(sign_in, past):
    response = sign_in(past.people.manager).get(address(past))
    assert {step.what for step in response.context["steps"]} == {
        f"Approved, in force from now on, revision {number}" for number in (1, 2, 3)
    }
    text = shown(response)
    for hidden in ("140", "999", "Thiếu dự án mới", "Trần Thị Bình", "sơ bộ", "What the draft says"):
        assert hidden not in text, hidden
    assert "Entry page" not in text


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.MANAGER, Role.ADMINISTRATOR])
def test_people_of_another_place_get_the_answer_of_an_unknown_one(sign_in, past, role):
    stranger = make_person("stranger", role=role, place=make_park("far-away"))
    client = sign_in(stranger)
    foreign = client.get(address(past))
    unknown = client.get(address(past).replace("/dai-an/", "/no-such-place/"))
    assert foreign.status_code == unknown.status_code == 404
    assert sign_in(past.people.clerk).get(address(past)).status_code == 200


def test_person_without_any_role_and_visitor_see_nothing(sign_in, past, client):
    assert sign_in(make_person("nobody")).get(address(past)).status_code == 404
    answer = client.get(address(past))
    assert answer.status_code == 302
    assert "login" in answer.url


def test_everybody_of_the_place_may_read_it(sign_in, past):
    people = [make_approver(past.place, "another-approver"), make_manager(past.place, "another"), make_administrator()]
    for person in people:
        assert sign_in(person).get(address(past)).status_code == 200, person


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("2025-Q1", "2025-Q7"),
        ("2025-Q1", "soon"),
        ("fdi-registered", "no-such"),
        ("dai-an-investor", "hai-duong-board"),
    ],
)
def test_address_that_names_nothing_answers_404(sign_in, past, part, instead):
    wrong = address(past).replace(part, instead)
    assert wrong != address(past)
    assert sign_in(past.people.clerk).get(wrong).status_code == 404


def test_quarter_without_report_has_an_empty_story(sign_in, past):
    response = sign_in(past.people.clerk).get(address(past, quarter="2025-Q2"))
    assert response.status_code == 200
    assert "Nothing has been recorded about this figure yet." in shown(response)


def test_report_that_is_a_draft_only_is_unknown_to_managers(sign_in):
    park = make_park("new-park")
    report = make_report(park, figures=[Figure(make_indicator(), 1)], approved=False)
    arguments = [park.slug, "2025-Q1", report.reporter.slug, "fdi-registered"]
    page = reverse("admin:tracker_quarterlyreport_figure", args=arguments)
    assert sign_in(make_manager(park, "reader")).get(page).status_code == 404
    assert sign_in(make_clerk(park, "writer")).get(page).status_code == 200


def test_ratio_shows_its_two_parts(sign_in):
    park = make_park("new-park")
    occupied = make_indicator("occupied", kind=IndicatorKind.RATIO, unit="percent")
    parts = {"numerator": "45.5", "denominator": "70", "observation_status": "estimated"}
    report = make_report(park, figures=[Figure(occupied, 65, "as_of", fields=parts)])
    page = reverse(
        "admin:tracker_quarterlyreport_figure", args=[park.slug, "2025-Q1", report.reporter.slug, "occupied"]
    )
    now = sign_in(make_clerk(park, "writer")).get(page).context["now"]
    assert [row.amount.replace("\u00a0", " ") for row in now] == ["on a day: 45.5 / 70 = 65 percent (estimated)"]


def test_page_costs_the_same_for_a_short_and_a_long_past(sign_in):
    park, fdi = make_park("new-park"), make_indicator()
    report = make_report(park, figures=[Figure(fdi, 1)])
    page = reverse("admin:tracker_quarterlyreport_figure", args=[park.slug, "2025-Q1", report.reporter.slug, fdi.code])
    client = sign_in(make_clerk(park, "writer"))

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(page, {"as_of": "2025-04-20"})
        return len(captured), len(response.context["steps"])

    cost()
    short = cost()
    for number in range(12):
        person = make_approver(park, f"approver-{number}")
        make_revision(report, [Figure(fdi, number)], by=person)
    long = cost()
    assert short[1] < 8 < 40 < long[1]
    assert short[0] == long[0]


def test_page_needs_no_script_and_labels_its_input(sign_in, past):
    text = sign_in(past.people.clerk).get(address(past)).content.decode()
    main = text[text.index('id="content"') :]
    assert '<label for="as_of">' in main
    assert " style=" not in main
    assert "onclick" not in main
