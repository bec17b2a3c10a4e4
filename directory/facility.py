"""A facility: what we publish of one place. Built from the listings of that place when a generation is published."""

from __future__ import annotations

import re

import msgspec
from msgspec.structs import replace

from directory.listing import Phone, Reason


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """Which source said it, and how old that is.

    `as_of` is the date the source's data carries ("2022", "2022-05" or "2022-05-19"), "" where it carries none;
    `imported` is the day we read it (never to be called a verification).
    """

    source: str
    label: str
    url: str
    as_of: str
    imported: str
    fictional: bool = False


class Ended(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who lists a place no longer, and since when (the date of the first data without it). `reason` is an operator's,
    who says that it closed."""

    label: str
    since: str
    reason: str = ""


class HeldWith(msgspec.Struct, frozen=True, kw_only=True):
    """An insurer with which a place has held an identifier, as a register tells it. No word on whether it is taken.

    `insurer` is its key in the vocabulary, "" where the vocabulary does not know it; `name` its label, or what the
    register says; `source` the key of the source."""

    insurer: str
    name: str
    source: str


class Voice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one source says of a place that several speak of: its own values and the terms it says *yes* to.

    `id` is the public id of its listing alone, `surveys` what it was asked (see `Listing.survey`). `reasons` are an
    operator's for what differs; `denied` those of their fields that are terms which he says it does not have
    ("payment:medicaid"), whoever lists them.
    """

    id: str
    citation: Citation
    surveys: tuple[str, ...] = ()
    name: str
    name2: str = ""
    street: str = ""
    street2: str = ""
    city: str
    county: str = ""
    state: str
    zip: str = ""
    phones: tuple[Phone, ...] = ()
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    terms: dict[str, list[str]] = {}
    reasons: tuple[Reason, ...] = ()
    denied: tuple[str, ...] = ()

    def with_terms(self, terms: dict[str, list[str]]) -> Voice:
        """The same with the terms it says *yes* to: those of an operator's reasons that are none of them he denies."""
        named = (reason.field for reason in self.reasons if _TERM.fullmatch(reason.field))
        return replace(self, terms=terms, denied=tuple(field for field in named if not _says(terms, field)))


def _says(terms: dict[str, list[str]], field: str) -> bool:
    facet, _, key = field.partition(":")
    return key in terms.get(facet, ())


_TERM = re.compile("(?!asks:)[a-z0-9-]+:[a-z0-9-]+")


class Facility(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place as it is shown.

    * `point`: "source" when a source gave the coordinates, "geocoder" when they were looked up by its address, "zip"
      when they are its ZIP code's (about), "rounded" where the exact place is not told (about), "" for none.
    * `terms`: facet key -> keys of the terms that are *yes*, in vocabulary order.
    * `not_stated`: facet key -> keys of the terms no current source asks about. What is in neither was asked and not
    listed.
    * `unknown`: what the source said that the vocabulary does not know, as it said it.
    * `voices`: where several listings are of this place, what each says, the best believed first; else empty.
    * `ended`: empty while a current source lists it; else who does no longer, and since when.
    * `dropped`: sources that listed it and do no longer, while others still do: it may have closed.
    * `front_gate`: the street is not told to anybody, and the point only roughly and never in a file.
    * `held_with`: insurers with which it has held an identifier; not what it takes.
    * `updated`: the newest `as_of` among its sources, else the newest import date.
    """

    id: str
    name: str
    name2: str = ""
    street: str = ""
    street2: str = ""
    city: str
    county: str = ""
    state: str
    zip: str = ""
    phones: tuple[Phone, ...] = ()
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    point: str = ""
    terms: dict[str, list[str]] = {}
    not_stated: dict[str, list[str]] = {}
    unknown: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    voices: tuple[Voice, ...] = ()
    ended: tuple[Ended, ...] = ()
    dropped: tuple[Ended, ...] = ()
    front_gate: bool = False
    held_with: tuple[HeldWith, ...] = ()
    updated: str = ""

    @property
    def listed(self) -> bool:
        """Whether a current source lists it."""
        return not self.ended

    @property
    def about(self) -> bool:
        """Whether its point is not the building's, so that miles to it are "about"."""
        return self.point in ("zip", "rounded")

    @property
    def fictional(self) -> bool:
        """Whether any of its facts was invented for the sample."""
        return any(source.fictional for source in self.sources)

    def exported(self) -> Facility:
        """What may leave in a file: of a place with a "front gate only" address neither street nor point."""
        if not self.front_gate:
            return self
        nowhere = {"street": "", "street2": "", "latitude": None, "longitude": None}
        return replace(self, **nowhere, voices=tuple(replace(voice, **nowhere) for voice in self.voices))
