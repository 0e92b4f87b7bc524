"""What the pages say of the published figures, and how they answer nonsense."""

import html
import re

import pytest
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.utils.html import strip_tags

from tracker.web.views import places

# The mark has the test database made; the figures are loaded once, around the transaction of each test.
pytestmark = pytest.mark.django_db

HAI_DUONG = "/places/hai-duong/?quarter=2025-Q1"
PAGES = [
    "/",
    "/?map=today",
    "/places/",
    "/places/?q=hai+duong&kind=province",
    HAI_DUONG,
    "/places/hai-phong/?quarter=2025-Q1&map=today",
    "/places/hai-duong-khu-cong-nghiep/",
    "/places/dai-an-mo-rong/",
    "/places/bac-giang/?quarter=2024-Q4",
    "/places/quang-ninh/?quarter=2023-Q1",
    "/places/ha-noi/?quarter=2023-Q3",
    "/places/viet-nam/",
    "/places/hai-duong/explanation/?quarter=2025-Q1&indicator=fdi-registered",
    "/places/hai-duong/targets/?quarter=2025-Q1",
    "/indicators/",
    "/indicators/fdi-registered/?quarter=2025-Q1",
    "/investors/",
    "/documents/",
    "/documents/001-hai-duong-parks-q1-2025/",
    "/data-checks/",
    "/about/",
    "/accounts/login/",
]


def text_of(response):
    """The words of a page, as a reader sees them."""
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body))).replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_page_answers_in_both_languages(reader, address, language):
    response = reader(language).get(address)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()
    assert 'style="' not in response.content.decode()
    assert "<script" not in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_no_two_parts_of_a_page_have_one_name(reader, address):
    names = re.findall(r'\sid="([^"]+)"', reader("vi").get(address).content.decode())
    assert names
    assert sorted(set(names)) == sorted(names)


def test_goals_that_a_place_has_from_its_predecessors_are_named_where_they_are_behind(reader):
    # Hải Phòng of July 2025 has no goal of its own: the headline judges those of the former Hải Dương.
    text = text_of(reader().get("/places/hai-phong/?quarter=2025-Q3"))
    assert "2 goals of other places, 1 on track; 1 off track off track: FDI registered · centrally run city" in text


def test_hai_duong_shows_its_goals_at_the_end_of_the_first_quarter(reader):
    text = text_of(reader().get(HAI_DUONG))
    for words in (
        "Off track at least 1,000 2025 · goal of: Hai Duong 125 figure of: Industrial parks of Hai Duong 12.5%",
        "250 25% · straight line",
        "875 291.67 in each of 3 quarters left",
        "over 8,500",
        "6,918",
        "81.4%",
        "The goal is that of Hai Duong; the reported figures are those of Industrial parks of Hai Duong",
    ):
        assert words in text, words


def test_hai_duong_shows_who_carries_its_goals(reader):
    text = text_of(reader().get(HAI_DUONG))
    for words in (
        "Assigned 1,000 of at least 1,000 by 8 investors' targets, 7 of them with a target for this indicator",
        "and one target for the remaining parks together; covered 100%",
        "Assigned 6,000 of over 8,500",
        "covered 70.6%",
        "Unassigned: 2,500 , which belong to nobody",
    ):
        assert words in text, words


def test_dai_an_is_not_reported_and_never_zero(reader):
    text = text_of(reader().get("/places/dai-an-mo-rong/?quarter=2025-Q1"))
    assert "Not reported 500" in text
    assert "Not reported 1,700" in text
    assert " 0% " not in text


def test_lai_vu_has_no_fdi_target(reader):
    body = reader().get(HAI_DUONG).content.decode()
    row = next(line for line in body.splitlines() if "Lai Vu One Member" in line)
    cell = re.search(r'data-label="FDI registered, target \(million USD\)"><div>(.*?)</div>', row)
    assert cell is not None
    assert "no target set" in cell[1]


def test_todays_map_marks_the_figures_of_the_former_province(reader):
    text = text_of(reader().get("/places/hai-phong/?quarter=2025-Q1&map=today"))
    assert "of the former Hai Duong" in text
    assert "12.5%" in text
    assert "goal of: Hai Duong" in text


def test_todays_map_tells_a_predecessor_from_the_successor_of_its_name(reader):
    read = reader("vi")
    address = "/places/hai-phong/?quarter=2025-Q1&map=today"
    assert "Tổng còn thiếu: Hải Phòng (đến 30/06/2025)." in text_of(read.get(address))
    file = b"".join(read.get(f"{address}&format=csv&table=goals").streaming_content).decode("utf-8-sig")
    assert "Hải Phòng (đến 30/06/2025)" in file


def test_todays_map_marks_figures_without_a_goal_too(reader):
    text = text_of(reader().get("/places/bac-ninh/?quarter=2024-Q4&map=today"))
    assert "FDI registered million USD of the former Bac Giang" in text
    assert "over 1,289" in text


def test_procedure_days_show_their_baselines(reader):
    text = text_of(reader().get("/places/hai-duong-khu-cong-nghiep/?quarter=2025-Q1"))
    assert "8 from 1 Jan 2025 · commitment · baseline 15" in text


def test_hai_duong_in_vietnamese_has_vietnamese_numbers(reader):
    text = text_of(reader("vi").get(HAI_DUONG))
    for words in ("Quý I/2025", "ít nhất 1.000", "12,5%", "291,67", "trên 8.500", "81,4%", "Chậm tiến độ"):
        assert words in text, words


def test_january_of_quang_ninh_is_provisional_and_dated(reader):
    text = text_of(reader().get("/places/quang-ninh/?quarter=2023-Q1"))
    assert "nearly 4,800 to 31 Jan 2023 provisional" in text


def test_explanation_shows_formula_inputs_and_the_same_result(reader):
    page = reader().get("/places/hai-duong/explanation/?quarter=2025-Q1&indicator=fdi-registered")
    text = text_of(page)
    # In the unit of the page, with all digits.
    figures = page.context["figures"]
    assert strip_tags(figures.shown("value", figures.every[0])).startswith("125\u00a0million USD")
    for words in (
        "125 / 1,000 12.5%",
        "1,000 × 3 / 12 months 250 million USD",
        "Rule: straight line. 3 / 12 months 25%",
        "1,000 \u2212 125 875 million USD",
        "875 / 3 quarters ≈ 291.67 million USD",
        "paragraph 1",
    ):
        assert words in text, words


def test_document_page_strikes_out_the_misprint_with_its_reason(reader):
    body = reader().get("/documents/001-hai-duong-parks-q1-2025/").content.decode()
    assert re.search(r"<del>[^<]*2 hectares</del>", body)
    assert "Not used:" in body


def test_document_page_has_an_anchor_for_each_paragraph_once(reader):
    body = reader().get("/documents/001-hai-duong-parks-q1-2025/").content.decode()
    anchors = re.findall(r'id="(p[0-9]+)"', body)
    assert len(anchors) > 5
    assert len(set(anchors)) == len(anchors)


def test_search_finds_places_without_accents(reader):
    assert "Hải Dương" in text_of(reader("vi").get("/places/?q=hai duong"))
    assert "Đắk Lắk" in text_of(reader("vi").get("/places/?q=dak lak"))


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/?quarter=2025-Q9", "quarter"),
        ("/places/hai-duong/?map=tomorrow", "map"),
        ("/indicators/fdi-registered/?as_of=soon", "as_of"),
        ("/data-checks/?code=nonsense", "code"),
        ("/data-checks/?severity=nonsense", "severity"),
        ("/data-checks/?place=nonsense", "place"),
        ("/?format=xml", "format"),
        ("/?format=csv&table=nonsense", "table"),
        ("/places/hai-duong/explanation/", "indicator"),
        ("/places/hai-duong/explanation/?quarter=2025-Q1&indicator=luck", "indicator"),
        ("/?status=late", "status"),
        ("/?indicator=luck", "indicator"),
        ("/data-checks/?place=%00", "place"),
        ("/places/?q=%00", "q"),
    ],
)
def test_nonsense_in_an_address_is_a_sentence_that_names_the_parameter(reader, address, parameter):
    response = reader().get(address)
    assert response.status_code == 400
    assert f"“{parameter}”" in text_of(response)


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/places/atlantis/",
        "/indicators/luck/",
        "/investors/nobody/",
        "/documents/none/",
        "/promotion-lists/none/",
        "/places/hai-duong/explanation/?indicator=fdi-registered&target=none",
    ],
)
def test_unknown_addresses_are_404_in_our_clothes(reader, address):
    response = reader().get(address)
    assert response.status_code == 404
    assert "This page was not found" in text_of(response)


def test_language_switch_keeps_the_address(reader):
    client = reader("vi")
    response = client.post(reverse("set_language"), {"language": "en", "next": HAI_DUONG})
    assert response.headers["Location"] == HAI_DUONG
    assert '<html lang="en">' in client.get(HAI_DUONG).content.decode()


def test_download_has_the_numbers_of_the_page(reader):
    response = reader().get(f"{HAI_DUONG}&format=csv&table=goals")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "FDI registered,million USD,2025-Q1,Off track,at least,1000,," in text


def test_perimeters_of_hanoi_with_other_figures_are_not_said_to_be_silent(reader):
    text = text_of(reader("vi").get("/places/ha-noi/?quarter=2023-Q3"))
    silent = text.partition("không có mục tiêu hay số liệu trong quý này")[2].partition("Kiểm tra số liệu")[0]
    assert "Các CCN thành phố Hà Nội chỉ tiêu khác" in text
    assert silent.strip() == "KCN Phú Nghĩa"


def test_provinces_with_figures_of_other_indicators_stand_under_a_heading_of_their_own(reader):
    text = text_of(reader("vi").get("/?quarter=2023-Q3"))
    with_others = text.partition("Có số liệu hoặc mục tiêu của chỉ tiêu khác")[2].partition("Không có số liệu")[0]
    silent = text.partition("Không có số liệu")[2]
    assert "Hà Nội" in with_others
    assert "Hà Nội" not in silent
    assert "Quảng Ninh" not in silent  # its goal stands in the table, not reported
    assert "không tỉnh nào có số liệu" not in text


def test_home_shows_the_goals_of_one_status_alone(reader):
    text = text_of(reader().get("/?quarter=2025-Q1&status=off_track"))
    table = text.partition("Provinces with goals or figures")[2].partition("No figures in this quarter")[0]
    assert "Only a part is shown. Show everything" in table
    assert "Off track" in table
    assert "On track at" not in table


def test_silent_predecessors_are_counted_on_todays_map(reader):
    text = text_of(reader("vi").get("/places/bac-ninh/?quarter=2024-Q4&map=today"))
    assert "1/2 đơn vị tiền thân" in text


def test_goals_of_predecessors_are_not_counted_as_the_places_own(reader):
    text = text_of(reader().get("/places/hai-phong/?quarter=2025-Q1&map=today"))
    assert "Hai Phong, Q1 2025: 2 goals of other places, 1 on track; 1 off track" in text


def test_list_of_indicators_says_once_how_each_kind_is_added(reader):
    said = text_of(reader().get("/indicators/"))
    assert said.count("a level never over time") == 1
    assert "adds over time and places" not in said
    assert "level higher is better" in said


def test_lede_counts_the_places_below_of_a_province_and_not_once_more_of_the_country(reader):
    assert "places below that owe a report have figures" in text_of(reader().get(HAI_DUONG))
    assert "places below that owe a report" not in text_of(reader().get("/places/viet-nam/?quarter=2025-Q1"))


def test_lede_counts_only_industrial_parks_and_says_whence(reader):
    assert "industrial parks named in the documents" in text_of(reader().get(HAI_DUONG))


def test_goals_that_others_carry_and_nobody_reported_on_are_said_to_have_no_figure(reader):
    text = text_of(reader().get("/places/hai-duong-khu-cong-nghiep/?quarter=2025-Q1"))
    # Both are of the nine remaining parks, which lie in it: they are no goals of other places.
    assert "5 goals, no figure yet; 2 goals of several places together, no figure yet" in text
    assert "0 on track" not in text


def test_collective_goal_names_its_members_on_the_page_of_the_perimeter(reader):
    text = text_of(reader("vi").get("/places/hai-duong-khu-cong-nghiep/?quarter=2025-Q1"))
    assert "các khu còn lại tính chung" in text
    assert "Các khu cùng thực hiện: " in text


def test_promotion_list_shows_numbers_as_read_and_as_printed(reader):
    from tracker.models import PromotionList

    found = PromotionList.objects.order_by("slug").first()
    text = text_of(reader("vi").get(f"/promotion-lists/{found.slug}/"))
    assert "bản in: " in text
    assert "– không nêu" in text


def test_reported_counts_have_the_name_of_their_unit(reader):
    text = text_of(reader("vi").get("/indicators/projects-in-operation/?quarter=2023-Q3"))
    assert "projects printed" not in text
    assert " projects " not in text


def test_findings_of_places_below_are_counted_with_a_link(reader):
    body = reader().get(HAI_DUONG).content.decode()
    assert (
        re.search(r'href="/data-checks/\?place=[a-z0-9-]+">', body) or "Findings listed under other places" not in body
    )
    assert body.count('id="findings"') <= 1


def test_findings_file_names_every_paragraph(reader):
    response = reader().get("/data-checks/?format=csv&table=findings")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert re.search(r"[a-z0-9-]+#[0-9]+,[0-9]+", text)


def test_paper_says_when_and_with_which_filter_it_was_printed(reader):
    text = text_of(reader("vi").get(f"{HAI_DUONG}&map=today"))
    assert re.search(r"In từ .*, [0-9]{2}:[0-9]{2} [0-9/]{10}, bộ lọc: Quý I/2025; bản đồ hiện nay", text)


def test_publisher_is_named_in_the_readers_language(reader):
    assert "Viet Nam News" in text_of(reader().get("/documents/002-bac-giang-2025/"))


def test_every_link_of_the_main_pages_leads_somewhere(reader):
    client = reader()
    seen = set()
    for address in ("/", HAI_DUONG, "/documents/", "/investors/", "/indicators/", "/data-checks/"):
        body = client.get(address).content.decode()
        seen |= {html.unescape(link).partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', body)}
    followed = [link for link in seen if not link.startswith(("/static/", "/admin/"))]
    assert len(followed) > 100
    for link in sorted(followed)[::7]:  # every seventh, spread over all kinds: each costs a page
        assert client.get(link).status_code == 200, link


def test_without_public_reading_every_page_asks_to_sign_in(reader):
    samples = {"slug": "hai-duong", "code": "fdi-registered", "guide": "clerk"}
    client = Client()
    names = [pattern.name for pattern in get_resolver("tracker.web.urls").url_patterns]
    assert len(names) > 10
    with override_settings(PUBLIC_READING=False):
        for pattern in get_resolver("tracker.web.urls").url_patterns:
            # The feed and the programs' address take a secret instead of a session, and refuse without one.
            if pattern.name in ("sign_in", "sign_out", "calendar_feed") or pattern.name.endswith("_api"):
                continue
            arguments = {key: samples[key] for key in pattern.pattern.converters}
            address = reverse(f"web:{pattern.name}", kwargs=arguments)
            if pattern.name == "sign_out_everywhere":  # a button, no page: there is nothing to come back to
                assert client.get(address).status_code == 405
                assert client.post(address).headers["Location"] == "/accounts/login/"
                continue
            response = client.get(address)
            if pattern.name in ("help", "guide"):  # they hold nothing of anybody's, and help with signing in
                assert response.status_code == 200, pattern.name
                continue
            assert response.status_code == 302, pattern.name
            assert response.headers["Location"].startswith("/accounts/login/?next="), pattern.name


def test_server_error_page_needs_neither_database_nor_session(reader):
    from tracker.web.errors import handle_server_error

    response = handle_server_error(None)
    assert response.status_code == 500
    assert "500" in response.content.decode()


def test_form_from_elsewhere_is_refused_in_our_clothes(published, django_db_blocker):
    with django_db_blocker.unblock():
        response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "site-head" in response.content.decode()


def test_a_file_of_another_table_runs_no_data_check(reader, monkeypatch):
    def unasked(**_asked):
        raise AssertionError("the checks of a whole country were run for a file that holds none")

    honest = places.run_checks
    monkeypatch.setattr(places, "run_checks", unasked)
    read = reader()
    assert read.get(f"{HAI_DUONG}&format=csv&table=numbers").status_code == 200
    monkeypatch.setattr(places, "run_checks", honest)
    text = b"".join(read.get(f"{HAI_DUONG}&format=csv&table=findings").streaming_content).decode("utf-8-sig")
    assert len(text.splitlines()) > 1


def test_whole_list_of_a_promotion_list_is_named_once(reader):
    for language, words in (("vi", "Cả danh mục"), ("en", "The whole list")):
        text = text_of(reader(language).get("/promotion-lists/hai-duong-nhat-ban-2021-2023/"))
        assert text.lower().count(words.lower()) == 1


def test_list_of_documents_has_the_file_as_a_column_of_its_file_alone(reader):
    read = reader()
    page = read.get("/documents/").content.decode()
    assert "001_7dc00f7eb62516a1.txt" not in page
    assert 'data-label="File"' not in page
    file = b"".join(read.get("/documents/?format=csv").streaming_content).decode("utf-8-sig")
    assert "File" in file.splitlines()[0].split(",")
