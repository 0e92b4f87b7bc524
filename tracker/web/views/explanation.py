"""The page that answers "why these numbers?" for one row."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _

from tracker.progress.explanation_data import find_row
from tracker.progress.row_edges import projection_sentences, row_sentences
from tracker.progress.rows import ProgressRow
from tracker.progress.telling import numbers_of
from tracker.progress.told_lines import NumberLine
from tracker.web import cells, owners
from tracker.web.course import year_block
from tracker.web.explanation import explain
from tracker.web.figures import NumberedFigureTable
from tracker.web.filters import BadParameterError
from tracker.web.money import money_block
from tracker.web.number_table import NumberTable
from tracker.web.numbers import amount_text, exact_text, period_text, quarter_text
from tracker.web.views.base import PageView, newest_approval
from tracker.web.words import ROLE_WORDS, STATE_MEANINGS, STATE_WORDS, local_name, name_of


class ExplanationView(PageView):
    """One row of a place page: the formula of each number, its inputs with their sources, the same result."""

    template_name = "web/explanation.html"
    section: ClassVar[str] = "places"
    choosable: ClassVar[bool] = True
    of_place: ClassVar[bool] = True
    published: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the steps and the inputs of the row that the address names."""
        code = self.request.GET.get("indicator", "")
        if not code:
            raise BadParameterError(
                _("“indicator” is missing. Follow a link “Why these numbers?” on the page of a place.")
            )
        progress = self.place_progress(indicator_codes=[code], with_courses=True)
        row = find_row(progress.rows, self.request.GET.get("row", ""), self.request.GET.get("target", ""))
        if row is None:
            raise Http404
        figures = self.table(
            NumberedFigureTable, row.used_figures, caption=_("Reported figures that the numbers come from.")
        )
        figures.of_indicator = row.indicator
        numbers = self.table(NumberTable, [NumberLine(row, told) for told in numbers_of(row)])
        year = year_block([row], query=self.query, parameters=self.request.GET)
        money = money_block(progress.in_one_currency, query=self.query, parameters=self.request.GET)
        title = f"{name_of(row.indicator)}, {name_of(row.place)}, {quarter_text(self.query.shown)}"
        return {
            "title": _("Why these numbers? %(what)s") % {"what": title},
            "row": row,
            "place": name_of(row.place),
            "unit": cells.unit_name(row.indicator),
            "steps": explain(row),
            "notes": [*row_sentences(row, progress.rows), *projection_sentences(row)],
            "goal": self._goal(row),
            "figures": figures,
            "states": [
                (STATE_WORDS[state], STATE_MEANINGS.get(state, "")) for state in row.states if state in STATE_MEANINGS
            ],
            "reported": cells.place_links(row.reported, self.query),
            "missing": cells.place_links(row.missing, self.query),
            "others": [(name_of(other.reporter), cells.reading_text(other.reading, row)) for other in row.others],
            "former": cells.former_mark(owners.former_places(row)),
            "differs": cells.beside_figure(row, self.query) if row.perimeter_differs else "",
            "crumbs": [
                *self.crumbs_of(progress.path),
                (name_of(progress.place), cells.place_address(progress.place, self.query)),
                (name_of(row.indicator), ""),
            ],
            "numbers_table": numbers,
            "money": money,
            "year": year,
            "tables": [figures, numbers, *([year.table] if year else ()), *(money.tables if money else ())],
            "updated_at": newest_approval([row]),
        }

    def _goal(self, row: ProgressRow) -> dict[str, Any] | None:
        """Return the facts of the goal: what was set, by whom, where it is printed."""
        target, terms = row.target, row.terms
        if terms is None:
            return None
        facts: dict[str, Any] = {
            "role": ROLE_WORDS[terms.role],
            "amount": amount_text(terms.amount, row.indicator.display_scale),
            "period": period_text(terms.starts, terms.ends),
            "baseline": "" if terms.baseline is None else exact_text(terms.baseline / row.indicator.display_scale),
            "implied": terms.implied,
        }
        if target is not None:
            note = local_name(target, "note")
            facts |= {
                "printed": target.printed,
                "issuer": name_of(target.issuer) if target.issuer else "",
                "investor": cells.investor_link(target.investor, self.query) if target.investor else "",
                "source": cells.document_link(target.document, target.paragraph),
                "version": target.version,
                "note": note,
            }
        return facts
