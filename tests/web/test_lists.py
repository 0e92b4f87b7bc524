"""What the lists of findings say of their places."""

import re
from datetime import date
from types import SimpleNamespace

from django.http import QueryDict
from django.utils import translation

from tracker.findings import Finding, FindingInput, Severity
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


def looked_at(indicator="", quarter="", place="dai-an", period=""):
    return FindingInput(
        label="", value=None, high=None, shown="", unit="", printed="", period=period,
        place_slug=place, place_name=place,
        document_slug="", document_title="", paragraph=None, rejected=False, record="actual", record_id=1,
        indicator=indicator, indicator_name=indicator.upper(), quarter=quarter,
    )  # fmt: skip


def finding(*inputs):
    return Finding("a-check", Severity.WARNING, "?", "", None, "", "", inputs)


def test_finding_names_its_indicators_and_quarters_with_the_way_to_them():
    of = finding(looked_at("fdi", "2025-Q1"), looked_at("fdi", "2025-Q2"), looked_at("ddi", "2025-Q2", "an-phat"))
    with translation.override("en"):
        table = FindingTable([], query=PageQuery(Quarter(2025, 3), MapChoice.THEN, None), parameters=QueryDict())
        assert (table.value_indicator(of), table.value_quarter(of)) == ("FDI; DDI", "2025-Q1; 2025-Q2")
        assert re.findall(r'href="([^"?]+)[^"]*">([^<]+)<', table.render_indicator(of)) == [
            ("/indicators/fdi/", "FDI"),
            ("/indicators/ddi/", "DDI"),
        ]
        assert re.findall(r'href="([^"]+)">([^<]+)<', table.render_quarter(of)) == [
            ("/places/dai-an/?quarter=2025-Q1", "Q1\u00a02025"),
            ("/places/dai-an/?quarter=2025-Q2", "Q2\u00a02025"),
        ]


def test_finding_of_targets_names_their_days_and_one_of_a_place_alone_names_neither():
    with translation.override("en"):
        table = FindingTable([], query=PageQuery(Quarter(2025, 3), MapChoice.THEN, None), parameters=QueryDict())
        of = finding(looked_at("fdi", period="1 Jan 2025–31 Dec 2025"))
        assert table.value_quarter(of) == table.render_quarter(of) == "1 Jan 2025–31 Dec 2025"
        bare = finding(looked_at(period="1 Jan 2025–31 Dec 2025"))
        assert (table.value_indicator(bare), table.value_quarter(bare)) == (None, None)
        assert "href" not in table.render_indicator(bare) + table.render_quarter(bare)


def test_finding_of_many_indicators_names_the_first_and_counts_the_others():
    of = finding(*(looked_at(code) for code in ("a", "b", "c", "d", "e")))
    with translation.override("en"):
        table = FindingTable([], query=PageQuery(Quarter(2025, 3), MapChoice.THEN, None), parameters=QueryDict())
        assert table.render_indicator(of).count("<a ") == 3
        assert table.render_indicator(of).endswith(", 2 more")


def test_table_of_findings_tells_a_place_from_its_successor():
    with translation.override("en"):
        table = FindingTable([], query=PageQuery(Quarter(2025, 3), MapChoice.THEN, None), parameters=QueryDict())
        assert table.render_place(found("Bac Ninh", "bac-ninh", ENDED)).endswith(
            ">Bac Ninh</a> (until 30\u00a0Jun\u00a02025)"
        )
        assert table.value_place(found("Bac Ninh", "bac-ninh", ENDED)) == "Bac Ninh (until 30\u00a0Jun\u00a02025)"
        assert table.value_place(found("Bac Ninh", "bac-ninh-2025")) == "Bac Ninh"
