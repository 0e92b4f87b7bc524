"""Read XML parts of a workbook piece by piece, and refuse what no spreadsheet writes."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final
from xml.parsers import expat

from tracker.exchange.incoming import refusals

_PIECE: Final = 256 * 1024
_OTHER_ENCODINGS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")


class Reader:
    """Gather what one part holds; the subclass says of each element, named without its prefix, what it means.

    At most ``most_elements`` are read.
    """

    most_elements: int

    def __init__(self) -> None:
        self._elements = 0
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse

    def starts(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def ends(self, name: str) -> None:
        """Take the end of an element."""

    def unprefixed(self, parser: expat.XMLParserType) -> None:
        """Take a part whose elements have no prefixes: whoever counts elements itself may be called directly."""

    def listens(self, listener: Callable[[str], Any] | None) -> None:
        """Hand the texts that follow to the listener; None hears none."""
        self._parser.CharacterDataHandler = listener

    def pieces(self, part: IO[bytes]) -> Iterator[None]:
        """Read the part; after each yield some more of it is gathered.

        :raises ExpatError: if it is no XML, or has what no spreadsheet writes.
        :raises UnreadableFileError: if it has too many elements.
        """
        piece = part.read(_PIECE)
        # Merged cells are looked for in the bytes, and nobody writes a sheet in another encoding.
        if piece.startswith(_OTHER_ENCODINGS):
            _refuse()
        while piece:
            self._parser.Parse(piece, False)
            yield
            piece = part.read(_PIECE)
        self._parser.Parse(b"", True)
        yield

    def read(self, part: IO[bytes]) -> None:
        """Read the whole part."""
        for _nothing in self.pieces(part):
            pass

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._elements and ":" not in name:
            self.unprefixed(self._parser)
        self._elements += 1
        if self._elements > self.most_elements:
            raise refusals.too_much()
        self.starts(self._names.get(name) or self._name(name), attributes)

    def _end(self, name: str) -> None:
        self.ends(self._names[name])

    def _name(self, name: str) -> str:
        return self._names.setdefault(name, name.rpartition(":")[2])


def _refuse(*_anything: Any) -> None:
    raise expat.ExpatError("A document type or an encoding that no spreadsheet writes.")


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """Return an attribute whatever its prefix; empty where there is none."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")
