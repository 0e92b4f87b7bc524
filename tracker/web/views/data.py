"""All data that the reader may see, as one file for other tools."""

import tempfile
from typing import Any, ClassVar

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from tracker.actions.exporting import export_data
from tracker.exchange.data_package.writing import ZipFolder, zipped
from tracker.exchange.demonstration import marked_name
from tracker.web.views.base import PageView


class DataPackageView(PageView):
    """The data package of the places that the reader reaches; nobody without an account gets one."""

    section: ClassVar[str] = "about"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the file, written to the disk before it is sent."""
        out = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115 - the answer closes it when it is sent
        now = timezone.now()
        with zipped(out) as archive:
            export_data(folder=ZipFolder(archive), reach=self.reach, at=now)
        out.seek(0)
        name = marked_name(f"investment-targets-{timezone.localdate(now)}.zip")
        response = FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")
        response.headers["Cache-Control"] = "private, no-store"
        return response
