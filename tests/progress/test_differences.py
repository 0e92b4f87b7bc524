"""Two states of the same books told apart."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.differences import Difference, differences

BOOKS = st.dictionaries(st.integers(0, 6), st.integers(0, 3), max_size=7)


def applied(before, found):
    """The books before, with every difference written into them."""
    books = dict(before)
    for one in found:
        if one.new is None:
            del books[one.key]
        else:
            books[one.key] = one.new
    return books


def test_new_gone_and_changed_are_told_in_the_order_of_what_stands_now():
    found = differences({"a": 1, "b": 2, "c": 3}, {"d": 4, "b": 5, "a": 1})
    assert found == (Difference("d", None, 4), Difference("b", 2, 5), Difference("c", 3, None))


def test_what_says_the_same_is_no_difference_whatever_else_it_holds():
    before, after = {"a": ("125", "by hand")}, {"a": ("125", "by file")}
    assert len(differences(before, after)) == 1
    assert differences(before, after, says=lambda entry: entry[0]) == ()


@given(BOOKS)
def test_books_do_not_differ_from_themselves(books):
    assert differences(books, dict(books)) == ()


@given(BOOKS, BOOKS)
def test_differences_lead_from_one_state_to_the_other(before, after):
    assert applied(before, differences(before, after)) == after


@given(BOOKS, BOOKS)
def test_seen_from_the_other_end_old_and_new_change_places(before, after):
    there = {(one.key, one.old, one.new) for one in differences(before, after)}
    back = {(one.key, one.new, one.old) for one in differences(after, before)}
    assert there == back


@given(BOOKS, BOOKS, BOOKS)
def test_differences_of_two_steps_are_those_of_both_together(first, second, third):
    books = applied(first, differences(first, second))
    assert applied(books, differences(second, third)) == applied(first, differences(first, third))
