"""Papers that belong to a report: the signed scan, for example."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from provinces.models.recorded import audited
from tracker.models.person import Person
from tracker.models.report import ReportRevision


@audited()
class Attachment(models.Model):
    """One file attached to one revision of a report: never changed, and deleted only while that is a draft."""

    revision = models.ForeignKey(
        ReportRevision, on_delete=models.PROTECT, related_name="attachments", verbose_name=_("revision of a report")
    )
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    file = models.FileField(_("file"), upload_to="attachments/%Y/%m/", max_length=300)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("For example: signed by the director."))
    attached_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("attached by"))
    attached_at = models.DateTimeField(_("attached at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="attachment_is_not_empty",
                violation_error_message=_("The file is empty; choose another."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="attachment_has_checksum",
                violation_error_message=_("The file has no checksum; attach it again."),
            ),
            models.UniqueConstraint(
                fields=["revision", "sha256"],
                name="attachment_once",
                violation_error_message=_("This file is already attached."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="attachment_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                declare=[("step", "text")],
                func="""
                    IF TG_OP = 'UPDATE' THEN
                        RAISE EXCEPTION 'tracker: an attached file is never replaced'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    SELECT status INTO step FROM tracker_reportrevision WHERE id = OLD.revision_id FOR SHARE;
                    IF step <> 'draft' THEN
                        RAISE EXCEPTION 'tracker: files are taken away only while their revision is a draft'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN OLD;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name
