"""Read places from raw rows: own figures before the sum of what lies below; nothing of tracker/progress."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from tracker.management.audit.asked import NotAuditedError, Unaudited
from tracker.management.audit.raw import Figure, Life, RawRows
from tracker.management.audit.raw_own import Read, Subject, flow, level, whole_of
from tracker.models import IndicatorKind


class RawReader:
    """Reads the places of one moment's rows."""

    def __init__(self, rows: RawRows) -> None:
        self.rows = rows
        self.crossed = False
        """Whether a merger within its days was read across since somebody last set this to False."""
        self._alive: dict[tuple[int, int], bool] = {}

    def read(self, place_id: int, asked: Subject, first: date, last: date, *, whole: bool = False) -> Read | None:
        """Return the place's own figure over the days, else the sum below it; None where nothing is known.

        ``whole``: only a reading that reaches the last day counts.
        """
        own = self.own(place_id, asked, first, last, whole=whole)
        return own if own is not None else self.below(place_id, asked, first, last, whole=whole)

    def below(self, place_id: int, asked: Subject, first: date, last: date, *, whole: bool = False) -> Read | None:
        """Return the sum of what lies below or before the place over the days; None where nothing is known."""
        life, is_flow = self.rows.lives[place_id], self._kind(asked) == IndicatorKind.FLOW
        if life.until is not None and life.until < last:
            raise NotAuditedError(Unaudited.MERGER)
        merger = self._merger(place_id, asked.indicator_id, first, last) if is_flow else None
        if merger is not None:
            return self._across(place_id, asked, first, last, merger, whole=whole)
        units = self._units(place_id, asked.indicator_id, first, last)
        found = self.total(units, asked, first, last, whole=whole)
        before = () if is_flow or not life.holds_on(last) else self.rows.before.get(place_id, ())
        alive = any(self.is_alive(each, asked.indicator_id) for each, _on, _share in before)
        if found is None and alive and self.own(place_id, asked, first, last, whole=whole) is None:
            # A level may be one of its predecessors, carried.
            raise NotAuditedError(Unaudited.MERGER)
        return found

    def _merger(self, place_id: int, indicator_id: int, first: date, last: date) -> date | None:
        """Return the day after the first on which the place came out of others, all of each; None without one."""
        before = self.rows.before.get(place_id, ())
        days = {on for _place, on, _share in before}
        if not any(first < on <= last for on in days) or not self.is_alive(place_id, indicator_id):
            return None
        if any(share != 1 for _place, _on, share in before):
            raise NotAuditedError(Unaudited.SPLIT)
        if len(days) > 1:
            raise NotAuditedError(Unaudited.MERGER)
        return days.pop()

    def _across(
        self, place_id: int, asked: Subject, first: date, last: date, merger: date, *, whole: bool
    ) -> Read | None:
        """Return what the predecessors brought until the merger with what the place brought after it, if all is known.

        Otherwise what is known of the predecessors stands alone; None where that is nothing. Beside an own report
        nothing is joined here: whether both rest on the same figures is not plain enough.
        """
        eve = merger - timedelta(days=1)
        past = [self.read(each, asked, first, eve) for each, _on, _share in self.rows.before[place_id]]
        known = [read for read in past if read is not None]
        later = self.read(place_id, asked, merger, last, whole=whole)
        nothing = later is None and not known
        if nothing or any(read.parted for read in known) or self.own(place_id, asked, first, last) is not None:
            raise NotAuditedError(Unaudited.MERGER)
        self.crossed = True
        if later is not None and len(known) == len(past) and all(read.to_on == eve for read in known):
            until, since = _added(known, eve).places, later.places
            return replace(_added([*known, later], later.to_on), uneven=since != {place_id} and not until <= since)
        if whole or not known:
            return None
        latest = max(read.to_on for read in known)
        return replace(_added([read for read in known if read.to_on == latest], latest), parted=True)

    def total(self, units: list[int], asked: Subject, first: date, last: date, *, whole: bool = False) -> Read | None:
        """Return the sum of places that reach the same day, the latest that any of them reaches."""
        kind = self._kind(asked)
        found = [read for unit in units if (read := self.read(unit, asked, first, last, whole=whole)) is not None]
        if kind == IndicatorKind.RATIO:
            found = [read for read in found if read.parts is not None]
        if any(read.parted for read in found):
            raise NotAuditedError(Unaudited.MERGER)
        if not found or kind not in (IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.RATIO):
            return None
        latest = max(read.to_on for read in found)
        if kind == IndicatorKind.FLOW:
            found = [read for read in found if read.to_on == latest]
        places = frozenset(place for read in found for place in read.places)
        exact = all(read.exact for read in found)
        if kind != IndicatorKind.RATIO:
            return replace(_added(found, latest), uneven=any(read.uneven for read in found))
        above = sum((read.parts[0] for read in found if read.parts), Fraction(0))
        under = sum((read.parts[1] for read in found if read.parts), Fraction(0))
        if under == 0:
            return None
        return Read(above / under * whole_of(asked.unit), latest, places, exact, parts=(above, under))

    def own(self, place_id: int, asked: Subject, first: date, last: date, *, whole: bool = False) -> Read | None:
        """Return what the one reporter of the place says over the days; None where that is nothing."""
        figures = [
            figure
            for figure in self.rows.figures.get((place_id, asked.indicator_id), ())
            if figure.unit == asked.unit and figure.to_on <= asked.known_to
        ]
        if not figures:
            return None
        if len({figure.reporter_id for figure in figures}) > 1:
            raise NotAuditedError(Unaudited.SEVERAL_REPORTERS)
        if any(figure.high is not None for figure in figures):
            raise NotAuditedError(Unaudited.RANGE)
        kind = self._kind(asked)
        if kind == IndicatorKind.FLOW:
            found = flow(place_id, figures, first, last, whole=whole)
            return self._since_merger(place_id, asked, figures, first, last, whole=whole) if found is None else found
        return level(place_id, figures, asked, last, is_ratio=kind == IndicatorKind.RATIO)

    def _since_merger(
        self, place_id: int, asked: Subject, figures: list[Figure], first: date, last: date, *, whole: bool
    ) -> Read | None:
        """Return what a year to date of a place leaves once that of its predecessors before the days is taken out."""
        before, year_first = self.rows.before.get(place_id, ()), first.replace(month=1, day=1)
        eve = first - timedelta(days=1)
        if not any(year_first < on <= first for _place, on, _share in before):
            return None
        year = flow(place_id, figures, year_first, last, whole=whole)
        if year is None or year.to_on < first:
            return None
        past = [self.read(each, asked, year_first, eve) for each, _on, _share in before]
        known = [read for read in past if read is not None and read.to_on == eve]
        if len(known) < len(past):
            return None
        if any(share != 1 for _place, _on, share in before):
            raise NotAuditedError(Unaudited.SPLIT)
        if any(len(read.places) > 1 for read in known):
            # Whether anything owed is missing further down is not in the raw rows.
            raise NotAuditedError(Unaudited.MERGER)
        self.crossed = True
        value = year.value - sum((read.value for read in known), Fraction(0))
        return Read(value, year.to_on, year.places, year.exact and all(read.exact for read in known))

    def reporters(self, place_id: int, asked: Subject) -> set[int]:
        """Return who reports the subject for the place itself."""
        figures = self.rows.figures.get((place_id, asked.indicator_id), ())
        return {figure.reporter_id for figure in figures if figure.unit == asked.unit}

    def is_alive(self, place_id: int, indicator_id: int) -> bool:
        """Return whether anything at, below or before the place, on whatever day, has a figure of the indicator."""
        key = (place_id, indicator_id)
        if key not in self._alive:
            self._alive[key] = False  # a loop of parents ends here
            others = [child for child, _life in self.rows.below.get(place_id, ())]
            others += [before for before, _on, _share in self.rows.before.get(place_id, ())]
            self._alive[key] = bool(self.rows.figures.get(key)) or any(
                self.is_alive(other, indicator_id) for other in others
            )
        return self._alive[key]

    def units_below(self, place_id: int, day: date) -> list[int]:
        """Return the places that stand for a place on a day: those below it that overlap no others."""
        below = self.rows.below.get(place_id, ())
        return [child for child, life in below if life.holds_on(day) and child not in self.rows.overlapping]

    def _kind(self, asked: Subject) -> str:
        return str(self.rows.indicators[asked.indicator_id][0])

    def _units(self, place_id: int, indicator_id: int, first: date, last: date) -> list[int]:
        rows = self.rows
        if not rows.lives[place_id].holds_on(last):
            alive = [each for each in rows.before.get(place_id, ()) if self.is_alive(each[0], indicator_id)]
            later = [each for each in alive if each[1] > last]
            if any(share != 1 for _place, _on, share in later):
                raise NotAuditedError(Unaudited.SPLIT)
            return [place for place, _on, _share in later]
        start = first if rows.indicators[indicator_id][0] == IndicatorKind.FLOW else last
        standing = self._standing(place_id, start, last)
        for child, stay in rows.below.get(place_id, ()):
            if child in rows.overlapping or child in standing or not self.is_alive(child, indicator_id):
                continue
            overlaps = (stay.since is None or stay.since <= last) and (stay.until is None or stay.until >= start)
            if overlaps and (stay.changes_within(start, last) or rows.lives[child].changes_within(start, last)):
                raise NotAuditedError(Unaudited.TREE_CHANGED)
            if overlaps and child in rows.sharing:
                raise NotAuditedError(Unaudited.SHARED_SITE)
        return [child for child in self.units_below(place_id, last) if self.is_alive(child, indicator_id)]

    def _standing(self, place_id: int, start: date, last: date) -> set[int]:
        """Return the places below that came within the days out of others which lay there too, and these others.

        Such a place stands for its predecessors over all of the days. Each went into it whole, on its first day here.
        """
        rows = self.rows
        stays: dict[int, list[Life]] = {}
        for child, stay in rows.below.get(place_id, ()):
            stays.setdefault(child, []).append(stay)
        found: set[int] = set()
        for child in self.units_below(place_id, last):
            before = rows.before.get(child, ())
            days = {on for _place, on, _share in before if start < on <= last}
            if len(days) != 1 or any(on not in days or share != 1 for _place, on, share in before):
                continue
            [merger] = days
            here = [each for each, _on, _share in before if self._lay_until(stays.get(each, ()), start, merger)]
            if len(here) == len(before) and [stay.since for stay in stays[child]] == [merger]:
                found |= {child, *here}
        return found

    def _lay_until(self, stays: Sequence[Life], start: date, merger: date) -> bool:
        """Return whether a place lay here once: from the start or before it until the eve of a merger."""
        if len(stays) != 1:
            return False
        [stay] = stays
        return (stay.since is None or stay.since <= start) and stay.until == merger - timedelta(days=1)


def _added(reads: Sequence[Read], to_on: date) -> Read:
    places = frozenset(place for each in reads for place in each.places)
    return Read(sum((each.value for each in reads), Fraction(0)), to_on, places, all(each.exact for each in reads))
