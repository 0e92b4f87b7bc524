"""Pages of editions: the list, one edition, pages and files read from it, what was restated, and who may open what."""

import csv
import re

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.actions.test_publishing import MILLION, Country
from tests.builders import Figure, make_manager, make_revision, make_target
from tests.reading import lines_of, read, text_of
from tracker.progress.periods import Quarter
from tracker.web.filters import moment_value

pytestmark = pytest.mark.django_db
SLUG = "hai-duong-2025-q1-1"


@pytest.fixture
def country():
    """A province that was published at 125 of 1,000; then its figure was corrected to 900 and its goal halved."""
    made = Country()
    made.edition = made.publish(name="Quý I/2025, lần đầu", name_en="Q1 2025, first")
    make_revision(made.report, [Figure(made.fdi, 900 * MILLION)])
    make_target(made.tree.province, made.fdi, 500 * MILLION, supersedes=made.goal)
    return made


def says(number, text):
    """Return whether a number stands in a text by itself, not within a digest or a moment."""
    return re.search(rf"(?<![\w.,:]){number}(?![\w:])", text) is not None


ADDRESSES = [
    "/editions/",
    f"/editions/{SLUG}/",
    f"/editions/{SLUG}/?map=today",
    f"/editions/{SLUG}/restatements/",
    f"/places/hai-duong/?edition={SLUG}",
    f"/places/dai-an/?edition={SLUG}&map=today",
    f"/places/dai-an/explanation/?edition={SLUG}&indicator=fdi-registered",
    f"/places/hai-duong/targets/?edition={SLUG}",
    f"/indicators/fdi-registered/?edition={SLUG}",
    f"/?edition={SLUG}",
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_page_answers_in_both_languages(country, address, language):
    response = read(address, language)
    assert response.status_code == 200
    assert 'style="' not in response.content.decode()
    assert "<script" not in response.content.decode()


def test_place_page_prints_the_edition_and_not_what_is_known_now(country):
    published, now = (text_of(read(f"/places/hai-duong/?{q}")) for q in (f"edition={SLUG}", "quarter=2025-Q1"))
    assert "As published: edition 1, “Quý I/2025, lần đầu”" in published
    assert "at least 1,000" in published
    assert "12.5%" in published
    assert says("125", published)
    assert not says("900", published)
    assert "at least 500" in now
    assert "As published" not in now


def test_paper_of_a_published_quarter_names_its_edition_and_is_no_draft(country):
    sheet = read("/places/hai-duong/report/?quarter=2025-Q1")
    said = text_of(sheet)
    assert "Figures in force when read; the published edition: “Q1 2025, first”" in said
    assert "DRAFT" not in said
    assert f'href="/places/hai-duong/report/?edition={SLUG}"' in sheet.content.decode()
    assert "As published: “Q1 2025, first”" in text_of(read(f"/places/hai-duong/report/?edition={SLUG}"))
    assert "BẢN NHÁP: chưa chốt thành bản công bố" in text_of(read("/places/hai-duong/report/?quarter=2025-Q2", "vi"))


def test_paper_of_a_past_moment_names_that_moment_and_claims_nothing_of_now(country):
    moment = moment_value(country.edition.published_at).replace("+", "%2B")
    said = text_of(read(f"/places/hai-duong/report/?quarter=2025-Q1&as_of={moment}"))
    assert "; the published edition: “Q1 2025, first”" in said
    assert "Figures as known on" in said
    assert "in force when read" not in said


def test_links_of_a_page_lead_on_into_the_edition(country):
    page = read(f"/places/hai-duong/?edition={SLUG}&map=today").content.decode()
    assert f'href="/places/dai-an/?edition={SLUG}&amp;map=today"' in page
    assert f"/places/hai-duong/explanation/?edition={SLUG}&amp;map=today&amp;indicator=fdi-registered" in page


def test_explanation_of_a_published_number_explains_the_published_number(country):
    said = text_of(read(f"/places/dai-an/explanation/?edition={SLUG}&indicator=fdi-registered"))
    assert "125 million USD" in said
    assert not says("900", said)


def test_file_of_a_published_page_names_the_edition_and_stays_the_same(country):
    address = f"/places/hai-duong/?edition={SLUG}&format=csv&table=goals"
    first = read(address)
    name = first.headers["Content-Disposition"]
    body = b"".join(first.streaming_content)
    assert 'filename="places-hai-duong-goals-2025-Q1-map-then-edition-1.csv"' in name
    make_revision(country.report, [Figure(country.fdi, 7 * MILLION)])
    again = read(address)
    assert b"".join(again.streaming_content) == body
    (row,) = csv.DictReader(body.decode("utf-8-sig").splitlines())
    assert (row["Goal"], row["Reached to date"], row["Edition"], row["Map"]) == ("1000", "125", SLUG, "then")


def test_edition_names_place_moment_number_and_checksum(country):
    said = text_of(read(f"/editions/{SLUG}/"))
    assert "Hai Duong, Q1 2025: 0 of 1 goal on track; 1 off track" in said
    for words in ("Q1 2025, first", "Hai Duong", "Q1 2025", country.edition.digest, "12.5%"):
        assert words in said, words
    # What a machine compares stands last: a reader wants the goals first.
    assert said.index(country.edition.digest) > said.index("12.5%")
    assert "Nguyễn Văn An" not in text_of(read(f"/editions/{SLUG}/", nobody=True))
    assert "Nguyễn Văn An" in text_of(read(f"/editions/{SLUG}/", person=country.people.manager))


def test_list_names_editions_and_narrows_to_a_place(country):
    again = country.publish(name="Quý I/2025, lần hai", reason="Sửa số của Đại An")
    assert [line["Address name"] for line in lines_of(read("/editions/?format=csv"))] == [again.slug, SLUG]
    assert lines_of(read("/editions/?format=csv&place=hai-duong"))[0]["Why again"] == "Sửa số của Đại An"
    assert "0 editions" in text_of(read("/editions/?place=bac-ninh"))
    assert read("/editions/?place=no-such-place").status_code == 400


def test_restatements_compare_with_what_the_edition_printed(country):
    rows = lines_of(read(f"/editions/{SLUG}/restatements/?format=csv"))
    assert {(row["Change"], row["Old number"], row["New number"]) for row in rows} == {
        ("target revised", "1000", "500"),
        ("figure corrected", "125", "900"),
    }
    numbers = lines_of(read(f"/editions/{SLUG}/restatements/?format=csv&table=numbers"))
    assert {row["Number"]: (row["Old"], row["New"]) for row in numbers}["% of goal"] == ("12.5%", "180%")


@pytest.mark.parametrize(
    "wrong", ["quarter=2025-Q2", "as_of=2025-04-10"], ids=["another quarter", "a moment of its own"]
)
def test_quarter_or_moment_beside_an_edition_is_refused(country, wrong):
    response = read(f"/places/hai-duong/?edition={SLUG}&{wrong}")
    assert response.status_code == 400
    assert SLUG in text_of(response)
    assert read(f"/places/hai-duong/?edition={SLUG}&quarter=2025-Q1").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/editions/no-such-edition/",
        "/editions/no-such-edition/restatements/",
        "/places/hai-duong/?edition=no-such-edition",
        f"/places/bac-ninh/?edition={SLUG}",
    ],
)
def test_what_was_not_published_is_not_found(country, address):
    assert read(address).status_code == 404


# --- Who may open what --------------------------------------------------------------------------------------------


@override_settings(PUBLIC_READING=False)
@pytest.mark.parametrize("address", [ADDRESSES[1], ADDRESSES[3], ADDRESSES[4], ADDRESSES[6]])
def test_edition_of_others_answers_like_one_that_does_not_exist(country, address):
    stranger = make_manager(country.other.province, "stranger")
    unknown = read(address.replace(SLUG, "no-such-edition"), person=stranger)
    assert (read(address, person=stranger).status_code, unknown.status_code) == (404, 404)
    assert read(address, person=country.people.manager).status_code == 200
    assert "Hai Duong" not in text_of(read("/editions/", person=stranger))
    assert read(address, nobody=True).status_code == 302


PUBLIC = pytest.mark.parametrize("opened", ["PUBLIC_EDITIONS", "PUBLIC_READING"])


@pytest.fixture
def opened_by(settings):
    """Open the site for everybody by one setting and no other."""

    def opening(name):
        settings.PUBLIC_READING, settings.PUBLIC_EDITIONS = name == "PUBLIC_READING", name == "PUBLIC_EDITIONS"

    return opening


@PUBLIC
@pytest.mark.parametrize("address", [ADDRESSES[0], ADDRESSES[1], ADDRESSES[4], ADDRESSES[5], ADDRESSES[6], "/places/"])
def test_public_editions_are_read_without_signing_in(country, opened_by, address, opened):
    opened_by(opened)
    response = read(address, nobody=True)
    assert response.status_code == 200
    assert not says("900", text_of(response))


@PUBLIC
@pytest.mark.parametrize(
    "address",
    [
        f"/editions/{SLUG}/restatements/",
        ADDRESSES[7],
        ADDRESSES[8],
        "/places/hai-duong/?quarter=2025-Q2",
        "/places/no-such-place/",
        "/reporting/",
        "/data-checks/",
        "/investors/",
        "/indicators/",
    ],
)
def test_working_data_is_never_public(country, opened_by, address, opened):
    opened_by(opened)
    assert read(address, nobody=True).status_code == 302


@PUBLIC
def test_public_page_of_a_place_is_the_newest_edition_that_covers_it_and_says_so(country, opened_by, opened):
    opened_by(opened)
    said = text_of(read("/places/hai-duong/", nobody=True))
    assert "12.5%" in said
    assert "As published: edition 1, “Quý I/2025, lần đầu”" in said
    moment = country.edition.published_at
    again = country.publish(name="Quý I/2025, lần hai", name_en="Q1 2025, again", reason="Đính chính")
    said = text_of(read("/places/dai-an/", nobody=True))
    assert "As published: edition 2, “Quý I/2025, lần hai”" in said
    # As of the moment of the first one, the second was not there yet.
    then = text_of(read(f"/places/dai-an/?as_of={moment_value(moment).replace('+', '%2B')}", nobody=True))
    assert "edition 1" in then
    data = Client().get("/api/progress/places/hai-duong/").json()
    assert data["as_of"] == Client().get(f"/api/progress/places/hai-duong/?edition={again.slug}").json()["as_of"]


def test_place_page_leads_those_who_work_there_to_what_was_published_restated_and_to_publish(country):
    page = read("/places/hai-duong/?quarter=2025-Q1", person=country.people.approver).content.decode()
    assert f'href="/places/hai-duong/?edition={SLUG}"' in page
    assert 'href="/places/hai-duong/restatements/?quarter=2025-Q1&amp;since=' in page
    way = f'href="/admin/tracker/edition/publish/?place={country.tree.province.pk}&amp;quarter=2025-Q1"'
    assert way in page
    assert way not in read("/places/hai-duong/?quarter=2025-Q1", person=country.people.manager).content.decode()


@PUBLIC
def test_first_page_leads_to_the_editions_while_the_country_has_none(country, opened_by, opened):
    opened_by(opened)
    assert read("/", nobody=True).headers["Location"] == "/editions/"
    assert read(f"/?edition={SLUG}", nobody=True).status_code == 404


def test_public_page_of_an_edition_names_nothing_that_was_not_published(country, opened_by):
    opened_by("PUBLIC_EDITIONS")
    for address in (f"/places/hai-duong/?edition={SLUG}", "/places/hai-duong/"):
        page = read(address, nobody=True)
        assert "12.5%" in text_of(page)
        quarters = [name for name, _text, _shown in page.context["chooser"]["quarters"]]
        assert quarters == ["2025-Q1"], "the quarters with working data are no secret to tell"


def test_published_page_costs_few_queries_whatever_it_holds(country):
    with CaptureQueriesContext(connection) as queries:
        assert read(f"/places/dai-an/?edition={SLUG}").status_code == 200
    # The edition, its page, its rows; the data checks and the lists beside them are read as of its moment.
    tables = ("tracker_edition",)
    of_edition = [query for query in queries if any(table in query["sql"] for table in tables)]
    assert len(of_edition) == 3
    assert not [query for query in queries if "WITH RECURSIVE below" in query["sql"]]


def test_quarter_of_the_edition_is_shown_whatever_is_newest(country):
    assert country.edition.quarter == Quarter(2025, 1).number
    assert "Q1 2025" in text_of(read(f"/places/hai-duong/?edition={SLUG}"))
