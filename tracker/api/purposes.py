"""Say what each address of the read API is for, in the reader's language; the OpenAPI document says it in English."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PURPOSES: Final[dict[str, str | Promise]] = {
    "list_places": _(
        "Places by their names in addresses. With a quarter those that were on the map on its last day. The public "
        "reads the places that an edition has a page of."
    ),
    "one_place": _("A place with its names, what it belonged to, its successors, members and investors."),
    "list_investors": _("Infrastructure investors by their names in addresses, with the parks that they have or had."),
    "one_investor": _("An infrastructure investor."),
    "list_indicators": _("Indicators by code, with their groups and units."),
    "one_indicator": _("An indicator."),
    "list_targets": _(
        "Targets in force in the order of their approval; with a quarter those that hold in it. “investor” is the "
        "name of an investor in addresses."
    ),
    "one_target": _("One version of a target, and every version that it had: the ledger."),
    "list_figures": _(
        "Figures in force, each with the approved revisions of its cell; “quarter” is that of the report."
    ),
    "one_figure": _("One approved figure, whether it is in force, and the revisions of its cell."),
    "place_progress": _(
        "The rows of a place's page; with an indicator its rows alone, with the quarters of their year. Without a "
        "quarter the newest with figures. The public reads the newest edition that has a page of the place."
    ),
    "investor_progress": _("The targets of an investor, and what those for several places come to."),
    "indicator_progress": _(
        "The row of the country for one indicator, and the rows of every place that has a goal or a figure of it. Its "
        "reported figures are a list of their own: “figures” with “indicator”."
    ),
    "explanation": _(
        "How each number of a row came about, or one of them: formula, inputs with their sources, the same result. "
        "“row” is a key that the answer gives in “rows”, “target” the reference or number of a target; without either "
        "it is the row without a target, else the first one."
    ),
    "list_editions": _("What was published, the oldest first; with “as_of” by then."),
    "one_edition": _("An edition with the places that it has pages of; progress with “edition” is what it prints."),
    "list_documents": _("Source documents by their names in addresses. The public reads the published papers."),
    "one_document": _("A source document with every published figure of it, as printed and as read."),
    "list_checks": _("What contradicts in the figures, each with its arithmetic, by check, in the reader's language."),
}
