"""What the pages of the import share: whose file it is, where its page is, and how its comparison begins."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from tracker.actions.importing.filing import begin_work, confirm_columns, files_of, give_reason
from tracker.actions.importing.reading import proposal_for, read_stored
from tracker.actions.importing.running import check_file
from tracker.admin.import_process import start_process
from tracker.admin.scope import scope_of_request
from tracker.models import FileImport, Person, Role

START: Final = "tracker_fileimport_start"
STEP: Final = "tracker_fileimport_step"
STATE: Final = "tracker_fileimport_state"
TEMPLATE: Final = "tracker_fileimport_template"
# A larger file is worked on by a process of its own: the page would wait too long.
BYTES_AT_ONCE: Final = 200_000


def clerk_or_404(request: HttpRequest) -> Person:
    """Return the person of the request; the pages are for those who enter figures."""
    person = request.user
    if not isinstance(person, Person) or not scope_of_request(request).has(Role.CLERK):
        raise Http404
    return person


def file_or_404(request: HttpRequest, key: str) -> FileImport:
    """Return a file of the person's own; somebody else's answers like one that does not exist."""
    found = files_of(clerk_or_404(request)).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def to_file(file_import: FileImport) -> HttpResponse:
    """Lead to the page of a file."""
    return HttpResponseRedirect(reverse(f"admin:{STEP}", args=[file_import.key]))


def check_or_ask(file_import: FileImport, *, reason: str = "") -> HttpResponse:
    """Compare a file with what stands, once it is certain what its columns are; lead to its page.

    :raises UnableToActError: if it cannot be read, or is in another state by now.
    """
    if file_import.mapping is None:
        proposal = proposal_for(file_import)
        if not proposal.is_certain:
            return to_file(file_import)
        confirm_columns(file_import=file_import, mapping=proposal.mapping, by=file_import.made_by)
    give_reason(file_import=file_import, reason=reason, by=file_import.made_by)
    if file_import.size > BYTES_AT_ONCE:
        begin_work(file_import=file_import, saving=False, by=file_import.made_by)
        start_process(file_import)
    else:
        check_file(file_import, read=read_stored, at=timezone.now())
    return to_file(file_import)
