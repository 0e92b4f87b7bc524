"""Compare the rows of a file of targets with the targets that stand; nothing is written."""

import enum
import hashlib
import json
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.result import MOST_SHOWN, CheckResult, percent_of_change
from tracker.actions.importing.target_names import TargetNames, document_name
from tracker.actions.importing.target_statement import StatedTarget, TargetStatement
from tracker.actions.refusals import FieldProblem
from tracker.actions.target_writing import CHANGEABLE, draft_problems, likely_problems, new_draft
from tracker.exchange.target_columns import AMOUNTS, headings
from tracker.exchange.wording import amount_text
from tracker.models import Comparator, Target, TargetRole
from tracker.progress.number_texts import day_text

# What a new target has to state, besides the place and the indicator that name it.
_NEEDED: Final = ("comparator", "role", "starts_on")
# What tells targets of one place and indicator apart; of the optional ones only those that a row states.
_SAME: Final = ("investor", "role", "starts_on", "ends_on")
_SAME_IF_STATED: Final = ("issuer", "document")


class Way(enum.Enum):
    """What saving does with a target."""

    DEFINE = "define"
    CHANGE = "change"
    REVISE = "revise"


@dataclass(frozen=True)
class TargetChange:
    """One target that saving would define, change or revise: the fields with what they say afterwards."""

    row: StatedTarget
    way: Way
    target: Target | None
    changes: Mapping[str, Any]
    reason: str

    def as_row(self) -> dict[str, object]:
        """Return the change in plain types: two files that do the same say the same."""
        target = self.target
        standing = {name: _plain(getattr(target, name)) for name in self.changes} if target else {}
        return {
            "target": target.pk if target else None,
            "place": self.row.place.pk,
            "indicator": self.row.indicator.pk,
            "way": self.way.value,
            "before": standing,
            "after": {name: _plain(value) for name, value in self.changes.items()},
            "reason": self.reason,
        }


@dataclass
class ComparedTargets:
    """What a file does to the targets that stand, and what is in the way; ``questions`` are answered by a reason."""

    changes: list[TargetChange] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    questions: list[FileProblem] = field(default_factory=list)
    same: int = 0

    @property
    def digest(self) -> str:
        """Return a checksum over what the file does, so that what is saved is what was shown."""
        data = [change.as_row() for change in self.changes]
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


class TargetComparison:
    """Compare rows with the targets of a person's reach, as they stand when it is made."""

    def __init__(self, names: TargetNames, *, reason: str) -> None:
        self._names = names
        self._reason = reason
        self._by_subject: dict[tuple[int, int], list[Target]] = {}
        for head in names.targets.heads:
            if not head.withdrawn:
                self._by_subject.setdefault((head.place_id, head.indicator_id), []).append(head)
        self._last_position: dict[int, int] = {}
        for head in names.targets.heads:
            self._last_position[head.place_id] = max(self._last_position.get(head.place_id, 0), head.position)
        self._taken: dict[int, str] = {}
        self._new: dict[tuple[object, ...], str] = {}

    def of(self, statement: TargetStatement, each: Callable[[int], None] = lambda _done: None) -> ComparedTargets:
        """Return what the file does; ``each`` hears of the rows done. Costs queries only for a target that changes."""
        found = ComparedTargets()
        for number, row in enumerate(statement.rows, 1):
            self._compare(row, found)
            each(number)
        return found

    def _compare(self, row: StatedTarget, found: ComparedTargets) -> None:
        target = None
        if row.target is not None:
            target = self._names.targets.now(row.target)
        else:
            alike = self._alike(row)
            if len(alike) > 1:
                names = ", ".join(self._names.targets.name_of(one.pk) for one in alike)
                sentence = _("Several targets may be meant: %(names)s. Write the right one in the column “Target”.")
                found.problems.append(FileProblem(row.where, row.about, "", sentence % {"names": names}))
                return
            target = alike[0] if alike else None
        if target is None:
            self._define(row, found)
            return
        if target.pk in self._taken:
            sentence = _("%(cell)s means the same target. Leave one of the two rows.")
            problem = sentence % {"cell": self._taken[target.pk]}
            found.problems.append(FileProblem(row.where, row.about, "", problem))
            return
        self._taken[target.pk] = row.where
        changes = {name: value for name, value in row.values.items() if not self._stands(target, name, value)}
        if not changes:
            found.same += 1
        else:
            self._change(row, target, changes, found)

    def _stands(self, target: Target, name: str, value: Any) -> bool:
        """Return whether a field says so already; a goal is the same whichever of its versions is meant."""
        current = getattr(target, name)
        if isinstance(current, Target) and isinstance(value, Target):
            names = self._names.targets
            return names.name_of(current.pk) == names.name_of(value.pk)
        return _equal(current, value)

    def _alike(self, row: StatedTarget) -> list[Target]:
        """Return the targets that a row without a number may mean."""

        def is_meant(target: Target) -> bool:
            sure = all(_equal(getattr(target, name), row.values.get(name)) for name in _SAME)
            return sure and all(
                _equal(getattr(target, name), row.values[name]) for name in _SAME_IF_STATED if name in row.values
            )

        return [one for one in self._by_subject.get((row.place.pk, row.indicator.pk), []) if is_meant(one)]

    def _define(self, row: StatedTarget, found: ComparedTargets) -> None:
        lacking = [headings()[name] for name in _NEEDED if name not in row.values]
        if "value" not in row.values and row.values.get("comparator") != Comparator.NONE_STATED:
            lacking.append(headings()["value"])
        if lacking:
            sentence = _("A new target needs these cells too: %(names)s.") % {"names": ", ".join(lacking)}
            found.problems.append(FileProblem(row.where, row.about, "", sentence))
            return
        same = tuple(_plain(row.values.get(name)) for name in (*_SAME, *_SAME_IF_STATED))
        key = (row.place.pk, row.indicator.pk, *same)
        if key in self._new:
            sentence = _("%(cell)s states the same target. Leave one of the two rows.") % {"cell": self._new[key]}
            found.problems.append(FileProblem(row.where, row.about, "", sentence))
            return
        self._new[key] = row.where
        values = {"place": row.place, "indicator": row.indicator, **row.values}
        if "position" not in values:
            self._last_position[row.place.pk] = self._last_position.get(row.place.pk, 0) + 1
            values["position"] = self._last_position[row.place.pk]
        problems = likely_problems(new_draft(values))
        found.problems += _at_cells(row, problems)
        if not problems:
            found.changes.append(TargetChange(row, Way.DEFINE, None, values, ""))

    def _change(self, row: StatedTarget, target: Target, changes: Mapping[str, Any], found: ComparedTargets) -> None:
        if target.withdrawn:
            sentence = _("This target is withdrawn, or about to be. Leave its row out, or write a new target.")
            found.problems.append(FileProblem(row.where, row.about, "", sentence))
            return
        candidate = copy(target)
        for name, value in changes.items():
            setattr(candidate, name, value)
        approved = target.approved_at is not None
        problems = draft_problems(candidate, list(target.phases.all()))
        if problems:
            found.problems += _at_cells(row, problems)
            return
        reason = (row.reason or self._reason) if approved else ""
        if approved and not reason:
            sentence = _("This target is approved: the change becomes its next version. Say why.")
            found.questions.append(FileProblem(row.where, row.about, "", sentence))
        found.changes.append(TargetChange(row, Way.REVISE if approved else Way.CHANGE, target, changes, reason))


def result_of(statement: TargetStatement, compared: ComparedTargets) -> CheckResult:
    """Return what was found as it is kept and shown."""
    result = CheckResult.begun(statement, [*statement.problems, *compared.problems])
    result.done = statement.count
    result.same = compared.same
    result.question_count = len(compared.questions)
    result.questions = compared.questions[:MOST_SHOWN]
    for change in compared.changes:
        sort = "new" if change.way is Way.DEFINE else "cleared" if _clears(change) else "changed"
        setattr(result, sort, getattr(result, sort) + 1)
    result.reports = len({change.row.place.pk for change in compared.changes})
    ordered = sorted(compared.changes, key=lambda change: change.way is Way.DEFINE)
    result.changes = [_as_texts(change) for change in ordered[:MOST_SHOWN]]
    result.digest = compared.digest
    return result


def _clears(change: TargetChange) -> bool:
    return change.target is not None and all(value in (None, "") for value in change.changes.values())


def _as_texts(change: TargetChange) -> dict[str, str]:
    target, row = change.target, change.row
    names = [name for name in CHANGEABLE if name in change.changes]
    before = [(name, getattr(target, name)) for name in names] if target else []
    return {
        "sort": "new" if target is None else "changed",
        "where": row.wheres.get(names[0], row.where) if target else row.where,
        "quarter": _period(change),
        "report": local_name(row.place),
        "indicator": local_name(row.indicator),
        "unit": "",
        "before": _told(before, row),
        "after": _told([(name, change.changes[name]) for name in names], row),
        "percent": _percent(change),
        "state": str(_WAYS[change.way]()),
    }


_WAYS: Final[Mapping[Way, Callable[[], str]]] = {
    Way.DEFINE: lambda: _("new draft"),
    Way.CHANGE: lambda: _("draft, changed"),
    Way.REVISE: lambda: _("next version, a draft"),
}


def _period(change: TargetChange) -> str:
    values = change.changes
    target = change.target
    starts = values.get("starts_on") or (target.starts_on if target else None)
    ends = values.get("ends_on", target.ends_on if target else None)
    return " – ".join(day_text(day) for day in (starts, ends) if day is not None)


def _told(values: list[tuple[str, Any]], row: StatedTarget) -> str:
    heads = headings()
    return "; ".join(f"{heads[name]}: {_text(name, value, row)}" for name, value in values)


def _text(name: str, value: Any, row: StatedTarget) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, date):
        return day_text(value)
    if name in AMOUNTS:
        return amount_text(value, row.indicator)
    if name == "comparator":
        return str(Comparator(value).label)
    if name == "role":
        return str(TargetRole(value).label)
    if name == "document":
        return document_name(value)
    if isinstance(value, Target):
        return f"#{value.pk}"
    return local_name(value) if isinstance(value, Model) else str(value)


def _percent(change: TargetChange) -> str:
    before = change.target.value if change.target else None
    after = change.changes.get("value")
    return "" if not before or after is None else percent_of_change(before, after)


def _at_cells(row: StatedTarget, problems: list[FieldProblem]) -> list[FileProblem]:
    """Return what is wrong with a target at the cells of its fields, at the row where a field has none."""
    return [FileProblem(row.wheres.get(each.field, row.where), row.about, "", str(each.message)) for each in problems]


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, Model) or isinstance(other, Model):
        return getattr(one, "pk", None) == getattr(other, "pk", None)
    if isinstance(one, str) and isinstance(other, str):
        # A cell has one line.
        return one.split() == other.split()
    return bool(one == other)


def _plain(value: Any) -> object:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value
