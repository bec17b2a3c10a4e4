"""The typeface of the booklet: which characters it has, how wide they are, where lines end.

fpdf2 finds the ends of lines itself, but measures each line anew with every character: a booklet took five times as
long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable

from fontTools.ttLib import TTFont

FAMILY = "Noto Sans"

UNKNOWN = "?"
"""Stands for what the typeface has no sign for."""

_POINT = 25.4 / 72
"""Millimeters."""


def file() -> Traversable:
    """The font, in the package that carries it."""
    return files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf"


def known(value: str) -> str:
    """The text with UNKNOWN for what the typeface does not have."""
    has = _widths()
    return "".join(c if ord(c) in has else UNKNOWN for c in value)


def width(value: str, size: float) -> float:
    """How long known text of a size in points is, in millimeters."""
    widths = _widths()
    return sum(widths[ord(c)] for c in value) * size * _POINT


def lines(value: str, size: float, most: float) -> Iterator[str]:
    """Known text in lines of at most so many millimeters, broken at spaces; a word that is longer is broken itself."""
    line = ""
    for word in value.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= most:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _parts(word, size, most)
        yield from whole
    yield line


def _parts(word: str, size: float, most: float) -> Iterator[str]:
    """A word in parts that fit, at least one."""
    start, length = 0, 0.0
    for at, character in enumerate(word):
        wide = width(character, size)
        if length + wide > most:
            yield word[start:at]
            start, length = at, 0.0
        length += wide
    yield word[start:]


@cache
def _widths() -> Mapping[int, float]:
    """Characters and their widths, as parts of the size of the type."""
    with as_file(file()) as path, TTFont(path) as font:
        units, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: advances[name][0] / units for code, name in font.getBestCmap().items()}
