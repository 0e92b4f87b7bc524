"""All data that the reader may see, as one file for other tools."""

from typing import IO, Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from tracker.actions.exporting import export_data
from tracker.exchange.data_package.writing import ZipFolder, zipped
from tracker.web.exports import written_file
from tracker.web.views.base import PageView


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
