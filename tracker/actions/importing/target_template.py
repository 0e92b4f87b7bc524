"""Fill the workbook of targets that people take away, change and bring back."""

from collections.abc import Sequence
from decimal import Decimal

from provinces.wording import local_name
from tracker.actions.importing.target_names import TargetNames
from tracker.actions.rights import Scope
from tracker.exchange.target_workbook import TargetRow, Value, target_workbook
from tracker.exchange.wording import in_shown_unit, language_now, shown_unit
from tracker.models import Comparator, Indicator, Role, Target, TargetRole


def target_template_of(scope: Scope) -> bytes | None:
    """Return the workbook of the targets that the scope administers; None where it administers none.

    Costs a fixed number of queries, whatever the number of targets.
    """
    if not scope.has(Role.ADMINISTRATOR):
        return None
    names = TargetNames(scope)
    rows = [_row(target, names) for target in names.targets.heads if not target.withdrawn]
    return target_workbook(rows, _choices(names), language=language_now())


def _row(target: Target, names: TargetNames) -> TargetRow:
    indicator = target.indicator
    values: dict[str, Value] = {
        "target": names.targets.name_of(target.pk),
        "place": names.name_of_place(target.place),
        "investor": names.name_of_organisation(target.investor) if target.investor else None,
        "code": indicator.code,
        "indicator": local_name(indicator),
        "unit": shown_unit(indicator),
        "comparator": str(Comparator(target.comparator).label),
        **{name: _shown(getattr(target, name), indicator) for name in ("value", "high", "baseline")},
        "starts_on": target.starts_on,
        "ends_on": target.ends_on,
        "role": str(TargetRole(target.role).label),
        "issuer": names.name_of_organisation(target.issuer) if target.issuer else None,
        "issued_on": target.issued_on,
        "document": names.name_of_document(target.document) if target.document else None,
        "paragraph": None if target.paragraph is None else Decimal(target.paragraph),
        "printed": target.printed,
        "part_of": _name_of_goal(target.part_of, names),
        "position": Decimal(target.position),
        "note": target.note,
    }
    return TargetRow(values)


def _name_of_goal(goal: Target | None, names: TargetNames) -> str | None:
    """Return the text that names a goal; None where there is none, or none within reach."""
    return names.targets.name_of(goal.pk) if goal is not None and names.targets.has(goal) else None


def _choices(names: TargetNames) -> dict[str, Sequence[str]]:
    organisations = [names.name_of_organisation(row) for row in names.organisations.rows]
    return {
        "place": [names.name_of_place(place) for place in names.places],
        "code": [entry.key for entry in names.catalogue.indicators],
        "investor": organisations,
        "comparator": [str(comparator.label) for comparator in Comparator],
        "role": [str(role.label) for role in TargetRole],
        "issuer": organisations,
        "document": [names.name_of_document(row) for row in names.documents.rows],
    }


def _shown(value: Decimal | None, indicator: Indicator) -> Decimal | None:
    return None if value is None else in_shown_unit(value, indicator)
