"""The sources of a list, counted while it is written: what a file says at its end of where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from directory.exports import told
from directory.facility import Citation, Facility

MOST = 200
"""Sources that are told one by one; there are some dozens."""


@dataclass(eq=False, slots=True)
class Cited:
    """A source of a list: how it was first cited, the dates of its data (the oldest and the newest are enough), the
    newest day it was imported, and how many places it is cited for."""

    first: Citation
    dates: set[str] = field(default_factory=set)
    imported: str = ""
    places: int = 0

    def add(self, citation: Citation) -> None:
        """Note its dates."""
        self.dates.add(citation.as_of)
        self.dates -= set(sorted(self.dates)[1:-1])
        self.imported = max(self.imported, citation.imported)

    @property
    def oldest(self) -> str:
        """The oldest date of its data, "" where some of it has none."""
        return min(self.dates)

    @property
    def newest(self) -> str:
        """The newest date of its data, "" where none of it has any."""
        return max(self.dates)

    def days(self) -> str:
        """ "data of 2022 to May 2023", "date of the data not stated"."""
        if not self.newest:
            return "date of the data not stated"
        days = (told.day(date) or "no stated date" for date in sorted(self.dates))
        return f"data of {' to '.join(days)}"


@dataclass(eq=False, slots=True)
class Sources:
    """All of them, by key, without holding the list."""

    cited: dict[str, Cited] = field(default_factory=dict)

    def add(self, facility: Facility) -> None:
        """Count the sources of one place. It may cite one several times, of several dates, and counts once for it."""
        counted = set()
        for one in facility.sources:
            if one.source in self.cited or len(self.cited) < MOST:
                self.cited.setdefault(one.source, Cited(one)).add(one)
                counted.add(one.source)
        for source in counted:
            self.cited[source].places += 1

    def __iter__(self) -> Iterator[tuple[str, Cited]]:
        return iter(self.cited.items())
