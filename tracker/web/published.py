"""Say of a quarter's numbers on paper what they are: an edition, the figures in force beside one, or a draft."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provinces.models.place import PlaceKind
from provinces.reach import Reach
from tracker.progress.editions import EditionFace, newest_edition
from tracker.progress.rows import PlaceFace
from tracker.web.filters import PageQuery
from tracker.web.numbers import NO_BREAK, moment_text
from tracker.web.words import name_of


@dataclass(frozen=True, slots=True)
class PaperState:
    """What a paper says of its numbers; ``draft`` where no edition was published, ``address`` where one lies beside."""

    text: str
    draft: bool = False
    address: str = ""


def paper_state(slug: str, query: PageQuery, path: str, *, reach: Reach) -> PaperState:
    """Return what the paper of a place says of its numbers; one query where no edition is asked for.

    ``path`` leads to the same paper of the edition; ``reach`` says whose editions may be named.
    """
    if query.edition is not None:
        return PaperState(_("As published: “%(name)s”, %(moment)s.") % _words(query.edition))
    edition = newest_edition(slug=slug, quarter=query.shown, published_by=query.as_of, reach=reach)
    if edition is None:
        return PaperState(_("DRAFT: not published as an edition yet"), draft=True)
    if query.as_of is not None:
        words = {**_words(edition), "as_of": moment_text(query.as_of)}
        text = _("Figures as known on %(as_of)s; the published edition: “%(name)s”, %(moment)s.") % words
    else:
        text = _("Figures in force when read; the published edition: “%(name)s”, %(moment)s.") % _words(edition)
    return PaperState(text, address=replace(query, edition=edition).address(path))


def _words(edition: EditionFace) -> dict[str, str]:
    return {"name": name_of(edition), "moment": moment_text(edition.published_at)}


def paper_date(day: date, places: Iterable[PlaceFace]) -> str:
    """Return a day as official papers head it, after its province: Hải Dương, ngày 05 tháng 02 năm 2026.

    ``places`` are those from the paper's own upwards; without a province among them the day stands alone.
    """
    province = next((place for place in places if place.kind == PlaceKind.PROVINCE), None)
    return official_day(day) if province is None else f"{name_of(province)}, {official_day(day)}"


def official_day(day: date) -> str:
    """Return a day as official papers write it: ngày 05 tháng 02 năm 2026 (zero before days < 10, months 1 and 2)."""
    if (get_language() or "").startswith("vi"):
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return date_format(day, "j F Y").replace(" ", NO_BREAK)
