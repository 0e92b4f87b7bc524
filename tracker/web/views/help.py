"""The help pages: a guide for each of the three people. They hold nothing of anybody's, and everybody reads them."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.web.guides import GUIDES, Guide, guide_of
from tracker.web.views.base import PageView


class OpenView(PageView):
    """A page that asks nothing of the database but who reads, for the frame; open at every setting."""

    section: ClassVar[str] = "help"

    def _is_public(self) -> bool:
        """Say that nobody is asked to sign in."""
        return True


class HelpView(OpenView):
    """Which guides there are."""

    template_name = "web/help.html"
    title = gettext_lazy("Help")

    def page(self) -> dict[str, Any]:
        """Return the guides, each with its address."""
        return {
            "guides": [(guide, reverse("web:guide", args=[guide.code])) for guide in GUIDES],
            "crumbs": [(str(self.title), "")],
        }


class GuideView(OpenView):
    """One guide, on two printed pages at most."""

    def get_template_names(self) -> list[str]:
        """Return the guide's own template.

        :raises Http404: if there is no guide of the code.
        """
        return [f"web/guides/{self._guide.code}.html"]

    def page(self) -> dict[str, Any]:
        """Return the guide, whose steps its template holds."""
        title = str(self._guide.title)
        return {
            "title": title,
            "guide": self._guide,
            "crumbs": [(_("Help"), reverse("web:help")), (title, "")],
        }

    @property
    def _guide(self) -> Guide:
        guide = guide_of(self.kwargs["guide"])
        if guide is None:
            raise Http404
        return guide
