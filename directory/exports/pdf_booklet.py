"""The booklet from its first page to its last; `pdf.py` imports it when somebody wants one."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

from directory.exports import told
from directory.exports.format import Heading, Item
from directory.exports.pdf_contents import contents, pages
from directory.exports.pdf_cover import cover
from directory.exports.pdf_page import Booklet, Paragraph, together
from directory.exports.pdf_place import place

LONG = 12
"""From more places on there is a list of towns: fewer are on a few pages."""

Numbered = tuple[int, Item]
"""An item and its number in the list, from 1."""


def booklet(items: Iterable[Item], heading: Heading) -> Generator[bytes, None, bytearray]:
    """The file as a whole. Yields an empty piece for each place, so that making it can be broken off."""
    made = Booklet(heading)
    try:
        yield from _write(made, by_town(items), heading)
        return made.output()
    finally:
        made.close_font()


def _write(made: Booklet, towns: dict[str, list[Numbered]], heading: Heading) -> Iterator[bytes]:
    cover(made, heading, [item for of_town in towns.values() for _, item in of_town])
    made.add_page()
    if heading.total > LONG and len(towns) > 1:
        made.insert_toc_placeholder(contents, pages=pages(len(towns)), reset_page_indices=False)
    for town, of_town in towns.items():
        for at, (number, item) in enumerate(of_town):
            paragraphs = tuple(place(made, number, item))
            if at == 0:
                made.town(told.cut(town, 80), together(paragraphs))
            _put(made, paragraphs)
            yield b""


def _put(made: Booklet, paragraphs: Sequence[Paragraph]) -> None:
    """A place on one page where it fits on one."""
    made.room(together(paragraphs))
    for each in paragraphs:
        made.put(each)
    made.ln(6)


def by_town(items: Iterable[Item]) -> dict[str, list[Numbered]]:
    """The items by "City, ST". States, their towns and the places of a town are each in the order of the list, so that
    what is nearest still comes first; numbers tell the order of the whole."""
    states: dict[str, dict[str, list[Numbered]]] = {}
    for number, given in enumerate(items, start=1):
        facility = given.facility.exported()
        state, city = told.plain(facility.state), told.plain(facility.city)
        town = ", ".join(part for part in (city, state) if part) or "Town not stated"
        item = Item(facility, given.miles, given.about)
        states.setdefault(state, {}).setdefault(town, []).append((number, item))
    return {town: of_town for towns in states.values() for town, of_town in towns.items()}
