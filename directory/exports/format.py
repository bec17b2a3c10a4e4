"""What an export format is, and what every export is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from directory.facility import Facility


@dataclass(frozen=True, slots=True)
class Item:
    """One facility of a list. `miles` is geodesic, None where there is none; `about` marks miles to a ZIP code's
    point."""

    facility: Facility
    miles: float | None = None
    about: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list is of: the link that rebuilds it ("" when the operator has set no public address), the day it was
    made (ISO), the generation it comes from, how many items follow, and whether any of it is invented."""

    link: str
    made: str
    generation: str
    total: int
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """One way to take a list away. `write` yields the file in pieces, never holding the whole list."""

    key: str
    label: str
    media_type: str
    extension: str
    write: Callable[[Iterable[Item], Heading], Iterator[bytes]]
