"""The looks in which a page is looked at: light, dark, forced colours, a phone, the narrowest phone."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Look:
    """One way to look at a page."""

    name: str
    width: int = 1366
    height: int = 768
    dark: bool = False
    forced: bool = False
    rules: tuple[str, ...] = ()


# The page is one and the same in all looks: in other colours only what is said of colours can change, and between two
# phones, which lay a page out alike, only what is said of sizes and of what scrolls.
COLOURS = ("color-contrast", "link-in-text-block")
SIZES = ("target-size", "scrollable-region-focusable", "color-contrast")
LOOKS = (
    Look("light"),
    Look("dark", dark=True, rules=COLOURS),
    Look("forced colours", forced=True, rules=COLOURS),
    Look("phone", 390, 844, rules=SIZES),
    Look("narrow phone", 320, 640),
)


def findings_in_every_look(page: Page, axe: Callable[..., list[str]]) -> list[str]:
    """Return what axe finds in a page in each look, and in which of them the page scrolls sideways."""
    found = []
    for look in LOOKS:
        page.set_viewport_size({"width": look.width, "height": look.height})
        page.emulate_media(
            color_scheme="dark" if look.dark else "light", forced_colors="active" if look.forced else "none"
        )
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{look.name}: scrolls {wider} pixels sideways"] if wider else []
        found += [f"{look.name}: {finding}" for finding in axe(page, look.rules)]
    return found
