"""Say in the terminal how many rows of a long piece of work are done, and about how long the rest takes."""

import time
from types import TracebackType
from typing import IO, Final, Self

from django.utils.translation import gettext as _

_WIDTH: Final = 30
_TENTHS: Final = 10
_SECONDS_BETWEEN: Final = 0.2


class ProgressBar:
    """A bar that is drawn anew in its line; where no terminal is, a line for each tenth."""

    def __init__(self, name: str, out: IO[str]) -> None:
        self._name = name
        self._out = out
        self._is_terminal = out.isatty()
        self._known = 0
        self._began = self._drawn = 0.0
        self._tenth = 0

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_terminal and self._drawn:
            self._out.write("\n")
        self._out.flush()

    def known(self, rows: int) -> None:
        """Say how many rows there are in all."""
        self._known = rows

    def done(self, rows: int) -> None:
        """Say how many rows are done."""
        if not self._known:
            return
        now = time.monotonic()
        tenth = _TENTHS * rows // self._known
        if self._is_terminal:
            if rows == self._known or now - self._drawn >= _SECONDS_BETWEEN:
                filled = _WIDTH * rows // self._known
                self._out.write(f"\r{self._name} [{'#' * filled}{'.' * (_WIDTH - filled)}] {self._text(rows, now)}   ")
                self._drawn = now
        elif tenth > self._tenth:
            self._out.write(f"{self._name}: {self._text(rows, now)}\n")
        self._tenth = max(tenth, self._tenth)
        self._out.flush()

    def _text(self, rows: int, now: float) -> str:
        text = _("%(done)s of %(known)s rows") % {"done": rows, "known": self._known}
        if 0 < rows < self._known:
            seconds = max(1, round((now - self._began) * (self._known - rows) / rows))
            text += ", " + _("about %(seconds)s seconds left") % {"seconds": seconds}
        return text
