"""Dai An and its people, as the tests of the entry pages meet them."""

from datetime import date

from django.urls import reverse

from provinces.models import Place
from tests.builders import (
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
    make_target,
)
from tracker.models import IndicatorKind, ReportRevision


class DaiAn:
    """Dai An with its investor's duty, its targets of 2025 and two clerks and an approver of the province."""

    def __init__(self, sign_in):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an-mo-rong"])
        self.park, self.reporter = self.rows.parks[0], self.rows.investors[0]
        Place.objects.filter(pk=self.park.pk).update(name="Đại An mở rộng", search_key="dai an mo rong")
        self.fdi = make_indicator(name="Vốn FDI đăng ký")
        self.ddi = make_indicator("ddi-registered", unit="VND", name="Vốn DDI đăng ký")
        self.leased = make_indicator("land-leased-total", kind=IndicatorKind.STOCK, unit="ha")
        self.leasable = make_indicator("land-leasable", kind=IndicatorKind.STOCK, unit="ha")
        self.occupancy = make_indicator(
            "occupancy", kind=IndicatorKind.RATIO, unit="percent", numerator=self.leased, denominator=self.leasable
        )
        self.form = make_form(indicators=[self.fdi, self.ddi, self.leased, self.leasable, self.occupancy])
        make_duty(self.reporter, self.park, form=self.form, valid_from=date(2025, 1, 1))
        make_target(self.park, self.fdi, 500_000_000, investor=self.reporter)
        self.clerk_person = make_clerk(self.rows.province, "hd-clerk")
        self.colleague_person = make_clerk(self.rows.province, "hd-colleague")
        self.sign_in = sign_in
        self.clerk = sign_in(self.clerk_person, "vi")
        self.colleague = sign_in(self.colleague_person, "vi")
        self.approver = sign_in(make_approver(self.rows.province, "hd-approver"), "vi")
        self.address = self.address_of("2025-Q2")

    def address_of(self, quarter):
        return reverse("admin:tracker_quarterlyreport_enter", args=[self.park.slug, quarter, self.reporter.slug])

    def fields(self, **typed):
        """Return posted fields: fdi_in_quarter="125" and so on."""
        found = {}
        for name, text in typed.items():
            code, _mark, part = name.partition("_")
            found[f"line-{getattr(self, code).pk}-{part}"] = text
        return found

    def save(self, client=None, step="save", **typed):
        client = client or self.clerk
        return client.post(self.address, {**self.tokens(client), **self.fields(**typed), "step": step})

    def tokens(self, client=None):
        """Return what the page says was there before, as the browser posts it with every line."""
        page = self.page(client)
        if page.status_code != 200:
            return {}
        revision = page.context["revision"]
        return {
            "revision": "0" if revision is None else str(revision.number),
            "seen": page.context["seen"],
            **{row.seen.name: row.seen.text for row in page.context["rows"]},
        }

    def page(self, client=None):
        return (client or self.clerk).get(self.address)

    def delete(self, client=None):
        """Answer the question whether the draft, as it is now, is to be deleted."""
        return (client or self.clerk).post(self.address, {**self.tokens(client), "step": "delete", "confirmed": "1"})

    def row(self, response, indicator):
        names = {row.name: row for row in response.context["rows"]}
        return names[indicator.name]

    def revision(self):
        return ReportRevision.objects.latest("pk")

    def review(self, **data):
        address = reverse("admin:tracker_reportrevision_review", args=[self.revision().pk])
        page = self.approver.get(address)
        return self.approver.post(address, {"seen": page.context["seen"], **data}) if data else page
