"""What an operator decided of a facility, applied last: corrections field by field, closed, front gate only.

Which facilities are front gate only, or not to be listed at all, `protecting.py` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from directory.facility import Ended, Facility
from directory.listing import Amendment, Phone

Amended = tuple[Facility, Amendment]
"""An operator's listing as a facility of its own, and what he decides by it."""

_PLAIN = ("name", "name2", "street", "street2", "city", "county", "state", "zip", "website")
_ADDRESS = ("street", "city", "state", "zip")
_WHERE = frozenset({*_ADDRESS, "street2", "county", "latitude", "longitude", ""})
"""Fields whose reasons may tell an address; "" is that of a whole entry."""
ROUNDED = 2
"""Decimals of a "front gate only" point: a hundredth of a degree, some 1.1 km north to south."""


def amend(facility: Facility, by: Sequence[Amended], locate: Callable[[Facility], Facility]) -> Facility:
    """The facility with what operators say, the best believed first in `by`. After a correction of the address that
    has no coordinates `locate` finds the point anew."""
    for said, amendment in reversed(by):
        if amendment.about:
            facility = _corrected(facility, said, amendment, locate)
        facility = _decided(facility, said, amendment)
    return facility if facility.listed else _silent(facility)


def _corrected(
    facility: Facility, said: Facility, amendment: Amendment, locate: Callable[[Facility], Facility]
) -> Facility:
    values = {name: getattr(said, name) for name in _PLAIN if getattr(said, name)}
    values |= {name: () if name == "phones" else "" for name in amendment.cleared}
    if said.point == "source":
        values |= {name: getattr(said, name) for name in ("latitude", "longitude", "point")}
    phones = _phones(values.pop("phones", facility.phones), said)
    corrected = replace(facility, **values, phones=tuple(phones))
    moved = said.point != "source" and any(getattr(corrected, name) != getattr(facility, name) for name in _ADDRESS)
    if not moved:
        return corrected
    located = locate(corrected)
    return replace(located, county=said.county or located.county)


def _phones(others: Iterable[Phone], said: Facility) -> list[Phone]:
    """The operator's numbers, then those of others that are for something else."""
    source = said.sources[0].source
    given = [replace(phone, source=source) for phone in said.phones]
    uses = {phone.use for phone in given}
    return given + [phone for phone in others if phone.use not in uses]


def _decided(facility: Facility, said: Facility, amendment: Amendment) -> Facility:
    struck = set(amendment.struck)
    phones = tuple(phone for phone in facility.phones if phone.number not in struck)
    voices = tuple(
        replace(voice, phones=tuple(phone for phone in voice.phones if phone.number not in struck))
        for voice in facility.voices
    )
    ended = facility.ended
    if amendment.closed:
        reason = next((told.reason for told in amendment.reasons if told.field == "closed"), "")
        ended = (Ended(label=said.sources[0].label, since=amendment.closed, reason=reason),)
    return replace(facility, phones=phones, voices=voices, ended=ended)


def front_gate(facility: Facility) -> Facility:
    """Without street, without reasons that may tell it, and the point only roughly: a ZIP code's point is no secret."""
    nowhere = {"street": "", "street2": "", "latitude": None, "longitude": None}
    voices = tuple(
        replace(voice, **nowhere, reasons=tuple(r for r in voice.reasons if r.field not in _WHERE))
        for voice in facility.voices
    )
    values: dict[str, object] = {"street": "", "street2": "", "front_gate": True, "voices": voices}
    if facility.latitude is not None and facility.longitude is not None and facility.point != "zip":
        values |= {"latitude": round(facility.latitude, ROUNDED), "longitude": round(facility.longitude, ROUNDED)}
        values |= {"point": "rounded"}
    return replace(facility, **values)


def _silent(facility: Facility) -> Facility:
    """Without telephones and website: they may belong to somebody else by now."""
    nothing = {"phones": (), "website": ""}
    return replace(facility, **nothing, voices=tuple(replace(voice, **nothing) for voice in facility.voices))
