"""Forms for closing a quarter, giving leave to correct it, and naming a deputy: names and days, never keys."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import Place
from provinces.wording import local_name
from tracker.actions.locking import KEEPERS, closings_of
from tracker.actions.rights import Scope
from tracker.admin.ordering import local_order
from tracker.exchange.wording import quarter_name
from tracker.models import Indicator, Person, QuarterLock, ReportFormLine, Role
from tracker.progress.periods import Quarter, quarters_between

if TYPE_CHECKING:
    PlaceChoiceField = forms.ModelChoiceField[Place]
    IndicatorChoicesField = forms.ModelMultipleChoiceField[Indicator]
else:
    PlaceChoiceField = forms.ModelChoiceField
    IndicatorChoicesField = forms.ModelMultipleChoiceField

# Three years back; older quarters are closed by the command.
_QUARTERS_OFFERED: Final = 12
_LONGEST_REASON: Final = 300


def _places(condition: Q) -> Any:
    """Return the places by the names that the reader chooses among."""
    return Place.objects.filter(condition).order_by(local_order("sort_key"), "pk")


class CloseQuarterForm(forms.Form):
    """Which quarter of which place is closed, and why."""

    place = PlaceChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.none(),
        to_field_name="slug",
        help_text=gettext_lazy("The quarter is closed for it and for everything below it."),
    )
    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=_LONGEST_REASON,
        help_text=gettext_lazy("Shown to everybody who would still enter, for example: sent to the ministry."),
    )

    def __init__(self, *args: Any, scope: Scope, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = Quarter.containing(today)
        shown = reversed(tuple(quarters_between(last.plus(1 - _QUARTERS_OFFERED), last)))
        offered = [(str(quarter), quarter_name(quarter.year, quarter.number)) for quarter in shown]
        self.fields["quarter"].initial = str(last.previous())  # the newest that can be whole
        self.fields["quarter"].choices = offered  # type: ignore[attr-defined]
        self.fields["place"].queryset = _places(scope.within("pk", *KEEPERS))  # type: ignore[attr-defined]

    def clean_quarter(self) -> Quarter:
        """Return the quarter that was chosen."""
        return Quarter.parse(self.cleaned_data["quarter"])


class AllowCorrectionForm(forms.Form):
    """Who may correct which cells of which place until when, and why."""

    place = PlaceChoiceField(label=gettext_lazy("Place"), queryset=Place.objects.none(), to_field_name="slug")
    username = forms.CharField(
        label=gettext_lazy("User name of the clerk"),
        max_length=150,
        help_text=gettext_lazy("As it is typed when signing in."),
    )
    indicators = IndicatorChoicesField(
        label=gettext_lazy("Indicators that may be changed"),
        queryset=Indicator.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: every cell of the report."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Until its end, day/month/year, for example 31/12/2025.")
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=_LONGEST_REASON)

    def __init__(self, *args: Any, scope: Scope, lock: QuarterLock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owing = Q(duties__isnull=False) | Q(reports__year=lock.year, reports__quarter=lock.quarter)
        keys = set(Place.objects.filter(scope.within("pk", *KEEPERS) & owing).values_list("pk", flat=True))
        closed = closings_of(keys, Quarter(lock.year, lock.quarter))
        own = [key for key, lock_id in closed.items() if lock_id == lock.pk]
        self.fields["place"].queryset = _places(Q(pk__in=own))  # type: ignore[attr-defined]
        asked = ReportFormLine.objects.values("indicator")
        self.fields["indicators"].queryset = Indicator.objects.filter(pk__in=asked).order_by("position", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the person; one who does not exist is answered like one who does not enter for the place."""
        data = super().clean() or {}
        person = Person.objects.filter(username=data.get("username"), is_active=True).first()
        if data.get("username") and data.get("place") and person is None:
            self.add_error(
                "username",
                _("“%(person)s” does not enter for %(place)s; choose a clerk of the place.")
                % {"person": data["username"], "place": local_name(data["place"])},
            )
        return {**data, "person": person}

    @property
    def ends_at(self) -> datetime:
        """Return the last moment of the last day."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["last_day"], time.max))


class AppointDeputyForm(forms.Form):
    """Who approves where in whose stead, from which day to which."""

    standing_in_for = forms.CharField(
        label=gettext_lazy("User name of the approver who is away"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Empty: yourself."),
    )
    username = forms.CharField(
        label=gettext_lazy("User name of the deputy"),
        max_length=150,
        help_text=gettext_lazy("As it is typed when signing in."),
    )
    place = PlaceChoiceField(label=gettext_lazy("Place"), queryset=Place.objects.none(), to_field_name="slug")
    first_day = forms.DateField(
        label=gettext_lazy("First day"), help_text=gettext_lazy("Day/month/year, for example 18/08/2025.")
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Day/month/year, for example 31/08/2025.")
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = _places(scope.within("pk", *KEEPERS))  # type: ignore[attr-defined]
        if not scope.has(Role.ADMINISTRATOR):
            del self.fields["standing_in_for"]

    def clean(self) -> dict[str, Any]:
        """Find the people; one who does not exist is answered like one whose account is closed."""
        data = super().clean() or {}
        found: dict[str, Person | None] = {}
        for field in ("username", "standing_in_for"):
            name = data.get(field)
            found[field] = Person.objects.filter(username=name, is_active=True).first() if name else None
            if name and found[field] is None:
                self.add_error(
                    field,
                    _("“%(person)s” cannot sign in to these pages; choose somebody who can.") % {"person": name},
                )
        return {**data, "deputy": found["username"], "lender": found["standing_in_for"]}
