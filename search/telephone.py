"""Telephone numbers that are typed: who wants to know whose a number is looks it up like a name."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(
    r"(?<![\w.])(?:\+?1[\s.-]*)?(\([2-9]\d\d\)|[2-9]\d\d)[\s./-]*([2-9]\d\d)[\s.-]*(\d{4})(?:\s*(?:x|ext\.?)\s*\d{1,6})?(?!\w)",
    re.IGNORECASE,
)
"""Of the North American plan, whose area codes and exchanges begin with 2 to 9: what billing calls an NPI begins with
1."""

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")

_ASKED = re.compile(
    r"(who|whose|what|is|does|called|call(ed)? (me|by|from)|number|phone|tel|telephone|de|quien|quién|es|número|numero)"
    r"\b[\w\s'?:]{0,30}",
    re.IGNORECASE,
)
"""What stands before a number when it is asked whose it is: "whose number is", "is"."""

_BEGUN = re.compile(r"(\+?1[\s.-]*)?(\([2-9]\d\d\)|[2-9]\d\d)[\s./-]+\d[\d\s.-]*")
_FIGURES = re.compile(r"[\d\s().+/-]+")
FEWEST, MOST = 7, 15
"""Figures of what may be meant for a telephone number."""


def telephone_in(typed: str) -> str:
    """The first number in a text, as "(412) 555-0100"; "" where there is none."""
    found = _NUMBER.search(_plain(typed))
    return f"({found[1].strip('()')}) {found[2]}-{found[3]}" if found else ""


def digits(typed: str) -> int:
    """A text that is one number and nothing else as its ten digits; 0 for any other."""
    found = _NUMBER.fullmatch(_plain(typed).strip())
    return int(found[1].strip("()") + found[2] + found[3]) if found else 0


def is_asked(typed: str) -> bool:
    """Whether a text asks whose a number is, in front of it."""
    found = _NUMBER.search(_plain(typed))
    return found is not None and bool(_ASKED.fullmatch(_plain(typed)[: found.start()].strip(" (,")))


def begun(typed: str) -> bool:
    """Whether a text may be the beginning of a number, and of nothing else: its area code and a figure."""
    return bool(_BEGUN.fullmatch(_plain(typed).strip()))


def figures(typed: str) -> bool:
    """Whether a text may have been meant for a number, and is none: some figures too few or too many."""
    plain = _plain(typed).strip()
    return bool(_FIGURES.fullmatch(plain)) and FEWEST <= sum(each.isdecimal() for each in plain) <= MOST


def _plain(typed: str) -> str:
    """Figures and dashes of web pages and telephones as those of a keyboard."""
    return unicodedata.normalize("NFKC", typed).translate(_DASHES)
