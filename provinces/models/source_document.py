"""The documents that figures, targets and legal bases come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.fields import SearchKeyField
from provinces.models.recorded import audited
from provinces.wording import local_name


class DocumentKind(models.TextChoices):
    """What sort of document it is."""

    RESOLUTION = "resolution", _("resolution")
    DECISION = "decision", _("decision")
    CIRCULAR = "circular", _("circular")
    PLAN = "plan", _("plan")
    REPORT = "report", _("report")
    FORM = "form", _("form")
    PRESS = "press", _("press article")
    OTHER = "other", _("other document")


class NumberStyle(models.TextChoices):
    """Which mark a document uses for decimals; it decides how its printed forms are read."""

    VIETNAMESE = "vietnamese", _("1.234,5 (Vietnamese)")
    ENGLISH = "english", _("1,234.5 (English)")


@audited(replayed=True)
class SourceDocument(models.Model):
    """One document: a resolution, a decision, a form or an article that figures are taken from."""

    slug = models.SlugField(_("address name"), unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    number = models.CharField(_("number"), max_length=60, blank=True, help_text=_("For example 202/2025/QH15."))
    title = models.CharField(_("title (Vietnamese)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    address = models.URLField(_("web address"), blank=True, max_length=500)
    source_file = models.CharField(
        _("file name"), max_length=200, blank=True, help_text=_("The name of the file that was read, if there is one.")
    )
    number_style = models.CharField(_("number style"), max_length=20, choices=NumberStyle)
    note = models.TextField(_("note (Vietnamese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    search_key = SearchKeyField(sources=("number", "title", "title_en", "publisher", "source_file"))

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        constraints = [
            models.UniqueConstraint(
                fields=["source_file"],
                condition=~models.Q(source_file=""),
                name="source_document_file_once",
                violation_error_message=_("There is already a document with this file name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {local_name(self, 'title')}".strip()
