"""Clerks who enter several reports at once, on the page that shows them as one table."""

from typing import Any

from concurrent_edits.clerk import Clerk
from concurrent_edits.shown import line_shown, overview_lines, overview_seen

Cell = tuple[int, int]


class TableClerk(Clerk):
    """A clerk who works on the table of all reports half of the time, and on single reports otherwise."""

    table: Any = None

    def edit_something(self) -> bool:
        """Make a few edits, in one report or across several; return False once all are made."""
        return self.edit_table() if self.random.random() < 0.5 else super().edit_something()

    def edit_table(self) -> bool:
        """Type into a few cells of the table, of one report or of several, and save them together."""
        if self.table is None or self.random.random() < 0.6:
            self.table = self.read_table(self.browser.get(self.world.table_path()))
        fields = self.table_fields(self.table)
        names = [name for name in fields if name.startswith("cell-")]
        if not names:
            # Nothing is a draft at the moment; somebody who works on single reports opens one again.
            self.table = None
            return super().edit_something()
        chosen = self.random.sample(names, min(len(names), self.random.randint(1, 6)))
        submit = self.random.random() < 0.02
        return self.send_table(fields, {name: self.text() for name in chosen}, step="submit" if submit else "save")

    def send_table(self, fields: dict[str, str], typed: dict[str, str], *, step: str, again: int = 0) -> bool:
        """Send the table, and see what the person is told."""
        if not self.world.take_edits(len(typed)):
            return False
        seen = overview_seen(fields)
        changes = [
            (self.world.index_of(place), key, seen[place, key], line_shown(key, typed[name]).fingerprint)
            for name, (place, key) in ((name, where(name)) for name in typed)
        ]
        page = self.got(self.browser.post(self.world.table_path(), {**fields, **typed, "step": step}))
        errors = {name: page.errors.get(name, "") for name in typed}
        told = self.judge(page, [*typed.values()], changes, [*errors.values()], first=again == 0)
        self.world.count("cells sent by the table", len(typed))
        self.table = None
        if told == "acknowledged" and step == "save":
            self.table = self.read_table(page)
        elif told == "conflict":
            now = self.table_fields(page)
            for name, sentence in errors.items():
                self.look_at_conflicts({where(name)[1]: sentence}, {where(name)[1]: overview_seen(now)[where(name)]})
            if again < 2 and self.random.random() < 0.7 and all(name in now for name in typed):
                return self.send_table(now, typed, step=step, again=again + 1)
        return True

    def read_table(self, page: Any) -> Any:
        """Return a table that shows what is stored; object to one that shows other values than it takes for seen."""
        for cell, shown, seen in overview_lines(self.table_fields(self.got(page))):
            self.world.count("values shown")
            if shown != seen:
                self.world.object_to("unseen", f"{self.name}: the table shows {cell} otherwise than it says")
        return page

    def table_fields(self, page: Any) -> dict[str, str]:
        """Return what the table would send; nothing where it has no form."""
        fields: dict[str, str] = next((form.fields for form in page.forms if form.identifier == "entry-grid"), {})
        return fields


def where(name: str) -> Cell:
    """Return the place and the indicator of a cell."""
    _cell, place, _reporter, indicator, _part = name.split("-")
    return int(place), int(indicator)
