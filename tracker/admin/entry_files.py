"""Hand out a report as a file, and lay a file over the entry page as a pasted block is."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from tracker.actions.desk_address import desk_named
from tracker.actions.entry_desks import Desk
from tracker.actions.entry_sheet import Sheet, read_sheets
from tracker.actions.entry_table import table_of
from tracker.admin.entry_block import PlacedBlock, placed_matrix
from tracker.admin.scope import scope_of_request
from tracker.exchange.demonstration import marked_name
from tracker.exchange.file_cells import CSV_TYPE, WORKBOOK_TYPE
from tracker.exchange.sheet_files import csv_bytes, read_table, workbook_bytes
from tracker.exchange.sheet_table import MOST_BYTES, UnreadableFileError
from tracker.exchange.wording import language_now

CSV: Final = "csv"
WORKBOOK: Final = "xlsx"
_NAME: Final = "tracker_quarterlyreport_file"


def file_routes(admin_view: Callable[..., Any]) -> list[Any]:
    """Return the addresses of a report's files, behind the sign-in that ``admin_view`` puts before them."""
    address = "enter/<slug:place_slug>/<str:quarter_text>/<slug:reporter_slug>/report."
    return [path(address + ending, admin_view(file_view), {"ending": ending}, name=_NAME) for ending in (CSV, WORKBOOK)]


def file_view(
    request: HttpRequest, place_slug: str, quarter_text: str, reporter_slug: str, ending: str
) -> HttpResponse:
    """Return the report as it stands, to its clerks; somebody else's place answers like one that does not exist."""
    desk = desk_named(
        place_slug=place_slug,
        quarter_text=quarter_text,
        reporter_slug=reporter_slug,
        scope=scope_of_request(request),
    )
    if desk is None or request.method not in ("GET", "HEAD"):
        raise Http404
    (sheet,) = read_sheets([desk], with_plans=False)
    lines, language = table_of(sheet), language_now()
    if ending == WORKBOOK:
        response = HttpResponse(workbook_bytes(lines, language, str(desk.quarter)), content_type=WORKBOOK_TYPE)
    else:
        response = HttpResponse(csv_bytes(lines, language), content_type=CSV_TYPE)
    name = marked_name(f"{desk.place.slug}-{desk.quarter}-{desk.reporter.slug}.{ending}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file_placed(sheet: Sheet, request: HttpRequest) -> PlacedBlock:
    """Return the texts that the page would have with the posted file in them; nothing is saved.

    :raises UnreadableFileError: if there is no file, or it cannot be read as a table.
    """
    upload = request.FILES.get("file")
    if upload is None:
        raise UnreadableFileError(_("No file was chosen. Choose a workbook (.xlsx) or a CSV file first."))
    # One byte more than is allowed shows that it is too large, without reading the rest.
    content = upload.read(MOST_BYTES + 1)
    return placed_matrix(sheet, read_table(content, language_now()), request.POST)


def file_addresses(desk: Desk) -> dict[str, str]:
    """Return the addresses of a report for files and programs, by their names in the template."""
    names = {"place_slug": desk.place.slug, "quarter_text": str(desk.quarter), "reporter_slug": desk.reporter.slug}
    files = {
        name: reverse(f"admin:{_NAME}", kwargs={**names, "ending": ending})
        for name, ending in (("file_csv", CSV), ("file_workbook", WORKBOOK))
    }
    return {**files, "program_address": settings.SITE_ADDRESS + reverse("web:report_api", kwargs=names)}
