"""The clerks: they type, paste, save twice, undo, submit, take back and correct, often from pages long out of date."""

import random
import threading
import time
from typing import Any

from plain_browser import Browser, Page, number_in

from concurrent_edits.shown import grid_lines, line_shown, theirs_in
from concurrent_edits.world import LINES, PASSWORD, Change, World

# What a refusal says of a report that cannot be typed into any more.
LOCKED = ("is closed", "cannot be changed", "can no longer be changed")
LATER = "of it was begun"
SAVED = ("The draft is saved", "The drafts are saved")
SUBMITTED = ("Saved and submitted", "saved and submitted")


class Clerk(threading.Thread):
    """One clerk who edits until all edits are made, in one report at a time."""

    def __init__(self, world: World, number: int) -> None:
        super().__init__(daemon=True, name=f"clerk-{number}")
        self.world, self.random = world, random.Random(number)  # noqa: S311  # reproducible, no secret
        self.browser = Browser(world.address)
        self.tabs: dict[int, Page] = {}
        self.last_save: dict[int, list[Change]] = {}

    def run(self) -> None:
        """Edit, and object to whatever stops the clerk."""
        try:
            self.browser.sign_in(self.name, PASSWORD)
            while self.edit_something():
                pass
        except Exception as error:  # whatever it is, it must not end unseen
            self.world.object_to("server errors", f"{self.name} was stopped: {error!r}")

    def edit_something(self) -> bool:
        """Make a few edits in one report; return False once all are made."""
        index = self.random.randrange(len(self.world.places))
        page = self.tabs.get(index)
        if page is None or page.grid() is None or self.random.random() < 0.6:
            page = self.tabs[index] = self.read(self.browser.get(self.world.entry_path(index)))
        grid = page.grid()
        if grid is None:
            return self.take_step(index, page)
        if self.random.random() < 0.08 and self.undo(index, page):
            return True
        chosen = self.random.sample(self.world.indicators, self.random.randint(1, 5))
        if self.random.random() < 0.1:
            start = self.random.randrange(LINES - 5)
            chosen = self.world.indicators[start : start + 5]
            return self.paste(index, grid.fields, chosen, start)
        typed = {indicator.pk: self.text() for indicator in chosen}
        fields = {**grid.fields, **{self.cell(key): text for key, text in typed.items()}}
        submit = self.random.random() < 0.08
        return self.send(index, fields, typed, step="submit" if submit else "save")

    def paste(self, index: int, fields: dict[str, str], chosen: list[Any], start: int) -> bool:
        """Paste a block, look at its preview, and save it."""
        typed = {indicator.pk: self.text() for indicator in chosen}
        block = {"block": "\n".join(typed.values()), "at_row": str(start), "at_column": "0", "step": "place_block"}
        preview = self.got(self.browser.post(self.world.entry_path(index), {**fields, **block}))
        self.world.count("paste previews")
        grid = preview.grid()
        if grid is None:
            # Submitted or closed since the page was read: the block has nowhere to go, and nothing was sent to save.
            self.tabs.pop(index, None)
            return True
        if any(grid.fields.get(self.cell(key)) != text for key, text in typed.items()):
            self.world.object_to("silent", f"a preview without its cells: {preview.messages}")
        for key in typed:
            # A preview tells nothing of what others have saved meanwhile, so it must not take that for seen.
            if grid.fields[f"line-{key}-seen"] != fields[f"line-{key}-seen"]:
                self.world.object_to("unseen", f"{self.name}: a preview acknowledges what it does not show")
        return self.send(index, grid.fields, typed, step="save")

    def send(self, index: int, fields: dict[str, str], typed: dict[int, str], *, step: str, again: int = 0) -> bool:
        """Send the page, and see what the person is told."""
        if not self.world.take_edits(len(typed)):
            return False
        path, sent = self.world.entry_path(index), {**fields, "step": step}
        changes = [
            (index, key, fields[f"line-{key}-seen"], line_shown(key, text, fields[f"line-{key}-status"]).fingerprint)
            for key, text in typed.items()
        ]
        page = self.got(self.browser.post(path, sent))
        errors = {key: page.errors.get(f"line-{key}-status", "") for key in typed}
        told = self.judge(page, [*typed.values()], changes, [*errors.values()], first=again == 0)
        if told == "acknowledged":
            self.last_save[index] = changes
            if step == "save" and self.random.random() < 0.03:
                self.send_twice(index, path, sent)
            elif step == "save":
                self.tabs[index] = self.read(page)
        elif told == "conflict":
            grid = page.grid()
            if grid is not None:
                self.look_at_conflicts(errors, {key: grid.fields[f"line-{key}-seen"] for key in typed})
                if again < 2 and self.random.random() < 0.7:  # "Save again to keep yours"
                    return self.send(index, grid.fields, typed, step=step, again=again + 1)
        if told != "acknowledged" or step == "submit":
            self.tabs.pop(index, None)
        return True

    def judge(self, page: Any, texts: list[str], changes: list[Change], errors: list[str], *, first: bool) -> str:
        """Count what became of the cells that were sent, by what the page says; return it in a word."""
        world, said, number = self.world, " ".join(page.messages), len(changes)
        if any(words in said for words in (*SAVED, *SUBMITTED)):
            if any(words in said for words in SAVED) and number_in(said) != number:
                world.object_to("silent", f"{number} cells were sent, but: {said}")
            world.count("acknowledged", number)
            world.acknowledge(changes)
            return "acknowledged"
        conflicts = sum("changed this line at" in error for error in errors)
        if conflicts:
            world.count("conflicts told", conflicts)
            world.count("held back beside a conflict, told", number - conflicts)
            told = "conflict"
        elif any(words in text for words in LOCKED for text in (said, *errors)):
            world.count("locked told", number)
            told = "locked"
        elif LATER in said:
            world.count("later correction told", number)
            told = "later"
        else:
            for change in changes:
                world.object_to("silent", f"cell {change}, {page.status}: {said or page.errors or page.words()}")
            return "silent"
        for text in texts:
            if text not in page.text:
                world.object_to("typing lost", f"{text} is not on the page that refused it: {said}")
        return told

    def look_at_conflicts(self, errors: dict[int, str], seen: dict[int, str]) -> None:
        """Object to a conflict whose page takes another value for seen than the one that its sentence shows."""
        for key, sentence in errors.items():
            theirs = theirs_in(key, sentence)
            if theirs is not None:
                self.world.count("values shown by conflicts")
                if theirs != seen[key]:
                    self.world.object_to("unseen", f"{self.name}: acknowledges another value than “{sentence}”")

    def send_twice(self, index: int, path: str, sent: dict[str, str]) -> None:
        """Send once more what was just saved, as a double click does: it must change nothing."""
        page = self.got(self.browser.post(path, sent))
        said = " ".join(page.messages)
        self.world.count("sent twice")
        harmless = ("Nothing differed", LATER, *LOCKED)
        if not any(words in said for words in harmless) and not page.errors:
            self.world.object_to("silent", f"sent twice: {said}")
        self.tabs.pop(index, None)

    def undo(self, index: int, page: Any) -> bool:
        """Undo the clerk's last save of a report, where the page offers it; return whether it was tried."""
        form, changes = page.form_with("undo"), self.last_save.get(index)
        if form is None or changes is None:
            return False
        del self.last_save[index]
        after = self.got(self.browser.post(self.world.entry_path(index), {**form.fields, "step": "undo"}))
        said = " ".join(after.messages)
        if "The last save is undone" in said:
            self.world.count("undone")
            self.world.acknowledge([(report, key, typed, seen) for report, key, seen, typed in changes])
        elif said:
            self.world.count("undo refused, told")
        else:
            self.world.object_to("silent", "an undo without an answer")
        self.tabs[index] = self.read(after)
        return True

    def take_step(self, index: int, page: Any) -> bool:
        """Go on with a report that is not a draft; wait a moment where nothing can be done."""
        for step, chance in (("reopen", 1.0), ("correct", 0.7), ("withdraw", 0.15)):
            form = page.form_with(step)
            if form is not None and self.random.random() < chance:
                fields = {**form.fields, "step": step, "reason": "a letter of the park"}
                after = self.got(self.browser.post(self.world.entry_path(index), fields))
                if not after.messages:
                    self.world.object_to("silent", f"the step “{step}” without an answer")
                self.world.count(f"step {step}")
                self.tabs[index] = self.read(after)
                break
        else:
            self.tabs.pop(index, None)
            time.sleep(0.05)
        return self.world.counts["edits"] < self.world.edits

    def read(self, page: Any) -> Any:
        """Return a page that shows what is stored; object to one that shows other values than it takes for seen."""
        grid = self.got(page).grid()
        for key, shown, seen in grid_lines(grid.fields) if grid is not None else ():
            self.world.count("values shown")
            if shown != seen:
                self.world.object_to("unseen", f"{self.name}: the page shows line {key} otherwise than it says")
        return page

    def got(self, page: Any) -> Any:
        """Return the page; object to one that is none."""
        if page.status != 200:
            self.world.object_to("server errors", f"{page.status}: {page.text[:300]}")
        return page

    def cell(self, key: int) -> str:
        """Return the name of the number input of a line."""
        return f"line-{key}-in_quarter"

    def text(self) -> str:
        """Return what is typed: a number that is typed only once, sometimes marked as provisional."""
        return f"{self.world.next_value()}{'*' if self.random.random() < 0.2 else ''}"
