"""Say of a progress row what its numbers do not say by themselves: the edges of its goal and of its projection."""

from collections.abc import Collection, Iterable

from tracker.progress.edge_rules import edges_of, projection_edges
from tracker.progress.edges import Edge, EdgeCase, Judged, Label, LabelledShare
from tracker.progress.faces import label_of
from tracker.progress.measures import Amount, TargetTerms
from tracker.progress.rows import ProgressRow, RowKind, TargetFace
from tracker.progress.sentences import sentences
from tracker.progress.sum_edges import names_of, sum_edges
from tracker.progress.targets import JUDGED_ROLES


def row_edges(row: ProgressRow, beside: Iterable[ProgressRow] = ()) -> tuple[EdgeCase, ...]:
    """Return the edges of a row's goal, if it has one, and then those of its sum.

    ``beside`` are the rows of the same page: other goals that bind the same place, investor and period are named.
    """
    return (*_goal_edges(row, beside), *sum_edges(row))


def _goal_edges(row: ProgressRow, beside: Iterable[ProgressRow]) -> tuple[EdgeCase, ...]:
    if row.terms is None:
        return ()
    goal_of = row.place if row.target is None else row.target.place
    return edges_of(
        Judged(
            terms=row.terms,
            progress=row.progress,
            is_divided_alike=row.kind in (RowKind.INHERITED, RowKind.ADDED),
            year=_year_so_far(row),
            known=row.known,
            other_goals=_goals_beside(row, beside),
            in_force=_document_label(row.target) if row.target else None,
            original=_first_version(row.target),
            figures_of=names_of(row.figure_places) if row.perimeter_differs else (),
            goal_of=names_of((goal_of,)),
        )
    )


def row_sentences(row: ProgressRow, beside: Iterable[ProgressRow] = (), *, without: Collection[Edge] = ()) -> list[str]:
    """Return the sentences of a row in the reader's language, ``without`` those that a page says elsewhere."""
    return sentences((case for case in row_edges(row, beside) if case.code not in without), row.indicator)


def projection_sentences(row: ProgressRow) -> list[str]:
    """Return what is projected for the end of the goal, with its past error, or why nothing is."""
    return sentences(projection_edges(row.projection), row.indicator)


def _year_so_far(row: ProgressRow) -> Amount | None:
    """Return what the quarter's calendar year has brought; None where only a part of the units is known."""
    compared = row.same_period_last_year
    return None if compared is None or compared.units != compared.units_of else compared.current


def _first_version(target: TargetFace | None) -> tuple[Label, TargetTerms] | None:
    if target is None or target.first is None:
        return None
    return Label(target.first.label, target.first.label_en), target.first.terms


def _goals_beside(row: ProgressRow, beside: Iterable[ProgressRow]) -> tuple[LabelledShare, ...]:
    if row.target is None or row.terms is None or row.target.collective:
        return ()
    found = [other for other in beside if _binds_the_same(row, other)]
    if len(found) < 2:
        return ()
    return tuple(LabelledShare(_goal_label(each.target), each.progress.attainment) for each in found if each.target)


def _binds_the_same(row: ProgressRow, other: ProgressRow) -> bool:
    """Return whether a row is measured by a goal for the very same thing; a row does so itself."""
    if row.target is None or other.target is None or row.terms is None or other.terms is None:
        return False
    one, two = row.target, other.target
    is_judged = two.terms.role in JUDGED_ROLES and not two.collective and other.progress.attainment.low is not None
    return is_judged and _thing(one) == _thing(two)


def _thing(target: TargetFace) -> tuple[object, ...]:
    """Return what a goal is for: whose, where, what of, in which unit and period."""
    terms = target.terms
    return (target.place, target.investor, target.indicator_id, target.unit, terms.starts, terms.ends)


def _goal_label(target: TargetFace) -> Label:
    """Return who set the goal and the number of the document; the document's title where nobody is named."""
    number = target.document.number if target.document else ""
    if target.issuer is not None:
        return Label(target.issuer.name, target.issuer.name_en, number)
    if target.document is not None:
        return Label(target.document.title, target.document.title_en or target.document.title, number)
    return Label(target.reference or str(target.id), target.reference or str(target.id))


def _document_label(target: TargetFace) -> Label:
    """Return the number of the document that set the goal, its title where it has none."""
    if target.document is None:
        return _goal_label(target)
    return Label(*label_of(target.document))
