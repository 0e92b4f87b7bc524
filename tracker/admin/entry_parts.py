"""Which cells of the entry page add up to which, for the script that shows their sum while one types."""

from collections.abc import Iterable
from dataclasses import dataclass

from provinces.wording import local_name
from tracker.actions.entry_totals import adds_up, is_addable
from tracker.findings.components import splits_of
from tracker.findings.figure import ADDED_KINDS
from tracker.models import ReportFormLine


@dataclass(frozen=True, slots=True)
class PartsGroup:
    """One complete split of a total: the names of its components, and their indicators' keys."""

    names: str
    parts: tuple[int, ...]


def parts_groups(lines: Iterable[ReportFormLine]) -> dict[int, list[PartsGroup]]:
    """Return by total the groups of lines that add up to it, as `entry_totals` compares them.

    The script adds numbers as they are typed, so all of a group must be typed in the unit and scale of its total; a
    group in which one is not is left to the server.
    """
    by_key = {line.indicator_id: line for line in lines}
    found: dict[int, list[PartsGroup]] = {}
    for key, splits in splits_of([line.indicator for line in by_key.values()]).items():
        total = by_key.get(key)
        if total is None or total.indicator.kind not in ADDED_KINDS:
            continue
        for split in splits:
            parts = [by_key[component.pk] for component in split.components]
            if adds_up(split) and all(_is_typed_alike(part, total) for part in parts):
                names = " + ".join(local_name(part.indicator) for part in parts)
                found.setdefault(key, []).append(PartsGroup(names, tuple(part.indicator_id for part in parts)))
    return found


def _is_typed_alike(part: ReportFormLine, total: ReportFormLine) -> bool:
    return is_addable(part, total) and part.indicator.display_scale == total.indicator.display_scale
