"""Pages of people and of their roles on places."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from provinces.wording import local_name
from tracker.actions.rights import Scope
from tracker.admin.base import ScopedAdmin
from tracker.admin.changes import CheckedChangeList
from tracker.admin.deputy_pages import deputies_view
from tracker.admin.scope import scope_of_request
from tracker.models import PUBLISHER, Membership, Person

if TYPE_CHECKING:
    PersonUserAdmin = UserAdmin[Person]
else:
    PersonUserAdmin = UserAdmin


# Django calls these fields so; its Vietnamese words are a programmer's, and the project's catalogue wins over them.
WORDS_OF_DJANGO: Final = (_("active"), _("staff status"), _("superuser status"))
MOST_PLACES: Final = 3


class PeopleList(CheckedChangeList):
    """The list of people, with the roles that each has today as ``held_today``; one query more, however many people."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        """Return the people of the list."""
        held = Membership.objects.valid_on(timezone.localdate()).select_related("place")
        held = held.order_by("role", "place__sort_key", "pk")
        people: QuerySet[Any] = super().get_queryset(request, *args, **kwargs)
        return people.prefetch_related(Prefetch("memberships", queryset=held, to_attr="held_today"))


def _few(names: list[str]) -> str:
    """Return the names, of many the first ones and how many more there are."""
    if len(names) <= MOST_PLACES:
        return ", ".join(names)
    more = len(names) - MOST_PLACES + 1
    shown = ", ".join(names[: MOST_PLACES - 1])
    return pgettext("places", "%(names)s and %(count)s more") % {"names": shown, "count": more}


@admin.register(Person)
class PersonAdmin(ScopedAdmin, PersonUserAdmin):
    """The accounts. Rights are memberships; a superuser's account is changed by superusers only."""

    form = UserChangeForm
    search_texts = ("username", "display_name", "email")
    list_display = ("username", "own_name", "email", "roles", "is_active", "last_login")
    list_filter = ("is_active", "is_staff", "memberships__role")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name", "email")}),
        (
            _("Account"),
            {
                "fields": ("is_active", "is_staff", "is_superuser"),
                "description": _(
                    "“Staff” may sign in to these pages. What a person may see and do there is given by memberships. "
                    "Close an account by unticking “active”; accounts are not deleted, because the history names them."
                ),
            },
        ),
        (_("Last seen"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "display_name", "is_staff", "usable_password", "password1", "password2"),
                "description": _("Make the account first; then add its memberships."),
            },
        ),
    )

    @admin.display(description=_("full name"), ordering="display_name")
    def own_name(self, obj: Person) -> str:
        """Return the person's name; the account of the published figures has one in each language."""
        return gettext("Published figures") if obj.username == PUBLISHER else obj.display_name

    @admin.display(description=_("roles"))
    def roles(self, obj: Any) -> str:
        """Return the roles that the person has today, each with its places. Precondition: `PeopleList`."""
        places: dict[str, list[str]] = {}
        for membership in obj.held_today:
            places.setdefault(membership.get_role_display(), []).append(local_name(membership.place))
        pieces = ((role, _few(names)) for role, names in places.items())
        return format_html_join(" ", '{} <span class="below">{}</span>', pieces)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the list that knows the roles of its people."""
        return PeopleList

    def seen(self, scope: Scope) -> Q:
        """Show accounts to those who keep them."""
        return Q() if scope.keeps_reference_data else Q(pk__in=[])

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the heading to those who keep the accounts."""
        return scope_of_request(request).keeps_reference_data

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show accounts to those who keep them."""
        return scope_of_request(request).keeps_reference_data

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Keep superusers' accounts from everybody else, and the one of the published figures from all."""
        if obj is not None and obj.username == PUBLISHER:
            return False
        return scope.keeps_reference_data and (obj is None or scope.everything or not obj.is_superuser)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  # Django's name
        """Give somebody a password; the account of the published figures, as which nobody signs in, gets none."""
        person = self.get_object(request, unquote(id))
        if person is None or person.username != PUBLISHER or not self.has_view_permission(request, person):
            return super().user_change_password(request, id, form_url)
        sentence = gettext(
            "Nobody signs in as “%(account)s”: it stands for the published papers that the seeds hold, so it gets no "
            "password. Make an account of its own for each person."
        )
        self.message_user(request, sentence % {"account": PUBLISHER}, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:tracker_person_change", args=[person.pk]))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Let only superusers make superusers."""
        fixed = ("last_login", "date_joined")
        return fixed if scope_of_request(request).everything else (*fixed, "is_superuser")


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Who does what where. A membership covers its place, all below it and its predecessors."""

    search_keys = ("place__search_key",)
    search_texts = ("person__username", "person__display_name")
    list_display = ("person", "role", "place_name", "valid_from", "valid_to", "standing_in_for")
    list_select_related = ("person", "place", "standing_in_for")
    list_filter = ("role",)
    ordering = ("person__username", "pk")
    fieldsets = (
        (
            None,
            {
                "fields": ("person", "role", "place", "valid_from", "valid_to"),
                "description": _(
                    "A role for a place covers everything below it and its predecessors, never a neighbour. To end it, "
                    "type its last day, for example 31/12/2025."
                ),
            },
        ),
    )

    @admin.display(description=_("place"), ordering="place__sort_key")
    def place_name(self, obj: Membership) -> str:
        """Return the place's name."""
        return local_name(obj.place)

    def get_urls(self) -> list[Any]:
        """Add the address of the deputies, which approvers open too."""
        view = self.admin_site.admin_view(partial(deputies_view, site=self.admin_site))
        return [path("deputies/", view, name="tracker_membership_deputies"), *super().get_urls()]

    def seen(self, scope: Scope) -> Q:
        """Show memberships to those who keep them."""
        return Q() if scope.keeps_reference_data else Q(pk__in=[])

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the heading to those who keep memberships."""
        return scope_of_request(request).keeps_reference_data

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show memberships to those who keep them."""
        return scope_of_request(request).keeps_reference_data

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Let only superusers change the memberships of a superuser."""
        return super().may_write(scope, obj) and (obj is None or scope.everything or not obj.person.is_superuser)
