"""Street addresses as people write them: where the street ends and the town begins. Knows no table of places.

Streets are not looked up here; the town or ZIP code behind one is, and `Place.street` says what was left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

STREETS = frozenset(
    """st street ave av avenue avenida rd road blvd boulevard bulevar dr drive ln lane ct court pl place plz plaza hwy
    highway pkwy parkway way pike ter terrace cir circle calle sq square expy expressway fwy freeway loop aly alley
    broadway route rte""".split()
)
"""What the name of a street ends in, or begins with. "St" is a saint's too, so what follows decides."""

_NUMBERED = re.compile(r"#?[0-9]+[a-z]?(?:-[0-9]+)?(?:\s+1/2)?\s+\S", re.IGNORECASE)
_BOX = re.compile(
    r"(?:(?:p\.?\s*o\.?\s*|post office\s+)box\s+\S+|general delivery"
    r"|(?:rr|hc|rural route|route|rte|hwy|highway)\.?\s+[0-9]\S*)(?=[\s,])",
    re.IGNORECASE,
)
"""What has no house number: boxes, rural routes, highways."""
_CORNER = re.compile(r"[^,]*\S\s+(?:&|@|and|at|y)\s+\S[^,]*(?=,)", re.IGNORECASE)
_WORD = re.compile(r"[^\s,]+")


def is_street(text: str) -> bool:
    """Whether the text begins as a street address does: "350 5th Ave", "PO Box 12", "Main St", "5th & Main St"."""
    if _NUMBERED.match(text) or _CORNER.match(text):
        return True
    return is_named(text.partition(",")[0])


def is_named(street: str) -> bool:
    """Whether the part before a town is surely a street: "12 Oak Street", not "5 miles from"."""
    return bool(_BOX.match(f"{street} ")) or any(_bare(word) in STREETS for word in _WORD.findall(street)[1:])


def street_splits(text: str) -> Iterator[tuple[str, str]]:
    """Ways to part a street address, each the street and what may be its town, the longest town first."""
    if not is_street(text):
        return
    words = list(_WORD.finditer(text))
    for at in range(_least(text, words), len(words)):
        street, town = text[: words[at].start()].strip(" ,"), text[words[at].start() :]
        if street:
            yield street, town


def _least(text: str, words: list[re.Match[str]]) -> int:
    """How many words the street has at least: both of a corner, a number and a name, or all up to "Street"."""
    corner = _CORNER.match(text)
    if corner:
        return len(_WORD.findall(corner[0]))
    if _NUMBERED.match(text):
        return 2
    box = _BOX.match(text)
    if box:
        return len(_WORD.findall(box[0]))
    return 1 + next(at for at, word in enumerate(words) if at and _bare(word[0]) in STREETS)


def _bare(word: str) -> str:
    return word.strip(".#&;:").casefold()
