"""An address written in one cell, "12 Oak Street, Hoover, AL 35216", into its parts."""

from __future__ import annotations

import re
from typing import NamedTuple

from directory.states import state_code

_COUNTRY = re.compile(r"[\s,]+(?:USA?|U\.S\.A?\.?|United States(?: of America)?)\.?\s*$", re.IGNORECASE)
_ZIP = re.compile(r"[\s,]*(?<!\d)(\d{5}(?:-?\d{4})?)\s*$")
_WORDS = re.compile(r"(?:^|[\s,]+)((?:[A-Za-z.']+\s+){0,4}[A-Za-z.']+)[\s,]*$")


class Address(NamedTuple):
    """What could be told apart; "" for what could not."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


def split(written: str) -> Address:
    """The parts, told from the end: ZIP, state, and the city after the last comma or line break."""
    rest = _COUNTRY.sub("", written.strip())
    zip_found = _ZIP.search(rest)
    rest = rest[: zip_found.start()] if zip_found else rest
    rest, state = _state(rest)
    parts = [" ".join(part.split()) for part in re.split(r"[,\n]+", rest) if part.strip()]
    city = parts.pop() if len(parts) > 1 else ""
    return Address(", ".join(parts), city, state, zip_found[1] if zip_found else "")


def _state(rest: str) -> tuple[str, str]:
    """The text before a state at its end, and the state's code; "West Virginia" rather than "Virginia"."""
    rest = rest.rstrip(" ,\n\t")
    last = _WORDS.search(rest.replace("\n", ","))
    words = last[1].split() if last else []
    for number in range(min(len(words), 4), 0, -1):
        if (code := state_code(" ".join(words[-number:]))) is not None:
            tail = re.search(r"[\s,]*" + r"\s+".join(map(re.escape, words[-number:])) + "$", rest)
            return (rest[: tail.start()], code) if tail else (rest, "")
    return rest, ""
