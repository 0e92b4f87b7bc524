"""Pages of what entering leaves behind, all read here and written by the steps of a report."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from provinces.wording import local_name
from tracker.actions.locking import KEEPERS
from tracker.actions.rights import READERS, WORKERS, Scope
from tracker.admin.attachment_pages import download_view
from tracker.admin.base import ScopedAdmin
from tracker.admin.closing_pages import allow_view, close_view, reopen_view, take_back_view
from tracker.admin.scope import scope_of_request
from tracker.models import (
    AccessToken,
    Attachment,
    EntryReceipt,
    LockException,
    LockExceptionCell,
    QuarterLock,
    Reminder,
    RevisionStatus,
)


class _RecordAdmin(ScopedAdmin):
    """Rows that nobody writes on these pages."""

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Leave writing to the steps."""
        return False


@admin.register(Attachment)
class AttachmentAdmin(_RecordAdmin):
    """Signed scans and other papers of reports."""

    search_keys = ("revision__report__place__search_key",)
    search_texts = ("name",)
    list_display = ("name", "revision", "size", "attached_by", "attached_at")
    list_select_related = ("revision__report__place", "attached_by")
    ordering = ("-attached_at", "-pk")
    fields = ("name", "revision", "content_type", "size", "sha256", "note", "attached_by", "attached_at")

    def seen(self, scope: Scope) -> Q:
        """Show the files of drafts only to those who work on them, the others to all readers of the place."""
        if scope.keeps_reference_data:
            return Q()
        place = "revision__report__place"
        finished = Q(revision__status__in=[RevisionStatus.AWAITING_APPROVAL, RevisionStatus.APPROVED])
        return scope.within(place, *READERS) & (finished | scope.within(place, *WORKERS))

    def get_urls(self) -> list[Any]:
        """Add the address of the file itself."""
        view = partial(download_view, visible=self.get_queryset)
        own = path("<int:attachment_id>/file/", self.admin_site.admin_view(view), name="tracker_attachment_download")
        return [own, *super().get_urls()]


@admin.register(QuarterLock)
class QuarterLockAdmin(_RecordAdmin):
    """Which quarters are closed."""

    place_lookups = ("place",)
    search_keys = ("place__search_key",)
    list_display = ("place", "year", "quarter", "locked_by", "recorded_at", "retired_at")
    list_select_related = ("place", "locked_by")
    list_filter: ClassVar[Any] = ("year", "quarter")
    ordering = ("-year", "-quarter", "place__sort_key", "pk")
    fields = ("place", "year", "quarter", "locked_by", "reason", "recorded_at", "retired_at")
    change_list_template = "admin/closed_quarters.html"
    change_form_template = "admin/closed_quarter.html"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Offer to close a quarter to those who may."""
        keeps = scope_of_request(request).has(*KEEPERS)
        return super().changelist_view(request, {"may_close": keeps, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Offer what those may do who keep the closing, and list the leave that was given."""
        scope, lock = scope_of_request(request), kwargs.get("obj")
        if lock is not None:
            now = timezone.now()
            given = lock.exceptions.select_related("person", "place").prefetch_related("indicators").order_by("-pk")
            if not scope.covers(lock.place_id, *KEEPERS):
                given = given.filter(scope.within("place", *WORKERS))
            context["may_keep"] = scope.covers(lock.place_id, *KEEPERS) and lock.retired_at is None
            context["leave"] = [
                {
                    "row": exception,
                    "place": local_name(exception.place),
                    "indicators": ", ".join(local_name(indicator) for indicator in exception.indicators.all()),
                    "counts": exception.retired_at is None and exception.ends_at > now,
                }
                for exception in given
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        """Add the addresses of closing, opening again and giving leave."""
        wrap, site = self.admin_site.admin_view, self.admin_site
        own = [
            path("close/", wrap(partial(close_view, site=site)), name="tracker_quarterlock_close"),
            path(
                "<int:lock_id>/reopen/",
                wrap(partial(reopen_view, model_admin=self)),
                name="tracker_quarterlock_reopen",
            ),
            path(
                "<int:lock_id>/allow/",
                wrap(partial(allow_view, site=site, model_admin=self)),
                name="tracker_quarterlock_allow",
            ),
        ]
        return [*own, *super().get_urls()]


@admin.register(LockException)
class LockExceptionAdmin(_RecordAdmin):
    """Who may correct which cells of a closed quarter, why and until when."""

    place_lookups = ("place",)
    readers = WORKERS
    search_keys = ("place__search_key",)
    search_texts = ("person__username", "person__display_name")
    list_display = ("person", "place", "lock", "reason", "ends_at", "given_by", "retired_at")
    list_select_related = ("person", "place", "lock__place", "given_by")
    ordering = ("-ends_at", "-pk")
    fields = ("lock", "place", "person", "indicators", "reason", "ends_at", "given_by", "recorded_at", "retired_at")

    def get_urls(self) -> list[Any]:
        """Add the address of taking leave back."""
        own = path(
            "<int:exception_id>/take-back/",
            self.admin_site.admin_view(partial(take_back_view, model_admin=self)),
            name="tracker_lockexception_take_back",
        )
        return [own, *super().get_urls()]


@admin.register(LockExceptionCell)
class LockExceptionCellAdmin(_RecordAdmin):
    """The indicators that an exception opens."""

    place_lookups = ("lockexception__place",)
    readers = WORKERS
    search_keys = ("lockexception__place__search_key", "indicator__search_key")
    list_display = ("lockexception", "indicator")
    list_select_related = ("lockexception__person", "lockexception__lock__place", "indicator")
    ordering = ("pk",)
    fields = ("lockexception", "indicator")


@admin.register(EntryReceipt)
class EntryReceiptAdmin(_RecordAdmin):
    """What each save of several cells changed."""

    place_lookups = ("place",)
    readers = WORKERS
    search_keys = ("place__search_key",)
    list_display = ("place", "year", "quarter", "way", "made_by", "made_at", "undone_at")
    list_select_related = ("place", "made_by")
    list_filter: ClassVar[Any] = ("way", "year", "quarter")
    ordering = ("-made_at", "-pk")
    fields = ("way", "place", "year", "quarter", "made_by", "made_at", "undone_by", "undone_at")


@admin.register(Reminder)
class ReminderAdmin(_RecordAdmin):
    """Who was reminded of what, and when."""

    place_lookups = ("duty__place",)
    readers = WORKERS
    search_keys = ("duty__place__search_key",)
    search_texts = ("person__username", "person__display_name")
    list_display = ("person", "duty", "year", "quarter", "kind", "sent_on")
    list_select_related = ("person", "duty__place", "duty__reporter", "duty__form")
    list_filter: ClassVar[Any] = ("kind", "year", "quarter")
    ordering = ("-sent_on", "-pk")
    fields = ("person", "duty", "year", "quarter", "kind", "sent_on", "recorded_at")


@admin.register(AccessToken)
class AccessTokenAdmin(_RecordAdmin):
    """Whose calendars and programs may read; the secrets themselves are kept nowhere."""

    search_texts = ("person__username", "person__display_name", "name")
    list_display = ("person", "purpose", "name", "made_at", "ends_at", "revoked_at")
    list_select_related = ("person",)
    list_filter: ClassVar[Any] = ("purpose",)
    ordering = ("-made_at", "-pk")
    fields = ("person", "purpose", "name", "made_at", "ends_at", "revoked_at")

    def seen(self, scope: Scope) -> Q:
        """Show tokens to those who keep the accounts."""
        return Q() if scope.keeps_reference_data else Q(pk__in=[])
