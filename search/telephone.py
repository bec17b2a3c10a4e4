"""Telephone numbers that are typed: who wants to know whose a number is looks it up like a name."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"(?<![\w.])(?:\+?1[\s.-]*)?(\([2-9]\d\d\)|[2-9]\d\d)[\s./-]*([2-9]\d\d)[\s.-]*(\d{4})(?:\s*(?:x|ext\.?)\s*\d{1,6})?(?!\w)",
    re.IGNORECASE,
)
"""Of the North American plan, whose area codes and exchanges begin with 2 to 9: what billing calls an NPI begins with
1."""


def telephone_in(typed: str) -> str:
    """The first number in a text, as "(412) 555-0100"; "" where there is none."""
    found = _NUMBER.search(typed)
    return f"({found[1].strip('()')}) {found[2]}-{found[3]}" if found else ""


def digits(typed: str) -> int:
    """A text that is one number and nothing else as its ten digits; 0 for any other."""
    found = _NUMBER.fullmatch(typed.strip())
    return int(found[1].strip("()") + found[2] + found[3]) if found else 0
