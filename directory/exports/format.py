"""What an export format is, and what every export is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from directory.errors import DirectoryError
from directory.facility import Facility


class TooLongError(DirectoryError):
    """A list is longer than its format can hold. Says what would fit, and which other way there is."""


Line = tuple[tuple[float, float], ...]
"""Points of a line, each as degrees of longitude and latitude."""


def no_lines() -> tuple[Line, ...]:
    """No outlines: a list is drawn without a map."""
    return ()


@dataclass(frozen=True, slots=True)
class Item:
    """One facility of a list. `miles` is geodesic, None where there is none; `about` marks miles to a ZIP code's
    point."""

    facility: Facility
    miles: float | None = None
    about: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list is of: the link that rebuilds it ("/search?..." when the operator has set no public address), when it
    was made (aware, in UTC), the generation it comes from, how many items follow, whether any of it is invented, and
    what was asked in words ("" where nobody says). `licences` are those of sources, by their keys. `outlines` gives the
    borders of states for a map; who writes a file knows where they are, formats do not."""

    link: str
    made: datetime
    generation: str
    total: int
    fictional: bool = False
    asked: str = ""
    licences: Mapping[str, str] = field(default_factory=dict)
    outlines: Callable[[], tuple[Line, ...]] = no_lines

    @property
    def web(self) -> str:
        """The link where it leads there from anywhere, "" where it is an address at the server alone."""
        return self.link if self.link.startswith(("http://", "https://")) else ""

    @property
    def moment(self) -> str:
        """When it was made as ISO 8601 writes it: "2022-05-19T10:30:00Z"."""
        return self.made.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to take a list away. `write` yields the file in pieces, never holding a list of any length; a format that
    has to hold it says by `most` how many items it takes. Pieces may be empty, so that a long wait can be broken off.
    """

    key: str
    label: str
    media_type: str
    extension: str
    write: Callable[[Iterable[Item], Heading], Iterator[bytes]]
    most: int | None = None

    def check(self, total: int) -> None:
        """Raises TooLongError when a list of so many items is more than this format takes."""
        if self.most is not None and total > self.most:
            raise TooLongError(
                f"This list has {total:,} places; {self.label} takes at most {self.most:,}. "
                "Choose a smaller area or more filters, or take the list as CSV, which has no limit."
            )
