"""Which guides the help pages have: one for each of the three people, each a template of numbered steps."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.models import Role


@dataclass(frozen=True, slots=True)
class Guide:
    """How one of the three people works with the tracker; its steps are the template ``web/guides/<code>.html``.

    Its pictures lie in ``static/guides`` in both languages; `make guide-pictures` takes them.
    """

    code: str
    title: str | Promise
    purpose: str | Promise


# In the order of the work.
GUIDES: Final = (
    Guide(
        Role.CLERK.value,
        _("For those who enter figures"),
        _("From the paper on the desk to a report that waits for approval, in about ten minutes."),
    ),
    Guide(
        Role.APPROVER.value,
        _("For those who approve"),
        _("What waits, what it changes, and the decision; five minutes for a report."),
    ),
    Guide(
        Role.MANAGER.value,
        _("For those who read and decide"),
        _("Where the year stands, who is behind, and how sure that is; in a corridor or on paper."),
    ),
)


def guide_of(code: str) -> Guide | None:
    """Return the guide of a code; None if there is none."""
    return next((guide for guide in GUIDES if guide.code == code), None)
