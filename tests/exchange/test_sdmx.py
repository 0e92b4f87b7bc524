"""Figures as SDMX: another program reads structure and figures back, each value exact, each status by SDMX's codes."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sdmx

from provinces.models import Place
from tests.builders import (
    Figure,
    make_indicator,
    make_manager,
    make_organisation,
    make_province_with_parks,
    make_report,
    make_revision,
)
from tests.reading import read
from tracker.exchange.file_cells import plain_number
from tracker.exchange.sdmx.codes import STATUS_CODES, STATUS_NAMES
from tracker.exchange.sdmx.figures import HEADS, Asked, named_lists, write_figures
from tracker.exchange.sdmx.structure import structure_message
from tracker.models import Actual, Basis, Comparator, IndicatorKind, ObservationStatus

pytestmark = pytest.mark.django_db
M = 1_000_000
KEY = ("REF_AREA", "REPORTER", "INDICATOR", "BASIS", "TIME_PERIOD", "FIRST_DAY", "LAST_DAY")


@pytest.fixture
def world():
    """Two provinces; figures of every basis and status, one corrected, one in a draft."""
    here, there = (
        make_province_with_parks("hai-duong", parks=["dai-an"]),
        make_province_with_parks("bac-ninh", parks=["x"]),
    )
    fdi, ddi = make_indicator("fdi-registered"), make_indicator("ddi-registered", unit="VND")
    land = make_indicator("land-leased-total", unit="ha", kind=IndicatorKind.STOCK)
    reporter = make_organisation("dai-an-company")
    missing = {"comparator": Comparator.NONE_STATED}
    report = make_report(
        here.parks[0],
        reporter=reporter,
        figures=[
            Figure(fdi, "125400000.000001"),
            Figure(fdi, 100 * M, Basis.IN_QUARTER, observation_status=ObservationStatus.PROVISIONAL),
            Figure(ddi, None, observation_status=ObservationStatus.NIL, **missing),
            Figure(land, "12.50", Basis.AS_OF, comparator=Comparator.OVER),
        ],
    )
    make_revision(report, [Figure(fdi, 126 * M)])
    make_revision(report, [Figure(fdi, 999 * M)], approved=False)
    span = {"from_on": date(2025, 4, 1), "to_on": date(2025, 5, 21)}
    make_report(
        here.parks[0],
        2025,
        2,
        reporter=reporter,
        figures=[
            Figure(fdi, 5, Basis.OTHER_SPAN, observation_status=ObservationStatus.ESTIMATED, fields=span),
            Figure(ddi, None, observation_status=ObservationStatus.NOT_APPLICABLE, **missing),
            Figure(land, None, Basis.AS_OF, observation_status=ObservationStatus.NOT_YET_KNOWN, **missing),
        ],
    )
    far = make_organisation("far-reporter")
    lost = Figure(fdi, None, observation_status=ObservationStatus.NOT_COLLECTED, **missing)
    make_report(there.parks[0], reporter=far, figures=[lost])
    return here


def written(**asked):
    out = io.BytesIO()
    write_figures(Asked(**asked), out)
    return out.getvalue()


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def read_back(**asked):
    """The observations as the reader of SDMX has them, by their dimensions and attributes."""
    message = structure_message(named_lists(Asked(**asked)), at=datetime(2025, 4, 15, tzinfo=UTC))
    structure = sdmx.read_sdmx(io.BytesIO(message), format="XML")
    data = sdmx.read_sdmx(io.BytesIO(written(**asked)), format="CSV", structure=structure.structure["FIGURES"])
    return structure, [observation for data_set in data.data for observation in data_set.obs]


def test_every_figure_in_force_comes_back_with_its_value_unit_and_status(world):
    _structure, found = read_back()
    told = {}
    for each in found:
        key = {name: str(value.value) for name, value in each.dimension.values.items()}
        said = {name: str(value.value) for name, value in each.attached_attribute.items()}
        told[tuple(key[name] for name in KEY)] = (
            str(each.value or ""), said["OBS_STATUS"], said["UNIT_MEASURE"], said["STATED_STATUS"],
        )  # fmt: skip
    expected = {}
    for figure in Actual.objects.in_force(None).select_related("revision__report"):
        report, status = figure.revision.report, ObservationStatus(figure.observation_status)
        first_day = "_Z" if figure.from_on is None else str(figure.from_on)
        names = (report.place.slug, report.reporter.slug, figure.indicator.code, figure.basis)
        value = "" if figure.value is None else plain_number(figure.value)
        value = "0" if status is ObservationStatus.NIL else value
        expected[(*names, f"{report.year}-Q{report.quarter}", first_day, str(figure.to_on))] = (
            value, STATUS_CODES[status], figure.unit.code, status.value,
        )  # fmt: skip
    assert told == expected
    assert len(expected) == 8
    assert {code for _value, code, _unit, _said in expected.values()} == set(STATUS_NAMES)


def test_structure_names_every_column_and_every_code(world):
    structure, _found = read_back()
    dsd = structure.structure["FIGURES"]
    components = [each.id for each in (*dsd.dimensions, *dsd.measures, *dsd.attributes)]
    assert sorted(components) == sorted(HEADS[3:])
    for row in rows(written()):
        assert (row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) == ("dataflow", "ITT:FIGURES(1.0.0)", "R")
        for column, name in (
            ("FREQ", "CL_FREQ"),
            ("REF_AREA", "CL_AREA"),
            ("REPORTER", "CL_REPORTER"),
            ("INDICATOR", "CL_INDICATOR"),
            ("BASIS", "CL_BASIS"),
            ("OBS_STATUS", "CL_OBS_STATUS"),
            ("UNIT_MEASURE", "CL_UNIT"),
            ("COMPARATOR", "CL_COMPARATOR"),
            ("STATED_STATUS", "CL_STATED_STATUS"),
        ):
            assert row[column] in structure.codelist[name], (column, row[column])


def test_keys_are_unique_and_decimals_are_those_of_the_value(world):
    found = rows(written())
    keys = [tuple(row[name] for name in HEADS[3:11]) for row in found]
    assert len(keys) == len(set(keys))
    for row in found:
        if row["OBS_VALUE"]:
            assert int(row["DECIMALS"]) == max(0, -Decimal(row["OBS_VALUE"]).as_tuple().exponent)
        assert row["UNIT_MULT"] == "0"
    assert {row["REVISION"] for row in found if row["OBS_VALUE"] == "126000000"} == {"2"}
    assert "999000000" not in {row["OBS_VALUE"] for row in found}


def test_only_what_is_asked_for_and_reached_is_in_it(world):
    assert {row["INDICATOR"] for row in rows(written(indicator="ddi-registered"))} == {"ddi-registered"}
    assert {row["TIME_PERIOD"] for row in rows(written(year=2025, quarter=2))} == {"2025-Q2"}
    assert {row["REF_AREA"] for row in rows(written(place="x"))} == {"x"}
    here = frozenset(Place.objects.filter(slug="dai-an").values_list("pk", flat=True))
    assert {row["REF_AREA"] for row in rows(written(reach=here))} == {"dai-an"}
    assert "far-reporter" not in str(named_lists(Asked(reach=here)))


def test_every_status_has_a_code_and_every_code_a_name():
    assert set(STATUS_CODES) == set(ObservationStatus) - {ObservationStatus.WITHDRAWN}
    assert set(STATUS_CODES.values()) == set(STATUS_NAMES)


# --- On the site ----------------------------------------------------------------------------------------------------


def test_site_hands_out_figures_and_structure_to_those_who_reach_them(world):
    manager = make_manager(world.province, "manager-here")
    answer = read("/data/figures.sdmx.csv?indicator=fdi-registered&quarter=2025-Q1", person=manager)
    assert answer.headers["Content-Type"] == "application/vnd.sdmx.data+csv;version=2.0.0"
    assert {row["REF_AREA"] for row in rows(b"".join(answer.streaming_content))} == {"dai-an"}
    answer = read("/data/figures.sdmx.xml", person=manager)
    structure = sdmx.read_sdmx(io.BytesIO(b"".join(answer.streaming_content)), format="XML")
    assert set(structure.codelist["CL_AREA"].items) == {"dai-an"}
    for address in ("/data/figures.sdmx.csv?place=x", "/data/figures.sdmx.csv?place=nowhere"):
        assert read(address, person=manager).status_code == 400
    assert read("/data/figures.sdmx.csv", nobody=True).status_code == 302


def test_page_of_words_and_rules_leads_to_both():
    body = read("/about/").content.decode()
    assert 'href="/data/figures.sdmx.csv"' in body
    assert 'href="/data/figures.sdmx.xml"' in body
