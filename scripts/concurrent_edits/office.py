"""Those who decide by pages as well: the approver, and the one who closes the quarter."""

import random
import threading
import time

from concurrent_edits.judging import last_event
from concurrent_edits.world import PASSWORD, World


class Office(threading.Thread):
    """Somebody who decides by pages as well: the approver, or the one who closes the quarter."""

    def __init__(self, world: World, name: str) -> None:
        from plain_browser import Browser

        super().__init__(daemon=True, name=name)
        self.world, self.random = world, random.Random(name)  # noqa: S311  # reproducible, no secret
        self.browser = Browser(world.address)

    def run(self) -> None:
        """Decide until the clerks have finished."""
        from django.db import connection

        try:
            self.browser.sign_in(self.name, PASSWORD)
            while not self.world.finished.wait(self.random.uniform(0.2, 1.0)):
                (self.approve if self.name == "approver" else self.close)()
        except Exception as error:  # whatever it is, it must not end unseen
            self.world.object_to("server errors", f"{self.name} was stopped: {error!r}")
        finally:
            connection.close()

    def approve(self) -> None:
        """Read one report that waits, and approve or return what the page shows."""
        from django.urls import reverse

        from tracker.models import ReportRevision, RevisionStatus

        waiting = (
            ReportRevision.objects.filter(status=RevisionStatus.AWAITING_APPROVAL).order_by("submitted_at").first()
        )
        if waiting is None:
            return
        path = reverse("admin:tracker_reportrevision_review", args=[waiting.pk])
        step = "return" if self.random.random() < 0.25 else "approve"
        form = self.browser.get(path).form_with(step)
        if form is None:
            return  # taken back before the page was read
        page = self.browser.post(path, {**form.fields, "step": step, "reason": "please look again"})
        said = " ".join(page.messages)
        if page.status != 200 or not said:
            self.world.object_to("server errors" if page.status != 200 else "silent", f"{step}: {page.status} {said}")
        elif "Approved." in said:
            self.world.count("approved")
            self.world.approved[waiting.pk] = (form.fields["seen"], last_event(revision_id=waiting.pk))
        else:
            self.world.count("returned" if "Returned" in said else "decisions refused, told")

    def close(self) -> None:
        """Close the quarter of one park, look whether anything is written while it is closed, and open it again."""
        from django.urls import reverse

        from tracker.models import QuarterLock

        if self.random.random() < 0.6:
            return
        place = self.random.choice(self.world.places)
        path = reverse("admin:tracker_quarterlock_close")
        form = next(form for form in self.browser.get(path).forms if "reason" in form.fields)
        fields = {**form.fields, "place": place.slug, "quarter": str(self.world.quarter), "reason": "sent on"}
        page = self.browser.post(path, fields)
        where = {"revision__report__place": place}
        before = last_event(**where)
        lock = QuarterLock.objects.known_at(None).filter(place=place).first()
        if page.status != 200 or lock is None:
            self.world.object_to("server errors", f"closing: {page.status}, {page.messages}")
            return
        time.sleep(self.random.uniform(0.2, 1.5))
        if last_event(**where) != before:
            self.world.object_to("written in a closed quarter", str(place))
        reopen = reverse("admin:tracker_quarterlock_reopen", args=[lock.pk])
        form = next(form for form in page.forms if "csrfmiddlewaretoken" in form.fields)
        page = self.browser.post(reopen, {**form.fields, "reason": "to go on"})
        if "open again" not in " ".join(page.messages):
            self.world.object_to("server errors", f"opening again: {page.status}, {page.messages}")
        self.world.count("closed and opened again")
