"""Which addresses a geocoder is to be asked for: those of places that have no coordinates, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from directory.front_gates import protected
from directory.geocodes import Geocode, address_key
from directory.listing import Listing
from directory.reading import Current, Reader

_UNIT = re.compile(
    r"[\s,]+(?:(?:suites?|stes?|unit|apt|apartment|rooms?|rm|floor|fl|bldg|building)(?![a-z])\.?\s*#?\s*(?:\d|[a-z]\b).*"
    r"|\d+(?:st|nd|rd|th)\s+(?:floor|fl)\b.*|#.*)$",
    re.IGNORECASE,
)
_BOX = re.compile(r"\b(?:p\.?\s*o\.?\s*(?:box|drawer)|post\s+office\s+box)\b", re.IGNORECASE)
_ADDRESS = ("street", "city", "state", "zip")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked once: the address without its suite, its state and ZIP code, and every `geocodes.address_key` that
    the answer is for."""

    text: str
    state: str
    zip: str
    keys: tuple[str, ...]


def questions(reader: Reader, again: bool = False) -> list[Question]:
    """The addresses to ask for, those of the newest imports first. `again`: those for which nothing was found too.

    Left out are post office boxes, streets without a number, invented listings, and whatever `front_gates.protected`
    names, with every listing of the same address.
    """
    kept, secret = reader.geocodes(), protected(reader)
    fictional = {source["key"] for source in reader.sources() if source["fictional"]}
    current = list(reader.current())
    never = {question for item in current if item.facility in secret if (question := asked_for(item.listing))}
    newest: dict[str, int] = {}
    keys: dict[str, dict[str, Listing]] = {}
    for run, listing in _unplaced(current, secret, fictional, reader.renamed()):
        text, key = asked_for(listing), address_key(listing)
        if text and text not in never and _open(kept.get(key), again):
            newest[text] = max(run, newest.get(text, 0))
            keys.setdefault(text, {})[key] = listing
    order = sorted(keys, key=lambda text: (-newest[text], text))
    return [_question(text, keys[text]) for text in order]


def asked_for(listing: Listing) -> str:
    """What a geocoder is asked for, "12 Oak Street, Alabaster, AL 35007"; "" for an address that no house has."""
    street = _UNIT.sub("", listing.street).strip(" ,")
    if _BOX.search(listing.street) or not re.search(r"\d", street):
        return ""
    return address_key(replace(listing, street=street))


def _question(text: str, of: Mapping[str, Listing]) -> Question:
    first = next(iter(of.values()))
    return Question(text, first.state, first.zip, tuple(sorted(of)))


def _open(answer: Geocode | None, again: bool) -> bool:
    return answer is None or (again and answer.latitude is None)


def _unplaced(
    current: Iterable[Current], secret: frozenset[str], fictional: set[str], renamed: Mapping[str, str]
) -> Iterator[tuple[int, Listing]]:
    """Listings without coordinates, each with the number of its run; what an operator moves elsewhere, at its new
    address."""
    told = {item.facility: item for item in current if item.facility not in secret and item.source not in fictional}
    for item in told.values():
        amendment, listing = item.listing.amendment, item.listing
        if listing.latitude is not None:
            continue
        if amendment is None or not amendment.about:
            yield item.run.id, listing
        elif (about := told.get(renamed.get(amendment.about, amendment.about))) is not None:
            moved = {name: value for name in _ADDRESS if (value := getattr(listing, name))}
            yield from [(item.run.id, replace(about.listing, **moved))] if moved else []
