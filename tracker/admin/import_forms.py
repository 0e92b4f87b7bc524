"""Forms of the import: which file for which quarter, and what its columns are."""

from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import Organisation
from provinces.wording import local_name
from tracker.actions.importing.filing import most_bytes
from tracker.exchange.wording import quarter_name
from tracker.progress.periods import Quarter, quarters_between

# Three years back; older quarters are closed, or named in the file itself.
_QUARTERS_OFFERED: Final = 12


def quarters_offered(today: date) -> list[Quarter]:
    """Return the quarters to choose from, the newest first."""
    last = Quarter.containing(today)
    return list(reversed(tuple(quarters_between(last.plus(1 - _QUARTERS_OFFERED), last))))


class TargetUploadForm(forms.Form):
    """Which file, and whose."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Whose file it is"),
        help_text=gettext_lazy("What its columns are is remembered for the next file of the same office."),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("not one office alone"),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A workbook (.xlsx) or a table as text (.csv)."),
        error_messages={
            "required": gettext_lazy("No file was chosen. Choose a workbook (.xlsx) or a CSV file first."),
            "empty": gettext_lazy("The file is empty; choose another."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, sources: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]
        self.fields["source"].label_from_instance = local_name  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > most_bytes():
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. Divide it into several files.")
                % {"most": most_bytes() // 1024 // 1024}
            )
        return upload


class UploadForm(TargetUploadForm):
    """Which file, whose, and which quarter it means where it names none itself."""

    quarter = forms.ChoiceField(
        label=gettext_lazy("Quarter"),
        help_text=gettext_lazy("What the file means where it names no quarter itself."),
    )
    field_order = ("quarter", "source", "file")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = quarters_offered(today)
        self.quarter_choices = [(str(quarter), quarter_name(quarter.year, quarter.number)) for quarter in offered]
        self.fields["quarter"].choices = self.quarter_choices  # type: ignore[attr-defined]
        self.fields["quarter"].initial = str(offered[0].previous())

    def clean_quarter(self) -> Quarter:
        """Return the quarter that was chosen."""
        return Quarter.parse(self.cleaned_data["quarter"])
