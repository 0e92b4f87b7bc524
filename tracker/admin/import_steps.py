"""What the pages of the import share: whose file it is, where its page is, and how its comparison begins."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from tracker.actions.importing.filing import begin_work, confirm_columns, files_of, give_reason
from tracker.actions.importing.reading import proposal_for, read_stored
from tracker.actions.importing.result import CheckResult
from tracker.actions.importing.running import check_file
from tracker.actions.importing.target_files import target_proposal_for
from tracker.admin.import_process import start_process
from tracker.admin.scope import scope_of_request
from tracker.models import FileImport, ImportKind, Person, Role

START: Final = "tracker_fileimport_start"
STEP: Final = "tracker_fileimport_step"
STATE: Final = "tracker_fileimport_state"
TEMPLATE: Final = "tracker_fileimport_template"
TARGETS_START: Final = "tracker_fileimport_targets"
TARGETS_TEMPLATE: Final = "tracker_fileimport_targets_template"
# What is larger is worked on by a process of its own: a page waits three seconds at most, on a busy server too.
BYTES_AT_ONCE: Final = {ImportKind.FIGURES: 200_000, ImportKind.TARGETS: 60_000}
# A target is checked against every other of its place, and written with its versions: a hundred take some two seconds.
TARGETS_AT_ONCE: Final = 100


def person_or_404(request: HttpRequest, kind: ImportKind) -> Person:
    """Return the person of the request; figures are for those who enter them, targets for those who keep them."""
    person = request.user
    role = Role.CLERK if kind == ImportKind.FIGURES else Role.ADMINISTRATOR
    if not isinstance(person, Person) or not scope_of_request(request).has(role):
        raise Http404
    return person


def file_or_404(request: HttpRequest, key: str) -> FileImport:
    """Return a file of the person's own; somebody else's answers like one that does not exist."""
    person = request.user
    found = files_of(person).filter(key=key).first() if isinstance(person, Person) else None
    if found is None:
        raise Http404
    person_or_404(request, ImportKind(found.kind))
    return found


def start_of(kind: ImportKind) -> str:
    """Return the address on which files of a kind are brought."""
    return reverse(f"admin:{START if kind == ImportKind.FIGURES else TARGETS_START}")


def to_file(file_import: FileImport) -> HttpResponse:
    """Lead to the page of a file."""
    return HttpResponseRedirect(reverse(f"admin:{STEP}", args=[file_import.key]))


def check_or_ask(file_import: FileImport, *, reason: str = "") -> HttpResponse:
    """Compare a file with what stands, once it is certain what its columns are; lead to its page.

    :raises UnableToActError: if it cannot be read, or is in another state by now.
    """
    if file_import.mapping is None:
        is_targets = file_import.kind == ImportKind.TARGETS
        proposal = target_proposal_for(file_import) if is_targets else proposal_for(file_import)
        if not proposal.is_certain:
            return to_file(file_import)
        confirm_columns(file_import=file_import, mapping=proposal.mapping, by=file_import.made_by)
    give_reason(file_import=file_import, reason=reason, by=file_import.made_by)
    if is_long(file_import):
        begin_work(file_import=file_import, saving=False, by=file_import.made_by)
        start_process(file_import)
    else:
        check_file(file_import, read=read_stored, at=timezone.now())
    return to_file(file_import)


def is_long(file_import: FileImport, *, saving: bool = False) -> bool:
    """Return whether comparing a file with what stands, or ``saving`` it, is left to a process of its own."""
    kind = ImportKind(file_import.kind)
    if saving and kind == ImportKind.TARGETS and file_import.check_result is not None:
        found = CheckResult.from_data(file_import.check_result)
        if found.new + found.changed > TARGETS_AT_ONCE:
            return True
    return file_import.size > BYTES_AT_ONCE[kind]
