"""Mark every page of the demonstration: a person must never take an invented figure for a statistic."""

from django import template

from tracker.exchange.demonstration import mark

register = template.Library()


@register.inclusion_tag("web/parts/demonstration_mark.html")
def demonstration_mark() -> dict[str, str]:
    """Print the line that the figures are invented; nothing outside the demonstration. Needs no request."""
    return {"demonstration": mark()}
