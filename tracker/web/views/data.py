"""Data for other tools: all that the reader may see as one file, and figures as statistical offices exchange them."""

from dataclasses import replace
from typing import IO, Any, ClassVar, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.approval import settled_moment
from tracker.actions.exporting import export_data
from tracker.exchange.data_package.writing import ZipFolder, zipped
from tracker.exchange.sdmx.figures import Asked, named_lists, write_figures
from tracker.exchange.sdmx.structure import structure_message
from tracker.progress import catalogue
from tracker.web.exports import written_file
from tracker.web.filters import BadParameterError
from tracker.web.views.base import PageView

FIGURES_TYPE: Final = "application/vnd.sdmx.data+csv;version=2.0.0"
STRUCTURE_TYPE: Final = "application/vnd.sdmx.structure+xml;version=3.0.0"


class DataPackageView(PageView):
    """The data package of the places that the reader reaches; nobody without an account gets one."""

    section: ClassVar[str] = "about"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the file, written to the disk before it is sent."""
        now = timezone.now()

        def write(out: IO[bytes]) -> None:
            with zipped(out) as archive:
                export_data(folder=ZipFolder(archive), reach=self.reach, at=now)

        response = written_file(write, f"investment-targets-{timezone.localdate(now)}.zip", "application/zip")
        response.headers["Cache-Control"] = "private, no-store"
        return response


class FiguresView(PageView):
    """The figures in force as SDMX-CSV 2.0: all, or those of one place, indicator or quarter."""

    section: ClassVar[str] = "about"
    timed: ClassVar[bool] = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the file, read as of a moment that its name tells.

        :raises BadParameterError: if a place is asked for that there is not, or that is not reached.
        """
        return written_file(lambda out: write_figures(self.asked(), out), f"{self.file_name()}.csv", FIGURES_TYPE)

    def asked(self) -> Asked:
        """Return which figures the address asks for."""
        self.query = replace(self.query, as_of=self.query.as_of or settled_moment())
        place = self.request.GET.get("place", "")
        if place and catalogue.place_by_slug(place, reach=self.reach) is None:
            raise BadParameterError(_("“place” names no place. Choose one from the list, or leave it out."))
        quarter = self.query.quarter
        return Asked(
            reach=self.reach,
            as_of=self.query.as_of,
            place=place,
            indicator=self.query.indicator or "",
            year=quarter.year if quarter else None,
            quarter=quarter.number if quarter else None,
        )

    def file_name(self) -> str:
        """Return the name that says what the file holds."""
        asked = self.asked()
        return "-".join(["figures", *filter(None, (asked.place, asked.indicator)), *self._marks()])


class FiguresStructureView(FiguresView):
    """The structure of the same figures with its code lists, as SDMX-ML 3.0."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the structure message."""
        asked = self.asked()
        message = structure_message(named_lists(asked), at=asked.as_of or timezone.now())
        name = f"{self.file_name()}-structure.xml"
        return written_file(lambda out: out.write(message), name, STRUCTURE_TYPE)
