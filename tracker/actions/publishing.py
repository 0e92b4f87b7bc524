"""Publish a quarter: freeze what is known of it at a moment under a name, once."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from provinces.models import Place, PlaceKind
from provinces.wording import local_name
from tracker.actions.approval import settled_moment
from tracker.actions.locking import require_keeper
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import on_the_trail, usable_reason
from tracker.actions.trail import acting
from tracker.exchange.wording import quarter_name
from tracker.models import PUBLISHER, Edition, EditionPage, EditionRow, Person, ReportRevision, Target
from tracker.progress.editions import pages_to_publish
from tracker.progress.frozen_pages import FrozenPages, freeze
from tracker.progress.lookup import newest_quarter
from tracker.progress.periods import Quarter

LONGEST_NAME: Final = 200
_AT_ONCE: Final = 500


class UnableToPublishError(UnableToActError):
    """A quarter cannot be published."""


@transaction.atomic
def publish_edition(
    *,
    place: Place,
    quarter: Quarter,
    name: str,
    by: Person,
    at: datetime,
    name_en: str = "",
    reason: str = "",
    as_of: datetime | None = None,
) -> Edition:
    """Publish a quarter of a place and all below it as known at ``as_of`` (None: now); return the new edition.

    Its rows are written once, in this transaction; nothing is ever added to them. The second edition of a quarter, and
    each after it, says why. Some twenty queries for each place and map.

    :raises UnableToPublishError: if the person is neither approver nor administrator of the place, the quarter has not
        begun, the name or the reason cannot be kept, the moment lies ahead, or nothing is known of the place.
    """
    lender = require_keeper(by, place.pk, at, UnableToPublishError)
    words = {"quarter": quarter_name(quarter.year, quarter.number), "place": local_name(place)}
    if quarter.first_day > timezone.localdate(at):
        raise UnableToPublishError(_("%(quarter)s has not begun; choose a quarter that has.") % words)
    names = [_usable_name(text) for text in (name, name_en)]
    if not names[0]:
        raise UnableToPublishError(_("Give the edition a name, for example “Quý I/2025, công bố lần đầu”."))
    now = settled_moment()
    if as_of is not None and as_of > now:
        raise UnableToPublishError(_("The moment lies ahead; choose one that has passed, or leave it out."))
    # One at a time for a place: the numbers follow one another.
    Place.objects.select_for_update().get(pk=place.pk)
    number = Edition.objects.filter(place=place, year=quarter.year, quarter=quarter.number).count() + 1
    if number > 1 or reason.strip():
        reason = usable_reason(
            reason,
            UnableToPublishError,
            _("%(quarter)s of %(place)s has been published already: say why it is published again.") % words,
        )
    frozen = freeze(pages_to_publish(place, quarter, as_of or now))
    if not frozen.rows:
        raise UnableToPublishError(
            _("Nothing is known of %(place)s in %(quarter)s: there is no row to publish.") % words
        )
    edition = _edition(place, quarter, number, frozen, by=by, at=now)
    edition.name, edition.name_en = names
    edition.as_of, edition.reason = as_of or now, reason
    with on_the_trail(by, lender=lender, why=reason):
        _write(edition, frozen)
    return edition


@transaction.atomic
def publish_loaded_figures() -> Edition | None:
    """Publish the newest quarter of the country as `load_seeds` has loaded it, so that everybody may read the papers.

    None, and nothing is published, where an edition is there, where nothing is loaded, or where people have approved
    anything: what they have worked on, people publish.
    """
    by = Person.objects.filter(username=PUBLISHER).first()
    country, quarter = Place.objects.filter(kind=PlaceKind.COUNTRY).order_by("pk").first(), newest_quarter()
    if by is None or country is None or quarter is None or Edition.objects.exists():
        return None
    now = settled_moment()
    worked_on = ReportRevision.objects.approved_by(now).exclude(approved_by=by).exists()
    if worked_on or Target.objects.approved_by(now).exclude(approved_by=by).exists():
        return None
    frozen = freeze(pages_to_publish(country, quarter, now))
    edition = _edition(country, quarter, 1, frozen, by=by, at=now)
    edition.name, edition.name_en = "Số liệu đã công bố", "Published figures"
    with acting(by):
        _write(edition, frozen)
    return edition


def _edition(place: Place, quarter: Quarter, number: int, frozen: FrozenPages, *, by: Person, at: datetime) -> Edition:
    return Edition(
        pk=_next_key(),
        slug=_slug(place, quarter, number),
        place=place,
        year=quarter.year,
        quarter=quarter.number,
        number=number,
        as_of=at,
        published_by=by,
        published_at=at,
        digest=frozen.digest,
    )


def _usable_name(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise UnableToPublishError(
            _("A name has at most %(most)s characters, and none that cannot be printed.") % {"most": LONGEST_NAME}
        )
    return text


def _next_key() -> int:
    """Return the key of the next edition: its rows come first, because nothing is added to one that is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Edition._meta.db_table])
        key: int = cursor.fetchone()[0]
    return key


def _slug(place: Place, quarter: Quarter, number: int) -> str:
    return slugify(f"{place.slug[:90]}-{quarter}-{number}")


def _write(edition: Edition, frozen: FrozenPages) -> None:
    EditionRow.objects.bulk_create(
        (
            EditionRow(
                edition=edition,
                place_id=row.place_id,
                indicator_id=row.indicator_id,
                data=row.data,
                digest=row.digest,
            )
            for row in frozen.rows
        ),
        batch_size=_AT_ONCE,
    )
    EditionPage.objects.bulk_create(
        (
            EditionPage(
                edition=edition,
                map=page.map_choice.value,
                place_id=page.place_id,
                position=position,
                data=page.data,
                digest=page.digest,
            )
            for position, page in enumerate(frozen.pages, start=1)
        ),
        batch_size=_AT_ONCE,
    )
    edition.save(force_insert=True)
