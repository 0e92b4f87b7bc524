"""The command that publishes a quarter, and the moments that the other commands take."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.actions.test_publishing import MILLION, Country, moment
from tests.builders import Figure, make_document, make_report, make_revision
from tracker.models import Edition

pytestmark = pytest.mark.django_db
ASKED = {
    "place": "hai-duong",
    "quarter": "2025-Q1",
    "name": "Quý I/2025",
    "username": "approver",
    "language": "en",
}


@pytest.fixture
def country():
    return Country()


def said(command, **options):
    out = StringIO()
    call_command(command, **options, stdout=out)
    return out.getvalue().replace("\u00a0", " ")


def test_quarter_is_published_in_a_person_s_name(country):
    text = said("publish_edition", **ASKED)
    edition = Edition.objects.get()
    assert f"edition 1: 8 pages, {edition.rows.count()} rows, at /editions/hai-duong-2025-q1-1/." in text
    assert edition.published_by == country.people.approver


def test_quarter_is_published_as_of_an_earlier_moment(country):
    said("publish_edition", **ASKED, as_of=moment(10).isoformat(), name_en="Q1 2025")
    edition = Edition.objects.get()
    assert (edition.as_of, edition.name_en) == (moment(10), "Q1 2025")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"place": "no-such-place"}, "--place"),
        ({"username": "nobody"}, "--as"),
        ({"quarter": "2025"}, "--quarter"),
        ({"as_of": "soon"}, "--as-of soon"),
        ({"username": "clerk"}, "needs one of these roles"),
        ({"name": " "}, "Give the edition a name"),
    ],
)
def test_what_cannot_be_published_is_refused_in_a_sentence(country, wrong, words):
    with pytest.raises(CommandError, match=words):
        said("publish_edition", **(ASKED | wrong))
    assert not Edition.objects.exists()


def test_published_figures_and_data_checks_are_listed_as_of_a_moment(country):
    paper = {"document": make_document("paper"), "paragraph": 1, "printed": "as printed"}
    park, investor = country.tree.parks[1], country.tree.investors[1]
    figures = [Figure(country.fdi, 5 * MILLION, fields={**paper, "reference": "lai-vu"})]
    report = make_report(park, reporter=investor, figures=figures, at=moment(8))
    make_revision(report, [Figure(country.fdi, 6 * MILLION, fields={**paper, "reference": "lai-vu"})], at=moment(15))

    def values(**options):
        rows = json.loads(said("published_figures", format="json", **options))
        return [row["value"] for row in rows if row["reference"] == "lai-vu"]

    assert values() == ["6000000"]
    assert values(as_of=moment(10).isoformat()) == ["5000000"]
    assert values(as_of=moment(7).isoformat()) == []
    assert json.loads(said("data_checks", format="json", as_of=moment(1, 1).isoformat())) == []
    with pytest.raises(CommandError, match="--as-of soon"):
        said("data_checks", as_of="soon", language="en")


def test_reporting_status_is_read_as_of_a_moment(country):
    def states(**options):
        found = json.loads(said("reporting_status", quarter="2025-Q1", format="json", **options))
        return found["read_on"], {report["state"] for report in found["reports"]}

    assert states(as_of="2025-04-03")[0] == "2025-04-03"
    assert states(as_of="2025-04-03T08:00")[1] <= {"nothing"}
