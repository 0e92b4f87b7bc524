"""The page on which a clerk enters one quarter of several places at once: a row for each report."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Place
from provinces.wording import local_name
from tracker.actions.entering import Saved, Stated, UnableToSaveCellsError, save_sheets
from tracker.actions.entry_desks import DeskKey
from tracker.actions.entry_overview import (
    CellKey,
    Overview,
    columns_of,
    desks_below,
    read_overview,
)
from tracker.actions.entry_sheet import read_sheets
from tracker.actions.entry_submitting import save_and_submit
from tracker.actions.entry_undoing import undo_receipt
from tracker.actions.entry_warnings import SUGGESTED_REASONS
from tracker.actions.locking import closed_cells, sentence_of
from tracker.actions.refusals import UnableToActError
from tracker.admin.entry_block import PlacedBlock, texts_before
from tracker.admin.entry_overview_block import column_evidence, placed_block
from tracker.admin.entry_overview_reasons import Entries, asked_in, is_answerable, save_answered
from tracker.admin.entry_overview_rows import (
    Table,
    cell_name,
    desk_name,
    heading,
    lost_texts,
    revisions_in,
    revisions_text,
    row_of,
    seen_text,
    shown_in,
    untouched_lines,
)
from tracker.admin.scope import scope_of_request
from tracker.exchange.blocks import UnreadableBlockError
from tracker.exchange.wording import language_now, quarter_name, shown_unit
from tracker.models import Basis, EntryReceipt, EntryWay, Person, QuarterlyReport, ReportRevision, Role
from tracker.progress.periods import Quarter


def overview_view(request: HttpRequest, place_slug: str, quarter_text: str, *, site: admin.AdminSite) -> HttpResponse:
    """Show the reports of a place and all below it, and save what is typed into them: all of it, or nothing."""
    table = _table_or_404(request, place_slug, quarter_text)
    if request.method != "POST":
        return _page(request, table, site)
    step = request.POST.get("step", "save")
    saving = step in ("save", "submit")
    if step == "place_block" or (saving and request.POST.get("block", "").strip()):
        return _place_block(request, table, site)
    if saving:
        return _save(request, table, site, submitting=step == "submit")
    if step == "undo_block":
        return _page(request, table, site, posted=texts_before(request.POST))
    if step == "restore":
        messages.warning(request, _("Here is what you typed; it is not saved yet."))
        return _page(request, table, site, posted=request.POST)
    if step == "undo":
        return _undo(request, table)
    raise Http404


def _table_or_404(request: HttpRequest, place_slug: str, quarter_text: str) -> Table:
    try:
        quarter = Quarter.parse(quarter_text)
    except ValueError as error:
        raise Http404 from error
    scope = scope_of_request(request)
    place = get_object_or_404(Place, scope.within("pk", Role.CLERK), slug=place_slug)
    if not scope.has(Role.CLERK):
        raise Http404
    every = desks_below(place.pk, quarter, scope.within("place", Role.CLERK))
    forms = {desk.form.pk: desk.form for desk in every if desk.form is not None}
    counts = {key: sum(desk.form is not None and desk.form.pk == key for desk in every) for key in forms}
    chosen = next((form for form in forms.values() if form.code == request.GET.get("form", "")), None)
    form = chosen or (forms[max(counts, key=lambda key: (counts[key], -key))] if forms else None)
    desks = [desk for desk in every if form is not None and desk.form is not None and desk.form.pk == form.pk]
    sheets = read_sheets(desks, with_plans=False)
    basis = Basis.YEAR_TO_DATE if request.GET.get("basis") == Basis.YEAR_TO_DATE else Basis.IN_QUARTER
    closed = closed_cells(
        places=[desk.place.pk for desk in desks], quarter=quarter, by=_person(request), at=timezone.now()
    )
    return Table(
        place=place,
        quarter=quarter,
        form=form,
        forms=tuple(forms.values()),
        basis=basis,
        desks=desks,
        sheets=sheets,
        columns=columns_of(sheets[0].lines, basis) if sheets else [],
        closed=dict(closed),
    )


def _texts(table: Table, posted: QueryDict) -> dict[CellKey, str]:
    """Return the posted texts of the open cells."""
    found: dict[CellKey, str] = {}
    for desk in table.desks:
        for column in table.columns:
            text = posted.get(cell_name((desk.key, column.key)))
            if text is not None and table.is_open(desk):
                found[desk.key, column.key] = text
    return found


def _read(table: Table, posted: QueryDict) -> Overview:
    texts, untouched = _texts(table, posted), untouched_lines(table, posted)
    return read_overview(table.desks, table.sheets, table.columns, texts, column_evidence(texts), untouched)


def _save(request: HttpRequest, table: Table, site: admin.AdminSite, *, submitting: bool) -> HttpResponse:
    posted = request.POST
    overview = _read(table, posted)
    # Before submitting, every draft is asked about, whether it changes or not.
    for desk in table.desks if submitting else ():
        if desk.revision is not None and table.is_open(desk):
            overview.entries.setdefault(desk.key, [])
    locked, homeless = lost_texts(table, posted)
    if homeless:
        messages.error(
            request,
            _("Nothing was saved: this page no longer asks for some of what you typed: %(texts)s")
            % {"texts": "; ".join(homeless)},
        )
    if overview.problems or locked or homeless:
        return _page(request, table, site, posted=posted, problems={**overview.problems, **locked})
    reason = " ".join(posted.get("reason", "").split())
    asked_before = set(posted.get("asked", "").split(","))
    try:
        saved, submitted = save_answered(
            partial(_save_entries, request, table, submitting=submitting), table, overview, reason, asked_before
        )
    except UnableToSaveCellsError as refusal:
        if not refusal.problems:
            messages.error(request, refusal.message)
        asked = asked_in(refusal, overview)
        return _page(request, table, site, posted=posted, problems=dict(refusal.by_desk), asked=asked)
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
        return _page(request, table, site, posted=posted)
    except (ReportRevision.DoesNotExist, QuarterlyReport.DoesNotExist):
        messages.error(request, _("Somebody has deleted a draft meanwhile. Save again to start a new one."))
        return _page(request, table, site, posted=posted)
    _tell(request, saved, submitted)
    return HttpResponseRedirect(request.get_full_path())


def _tell(request: HttpRequest, saved: Saved, submitted: int) -> None:
    if submitted:
        messages.success(
            request, _("Reports saved and submitted: %(count)s. They now wait for approval.") % {"count": submitted}
        )
    elif saved.count:
        messages.success(request, _("The drafts are saved. Figures changed: %(count)s.") % {"count": saved.count})
    else:
        messages.info(request, _("Nothing differed from what was saved before."))


def _save_entries(
    request: HttpRequest,
    table: Table,
    entries: Entries,
    asked: Mapping[DeskKey, Mapping[int, str]],
    *,
    submitting: bool,
) -> tuple[Saved, int]:
    """Save into the desks that change, and return how many were submitted; fingerprints say what stood on the page."""
    shown, revisions = shown_in(request.POST), revisions_in(request.POST)
    seen: dict[str, dict[int, str]] = {}
    for (name, indicator), was in shown.items():
        seen.setdefault(name, {})[indicator] = was.fingerprint
    stated = [
        Stated(
            desk,
            entries[desk.key],
            seen.get(desk_name(desk.key), {}),
            revision_seen=revisions.get(desk_name(desk.key), 0),
            asked=asked.get(desk.key, {}),
        )
        for desk in table.desks
        if desk.key in entries
    ]
    way = EntryWay.PASTE if request.POST.get("pasted") else EntryWay.GRID
    person, now = _person(request), timezone.now()
    if submitting:
        done = save_and_submit(stated=stated, by=person, at=now, way=way, kept_at=table.place)
        return done.saved, done.count
    return save_sheets(stated=stated, by=person, at=now, way=way, kept_at=table.place), 0


def _place_block(request: HttpRequest, table: Table, site: admin.AdminSite) -> HttpResponse:
    """Show where the cells of a pasted block go and what they change; nothing is saved."""
    try:
        placed = placed_block(table, request.POST)
    except UnreadableBlockError as refusal:
        messages.error(request, str(refusal))
        return _page(request, table, site, posted=request.POST)
    overview = _read(table, placed.texts)
    return _page(request, table, site, posted=placed.texts, problems=overview.problems, placed=placed)


def _undo(request: HttpRequest, table: Table) -> HttpResponse:
    receipt = _receipt_of(table, _person(request))
    try:
        if receipt is None or str(receipt.pk) != request.POST.get("receipt", ""):
            raise UnableToActError(_("There is nothing of yours to undo here any more."))
        undo_receipt(receipt=receipt, by=_person(request), at=timezone.now())
        messages.success(request, _("The last save is undone; the history keeps both."))
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
    except (ReportRevision.DoesNotExist, QuarterlyReport.DoesNotExist):
        messages.error(request, _("Somebody has deleted this draft meanwhile; nothing was changed."))
    return HttpResponseRedirect(request.get_full_path())


def _receipt_of(table: Table, person: Person) -> EntryReceipt | None:
    receipt = (
        EntryReceipt.objects.filter(
            place=table.place, year=table.quarter.year, quarter=table.quarter.number, made_by=person
        )
        .order_by("-pk")
        .first()
    )
    return None if receipt is None or receipt.undone_at is not None else receipt


def _person(request: HttpRequest) -> Person:
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    return person


def _page(
    request: HttpRequest,
    table: Table,
    site: admin.AdminSite,
    *,
    posted: QueryDict | None = None,
    problems: dict[DeskKey, Any] | None = None,
    placed: PlacedBlock | None = None,
    asked: Iterable[str] = (),
) -> HttpResponse:
    quarter = quarter_name(table.quarter.year, table.quarter.number)
    found = problems or {}
    rows = [
        row_of(table, index, desk, sheet, posted, found.get(desk.key, ()))
        for index, (desk, sheet) in enumerate(zip(table.desks, table.sheets, strict=True))
    ]
    every = [problem for part in found.values() for problem in part]
    form_code = "" if table.form is None else table.form.code
    context = {
        **site.each_context(request),
        "title": _("%(quarter)s – %(place)s, several reports") % {"quarter": quarter, "place": local_name(table.place)},
        "quarter": quarter,
        "form_name": "" if table.form is None else local_name(table.form),
        "forms": [(form.code, local_name(form), form == table.form) for form in table.forms],
        "bases": [(basis.value, basis.label, basis == table.basis) for basis in (Basis.IN_QUARTER, Basis.YEAR_TO_DATE)],
        "columns": [(heading(column), shown_unit(column.indicator)) for column in table.columns],
        "rows": rows,
        "problems": every,
        "asks_reasons": any(is_answerable(problem) for problem in every),
        "asked": ",".join(sorted(asked)),
        "reason": "" if posted is None else posted.get("reason", ""),
        "suggested_reasons": SUGGESTED_REASONS,
        "seen": seen_text(table, posted, found),
        "revisions": revisions_text(table),
        "language": language_now(),
        "placed": placed,
        "pasted": bool(placed or (posted is not None and posted.get("pasted"))),
        "pasted_block": "" if posted is None or placed is not None else posted.get("block", ""),
        "receipt": None if posted is not None else _receipt_of(table, _person(request)),
        "closed": [sentence_of(shut) for shut in list(table.closed.values())[:1]],
        "any_open": any(row.is_open for row in rows),
        "keep": f"overview:{table.place.pk}:{table.quarter}:{form_code}:{table.basis}",
    }
    return TemplateResponse(request, "admin/enter_overview.html", context)
