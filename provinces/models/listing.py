"""The sentence about perimeters that list their members: they are never added, so nothing may lie below them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def never_added(perimeter: str, places: Sequence[str], above: str | None) -> str:
    """Return why places below a listing perimeter are in no sum and what to do, in the active language.

    All are names; ``above`` is the one place below which the perimeter itself lies, None where there is none or several
    and the reader has to choose.
    """
    sentence = ngettext(
        "“%(perimeter)s” lists its members one by one and is never added, so what lies below it is in no sum; "
        "put %(places)s below %(above)s and make it a member of “%(perimeter)s”.",
        "“%(perimeter)s” lists its members one by one and is never added, so what lies below it is in no sum; "
        "put %(places)s below %(above)s and make them members of “%(perimeter)s”.",
        len(places),
    )
    return sentence % {
        "perimeter": perimeter,
        "places": ", ".join(f"“{name}”" for name in places),
        "above": _("the province or zone") if above is None else f"“{above}”",
    }
