"""Read the place of a command line."""

from datetime import date

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from provinces.models import Place
from provinces.reach import Reach, reaches
from tracker.models import Person
from tracker.progress.tree_rows import load_tree


def place_of_argument(slug: str, reach: Reach = None) -> Place:
    """Return the place of an address name; one that the reader does not reach is not there. One query.

    :raises CommandError: if there is no such place.
    """
    place = Place.objects.filter(slug=slug).first()
    if place is None or not reaches(reach, [place.pk]):
        raise CommandError(
            _("--place %(slug)s: there is no place with this address name. The page /places/ lists them all.")
            % {"slug": slug}
        )
    return place


def place_and_person(slug: str, username: str) -> tuple[Place, Person]:
    """Return the place that something is done to, and the person with an open account who does it. Two queries.

    :raises CommandError: if there is no such place or no such account.
    """
    place = Place.objects.filter(slug=slug).first()
    if place is None:
        raise CommandError(_("--place: there is no such place; use the last part of its page's address."))
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(_("--as: there is no open account of this user name."))
    return place, person


def reach_below(place: Place, day: date, reach: Reach) -> frozenset[int]:
    """Return the place and what lies below or before it on the day, as far as it is reached; two queries."""
    tree = load_tree(roots=[place.pk], day=day, as_of=None, today=None, reach=reach)
    return frozenset(tree.descendants(place.pk))
