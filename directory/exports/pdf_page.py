"""The pages of the booklet: type, margins, foot, and text that its typeface can show."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib.resources import as_file

from fpdf import FPDF
from fpdf.enums import TextMode, XPos, YPos
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from directory.exports import told
from directory.exports.format import Heading
from directory.exports.pdf_type import FAMILY, file, known, lines

MARGIN, FOOT = 18.0, 26.0
"""Of a page, in millimeters."""

LEADING = 0.48
"""Millimeters from line to line for each point of the size of the type."""

SMALL, TEXT, NUMBER, NAME, TITLE = 12.0, 13.0, 16.0, 17.0, 24.0
"""Sizes of type in points."""

BLACK, GREY = (0, 0, 0), (70, 70, 70)

FOOT_LINE = "In a crisis call or text 988. Overdose or danger to life: 911."

EDGES = 2.0
"""Millimeters that fpdf2 leaves beside text, both sides together."""

MOST, BEGUN = 200.0, 60.0
"""Millimeters of a place that is never broken over pages, and what is left for one that is longer when it begins."""

SLACK = 0.1
"""Millimeters by which sums may differ in their last digits."""

LONGEST = 700
"""Characters of a paragraph: a listing that says more is cut."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text in lines that fit, and how it is written; `height` in millimeters."""

    lines: tuple[str, ...]
    size: float
    bold: bool
    color: tuple[int, int, int]
    link: str
    indent: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


class Booklet(FPDF):
    """A document in letter size, with the foot of every page."""

    def __init__(self, heading: Heading) -> None:
        super().__init__(orientation="portrait", unit="mm", format="letter")
        with as_file(file()) as path:
            self.add_font(FAMILY, "", path)
        self.set_lang("en-US")
        self.set_title("Treatment places")
        self.set_creation_date(heading.made)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.str_alias_nb_pages = ""  # a listing called "{nb}" keeps its name
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOT)
        self.add_page()

    def close_font(self) -> None:
        """Close the file of the typeface, which fpdf2 keeps open and closes when memory is cleaned up."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def footer(self) -> None:
        """What stands at the foot of every page; fpdf2 calls it."""
        self.set_y(-FOOT + 5)
        self.paragraph(FOOT_LINE, SMALL)
        self.paragraph(f"{told.CALL_FIRST} Page {self.page_no()}", SMALL, color=GREY)

    def town(self, name: str, following: float) -> None:
        """The heading of a town, on a page where so much of what follows has room too."""
        heading = self.lined(name, NAME + 3, bold=True)
        self.room(heading.height + 8 + following)
        self.ln(4)
        self.start_section(self.shown(name))
        self.put(heading)
        self.set_draw_color(*GREY)
        self.line(MARGIN, self.get_y() + 1, self.w - MARGIN, self.get_y() + 1)
        self.ln(4)

    def room(self, height: float) -> None:
        """A new page unless so much of this one is left."""
        if self.will_page_break(height):
            self.add_page()

    def paragraph(
        self,
        value: str,
        size: float,
        *,
        bold: bool = False,
        color: tuple[int, int, int] = BLACK,
        link: str = "",
        indent: float = 0.0,
    ) -> None:
        """Text over the width of the page, never broken over two."""
        self.put(self.lined(value, size, bold=bold, color=color, link=link, indent=indent))

    def lined(
        self,
        value: str,
        size: float,
        *,
        bold: bool = False,
        color: tuple[int, int, int] = BLACK,
        link: str = "",
        indent: float = 0.0,
    ) -> Paragraph:
        """Text in the lines it will have, to be measured before it is `put`."""
        shown = self.shown(value)
        written = tuple(lines(shown, size, self.epw - indent - EDGES)) if shown else ()
        return Paragraph(written, size, bold, color, link, indent)

    def put(self, made: Paragraph) -> None:
        """Write a paragraph. Bold is drawn with an outline: a second weight of this typeface would have to be worked
        out for three seconds for every booklet."""
        self.room(made.height)
        self.set_font(FAMILY, "", made.size)
        self.set_text_color(*made.color)
        with self._outlined() if made.bold else nullcontext():
            for line in made.lines:
                self.set_x(MARGIN + made.indent)
                self.cell(h=made.size * LEADING, text=line, link=made.link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def shown(self, value: str) -> str:
        """The text on one line as the typeface can show it."""
        return known(told.cut(told.plain(value), LONGEST))

    def _outlined(self) -> AbstractContextManager[object]:
        color = self.text_color
        return self.local_context(text_mode=TextMode.FILL_STROKE, draw_color=color, line_width=0.25)


def together(paragraphs: Sequence[Paragraph]) -> float:
    """Millimeters that paragraphs need to stay on one page; BEGUN for more than a page below the heading of a town
    has."""
    height = sum(each.height for each in paragraphs) + SLACK
    return height if height <= MOST else BEGUN
