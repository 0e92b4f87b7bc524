"""Notice that somebody has changed a row while its page stood open, and say who, when and to what.

The page carries the numbers of the newest events of the row and of what is edited with it. A save is refused if there
are newer ones: Django would write every field of the form, and with it the values from before the other's change.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.admin.generic import AnyModelAdmin
from tracker.admin.history import HistoryEntry, Sources, audited_model, events_of, steps_of

# The input of the page; its name says that it is nothing that somebody typed (tracker/web/kept.py).
_SEEN: Final = "_row_seen"
_BEFORE_READING: Final = "_row_before_reading"


class WatchedRow:
    """A row with the rows below it that the same page edits, and what of their trail its reader had before them."""

    def __init__(self, model: type[Model], key: Any, below: Iterable[type[Model]], seen: str | None = None) -> None:
        self._model, self._key = model, key
        self._below = [audited_model(part) for part in below]
        self._parts = _parts(model, key, self._below)
        self.seen = seen

    def look(self) -> str:
        """Return the newest events as they stand now, and take them for seen. Costs one query for each model."""
        newest = (
            events_of(model).filter(**condition).order_by("-pgh_id").values_list("pgh_id", flat=True).first()
            for model, condition in self._parts
        )
        self.seen = "-".join(str(number or 0) for number in newest)
        return self.seen

    def changes_by_others(self, *, same_since: str | None = None) -> list[str]:
        """Return in sentences what has changed since it was seen, and take that for seen; nothing if nothing has.

        ``same_since`` is given where the form says of the row what is stored (it was sent twice): what `look` said
        before the row was read for that comparison. If it still holds, only the rows below count.
        Locks the rows until the transaction ends, so that of two saves at once the second sees the first. A page that
        says nothing of what it has seen is taken at its word.
        """
        self._lock()
        if self.seen is None:
            return []
        had, newest = self._numbers(self.seen), self.look()
        moved = {model for model, number in self._numbers(newest).items() if number != had[model]}
        if not (moved & set(self._below) if newest == same_since else moved):
            return []
        steps = steps_of(self._parts, after=had)
        return [
            _(
                "Nothing was saved: this was changed after you opened the page. What you typed stands here; compare, "
                "then save again to keep yours."
            ),
            *(_sentence(step) for step in steps),
        ]

    def _lock(self) -> None:
        for model, condition in self._parts:
            rows = {"pk": self._key} if "pgh_obj_id" in condition else condition
            list(model._default_manager.filter(**rows).order_by("pk").select_for_update(of=("self",)).values("pk"))

    def _numbers(self, had: str) -> Mapping[type[Model], int]:
        """Return the numbers by model; of a text that is none of ours nothing was seen."""
        numbers = [int(part) if part.isascii() and part.isdigit() and len(part) < 19 else 0 for part in had.split("-")]
        if len(numbers) != len(self._parts):
            numbers = [0] * len(self._parts)
        return {model: number for (model, _condition), number in zip(self._parts, numbers, strict=True)}


class WatchingPages(AnyModelAdmin):
    """Change forms that are not saved over what somebody else has changed since they were opened."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Note what the page shows before the row is read: what changes in between must pass for unseen."""
        seen = request.__dict__[_BEFORE_READING] = self._seen_now(object_id)
        context = {"row_seen": seen, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form; one that is being saved looks for what others have changed."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or request.method != "POST" or not hasattr(self.model, "pgh_event_model"):
            return form
        row = self.watched(obj.pk, request.POST.get(_SEEN))
        before_reading = request.__dict__.get(_BEFORE_READING)

        class WatchingForm(form):  # made by Django at run time
            watched = row

            def clean(self) -> Any:
                cleaned = super().clean()
                for sentence in row.changes_by_others(same_since=None if self.has_changed() else before_reading):
                    self.add_error(None, sentence)
                return cleaned

        return WatchingForm

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let a page that was refused carry what its sentences have told."""
        row = getattr(context["adminform"].form, "watched", None)
        if row is not None:
            context["row_seen"] = row.seen
        return super().render_change_form(request, context, *args, **kwargs)

    def _seen_now(self, object_id: str | None) -> str | None:
        """Return what a page that is being made of the row shows; None where there is no such row or no trail."""
        if object_id is None or not hasattr(self.model, "pgh_event_model"):
            return None
        try:
            key = self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            return None
        return self.watched(key).look() if self.model._default_manager.filter(pk=key).exists() else None

    def watched(self, key: Any, seen: str | None = None) -> WatchedRow:
        """Return the row with what its page edits; ``seen`` is what a page had before its reader."""
        return WatchedRow(self.model, key, [inline.model for inline in self.inlines], seen)


def _parts(model: type[Model], key: Any, below: Iterable[type[Model]]) -> Sources:
    """Return the row, the rows below it that lead to it, and those that tie it to others, with their conditions."""
    top = audited_model(model)
    parts = [(top, {"pgh_obj_id": key})]
    parts += [(part, {_link(part, top): key}) for part in below]
    for field in top._meta.many_to_many:
        tied = next(
            (found for found in apps.get_models() if found._meta.concrete_model is field.remote_field.through), None
        )
        if tied is not None:
            parts.append((tied, {f"{field.m2m_field_name()}_id": key}))
    return [(part, condition) for part, condition in parts if hasattr(part, "pgh_event_model")]


def _link(part: type[Model], top: type[Model]) -> str:
    return next(
        field.attname
        for field in part._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is top
    )


def _sentence(step: HistoryEntry) -> str:
    words = {
        "person": step.who,
        "when": date_format(timezone.localtime(step.at), "H:i d/m/Y"),
        "what": step.what,
        "changes": "; ".join(f"{change.field}: {change.before} → {change.after}" for change in step.changes),
    }
    if not step.changes:
        return _("%(person)s, %(when)s – %(what)s.") % words
    return _("%(person)s, %(when)s – %(what)s. %(changes)s.") % words
