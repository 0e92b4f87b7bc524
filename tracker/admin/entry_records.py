"""Pages of what entering leaves behind, all read here and written by the steps of a report."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q

from tracker.actions.rights import WORKERS, Scope
from tracker.admin.base import ScopedAdmin
from tracker.models import (
    AccessToken,
    Attachment,
    EntryReceipt,
    LockException,
    LockExceptionCell,
    QuarterLock,
    Reminder,
)


class _RecordAdmin(ScopedAdmin):
    """Rows that nobody writes on these pages."""

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Leave writing to the steps."""
        return False


@admin.register(Attachment)
class AttachmentAdmin(_RecordAdmin):
    """Signed scans and other papers of reports."""

    place_lookups = ("revision__report__place",)
    readers = WORKERS
    search_keys = ("revision__report__place__search_key",)
    search_texts = ("name",)
    list_display = ("name", "revision", "size", "attached_by", "attached_at")
    list_select_related = ("revision__report__place", "attached_by")
    ordering = ("-attached_at", "-pk")
    fields = ("name", "revision", "content_type", "size", "sha256", "note", "attached_by", "attached_at")


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
