"""Mark every page of the demonstration: a person must never take an invented figure for a statistic."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracker.exchange.demonstration import mark

register = template.Library()


@register.simple_tag
def demonstration_line() -> SafeString:
    """Print the same line without its style sheet, for what is no page of the site."""
    return format_html('<p class="demonstration-mark">{}</p>', mark()) if mark() else SafeString("")


@register.inclusion_tag("web/parts/demonstration_mark.html")
def demonstration_mark() -> dict[str, str]:
    """Print the line that the figures are invented; nothing outside the demonstration. Needs no request."""
    return {"demonstration": mark()}
