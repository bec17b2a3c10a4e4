"""A facility: what we publish of one place. Built from the listings of that place when a generation is published."""

from __future__ import annotations

import msgspec

from directory.listing import Phone


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


class Voice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one source says of a place that several speak of: its own values and the terms it says *yes* to.

    `id` is the public id of its listing alone, `surveys` what it was asked (see `Listing.survey`).
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


class Facility(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place as it is shown.

    * `point`: "source" when a source gave the coordinates, "zip" when they are its ZIP code's (about), "" for none.
    * `terms`: facet key -> keys of the terms that are *yes*, in vocabulary order.
    * `not_stated`: facet key -> keys of the terms no current source asks about. What is in neither was asked and not
    listed.
    * `unknown`: what the source said that the vocabulary does not know, as it said it.
    * `voices`: where several listings are of this place, what each says, the best believed first; else empty.
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
    updated: str = ""

    @property
    def fictional(self) -> bool:
        """Whether any of its facts was invented for the sample."""
        return any(source.fictional for source in self.sources)
