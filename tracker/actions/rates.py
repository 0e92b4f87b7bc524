"""Look at a typed exchange rate beside those of the table, before it is recorded."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.actions.refusals import FieldProblem
from tracker.exchange.numbers import write_number
from tracker.exchange.wording import language_now
from tracker.models import ExchangeRate

# A rate more than so many times, or less than this part of, the nearest one within two years is a slip of the hand:
# a zero too many, or thousands read as decimals.
LARGEST_STEP = 3
_NEAR = timedelta(days=2 * 366)


def rate_problems(
    *, base: str, quote: str, on: date, rate: Decimal, replacing: int | None = None
) -> list[FieldProblem]:
    """Return what contradicts the rate table: the pair turned round, or another order of magnitude; one query.

    ``replacing`` is the key of the row that the rate is to replace, None for a new one.
    """
    pairs = Q(base=base, quote=quote) | Q(base=quote, quote=base)
    known = [row for row in ExchangeRate.objects.known_at(None).filter(pairs) if row.pk != replacing]
    turned = next((row for row in known if row.base == quote), None)
    if turned is not None:
        words = {"base": turned.base, "quote": turned.quote, "rate": write_number(turned.rate, language_now())}
        message = _("The table keeps this pair the other way round: one %(base)s costs %(rate)s %(quote)s.") % words
        return [FieldProblem("base", message)]
    near = [row for row in known if abs(row.on - on) <= _NEAR]
    if not near or rate <= 0:
        return []
    nearest = min(near, key=lambda row: (abs(row.on - on), row.on, row.pk))
    if nearest.rate / LARGEST_STEP <= rate <= nearest.rate * LARGEST_STEP:
        return []
    words = {
        "known": write_number(nearest.rate, language_now()),
        "day": f"{nearest.on:%d/%m/%Y}",
        "typed": write_number(rate, language_now()),
    }
    message = _(
        "The table has %(known)s for %(day)s, and you typed %(typed)s. One of the two is wrong; if it is the table, "
        "correct that rate first."
    )
    return [FieldProblem("rate", message % words)]
