"""Hold the places of the seeds to the map of 1 July 2025: lives, parents, successions and duties."""

from itertools import pairwise

from tests.seeds.reading import rows


def test_provinces_are_86_of_which_63_and_34_exist_before_and_after() -> None:
    provinces = [row for row in rows("provinces/places.csv") if row["kind"] == "province"]
    before = [row for row in provinces if row["valid_from"] == ""]
    after = [row for row in provinces if row["valid_to"] == ""]
    assert (len(provinces), len(before), len(after)) == (86, 63, 34)
    assert len({row["slug"] for row in provinces}) == 86


def test_official_codes_are_unique_on_either_map_though_reused() -> None:
    provinces = [row for row in rows("provinces/places.csv") if row["kind"] == "province"]
    for column in ("valid_from", "valid_to"):
        codes = [row["official_code"] for row in provinces if row[column] == ""]
        assert codes, column
        assert len(codes) == len(set(codes))
    names = {row["slug"]: row["official_code"] for row in provinces}
    assert (names["bac-giang"], names["bac-ninh-2025"], names["bac-ninh"]) == ("24", "27", "24")


def test_six_cities_are_centrally_run_after_the_merger() -> None:
    cities = {
        row["slug"] for row in rows("provinces/places.csv") if row["centrally_run"] == "yes" and row["valid_to"] == ""
    }
    assert cities == {"ha-noi", "hai-phong", "hue", "da-nang", "ho-chi-minh", "can-tho"}


def test_every_predecessor_goes_wholly_into_one_successor() -> None:
    successions = rows("provinces/successions.csv")
    ended = {row["slug"] for row in rows("provinces/places.csv") if row["valid_to"]}
    begun = {row["slug"] for row in rows("provinces/places.csv") if row["valid_from"]}
    assert [row["predecessor"] for row in successions] == list(dict.fromkeys(row["predecessor"] for row in successions))
    assert {row["predecessor"] for row in successions} == ended
    assert {row["successor"] for row in successions} == begun
    assert (len(ended), len(begun)) == (52, 23)
    assert {(row["share"], row["effective_on"]) for row in successions} == {("1", "2025-07-01")}


def test_each_place_has_one_parent_on_every_day_of_its_life() -> None:
    parents = rows("provinces/parents.csv") + rows("parks/parents.csv")
    places = rows("provinces/places.csv") + rows("parks/places.csv")
    assert {"country", "province"} <= {place["kind"] for place in places}
    for place in places:
        own = sorted((row for row in parents if row["place"] == place["slug"]), key=lambda row: row["valid_from"])
        if place["kind"] == "country":
            assert own == []
            continue
        assert own[0]["valid_from"] == place["valid_from"], place["slug"]
        assert own[-1]["valid_to"] == place["valid_to"], place["slug"]
        assert [(row["valid_to"], later["valid_from"]) for row, later in pairwise(own)] in (
            [],
            [("2025-06-30", "2025-07-01")],
        ), place["slug"]


def test_parks_of_hai_duong_stand_under_hai_phong_from_the_third_quarter_of_2025() -> None:
    moved = {
        (row["place"], row["valid_from"]): row["parent"]
        for row in rows("parks/parents.csv")
        if row["place"] in ("hai-duong-khu-cong-nghiep", "bac-giang-khu-cong-nghiep")
    }
    assert moved == {
        ("hai-duong-khu-cong-nghiep", ""): "hai-duong",
        ("hai-duong-khu-cong-nghiep", "2025-07-01"): "hai-phong",
        ("bac-giang-khu-cong-nghiep", ""): "bac-giang",
        ("bac-giang-khu-cong-nghiep", "2025-07-01"): "bac-ninh",
    }


def test_exactly_one_organisation_owes_each_report_at_a_time() -> None:
    owing = {row["place"] for row in rows("frame/duties.csv")}
    assert owing
    for place in owing:
        duties = [row for row in rows("frame/duties.csv") if row["place"] == place]
        on_days = [
            [row for row in duties if row["valid_from"] <= day and (row["valid_to"] or "9999") >= day]
            for day in ("2025-03-31", "2025-06-30", "2025-07-01", "2025-09-30")
        ]
        assert [len(owed) for owed in on_days] == [1, 1, 1, 1], place
