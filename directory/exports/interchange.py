"""What the interchange formats, HSDS and FHIR, need beside our own facts: names for our ids and codes, and full dates.

Both give a facility the same UUIDs, the same in every file as long as its public id is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha1
from uuid import NAMESPACE_URL, uuid5

from directory.exports.csv_file import AFTER, BEFORE
from directory.exports.format import Heading, Item
from directory.exports.record import text
from directory.vocabulary import vocabulary

DIRECTORY = "treatment-directory"
"""How HSDS is told whose an id or a code is."""

SITE = "https://treatment-directory.invalid/"
"""The same as an address, which FHIR wants. A name only: no address under .invalid ever leads anywhere (RFC 2606)."""

FACTS = (
    *("point", "distance_miles", "distance_about", "not_stated", "listings", "no_longer_listed", "front_gate_only"),
    *("has_held_an_identifier_with", "fictional", "link"),
)
"""What neither format has a place for, by its column in the CSV format."""

UNKNOWN = "unknown"
"""So are wordings that the vocabulary does not know, each one."""

_OURS = uuid5(NAMESPACE_URL, SITE)


def stable(*parts: str) -> str:
    """A UUID that is always the same for the same parts: a facility's public id and what of it is meant.

    Of version 5 (RFC 9562, 5.5), as `uuid5` makes them; a place has some eighty, and this takes a fifth of the time."""
    hashed = sha1(_OURS.bytes + text("\n".join(parts)).encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(hashed[16], 16) % 4]
    return f"{hashed[:8]}-{hashed[8:12]}-5{hashed[13:16]}-{variant}{hashed[17:20]}-{hashed[20:32]}"


@lru_cache(maxsize=1000)
def instant(day: str) -> str:
    """The first moment, in UTC, of a day, month or year ("2022", "2022-05", "2022-05-19"): nothing is called newer than
    it is. "" for what is none of these."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", day, re.ASCII):
        return ""
    try:
        return f"{date.fromisoformat((day + '-01-01')[:10])}T00:00:00Z"
    except ValueError:
        return ""


def facts(item: Item, heading: Heading, besides: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Those of a facility as it is exported, and columns `besides`, each by its name; what is empty is left out, and so
    is a link that leads nowhere but at the server."""
    names = [name for name in (*FACTS, *besides) if heading.web or name != "link"]
    told = [(name, str((BEFORE.get(name) or AFTER[name])(item, heading))) for name in names]
    return ((name, value) for name, value in (*told, *((UNKNOWN, word) for word in item.facility.unknown)) if value)


def present(values: Mapping[str, object]) -> dict[str, object]:
    """Without what is empty: both formats leave out what is not known, FHIR must."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {}, ())}


@lru_cache(maxsize=2000)
def labels(facet: str, key: str) -> tuple[str, str]:
    """The labels of a term and of its facet; what the vocabulary does not know is called by its key."""
    known = vocabulary().facets.get(facet)
    term = known.terms.get(key) if known else None
    return term.label if term else key, known.label if known else facet


def yes(terms: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Facet and key of every term that is yes."""
    return ((facet, key) for facet, keys in terms.items() for key in keys)
