"""Which new listing is a lost one under a new name, address or number: the same place from one file to the next.

From SAMHSA's 2022 to its 2023 directory 4,021 of 12,165 keys (name, street, ZIP) were gone, but about 1,600 of those
places were still there with a name respelled, a street renumbered or a program renamed. They keep their public id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from directory.listing import Listing

Evidence = Callable[[Listing], tuple[str, ...]]
Old = TypeVar("Old", bound=Hashable)
New = TypeVar("New", bound=Hashable)
_REST = re.compile("[^a-z0-9]+")


def _fold(text: str) -> str:
    return _REST.sub("", text.casefold())


def _name(listing: Listing) -> str:
    return _fold(listing.name + listing.name2)


def _phone(listing: Listing) -> str:
    return listing.phones[0].number if listing.phones else ""


RULES: tuple[Evidence, ...] = (
    lambda x: (x.zip, _fold(x.name), _fold(x.street)),  # the program's name changed
    lambda x: (x.zip, _fold(x.street), _phone(x)),  # the name changed
    lambda x: (x.zip, _name(x), _phone(x)),  # moved, or the street respelled
    lambda x: (x.state, _name(x), _fold(x.street)),  # the ZIP changed
    lambda x: (x.state, _name(x), _phone(x)),  # moved to another ZIP
)
"""Two of name, street and telephone must agree, in one ZIP or state. Never a telephone or a street alone: one number
serves up to 78 places of the 2023 directory, and 366 addresses hold several."""


def successors(lost: Mapping[Old, Listing], new: Mapping[New, Listing]) -> dict[New, Old]:
    """A new listing's number or name -> the lost one's that it continues. A rule applies where exactly one lost and one
    new listing share its evidence within a scope; the rules are tried in order, so the answer does not depend on the
    order of the listings."""
    lost, new = dict(lost), dict(new)
    found: dict[New, Old] = {}
    for rule in RULES:
        before, after = _unique(lost, rule), _unique(new, rule)
        for evidence in before.keys() & after.keys():
            found[after[evidence]] = before[evidence]
            del lost[before[evidence]], new[after[evidence]]
    return found


def _unique(listings: Mapping[Old, Listing], rule: Evidence) -> dict[tuple[str, ...], Old]:
    """Evidence -> name, where one listing alone has it and no part of it is empty."""
    keys: dict[tuple[str, ...], list[Old]] = {}
    for name, listing in listings.items():
        evidence = (listing.scope, *rule(listing))
        if all(evidence):
            keys.setdefault(evidence, []).append(name)
    return {evidence: alike[0] for evidence, alike in keys.items() if len(alike) == 1}
