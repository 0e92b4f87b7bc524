"""What the lists of findings say of their places."""

from datetime import date
from types import SimpleNamespace

from django.http import QueryDict
from django.utils import translation

from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice
from tracker.web.filters import PageQuery
from tracker.web.lists import FindingTable, findings_elsewhere


def found(name, slug, valid_to=None):
    return SimpleNamespace(place_name=name, place_slug=slug, place_valid_to=valid_to)


ENDED = date(2025, 6, 30)


def test_findings_listed_elsewhere_stand_by_name_and_tell_a_place_from_its_successor():
    findings = [
        found("Đồng Nai", "dong-nai-2025"),
        found("Bắc Ninh", "bac-ninh", ENDED),
        found("Bắc Ninh", "bac-ninh-2025"),
        found("Đà Nẵng", "da-nang"),
        found("Bắc Ninh", "bac-ninh", ENDED),
        found("", ""),
    ]
    with translation.override("vi"):
        rows = findings_elsewhere(findings)
    assert [(name, count) for name, _address, count in rows] == [
        ("Bắc Ninh", 1),
        ("Bắc Ninh (đến 30/06/2025)", 2),
        ("Đà Nẵng", 1),
        ("Đồng Nai", 1),
    ]
    assert rows[1][1].endswith("?place=bac-ninh")


def test_table_of_findings_tells_a_place_from_its_successor():
    with translation.override("en"):
        table = FindingTable([], query=PageQuery(Quarter(2025, 3), MapChoice.THEN, None), parameters=QueryDict())
        assert table.render_place(found("Bac Ninh", "bac-ninh", ENDED)).endswith(
            ">Bac Ninh</a> (until 30\u00a0Jun\u00a02025)"
        )
        assert table.value_place(found("Bac Ninh", "bac-ninh", ENDED)) == "Bac Ninh (until 30\u00a0Jun\u00a02025)"
        assert table.value_place(found("Bac Ninh", "bac-ninh-2025")) == "Bac Ninh"
