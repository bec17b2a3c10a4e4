"""A row of facilities.sqlite, whole or as a pin: what a publication writes and a generation reads."""

from __future__ import annotations

import msgspec

from directory.facility import Facility


class Stored(msgspec.Struct, frozen=True):
    """A row of facilities.sqlite: a facility without `terms` and `not_stated`, which follow from the surveys its
    sources answered and from `yes`, its terms packed in the order of the manifest. `voices` are those of its voices."""

    facility: Facility
    surveys: tuple[str, ...]
    yes: bytes
    voices: tuple[bytes, ...] = ()


class _Dated(msgspec.Struct, frozen=True):
    """Of a citation the date."""

    as_of: str


class Pin(msgspec.Struct, frozen=True):
    """Of a facility its id, its ZIP code, what its point is (`Facility.point`), and its sources' dates: read without
    the rest, of very many."""

    id: str
    zip: str = ""
    point: str = ""
    sources: tuple[_Dated, ...] = ()

    @property
    def about(self) -> bool:
        """Whether its point is only its ZIP code's."""
        return self.point == "zip"

    @property
    def as_of(self) -> str:
        """The newest date that its data carries; "" where it carries none."""
        return max((source.as_of for source in self.sources), default="")


class Pinned(msgspec.Struct, frozen=True):
    """A row of facilities.sqlite, as far as a pin needs it."""

    facility: Pin
