"""Which lines of a form the page adds up while one types: the same that the server compares, in one unit and scale."""

from decimal import Decimal

from tests.actions.unsaved import indicator, line_of, occupancy, stock
from tracker.admin.entry_parts import PartsGroup, parts_groups
from tracker.models import AskedBasis


def component(total, name, *, complete=True, split="type", unit="USD", **fields):
    return indicator(name, unit=unit, component_of=total, split=split, split_complete=complete, **fields)


def groups(*indicators):
    return parts_groups([line_of(each) for each in indicators])


def test_complete_split_is_one_group_named_by_its_components():
    total = indicator("FDI")
    new, adjusted = component(total, "New"), component(total, "Adjusted")
    assert groups(total, new, adjusted) == {total.pk: [PartsGroup("New + Adjusted", (new.pk, adjusted.pk))]}


def test_total_that_is_itself_a_component_keeps_its_own_group():
    """As on the form of a park: FDI registered has parts of its own, and belongs to what is not on the form."""
    attracted = indicator("Investment attracted")
    fdi = component(attracted, "FDI", split="origin")
    new, adjusted = component(fdi, "New"), component(fdi, "Adjusted")
    assert groups(fdi, new, adjusted) == {fdi.pk: [PartsGroup("New + Adjusted", (new.pk, adjusted.pk))]}


def test_two_splits_of_one_total_are_never_added_to_each_other():
    total = stock("Projects", "projects")
    of = {"component_of": total, "split_complete": True}
    fdi, ddi = (stock(name, "projects", split="origin", **of) for name in ("FDI", "DDI"))
    roads, others = (stock(name, "projects", split="type", **of) for name in ("Infrastructure", "Secondary"))
    found = groups(total, fdi, roads, ddi, others)[total.pk]
    assert [group.parts for group in found] == [(fdi.pk, ddi.pk), (roads.pk, others.pk)]


def test_split_that_is_not_complete_or_has_one_component_adds_up_to_nothing():
    total = indicator("FDI")
    korea = component(total, "Korea", complete=False, split="country")
    japan = component(total, "Japan", complete=False, split="country")
    alone = component(total, "New")
    assert groups(total, korea, japan, alone) == {}


def test_components_of_another_unit_kind_scale_or_basis_are_not_added():
    total = indicator("Investment attracted")
    usd = component(total, "FDI", split="origin")
    for other in (
        component(total, "DDI", split="origin", unit="VND", display_scale=Decimal(10**9)),
        component(total, "FDI in thousands", split="origin", display_scale=Decimal(1000)),
        stock("FDI to date", "USD", component_of=total, split="origin", split_complete=True),
    ):
        assert groups(total, usd, other) == {}
    level = line_of(component(total, "FDI at the end", split="origin"), AskedBasis.AS_OF)
    assert parts_groups([line_of(total), line_of(usd), level]) == {}


def test_ratio_has_no_parts():
    total = occupancy()
    parts = [occupancy(), occupancy()]
    for part in parts:
        part.component_of, part.split, part.split_complete = total, "type", True
    assert groups(total, *parts) == {}
