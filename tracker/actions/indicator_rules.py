"""Say what keeps an indicator's kind and unit, before the database refuses without naming it."""

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.refusals import FieldProblem
from tracker.models import Actual, Indicator, Target


def indicator_problems(indicator: Indicator) -> list[FieldProblem]:
    """Return why another kind, unit or flow contradicts what rests on the indicator; four queries at most.

    The trigger holds the same rule against whoever writes, and against an approval that comes in between.
    """
    problems: list[FieldProblem] = []
    flow = indicator.accumulates
    if flow is not None and flow.unit_id != indicator.unit_id:
        sentence = _("This flow is not measured in %(unit)s, so it cannot be added up; choose another.")
        problems.append(FieldProblem("accumulates", sentence % {"unit": local_name(indicator.unit)}))
    stored = Indicator.objects.select_related("unit").filter(pk=indicator.pk).first()
    if stored is None or (stored.kind, stored.unit_id) == (indicator.kind, indicator.unit_id):
        return problems
    figures = Actual.objects.filter(indicator=indicator.pk, revision__approved_at__isnull=False).count()
    targets = Target.objects.filter(indicator=indicator.pk, approved_at__isnull=False).count()
    if not figures and not targets:
        return problems
    words = {"figures": figures, "targets": targets}
    if indicator.kind != stored.kind:
        sentence = _(
            "Approved figures (%(figures)s) and approved targets (%(targets)s) are read by this kind, so it "
            "stays. Set it back to “%(before)s”, and add a new indicator for another kind."
        )
        problems.append(FieldProblem("kind", sentence % {**words, "before": stored.get_kind_display()}))
    if indicator.unit_id != stored.unit_id:
        sentence = _(
            "Approved figures (%(figures)s) and approved targets (%(targets)s) are measured in this unit, so it "
            "stays. Set it back to “%(before)s”, and add a new indicator for another unit."
        )
        problems.append(FieldProblem("unit", sentence % {**words, "before": local_name(stored.unit)}))
    return problems
