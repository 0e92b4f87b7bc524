"""List rows for programs, a part at a time, as plain data: who asks next gets what comes after, whatever was added.

One file a sort of rows. Each function takes the reader's reach and a moment, and returns a `Part`; numbers are decimal
texts in single units, days ISO dates, and null means that there is none.
"""

from tracker.exchange.listed.parts import Asked, NotListedError, Part, Start

__all__ = ["Asked", "NotListedError", "Part", "Start"]
