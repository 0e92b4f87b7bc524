"""Read and enter one report by a program: the same lines, checks, rights and trail as on the entry page."""

from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from tracker.actions.bearers import sends_token, token_of_request
from tracker.actions.desk_address import desk_named
from tracker.actions.entering import LaterRevisionError, Stated, UnableToSaveCellsError, save_sheets
from tracker.actions.entry_desks import Desk, with_reports
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_sheet import read_sheets
from tracker.actions.entry_texts import last_writers
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import scope_of
from tracker.models import EntryWay, Person, QuarterlyReport, ReportRevision
from tracker.web.api_lines import (
    UnreadableLinesError,
    line_as_data,
    problems_as_data,
    read_lines,
    report_as_data,
)

_METHODS: Final = ("GET", "HEAD", "PUT")
_READING: Final = ("GET", "HEAD")


@csrf_exempt
def report_view(request: HttpRequest, place_slug: str, quarter_text: str, reporter_slug: str) -> HttpResponse:
    """Answer for the report that the address names: to a program by its token, to a browser by its session.

    No browser sends a token by itself, so only requests of a session have to carry the sign against forgery.
    """
    names = {"place_slug": place_slug, "quarter_text": quarter_text, "reporter_slug": reporter_slug}
    if sends_token(request):
        response = _answer_token(request, names)
    elif isinstance(request.user, Person):
        response = _answer_session(request, request.user, names)
    else:
        response = _unknown_person()
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer_token(request: HttpRequest, names: dict[str, str]) -> HttpResponse:
    token = token_of_request(request, at=timezone.now())
    if token is None:
        return _unknown_person()
    if request.method not in _READING and not token.may_enter:
        return _refusal(
            HTTPStatus.FORBIDDEN,
            _("This token reads and enters nothing. Make one that may enter, under “Programs that work for you”."),
        )
    return _answer(request, token.person, names)


def _answer_session(request: HttpRequest, person: Person, names: dict[str, str]) -> HttpResponse:
    response: HttpResponse = csrf_protect(lambda request: _answer(request, person, names))(request)
    if response.status_code == HTTPStatus.FORBIDDEN:  # nothing but the check against forgery answers so
        return _refusal(
            HTTPStatus.FORBIDDEN, _("The request lacks the header X-CSRFToken of your session; or use a token.")
        )
    return response


def _answer(request: HttpRequest, person: Person, names: dict[str, str]) -> HttpResponse:
    if request.method not in _METHODS:
        response = _refusal(HTTPStatus.METHOD_NOT_ALLOWED, _("A report is read by GET and entered by PUT."))
        response.headers["Allow"] = ", ".join(_METHODS)
        return response
    # Who is kept from the entry pages enters by no other way either.
    desk = desk_named(**names, scope=scope_of(person, timezone.localdate())) if person.is_staff else None
    if desk is None:
        return _refusal(HTTPStatus.NOT_FOUND, _("There is no such report, or it is not yours to enter."))
    if request.method == "PUT":
        return _put(request, desk, person)
    return JsonResponse(report_as_data(desk, read_sheets([desk], with_plans=False)[0]))


def _put(request: HttpRequest, desk: Desk, person: Person) -> HttpResponse:
    """Save the lines that were sent, all of them or none.

    The body carries the ``revision`` that reading the report gave, so that nothing meant for a report that has been
    approved since is written into somebody's correction of it.
    """
    (sheet,) = read_sheets([desk], with_plans=False)
    try:
        sent = read_lines(request.body, sheet.lines)
    except RequestDataTooBig:
        return _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The body is longer than any report."))
    except UnreadableLinesError as error:
        return _refusal(HTTPStatus.BAD_REQUEST, str(error))
    if sent.problems:
        return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, _("Nothing was saved."), problems=sent.problems)
    stated = Stated(desk, sent.entries, sent.seen, revision_seen=sent.revision, asked=sent.asked)
    try:
        saved = save_sheets(stated=[stated], by=person, at=timezone.now(), way=EntryWay.PROGRAM)
    except LaterRevisionError as refusal:
        sentence = _(
            "Nothing was saved: the report is in correction %(number)s by now: “%(reason)s”. Read it again, and send "
            "its “revision” with the lines if they belong to this correction."
        ) % {"number": refusal.revision.number, "reason": refusal.revision.reason}
        return _refusal(HTTPStatus.CONFLICT, sentence, conflicts=[])
    except UnableToSaveCellsError as refusal:
        conflicts = [problem.indicator_id for problem in refusal.problems if problem.conflict]
        if conflicts or not refusal.problems:
            return _conflict(desk, sent.entries, conflicts, refusal.message)
        problems = problems_as_data(refusal.problems, sheet)
        return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, refusal.message, problems=problems)
    except UnableToActError as refusal:
        return _refusal(HTTPStatus.CONFLICT, refusal.message, conflicts=[])
    except (ReportRevision.DoesNotExist, QuarterlyReport.DoesNotExist):
        sentence = _("Somebody has deleted this draft meanwhile; nothing was saved.")
        return _refusal(HTTPStatus.CONFLICT, sentence, conflicts=[])
    (desk,) = with_reports([desk])
    return JsonResponse({"changed": saved.count, **report_as_data(desk, read_sheets([desk], with_plans=False)[0])})


def _conflict(desk: Desk, entries: list[LineEntry], keys: list[int], message: str) -> HttpResponse:
    """Return which lines somebody else has changed: both values, who, and when."""
    (now,) = with_reports([desk])
    (sheet,) = read_sheets([now], with_plans=False)
    mine = {entry.indicator_id: entry for entry in entries}
    revision = None if now.revision is None else now.revision.pk
    writers = {} if revision is None else last_writers((revision, key) for key in keys)
    conflicts = []
    for line in sheet.lines:
        key = line.indicator_id
        if key in keys:
            person, when = writers.get((revision or 0, key), ("", ""))
            conflicts.append(
                {
                    "indicator": line.indicator.code,
                    "yours": line_as_data(line, mine[key]),
                    "theirs": line_as_data(line, sheet.current(line)),
                    "changed_by": person,
                    "changed_at": when,
                }
            )
    return _refusal(HTTPStatus.CONFLICT, message, conflicts=conflicts)


def _unknown_person() -> HttpResponse:
    response = _refusal(
        HTTPStatus.UNAUTHORIZED, _("Send a token that is still valid: Authorization: Bearer …, or sign in.")
    )
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _refusal(status: HTTPStatus, message: str, **more: Any) -> HttpResponse:
    return JsonResponse({"message": message, **more}, status=status)
