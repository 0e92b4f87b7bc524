"""Hold what people were told against the trail, and say what came of it."""

import sys
from collections import Counter
from typing import Any, Final

from concurrent_edits.world import Change, World

MUST_BE_ZERO: Final = (
    "lost",
    "silent",
    "unseen",
    "typing lost",
    "written in a closed quarter",
    "changed after approval",
    "server errors",
)
# Whatever was sent is counted under one of these.
ANSWERS: Final = (
    "acknowledged",
    "conflicts told",
    "held back beside a conflict, told",
    "locked told",
    "later correction told",
)


def last_event(**where: object) -> int:
    """Return the number of the newest event on the trail of some figures; 0 if there is none."""
    from tracker.models import Actual

    events = Actual.pgh_event_model.objects.filter(**where)  # type: ignore[attr-defined]
    return int(events.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0)


def changes_on_the_trail(world: World) -> tuple[Counter[Change], dict[tuple[int, int], Any]]:
    """Return every change of a cell as the trail tells it, and how each cell stands at its end."""
    from tracker.actions.entry_lines import LineEntry
    from tracker.models import Actual, ObservationStatus

    index_of = {place.pk: index for index, place in enumerate(world.places)}
    found: Counter[Change] = Counter()
    now: dict[tuple[int, int], LineEntry] = {}
    approved: dict[tuple[int, int], LineEntry] = {}
    revision_of: dict[int, int] = {}
    events = Actual.pgh_event_model.objects.order_by("pgh_id").values_list(  # type: ignore[attr-defined]
        "pgh_label", "revision", "revision__report__place", "indicator", "value", "observation_status"
    )
    for label, revision, place, key, value, status in events:
        report = index_of[place]
        if revision_of.setdefault(report, revision) != revision:
            # A correction begins: what stood in the revision before it is what was approved.
            revision_of[report] = revision
            approved.update({cell: entry for cell, entry in now.items() if cell[0] == report})
        cell, blank = (report, key), LineEntry(indicator_id=key)
        if label == "delete":
            after = approved.get(cell, blank)
        elif status == ObservationStatus.WITHDRAWN:
            after = blank
        else:
            after = LineEntry(indicator_id=key, in_quarter=value, status=status)
        found[report, key, now.get(cell, blank).fingerprint, after.fingerprint] += 1
        now[cell] = after
    return found, now


def hold_against_the_trail(world: World) -> None:
    """Object to whatever differs between what people were told and what the database holds."""
    from tracker.actions.entry_desks import Desk, with_reports
    from tracker.actions.entry_sheet import read_sheets
    from tracker.actions.report_rows import figures_token
    from tracker.models import ReportRevision

    on_the_trail, at_the_end = changes_on_the_trail(world)
    world.count("changes on the trail", on_the_trail.total())
    for change, number in (world.acknowledged - on_the_trail).items():
        for _time in range(number):
            world.object_to("lost", f"acknowledged, but not on the trail after what was seen: {change}")
    for change, number in (on_the_trail - world.acknowledged).items():
        for _time in range(number):
            world.object_to("silent", f"on the trail, but acknowledged to nobody who had seen what was there: {change}")
    desks = with_reports(
        Desk(place, world.quarter, reporter, None)
        for place, reporter in zip(world.places, world.reporters, strict=True)
    )
    for index, sheet in enumerate(read_sheets(desks, with_plans=False)):
        for line in sheet.lines:
            last = at_the_end.get((index, line.indicator_id))
            if last is not None and sheet.current(line) != last:
                world.object_to("lost", f"the page shows {sheet.current(line)}, the trail ends with {last}")
    for key, (seen, last_number) in world.approved.items():
        revision = ReportRevision.objects.get(pk=key)
        if figures_token(revision) != seen or last_event(revision_id=key) != last_number:
            world.object_to("changed after approval", str(revision))


def report(world: World) -> int:
    """Print what was counted; return 1 if anything happened that must not."""
    counts = world.counts
    first = (
        "edits",
        "acknowledged",
        "conflicts told",
        "held back beside a conflict, told",
        "locked told",
        "later correction told",
    )
    for name in (*first, *sorted(set(counts) - {*first, *MUST_BE_ZERO})):
        print(f"{name:<36}{counts[name]:>8}")
    for name in MUST_BE_ZERO:
        print(f"{name + ' (must be 0)':<36}{counts[name]:>8}")
    for sentence in world.wrong[:20]:
        print(f"  {sentence}", file=sys.stderr)
    answered = sum(counts[name] for name in ANSWERS)
    if answered + sum("cell " in line for line in world.wrong) != counts["edits"]:
        print(f"Only {answered} of {counts['edits']} edits were answered.", file=sys.stderr)
        return 1
    return 1 if any(counts[name] for name in MUST_BE_ZERO) else 0
