"""What the API answers, as types: the OpenAPI document is generated from them, and answers are made of them or, where
they are put together from pieces written before, read back into them by the tests."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import fields

from directory.crisis import CrisisLine
from directory.errors import Problem
from directory.facility import Citation, Ended, HeldWith, Voice
from search.manifest import SourceCount


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What every answer says of itself: the generation it comes from, when that was built (UTC), its sources with their
    licences and the dates of their data, whether any of its listings is invented, and whom to call in a crisis."""

    generation: int
    built: str
    sources: tuple[SourceCount, ...]
    fictional: bool
    crisis: tuple[CrisisLine, ...]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A postal address. `street` is empty where the place does not give it out."""

    street: str
    street2: str
    city: str
    county: str
    state: str
    zip: str


class PhoneNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone number: as it is dialled and as people write it, its extension, what it is for, which source gave it,
    and how many facilities list it where that is many (a call center, say), else 0."""

    number: str
    display: str
    extension: str
    use: str
    source: str
    shared: int


class FacilityRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One place with everything that is published of it.

    `terms` are what it offers: facet to keys of the vocabulary. `not_stated` are terms that no source asks about; what
    is in neither was asked and is not listed. `point` says what the coordinates are: "source", "geocoder", "zip" (its
    ZIP code's), "rounded", or empty for none; `about`, that the distance is to such a point and not to the building.
    `distance_miles` is geodesic. Places with `front_gate` do not give out their address. `voices` are what each source
    says, where several do. `ended` tells who lists it no longer, `dropped` the same while others still do. `held_with`
    are insurers with which it has held an identifier, not what it takes. `updated` is the newest date of its data.
    """

    id: str
    name: str
    name2: str
    address: Address
    phones: tuple[PhoneNumber, ...]
    website: str
    latitude: float | None
    longitude: float | None
    point: str
    distance_miles: float | None
    about: bool
    terms: dict[str, tuple[str, ...]]
    not_stated: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    sources: tuple[Citation, ...]
    voices: tuple[Voice, ...]
    listed: bool
    ended: tuple[Ended, ...]
    dropped: tuple[Ended, ...]
    front_gate: bool
    held_with: tuple[HeldWith, ...]
    updated: str
    url: str


RECORD_FIELDS = FacilityRecord.__struct_fields__


_PARTS: list[tuple[str, Any, Any]] = [
    ("id", str, msgspec.NODEFAULT),
    *((part.name, part.type | UnsetType, UNSET) for part in fields(FacilityRecord)[1:]),
]


FacilityPart = msgspec.defstruct(
    "FacilityPart",
    _PARTS,
    namespace={"__doc__": "A FacilityRecord, or of it only those fields that `fields` names; `id` is always there."},
    frozen=True,
    kw_only=True,
)


FacilityAnswer = msgspec.defstruct(
    "FacilityAnswer",
    _PARTS,
    bases=(About,),
    namespace={
        "__doc__": "One place: a FacilityRecord, or of it those fields that `fields` names. `sources` are its own, and "
        "not there where `fields` leaves them out."
    },
    frozen=True,
    kw_only=True,
)


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """This page, the one after and the one before (null where there is none), and the same for people to read."""

    self: str | None
    next: str | None
    prev: str | None
    html: str | UnsetType = UNSET


class ListedHere(msgspec.Struct, frozen=True, kw_only=True):
    """A place that is listed now where one was that is not any more: at its street and ZIP code (`same` is "address"),
    or with its telephone in its town ("telephone"). It may be the same place under a new name, or another one: call."""

    id: str
    name: str
    name2: str
    same: str
    phones: tuple[PhoneNumber, ...]
    url: str


class ProblemAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong (RFC 9457), every wrong parameter with what would be right, and whom to call in a crisis. `id`,
    `ended` and `listed_here_now` are of a place that is no longer listed."""

    type: str
    title: str
    status: int
    detail: str
    problems: tuple[Problem, ...]
    crisis: tuple[CrisisLine, ...]
    id: str | UnsetType = UNSET
    ended: tuple[Ended, ...] | UnsetType = UNSET
    listed_here_now: tuple[ListedHere, ...] | UnsetType = UNSET
