"""Say who made a change, as far as the trail knows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tracker.models import Person
from tracker.progress.trail import Author


def author_text(author: Author, people: Mapping[int, Person]) -> str:
    """Return who made a change; empty where the trail does not know.

    ``people`` holds those whom the authors name, by key.
    """
    person = people.get(author.person_id) if author.person_id is not None else None
    if person is not None:
        other = people.get(author.standing_in_for_id) if author.standing_in_for_id is not None else None
        if other is None:
            return str(person)
        return _("%(person)s, standing in for %(other)s") % {"person": person, "other": other}
    if author.command:
        return _("by the command %(name)s") % {"name": author.command}
    if author.database_account:
        return _("by the database account %(account)s, past the application") % {"account": author.database_account}
    return ""
