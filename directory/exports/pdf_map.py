"""A small map of where the places of a booklet are: borders of states, a dot for each point, names of some towns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from fpdf.enums import TextMode

from directory.exports import told
from directory.exports.format import Line
from directory.exports.pdf_page import GREY, MARGIN, SMALL, Booklet
from directory.exports.pdf_type import FAMILY, width
from directory.facility import Facility

TALLEST, LOWEST = 90.0, 45.0
"""Millimeters that a map may be high; below the lower there is none."""

EDGE = 0.15
"""Of the way between the outermost points, what is shown beyond them; at least AROUND degrees."""

AROUND = 0.12

TOWNS = 8
"""Towns that are named at most, those with the most places."""

Point = tuple[float, float]
"""Degrees of longitude and latitude, or millimeters from the left and the top of the page."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is shown where: the middle in degrees, millimeters for a degree of latitude, and the box on the page."""

    middle: Point
    scale: float
    left: float
    top: float
    width: float
    height: float

    def on_page(self, point: Point) -> Point:
        """Where a point lies on the page, in millimeters; degrees of longitude are as wide as in the middle."""
        x = (point[0] - self.middle[0]) * self.scale * cos(radians(self.middle[1]))
        return self.left + self.width / 2 + x, self.top + self.height / 2 - (point[1] - self.middle[1]) * self.scale

    def holds(self, line: Sequence[Point]) -> bool:
        """Whether a line on the page is seen in the box."""
        return any(self._crossed(one, other) for one, other in pairwise(line))

    def _crossed(self, one: Point, other: Point) -> bool:
        """Whether a straight line is: none that is beside the box, or has all corners of it on one side."""
        right, bottom = self.left + self.width, self.top + self.height
        (west, east), (north, south) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if east < self.left or west > right or south < self.top or north > bottom:
            return False
        across, down = other[0] - one[0], other[1] - one[1]
        corners = ((x, y) for x in (self.left, right) for y in (self.top, bottom))
        sides = [across * (y - one[1]) - down * (x - one[0]) for x, y in corners]
        return min(sides) <= 0 <= max(sides)


def overview(booklet: Booklet, facilities: Sequence[Facility], borders: Iterable[Line]) -> None:
    """Add the map where there is room on this page, with a line that says what it shows; nothing without points, or
    where no border would be seen: dots alone tell nobody where they are."""
    points = [_west(place.longitude, place.latitude) for place in facilities if place.longitude is not None]
    height = min(TALLEST, booklet.page_break_trigger - booklet.get_y() - 14)
    lines = list(borders) if points and height >= LOWEST else []
    if not lines:
        return
    frame = _frame(points, booklet.get_y(), booklet.epw, height)
    seen = [drawn for line in lines if frame.holds(drawn := [frame.on_page(_west(*point)) for point in line])]
    if not seen:
        return
    with booklet.local_context(), booklet.rect_clip(frame.left, frame.top, frame.width, frame.height):
        _borders(booklet, seen)
        _dots(booklet, frame, points)
        _names(booklet, frame, facilities)
    booklet.set_draw_color(*GREY)
    booklet.rect(frame.left, frame.top, frame.width, frame.height)
    booklet.set_y(frame.top + frame.height + 2)
    booklet.paragraph(_told(facilities, len(points)), SMALL)


def _west(longitude: float, latitude: float | None) -> Point:
    """The point with its longitude counted westward beyond 180 degrees, so that Alaska and Guam are not torn apart from
    the rest. Of a facility longitude and latitude are there or not together."""
    return (longitude if longitude <= 0 else longitude - 360, latitude or 0.0)


def _frame(points: Sequence[Point], top: float, width: float, height: float) -> Frame:
    """The frame that all points fit in."""
    (west, south), (east, north) = (tuple(map(end, zip(*points, strict=True))) for end in (min, max))
    middle = ((west + east) / 2, (south + north) / 2)
    across = max(east - west, 2 * AROUND) * (1 + 2 * EDGE) * max(cos(radians(middle[1])), 0.01)
    down = max(north - south, 2 * AROUND) * (1 + 2 * EDGE)
    return Frame(middle, min(width / across, height / down), MARGIN, top, width, height)


def _borders(booklet: Booklet, lines: Iterable[Sequence[Point]]) -> None:
    booklet.set_draw_color(120, 120, 120)
    booklet.set_line_width(0.3)
    for line in lines:
        booklet.polyline(line)


def _dots(booklet: Booklet, frame: Frame, points: Iterable[Point]) -> None:
    booklet.set_fill_color(0, 60, 120)
    for x, y in dict.fromkeys(map(frame.on_page, points)):
        booklet.circle(x, y, 1.1, style="F")


def _names(booklet: Booklet, frame: Frame, facilities: Iterable[Facility]) -> None:
    """The names of towns, right of the first dot of each, where none covers another."""
    booklet.set_font(FAMILY, "", SMALL)
    booklet.set_text_color(0, 0, 0)
    taken: list[tuple[float, float, float]] = []
    for name, point in _towns(facilities):
        x, y = frame.on_page(point)
        shown = booklet.shown(told.cut(name, 24))
        end = x + 2 + width(shown, SMALL)
        if end < frame.left + frame.width and not any(
            x < right and left < end and abs(y - middle) < 5 for left, right, middle in taken
        ):
            with booklet.local_context(text_mode=TextMode.STROKE, draw_color=(255, 255, 255), line_width=0.9):
                booklet.text(x + 2, y + 1.5, shown)  # so that dots behind it leave it readable
            booklet.text(x + 2, y + 1.5, shown)
            taken.append((x, end, y))


def _towns(facilities: Iterable[Facility]) -> Iterator[tuple[str, Point]]:
    """Towns with the most places first, each with its first point."""
    placed = [place for place in facilities if place.longitude is not None and place.city]
    firsts = {(one.city, one.state): _west(one.longitude or 0.0, one.latitude) for one in reversed(placed)}
    for (city, state), _ in Counter((one.city, one.state) for one in placed).most_common(TOWNS):
        yield city, firsts[city, state]


def _told(facilities: Sequence[Facility], shown: int) -> str:
    """What the map shows. Places of one ZIP code whose buildings nobody has placed are one dot."""
    about, without = sum(place.about for place in facilities), len(facilities) - shown
    roughly = f", {'all' if about == shown > 1 else f'{about:,}'} of them only roughly" if about else ""
    rest = f" {without:,} without a point are not on it." if without else ""
    return f"The map shows {told.count(shown)}{roughly}.{rest} Borders: U.S. Census Bureau."
