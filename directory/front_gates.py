"""Which listings are of a place whose address an operator keeps from everybody: "front gate only", or not listed at
all. Used before any address is sent to a geocoder."""

from __future__ import annotations

from collections.abc import Iterable

from directory.listing import Listing
from directory.matching import candidates, match
from directory.profile import Profile, profile
from directory.reading import Reader

Told = tuple[str, str, Listing]
"""The public id that a listing has alone, its source, and what it says."""


def protected(reader: Reader) -> frozenset[str]:
    """Ids (each that of a listing alone) that must not be told to others.

    They are the listings that an operator protects, every listing that publishing would join with one of them,
    withdrawn ones included, and every listing that merely has house number, telephone or identifier in common with one
    in the same town: to leave out one too many costs a place its exact point, to send one too many tells where somebody
    hides.
    """
    current = list(reader.light())
    renamed = reader.renamed()
    secret = {renamed.get(id_, id_) for id_ in _secret(current)}
    if not secret:
        return frozenset()
    gone = [(lost.facility, lost.source, lost.listing) for lost in reader.gone()]
    profiles = list(_profiles([*current, *gone]))
    together, _ = reader.decisions()
    groups = [
        *match(profiles, together).groups,
        *((renamed.get(one, one), renamed.get(other, other)) for one, other in together),
    ]
    while more := {id_ for group in groups if secret & set(group) for id_ in group} - secret:
        secret |= more
    near = {id_ for pair in candidates(profiles) if secret & set(pair) for id_ in pair}
    return frozenset(secret | near)


def _secret(listings: Iterable[Told]) -> Iterable[str]:
    for public_id, _, listing in listings:
        amendment = listing.amendment
        if amendment is not None and (amendment.front_gate or amendment.hidden):
            yield public_id
            yield from filter(None, (amendment.about,))


def _profiles(listings: Iterable[Told]) -> Iterable[Profile]:
    """Of every listing that is a place; corrections are none."""
    for public_id, source, listing in listings:
        if listing.amendment is None or not listing.amendment.about:
            yield profile(public_id, source, listing)
