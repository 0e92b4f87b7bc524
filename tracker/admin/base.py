"""What every admin page does first: keep to the person's places in lists, choices, buttons and history."""

from typing import Any, ClassVar, NoReturn

from django.contrib import admin, messages
from django.db import DatabaseError, models
from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _

from provinces.text import search_key
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import READERS, WORKERS, Scope, place_key_of
from tracker.admin.changes import CheckedChangeList, asks_backwards
from tracker.admin.fields import NamedSelect, NamedSelectMultiple, NumberField
from tracker.admin.forms import CheckedForm
from tracker.admin.generic import AnyStackedInline
from tracker.admin.history import history_of
from tracker.admin.ordering import local_order
from tracker.admin.scope import scope_of_request
from tracker.admin.watched import WatchingPages
from tracker.models import Role


class ScopedRows:
    """The part that pages and their inlines share: which rows there are, and which may be chosen."""

    admin_site: admin.AdminSite
    model: type[Model]

    def rows_in_scope(self, request: HttpRequest, model: type[Model]) -> QuerySet[Any] | None:
        """Return the rows of a model that the person may see; None if the admin does not know the model."""
        model_admin = self.admin_site._registry.get(model)  # noqa: SLF001  # Django's own forms read it the same way
        return None if model_admin is None else model_admin.get_queryset(request)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Return every relation that is typed into: nobody meets a raw key or a list of thousands."""
        registry = self.admin_site._registry  # noqa: SLF001
        return [
            field.name
            for field in (*self.model._meta.fields, *self.model._meta.many_to_many)
            if field.editable
            and field.remote_field is not None
            and field.remote_field.model in registry
            and registry[field.remote_field.model].get_search_fields(request)
        ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer and accept only rows that the person may see."""
        kwargs["queryset"] = self.rows_in_scope(request, db_field.remote_field.model)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", NamedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer and accept only rows that the person may see."""
        kwargs["queryset"] = self.rows_in_scope(request, db_field.remote_field.model)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", NamedSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Read decimals as people write them; Django's own reading takes 1.234 for 1.234 in every language."""
        if isinstance(db_field, models.DecimalField):
            return NumberField(
                label=db_field.verbose_name,
                help_text=db_field.help_text,
                required=not (db_field.blank or db_field.null),
            )
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class ScopedAdmin(ScopedRows, WatchingPages):
    """A page that shows a person the rows of their places, and lets them write what their role writes.

    ``place_lookups`` lead from the model to places; empty for reference data, which everybody with a role reads.
    ``writers`` may add and change rows of their places; empty: those who keep the reference data.
    ``search_keys`` are columns without accents that are searched word by word, ``search_texts`` ordinary ones.
    """

    form: Any = CheckedForm
    list_display: Any = ("__str__",)
    ordering: ClassVar[Any] = ()
    list_filter: ClassVar[Any] = ()
    place_lookups: tuple[str, ...] = ()
    readers: tuple[Role, ...] = READERS
    writers: tuple[Role, ...] = ()
    search_keys: tuple[str, ...] = ()
    search_texts: tuple[str, ...] = ()
    list_per_page = 50
    show_full_result_count = False
    actions = None
    object_history_template = "admin/tracker_history.html"

    class Media:
        js = ("admin-labels.js",)

    # --- Which rows ---------------------------------------------------------------------------------------------

    def seen(self, scope: Scope) -> Q:
        """Return the condition for the rows that the scope sees."""
        if not scope.has(*self.readers):
            return Q(pk__in=[])
        if not self.place_lookups or scope.keeps_reference_data:
            return Q()
        condition = Q()
        for lookup in self.place_lookups:
            condition |= scope.within(lookup, *self.readers)
        return condition

    def pointing_at_seen(self, name: str, scope: Scope) -> Q:
        """Return the condition for the rows whose relation leads to a row that the scope sees on its own page."""
        model = self.model._meta.get_field(name).related_model
        page: Any = self.admin_site._registry[model]  # type: ignore[index]  # noqa: SLF001
        return Q(**{f"{name}__in": model._default_manager.filter(page.seen(scope)).values("pk")})  # type: ignore[union-attr]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may see."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(self.seen(scope_of_request(request)))

    def place_of(self, obj: Any) -> int | None:
        """Return the key of the place that decides who may write the row."""
        return getattr(obj, "place_id", None)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Let people put a row only where they write, not wherever they read."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        for lookup in self.place_lookups if self.writers else ():
            name, _separator, rest = lookup.partition(LOOKUP_SEP)
            if name == db_field.name and field is not None and field.queryset is not None:
                field.queryset = field.queryset.filter(scope_of_request(request).within(rest or "pk", *self.writers))
        return field

    # --- Who may what -------------------------------------------------------------------------------------------

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Whether the scope may add rows, or change this one."""
        if scope.keeps_reference_data and not self.writers:
            return True
        if not self.writers:
            return False
        return scope.has(*self.writers) if obj is None else scope.covers(self.place_of(obj), *self.writers)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the model is on the front page at all."""
        return scope_of_request(request).has(*self.readers)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person reads such rows, or this one."""
        scope = scope_of_request(request)
        if obj is None or not scope.has(*self.readers):
            return scope.has(*self.readers)
        condition = self.seen(scope_of_request(request))
        return not condition or self.model._default_manager.filter(condition, pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the person adds such rows."""
        return self.may_write(scope_of_request(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person changes such rows, or this one."""
        return self.may_write(scope_of_request(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no deletion: reference rows are retired, facts are corrected."""
        return False

    # --- Finding ------------------------------------------------------------------------------------------------

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns that the search box reads."""
        return (*self.search_keys, *self.search_texts)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find rows that hold every word of the search, whatever the accents and the order of the words."""
        if not search_term.strip():
            return queryset, False
        condition = Q()
        words = search_key(search_term).split()
        if not words:
            return queryset.none(), False
        for word in words:
            either = Q()
            for key in self.search_keys:
                either |= Q(**{f"{key}__contains": word})
            for text in self.search_texts:
                either |= Q(**{f"{text}__icontains": word})
            condition &= either
        return queryset.filter(condition), False

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Return the order of the rows, in lists and where they are chosen: by the names that the reader sees."""
        return [local_order(column) for column in self.ordering]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the list that answers an impossible filter as a bad request."""
        return CheckedChangeList

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Whether an address may narrow the list so: never by the rows of others that point at those of the list."""
        filters = self.list_filter if request is None else self.get_list_filter(request)
        return not asks_backwards(self.model, lookup, filters) and super().lookup_allowed(lookup, value, request)

    # --- Answers ------------------------------------------------------------------------------------------------

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        """Answer alike for a row of somebody else and for one that does not exist."""
        raise Http404

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Turn a refusal that came between the check and the write into a sentence."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except UnableToActError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        except DatabaseError as error:
            if not _is_refusal(error):
                raise
            message = _("Somebody has changed these rows meanwhile, and nothing was saved. Look at them and try again.")
            self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(request.path)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Keep the row's name in Django's log as it is in no language, whoever added it."""
        with translation.override(None):
            return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Keep the row's name in Django's log as it is in no language, whoever changed it."""
        with translation.override(None):
            return super().log_change(request, obj, message)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed what and when, to those who see the row."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        scope = scope_of_request(request)
        drafts = scope.keeps_reference_data or scope.covers(place_key_of(obj), *WORKERS)
        context = {"entries": history_of(obj, drafts=drafts), "title": _("History: %(object)s") % {"object": obj}}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})


def _is_refusal(error: DatabaseError) -> bool:
    """Whether the database kept a rule (a constraint or one of our triggers), rather than failed."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return state.startswith("23")


class ScopedInline(ScopedRows, AnyStackedInline):
    """Rows of a parent page, with the parent's rights; stacked, because Django's tables leave inputs unlabelled."""

    form = CheckedForm
    extra = 0

    def _parent_writes(self, request: HttpRequest, obj: Any) -> bool:
        parent = self.admin_site._registry[self.parent_model]  # noqa: SLF001
        return bool(
            parent.has_change_permission(request, obj) if obj is not None else parent.has_add_permission(request)
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the parent sees its rows."""
        return bool(self.admin_site._registry[self.parent_model].has_view_permission(request, obj))  # noqa: SLF001

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever changes the parent adds rows to it."""
        return self._parent_writes(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever changes the parent changes its rows."""
        return self._parent_writes(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever changes the parent removes its rows."""
        return self._parent_writes(request, obj)
