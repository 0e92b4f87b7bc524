"""A quarter as people work it in a browser: 20 indicators by keyboard, pasted, by two people, and without script."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_entry_grid import PASTE
from tracker.models import Actual, Basis, Indicator, IndicatorKind, ObservationStatus
from tracker.progress.periods import Quarter

log = logging.getLogger(__name__)
FLOW, STOCK, RATIO = IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.RATIO
QUARTER, YEAR, LEVEL = Basis.IN_QUARTER, Basis.YEAR_TO_DATE, Basis.AS_OF
PASSWORD = "a long enough password"  # as tests.builders gives it
MILLION, BILLION = Decimal(10**6), Decimal(10**9)


@dataclass(frozen=True)
class Line:
    """One line of the form: its indicator, what is typed into its two columns of numbers, and what is then stored."""

    code: str
    unit: str
    typed: tuple[str, str]
    stored: Decimal | None
    kind: IndicatorKind = FLOW
    of: str = ""
    split: str = ""
    status: str = ObservationStatus.NORMAL
    basis: Basis = QUARTER

    @property
    def name(self) -> str:
        """Return the name that the builders give the indicator."""
        return self.code.replace("-", " ").title()


# Numbers as a Vietnamese clerk types them: dots between thousands, a comma before decimals.
LINES = [
    Line("g-fdi", "USD", ("125,5", ""), Decimal("125.5") * MILLION),
    Line("g-fdi-moi", "USD", ("100", ""), 100 * MILLION, of="g-fdi", split="loại"),
    Line("g-fdi-tang", "USD", ("25,5", ""), Decimal("25.5") * MILLION, of="g-fdi", split="loại"),
    Line("g-fdi-han-quoc", "USD", ("75,5", ""), Decimal("75.5") * MILLION, of="g-fdi", split="nước"),
    Line("g-fdi-nuoc-khac", "USD", ("50", ""), 50 * MILLION, of="g-fdi", split="nước"),
    Line("g-ddi", "VND", ("1.250", ""), 1250 * BILLION),
    Line("g-ddi-moi", "VND", ("1.000", ""), 1000 * BILLION, of="g-ddi", split="loại"),
    Line("g-ddi-tang", "VND", ("250", ""), 250 * BILLION, of="g-ddi", split="loại"),
    Line("g-du-an-moi", "projects", ("12", ""), Decimal(12)),
    Line("g-du-an-tang", "projects", ("3", ""), Decimal(3)),
    Line("g-fdi-thuc-hien", "USD", ("80,25*", ""), Decimal("80.25") * MILLION, status=ObservationStatus.PROVISIONAL),
    Line("g-ddi-thuc-hien", "VND", ("", "300"), 300 * BILLION, basis=YEAR),
    Line("g-gop-von", "USD", ("-", ""), Decimal(0), status=ObservationStatus.NIL),
    Line("g-dat-thue", "ha", ("4,5", ""), Decimal("4.5")),
    Line("g-dat-da-thue", "ha", ("310,5", ""), Decimal("310.5"), kind=STOCK, basis=LEVEL),
    Line("g-dat-cong-nghiep", "ha", ("500", ""), Decimal(500), kind=STOCK, basis=LEVEL),
    Line("g-lap-day", "percent", ("310,5", "500"), Decimal("62.1"), kind=RATIO, basis=LEVEL),
    Line("g-lao-dong", "projects", ("12.400", ""), Decimal(12400), kind=STOCK, basis=LEVEL),
    Line("g-xuat-khau", "USD", ("1.000,75", ""), Decimal("1000.75") * MILLION),
    Line("g-nop-ngan-sach", "VND", ("x", ""), None, status=ObservationStatus.NOT_APPLICABLE),
]
PARKS = ("g-ban-phim", "g-dan", "g-hai-nguoi", "g-khong-script")


@pytest.fixture(scope="module")
def works(published_site, django_db_blocker):
    """Four parks that owe the form for the last quarter only, their two clerks and their approver."""
    from provinces.models import PlaceKind
    from tests.builders import (
        make_approver,
        make_clerk,
        make_form,
        make_indicator,
        make_owing_park,
        make_person,
        make_place,
    )
    from tracker.models import Role

    quarter = Quarter.containing(timezone.localdate()).previous()
    with django_db_blocker.unblock():
        province = make_place("g-tinh", kind=PlaceKind.PROVINCE)
        made: dict[str, Indicator] = {}
        for line in LINES:
            parts = {"component_of": made[line.of], "split": line.split, "split_complete": True} if line.of else {}
            if line.kind == RATIO:
                parts = {"numerator": made["g-dat-da-thue"], "denominator": made["g-dat-cong-nghiep"]}
            made[line.code] = make_indicator(line.code, kind=line.kind, unit=line.unit, **parts)
        form = make_form("g-bieu", indicators=made.values())
        for slug in PARKS:
            make_owing_park(slug, quarter, parent=province, form=form)
        make_clerk(province, "g-clerk")
        make_approver(province, "g-approver")
        make_person("g-colleague", role=Role.CLERK, place=province, display_name="Lê Văn Cường")
    return {slug: f"/admin/tracker/quarterlyreport/enter/{slug}/{quarter}/{slug}-investor/" for slug in PARKS}


@contextmanager
def signed_in(browser, site, username, **options) -> Iterator["Keys"]:
    """Give the keys of a browser of their own to somebody who signs in without a mouse."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN", **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site}/admin/")
    keys = Keys(page)
    keys.walk_to("input[name=username]")
    keys.type(username)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url(f"{site}/admin/")
    yield keys
    context.close()
    assert errors == []


class Keys:
    """The keyboard of one page; it counts the keys that are pressed."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        self.count += len(keys)

    def type(self, text):
        self.page.keyboard.type(text)
        self.count += len(text)

    def is_at(self, selector):
        return self.page.evaluate("selector => document.activeElement.matches(selector)", selector)

    def walk_to(self, selector):
        for _step in range(300):
            if self.is_at(selector):
                return
            self.press("Tab")
        pytest.fail(f"the Tab key never comes to {selector}")

    def follow(self, selector, address):
        self.walk_to(selector)
        self.press("Enter")
        self.page.wait_for_url(address)

    def send(self, selector):
        """Come to a button by keyboard, press it, and wait for the message of success."""
        self.walk_to(selector)
        self.press("Enter")
        self.page.wait_for_selector(".messagelist .success")


def stored(slug):
    """Return the figures of a park by code: basis, value, status, and the two parts of a ratio."""
    rows = Actual.objects.filter(revision__report__place__slug=slug).select_related("indicator")
    return {
        row.indicator.code: (row.basis, row.value, row.observation_status, row.numerator, row.denominator)
        for row in rows
    }


def stated():
    """Return the same as it was typed."""
    found: dict[str, tuple[object, ...]] = {
        line.code: (line.basis, line.stored, line.status, None, None) for line in LINES
    }
    found["g-lap-day"] = (LEVEL, Decimal("62.1"), "normal", Decimal("310.5"), Decimal(500))
    return found


def of_line(page, code, part="in_quarter"):
    return page.locator(f"#line-{Indicator.objects.get(code=code).pk}-{part}")


def approve(browser, site, slug):
    """Let the approver find the report on the front page and approve it by keyboard; return the keys pressed."""
    from tracker.models import ReportRevision

    revision = ReportRevision.objects.get(report__place__slug=slug)
    with signed_in(browser, site, "g-approver") as keys:
        keys.follow(f"a[href$='/reportrevision/{revision.pk}/review/']", f"**/{revision.pk}/review/")
        keys.send("button[value=approve]")
    revision.refresh_from_db()
    assert revision.status == "approved"
    return keys.count


def test_twenty_indicators_are_typed_submitted_and_approved_by_keyboard_alone(browser, published_site, works):
    address = works["g-ban-phim"]
    began = time.monotonic()
    with signed_in(browser, published_site, "g-clerk") as keys:
        page = keys.page
        keys.follow(f"a[href='{address}']", f"**{address}")
        for row, line in enumerate(LINES):
            assert keys.is_at(f"input.cell[data-row='{row}'][data-column='0']"), line.code
            first, second = line.typed
            keys.type(first)
            if second:
                keys.press("Tab")
                keys.type(second)
            keys.press("Enter")
            if line.code == "g-fdi-nuoc-khac":
                total = of_line(page, "g-fdi").get_attribute("id")
                # Two ways of dividing one total, each with its own sum.
                expect(page.locator(f"[id='{total}-parts']")).to_have_text(
                    "G Fdi Moi + G Fdi Tang: các phần: 125,5; G Fdi Han Quoc + G Fdi Nuoc Khac: các phần: 125,5"
                )
        keys.send("button[value=submit]")
    typed = keys.count
    assert stored("g-ban-phim") == stated()
    decided = approve(browser, published_site, "g-ban-phim")
    assert stored("g-ban-phim") == stated()
    log.info("typed: %s keys, %.1f seconds", typed + decided, time.monotonic() - began)


def test_twenty_indicators_are_pasted_in_one_go(browser, published_site, works):
    address = works["g-dan"]
    units = {"USD": "triệu USD", "VND": "tỷ đồng", "projects": "dự án", "ha": "ha", "percent": "%"}
    block = "\n".join("\t".join([line.name, units[line.unit], *line.typed]) for line in LINES)
    began = time.monotonic()
    with signed_in(browser, published_site, "g-clerk") as keys:
        keys.follow(f"a[href='{address}']", f"**{address}")
        keys.page.evaluate(PASTE, ["input.cell[data-row='0'][data-column='0']", block])
        keys.page.wait_for_selector(".placed")
        expect(keys.page.locator(".placed .errorlist")).to_have_count(0)
        assert keys.is_at(".placed button[value=save]")
        keys.send(".placed button[value=submit]")
    assert stored("g-dan") == stated()
    keys.count += approve(browser, published_site, "g-dan")
    log.info("pasted: %s keys, %.1f seconds", keys.count, time.monotonic() - began)


def test_two_browsers_on_one_cell_the_second_sees_whose_value_stands_and_chooses(browser, published_site, works):
    address = f"{published_site}{works['g-hai-nguoi']}"
    save = ".submit-row button[value=save]"
    with (
        signed_in(browser, published_site, "g-clerk") as binh,
        signed_in(browser, published_site, "g-colleague") as cuong,
    ):
        for keys in (binh, cuong):
            keys.page.goto(address)
        of_line(binh.page, "g-fdi-moi").fill("10")
        binh.send(save)
        of_line(cuong.page, "g-fdi-moi").fill("12")
        of_line(cuong.page, "g-du-an-moi").fill("7")
        cuong.page.click(save)

        # Refused: whose value stands, what it is and since when; nothing that was typed is gone, nothing is saved.
        error = cuong.page.locator(".errorlist")
        expect(error).to_contain_text("Trần Thị Bình")
        expect(error).to_contain_text("10 triệu USD")
        expect(error).to_contain_text(timezone.localdate().strftime("%d/%m/%Y"))
        expect(of_line(cuong.page, "g-fdi-moi")).to_have_value("12")
        expect(of_line(cuong.page, "g-du-an-moi")).to_have_value("7")
        assert {code: row[1] for code, row in stored("g-hai-nguoi").items()} == {"g-fdi-moi": 10 * MILLION}

        # The second keeps their own, knowingly.
        cuong.send(save)
        assert {code: row[1] for code, row in stored("g-hai-nguoi").items()} == {
            "g-fdi-moi": 12 * MILLION,
            "g-du-an-moi": 7,
        }

        # The first, whose page is old by now, is told in turn and takes the other's.
        of_line(binh.page, "g-fdi-moi").fill("11")
        binh.page.click(save)
        expect(binh.page.locator(".errorlist")).to_contain_text("Lê Văn Cường")
        expect(of_line(binh.page, "g-fdi-moi")).to_have_value("11")
        of_line(binh.page, "g-fdi-moi").fill("12")
        binh.page.click(save)
        binh.page.wait_for_selector(".messagelist")
        expect(binh.page.locator(".errorlist")).to_have_count(0)
        expect(of_line(binh.page, "g-du-an-moi")).to_have_value("7")
    assert {code: row[1] for code, row in stored("g-hai-nguoi").items()} == {
        "g-fdi-moi": 12 * MILLION,
        "g-du-an-moi": 7,
    }


def test_block_conflict_and_reason_need_no_script(browser, published_site, works):
    address = f"{published_site}{works['g-khong-script']}"
    save = ".submit-row button[value=save]"
    with (
        signed_in(browser, published_site, "g-clerk", java_script_enabled=False) as binh,
        signed_in(browser, published_site, "g-colleague", java_script_enabled=False) as cuong,
    ):
        for keys in (binh, cuong):
            keys.page.goto(address)

        # A block is laid over the cells, shown, and then saved.
        page = binh.page
        page.click("details.block > summary")
        page.fill("textarea[name=block]", "G Xuat Khau\t1.000,5\nG Gop Von\t-")
        page.click("button[value=place_block]")
        expect(page.locator(".placed")).to_be_visible()
        expect(of_line(page, "g-xuat-khau")).to_have_value("1.000,5")
        assert stored("g-khong-script") == {}
        page.click(".placed button[value=save]")
        page.wait_for_selector(".messagelist .success")
        assert {code: row[1:3] for code, row in stored("g-khong-script").items()} == {
            "g-xuat-khau": (Decimal("1000.5") * MILLION, "normal"),
            "g-gop-von": (0, "nil"),
        }

        # A colleague who typed into one of these cells meanwhile is told, keeps the text, and decides.
        page = cuong.page
        of_line(page, "g-xuat-khau").fill("900")
        page.click(save)
        expect(page.locator(".errorlist").first).to_contain_text("Trần Thị Bình")
        expect(of_line(page, "g-xuat-khau")).to_have_value("900")
        page.click(save)
        page.wait_for_selector(".messagelist .success")
        assert stored("g-khong-script")["g-xuat-khau"][1] == 900 * MILLION

        # An unusual figure is asked about beside its cell, and saved with the reason.
        of_line(page, "g-dat-thue").fill("-3")
        page.click(save)
        reason = of_line(page, "g-dat-thue", "reason")
        expect(reason).to_be_visible()
        expect(of_line(page, "g-dat-thue")).to_have_value("-3")
        reason.fill("trả lại đất")
        page.click(save)
        page.wait_for_selector(".messagelist .success")
    row = Actual.objects.get(revision__report__place__slug="g-khong-script", indicator__code="g-dat-thue")
    assert (row.value, row.reason) == (-3, "trả lại đất")
