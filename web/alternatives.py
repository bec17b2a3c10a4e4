"""Where else to go, for somebody who finds a facility full, or who cannot use it, or finds it gone: places near it that
offer what it offers, and who is listed at its door now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from directory.facility import Facility
from search.engine import Engine
from search.query import Hit, Query
from web import links
from web.cards import known

OFFERED: Mapping[str, tuple[str, ...]] = {
    "care": ("substance-use", "mental-health", "detox"),
    "opioid": ("mat", "otp", "accepts-mat"),
}
"""Terms that a place must share to stand in for another: what is treated, and on which terms with medication. All that
a program lists in these facets, down to how it ends a course of methadone, hardly any other lists too."""

MOST = 5
WITHIN = 25.0
"""Places that are named; miles."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The nearest others, in order, the labels of what they offer as well, and the address of such a search around the
    ZIP code or town. `about`: the miles are from about where the facility is."""

    shared: tuple[str, ...]
    hits: Sequence[Hit]
    search: str
    about: bool


def alternatives(engine: Engine, facility: Facility, named: Collection[str] = ()) -> Alternatives | None:
    """Others near a facility, asked for at once, but for those `named` already; None for one without a point or whose
    address is not given out, and where nothing is known of what it offers. A point is not said to be somebody's, so the
    address names none."""
    offered = _offered(facility)
    if facility.front_gate or facility.latitude is None or not offered:
        return None
    point = f"{facility.latitude},{facility.longitude}"
    besides = {facility.id, *named}
    query = Query(near=point, within=WITHIN, all_of=offered, size=MOST + len(besides))
    others = [hit for hit in engine.search(query).hits if hit.facility.id not in besides]
    near = facility.zip or f"{facility.city}, {facility.state}"
    shared = tuple(term.label for facet, keys in offered.items() for term in known(facet, keys))
    search = links.search(Query(near=near, within=WITHIN, all_of=offered))
    return Alternatives(shared, others[:MOST], search, facility.about)


def here_now(engine: Engine, gone: Facility) -> dict[str, list[Hit]]:
    """Places that are listed now where one was that is not any more: at its address, and with its telephone."""
    found: dict[str, list[Hit]] = {"at_address": [], "with_number": []}
    for facility, by_address in engine.here_now(gone):
        found["at_address" if by_address else "with_number"].append(Hit(facility=facility))
    return found


def _offered(facility: Facility) -> dict[str, tuple[str, ...]]:
    shared = {facet: tuple(k for k in keys if k in facility.terms.get(facet, ())) for facet, keys in OFFERED.items()}
    return {facet: keys for facet, keys in shared.items() if keys}
