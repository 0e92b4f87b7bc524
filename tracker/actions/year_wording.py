"""Say what opening a year makes and asks, in the reader's language."""

from django.utils.translation import gettext as _

from provinces.days import day_text
from provinces.wording import local_name
from tracker.actions.year_plan import OpenQuestion, Undecided
from tracker.models import Target


def target_name(target: Target) -> str:
    """Return place, carrier and indicator of a target."""
    carrier = f" ({local_name(target.investor)})" if target.investor is not None else ""
    return f"{local_name(target.place)}{carrier}: {local_name(target.indicator)}"


def question_sentence(question: OpenQuestion) -> str:
    """Return what somebody has to decide about a duty, with the cure."""
    duty = question.duty
    words = {
        "reporter": local_name(duty.reporter),
        "place": local_name(duty.place),
        "form": local_name(duty.form),
    }
    if question.why is Undecided.FORM_ENDED:
        day = day_text(duty.form.valid_to) if duty.form.valid_to else ""
        return _(
            "To decide: %(reporter)s owes “%(form)s” for %(place)s, and this form ends on %(day)s. Record the duty "
            "with the form that follows it."
        ) % {**words, "day": day}
    day = day_text(duty.place.valid_to) if duty.place.valid_to else ""
    return _(
        "To decide: %(reporter)s owes “%(form)s” for %(place)s, which ceased to exist on %(day)s. Record the duty for "
        "the place that followed it, or end it."
    ) % {**words, "day": day}
