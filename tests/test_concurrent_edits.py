"""The judge of scripts/concurrent_edits can find what it looks for: a value that was acknowledged and never shown."""

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.actions.entry_lines import LineEntry

sys.path.append(str(Path(__file__).resolve().parent.parent / "scripts"))

from concurrent_edits.clerk import Clerk  # found once the path says where
from concurrent_edits.shown import grid_lines, line_shown, theirs_in
from concurrent_edits.table_clerk import TableClerk
from concurrent_edits.world import World
from plain_browser import Page


def stored(value=None, status="normal", key=7):
    """Return the fingerprint of a stored line."""
    return LineEntry(indicator_id=key, in_quarter=None if value is None else Decimal(value), status=status).fingerprint


@pytest.fixture
def world():
    return World("http://127.0.0.1:1", None, None, [], [], [], 0)


@pytest.mark.parametrize(
    ("text", "chosen", "value", "status"),
    [
        ("1,234", "", 1234, "normal"),
        ("1,234*", "", 1234, "provisional"),
        ("12", "provisional", 12, "provisional"),
        ("", "", None, "normal"),
    ],
)
def test_cell_is_read_as_it_is_shown(text, chosen, value, status):
    assert line_shown(7, text, chosen).fingerprint == stored(value, status)


def grid(text, seen):
    """Return a page on which one line shows a text and carries a fingerprint."""
    return Page(
        200,
        f'<form id="entry-grid"><input name="line-7-in_quarter" value="{text}">'
        f'<select name="line-7-status"><option value="normal" selected></option></select>'
        f'<input name="line-7-seen" value="{seen}"></form>',
    )


def test_page_that_shows_another_value_than_it_takes_for_seen_is_objected_to(world):
    clerk = Clerk(world, 1)
    clerk.read(grid("10", stored(10)))
    assert world.counts["unseen"] == 0
    clerk.read(grid("10", stored(12)))
    assert (world.counts["unseen"], world.counts["values shown"]) == (1, 2)
    [(_key, shown, seen)] = grid_lines({"line-7-in_quarter": "10", "line-7-status": "", "line-7-seen": stored(12)})
    assert shown != seen


SENTENCE = "Clerk 2 changed this line at 09:00 05/07/2025 to: 1,234\u00a0projects (provisional). You typed: 5 projects."


def test_conflict_that_acknowledges_another_value_than_it_names_is_objected_to(world):
    assert theirs_in(7, SENTENCE) == stored(1234, "provisional")
    assert theirs_in(7, "C changed this line at 09:00 to: –. You typed: 5.") == stored()
    assert theirs_in(7, "This line is closed.") is None
    clerk = Clerk(world, 1)
    clerk.look_at_conflicts({7: SENTENCE}, {7: stored(1234, "provisional")})
    assert world.counts["unseen"] == 0
    clerk.look_at_conflicts({7: SENTENCE}, {7: stored(1300)})
    assert world.counts["unseen"] == 1


def test_table_that_shows_another_value_than_it_takes_for_seen_is_objected_to(world):
    def table(text, seen):
        return Page(
            200,
            f'<form id="entry-grid"><input name="seen" value="3-4:7:{seen}:texts">'
            f'<input name="cell-3-4-7-in_quarter" value="{text}"></form>',
        )

    clerk = TableClerk(world, 0)
    clerk.read_table(table("1,234*", stored(1234, "provisional")))
    assert world.counts["unseen"] == 0
    clerk.read_table(table("1,234", stored(1234, "provisional")))
    assert world.counts["unseen"] == 1
