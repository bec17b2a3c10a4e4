"""A booklet to print: the places of a list in large type, by state and city, with crisis lines at every foot.

A printed page must know what follows, so the list is held: of at most MOST places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from logging import WARNING, getLogger

from directory.exports.format import Format, Heading, Item
from directory.exports.record import PIECE

MOST = 2_000
"""Places of a booklet: about a thousand pages, made in a few seconds."""


def write(items: Iterable[Item], heading: Heading) -> Iterator[bytes]:
    """The file in pieces: empty ones while it is made, then what it holds."""
    from directory.exports.pdf_booklet import booklet  # noqa: PLC0415 - fpdf2 takes 50 MB and half a second to import

    getLogger("fontTools").setLevel(WARNING)  # it tells each glyph of each booklet to the log of a server
    data = yield from booklet(items, heading)
    for start in range(0, len(data), PIECE):
        yield bytes(data[start : start + PIECE])


PDF = Format(
    key="pdf",
    label="PDF booklet (large type)",
    media_type="application/pdf",
    extension="pdf",
    write=write,
    most=MOST,
)
