"""The form behind every admin page."""

from django.core.exceptions import ValidationError
from django.forms.models import InlineForeignKeyField, construct_instance

from tracker.admin.generic import AnyModelForm


class CheckedForm(AnyModelForm):
    """A form that checks every constraint of its model, also those that mention fields it does not show."""

    def _post_clean(self) -> None:
        """Build the row and check its fields as Django does, but its constraints as a whole and once.

        Django leaves out constraints that mention a field outside the form, and fails on exclusion constraints
        whose condition does.
        """
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]  # Django's own; the stubs leave it out
        exclude |= {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]  # Django's own; the stubs leave it out
        if self._validate_unique:  # type: ignore[attr-defined]  # Django's own; the stubs leave it out
            self.validate_unique()
        self.check_constraints()

    def check_constraints(self) -> None:
        """Check every constraint of the row, once its fields are right."""
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error.messages)
