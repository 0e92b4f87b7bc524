"""An investor's page says what its targets for parks in several provinces come to."""

import pytest

from tests.builders import Figure, make_indicator, make_investor, make_park, make_place, make_report, make_target
from tests.web.test_pages import text_of

pytestmark = pytest.mark.django_db
MILLION = 10**6


@pytest.fixture
def investor():
    """Targets of 300 and 100 million USD in two provinces, and 50 in a third that has no figure; 150 and 70 reached."""
    fdi, investor = make_indicator(headline=True), make_investor("viglacera", name="Viglacera", name_en="Viglacera")
    for province, target, reached in (("bac-ninh", 300, 150), ("phu-tho", 100, 70), ("ha-nam", 50, None)):
        park = make_park(f"kcn-{province}", parent=make_place(province))
        make_investor("viglacera", park=park)
        make_target(park, fdi, target * MILLION, investor=investor)
        if reached is not None:
            make_report(park, 2025, 2, reporter=investor, figures=[Figure(fdi, reached * MILLION)])
    return investor


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Over all its places", "2 of 3 places", "55%", "Targets together")),
        ("vi", ("Cộng các địa bàn", "2/3 địa bàn", "55%", "Tổng chỉ tiêu")),
    ],
)
def test_total_is_on_the_page_with_who_is_in_it(investor, reader, language, said):
    page = text_of(reader(language).get("/investors/viglacera/?quarter=2025-Q2"))
    for words in said:
        assert words in page
    assert "Kcn Ha Nam" in page[page.index(said[0]) :]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Each sum is judged as one, by the phases"), ("vi", "Mỗi tổng được đánh giá chung")],
)
def test_page_says_that_the_sum_and_its_parts_are_judged_by_rules_of_their_own(investor, reader, language, said):
    assert said in text_of(reader(language).get("/investors/viglacera/?quarter=2025-Q2"))


def test_file_of_the_total_has_the_numbers_whole(investor, reader):
    answer = reader("en").get("/investors/viglacera/?quarter=2025-Q2&format=csv&table=totals")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    for cell in ("400", "220", "0.55", "Kcn Bac Ninh; Kcn Phu Tho", "Kcn Ha Nam"):
        assert cell in lines[1]


def test_headline_counts_the_targets_and_says_the_pace_of_the_first_sum(investor, reader):
    # 220 of the 200 that half a year asks of 400: 110 %.
    page = reader("en").get("/investors/viglacera/?quarter=2025-Q2")
    assert page.context["headline"] == (
        "Viglacera, Q2\u00a02025: 2 of 3 targets on track; 1 not reported; "
        "FDI registered at 110% of what is expected (2 of 3 places)"
    )
    silent = reader("en").get("/investors/viglacera/?quarter=2025-Q1").context["headline"]
    assert silent == "Viglacera, Q1\u00a02025: 3 of 3 targets not reported"
