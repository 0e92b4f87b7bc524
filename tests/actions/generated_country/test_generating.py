"""Generating a country: the same twice, refused where something is, and as if every trigger had seen it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from provinces.models import Place
from tests.builders import make_place
from tracker.actions.generated_country import generating
from tracker.actions.generated_country.checks import checksum, refused_rows
from tracker.actions.generated_country.generating import UnableToGenerateError, generate_country
from tracker.actions.generated_country.size import SIZES, GeneratedSize
from tracker.findings.trail import check_trail
from tracker.models import Actual, QuarterlyReport, ReportRevision, Target, TargetMember, TargetPhase

pytestmark = pytest.mark.django_db

TINY = GeneratedSize(name="tiny", unchanged=2, pairs=2, parks=14, clusters=8, years=3)
TINY_WORLD = GeneratedSize(
    name="tiny world", unchanged=1, pairs=1, countries=3, parks=3, foreign_parks=5, lines=40, years=2
)


def generate(size: GeneratedSize = TINY, seed: int = 1) -> Any:
    return generate_country(size=size, seed=seed, say=lambda _sentence: None)


def sum_of(seed: int) -> str:
    """Return the checksum of a country that is taken back at once."""
    with transaction.atomic():
        generate(seed=seed)
        found = checksum()
        transaction.set_rollback(True)
    return found


def definitions() -> list[tuple[Any, ...]]:
    """Return the indexes, constraints and triggers of every table, in one order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, indexdef, '' FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
            "SELECT conrelid::regclass::text, conname || pg_get_constraintdef(oid), '' FROM pg_constraint UNION ALL "
            "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger "
            "WHERE NOT tgisinternal ORDER BY 1, 2"
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def test_same_seed_gives_the_same_figures_and_another_gives_others():
    one, again, other = sum_of(1), sum_of(1), sum_of(2)
    assert one == again
    assert one != other


def test_trail_rebuilds_what_was_written_past_the_triggers():
    made = generate()
    tables = {table.table: table for table in check_trail()}
    assert [difference for table in tables.values() for difference in table.differences] == []
    assert tables["tracker_actual"].rows == tables["tracker_actual"].events == made.figures > 2000
    # A revision that was approved has its draft, its submission and its approval.
    assert tables["tracker_reportrevision"].events > 2 * tables["tracker_reportrevision"].rows


@pytest.mark.parametrize("quarter", ["2024-Q4", "2025-Q2"])
def test_totals_are_audited_without_a_difference(quarter):
    generate()
    out = StringIO()
    call_command("audit_progress", quarter=quarter, language="en", stdout=out)  # it exits with 1 for a difference
    assert "0 differences in " in out.getvalue()


def test_what_happens_to_figures_in_real_life_happens_here():
    made = generate()
    assert set(ReportRevision.objects.values_list("status", flat=True)) == {"approved", "awaiting_approval", "draft"}
    assert ReportRevision.objects.filter(number=2).exists()
    assert {"normal", "nil", "provisional", "not_yet_known", "not_collected"} <= set(
        Actual.objects.values_list("observation_status", flat=True)
    )
    assert set(Actual.objects.values_list("basis", flat=True)) == {"in_quarter", "year_to_date", "as_of"}
    duties = 22 * 12
    assert duties * 8 // 10 < QuarterlyReport.objects.count() == made.reports < duties * 2, "some are never reported"
    assert Target.objects.filter(version=2).exists()
    assert Target.objects.filter(part_of__isnull=False, investor__isnull=False).exists()
    assert TargetPhase.objects.exists()
    assert TargetMember.objects.filter(target__collective=True).exists()


def test_indexes_constraints_and_triggers_are_as_before():
    before = definitions()
    generate()
    assert definitions() == before
    figure = Actual.objects.filter(revision__status="approved").first()
    with pytest.raises(DatabaseError, match="only while their revision is a draft"), transaction.atomic():
        Actual.objects.filter(pk=figure.pk).update(note="changed")


def test_next_rows_get_keys_and_numbers_after_the_generated_ones():
    generate()
    newest = ReportRevision.objects.order_by("-approval_sequence").exclude(approval_sequence=None).first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tracker_approval_sequence'), nextval('tracker_actual_id_seq')")
        sequence, key = cursor.fetchone()
    assert sequence > newest.approval_sequence
    assert not Actual.objects.filter(pk__gte=key).exists()


SPOILT = {
    "actual_fits_indicator_and_quarter: units": (
        "UPDATE tracker_actual SET unit_id = (SELECT id FROM tracker_unit WHERE code = 'days') WHERE basis = 'as_of'"
    ),
    "actual_fits_indicator_and_quarter: days": (
        "UPDATE tracker_actual SET to_on = to_on + 1 WHERE basis = 'in_quarter'"
    ),
    "report_revision_steps": ("UPDATE tracker_reportrevisionevent SET status = 'approved' WHERE pgh_label = 'insert'"),
    "actual_only_in_drafts": "UPDATE tracker_actualevent SET pgh_label = 'update'",
    "the order of approvals": (
        "UPDATE tracker_reportrevision SET approved_at = now() "
        "WHERE approval_sequence = (SELECT min(approval_sequence) FROM tracker_reportrevision)"
    ),
}


@pytest.mark.parametrize("trigger", SPOILT)
def test_what_a_trigger_would_have_refused_is_found(trigger):
    generate()
    assert refused_rows() == {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("tracker_actual", "tracker_actualevent", "tracker_reportrevision", "tracker_reportrevisionevent"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(SPOILT[trigger])
    assert trigger in refused_rows()


def test_rows_that_a_trigger_would_refuse_take_everything_back(monkeypatch):
    monkeypatch.setattr(generating, "refused_rows", lambda: {"a trigger": 3})
    with pytest.raises(UnableToGenerateError, match="a trigger: 3"):
        generate()
    assert not Place.objects.exists()


def test_database_that_holds_anything_is_refused():
    make_place("park")
    with pytest.raises(UnableToGenerateError, match="DATABASE_URL"):
        generate()
    assert not Actual.objects.exists()


def test_production_is_refused():
    with override_settings(PRODUCTION=True), pytest.raises(UnableToGenerateError, match="TRACKER_MODE"):
        generate()


def test_world_has_countries_beside_each_other_and_forty_lines():
    generate(TINY_WORLD)
    assert Actual.objects.values("indicator").distinct().count() == 40
    world = Place.objects.get(slug="the-gioi")
    assert world.child_rows.count() == 3


def test_command_says_how_much_it_wrote_and_its_sum(monkeypatch):
    monkeypatch.setitem(SIZES, "S", TINY)
    out = StringIO()
    call_command("generate_country", size="S", checksum=True, stdout=out)
    assert f"{Actual.objects.count()} " in out.getvalue()
    assert checksum() in out.getvalue()
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("generate_country", size="S", stdout=StringIO())
