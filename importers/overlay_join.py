"""Entries of an overlay into listings: all corrections of one facility are one listing, each addition is its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from directory.errors import RowError
from directory.listing import Amendment, Listing, Phone, Reason
from importers.mapping import USES
from importers.overlay import Entry, Value
from importers.overlay_fields import ASKED, PLAIN, STRIKE, contradictions, differing, point
from importers.source import Outcome, Read, Reading, Refused

CORRECTIONS, ADDITIONS = "corrections", "additions"
"""The parts of an overlay."""
JOINED = "entries joined with an earlier one of the same facility"
_DEGREES = ("latitude", "longitude")


def corrections(found: Sequence[Entry | Refused], reading: Reading) -> Iterator[Outcome]:
    """The corrections of each facility as one, where the first of them stood; those that say otherwise than an earlier
    one are refused, and half a point is."""
    facilities: dict[str, list[Entry]] = {}
    for entry in found:
        if isinstance(entry, Entry):
            facilities.setdefault(entry.about, []).append(entry)
    outcomes: dict[int, Outcome] = {}
    for about, entries in facilities.items():
        held, refused = _held(entries)
        outcomes |= refused
        if held:
            outcomes[id(held[0])] = Read(held[0].file, held[0].line, _correction(about, held))
        if len(held) > 1:
            reading.warnings[JOINED] += len(held) - 1
    for entry in found:
        if isinstance(entry, Refused):
            yield entry
        elif id(entry) in outcomes:
            yield outcomes[id(entry)]


def addition(entry: Entry) -> Listing:
    """A place of its own. Raises RowError when it cannot be placed."""
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", entry.about):
        raise RowError(f'key {entry.about[:80]!r}; small letters, digits and hyphens are right, as in "harbor-house".')
    if missing := [name for name in ("name", "state") if not entry.values.get(name)]:
        raise RowError(f"{' and '.join(missing)} missing; an addition needs a name, a state, and a city or ZIP.")
    if not entry.values.get("city") and not entry.values.get("zip"):
        raise RowError("city and zip are both missing, and without either a facility cannot be placed.")
    # No public id holds "|", so an addition can never be taken for the correction of a facility.
    return _listing(f"add|{entry.about}", ADDITIONS, [entry], "", (Reason("", entry.reason, entry.date),))


def _held(entries: Sequence[Entry]) -> tuple[list[Entry], dict[int, Outcome]]:
    """The entries of a facility that can stand together, and the others as refused, by their `id()`."""
    held: list[Entry] = []
    refused: dict[int, Outcome] = {}
    for entry in entries:
        if reason := next((why for other in held for why in _against(other, entry)), ""):
            refused[id(entry)] = Refused(entry.file, entry.line, reason)
        else:
            held.append(entry)
    values = _together(held)
    try:
        point(values)
    except RowError as error:
        halves = [entry for entry in held if entry.values.keys() & set(_DEGREES)]
        refused |= {id(entry): Refused(entry.file, entry.line, f"{error}.") for entry in halves}
        held = [entry for entry in held if id(entry) not in refused]
    return held, refused


def _against(earlier: Entry, entry: Entry) -> Iterator[str]:
    """Why an entry cannot stand beside an earlier one of the same facility."""
    at = f"{earlier.file} line {earlier.line}"
    for name in differing(earlier.values, entry.values):
        yield f"{name} of {entry.about} is said otherwise in {at}; one of the two is right."
    for clash in contradictions({**earlier.values, **entry.values}):
        yield f"{clash}, here and in {at}; one of the two is right."


def _together(entries: Sequence[Entry]) -> dict[str, Value]:
    return {name: value for entry in entries for name, value in entry.values.items()}


def _correction(about: str, entries: Sequence[Entry]) -> Listing:
    """The reasons are the newest for each field; of struck numbers each reason once, since numbers are not told."""
    newest: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.date, entry.reason)):
        newest |= dict.fromkeys(entry.values, entry)
    reasons = (
        Reason(name.partition(":")[0] if name.startswith(STRIKE) else name, by.reason, by.date)
        for name, by in sorted(newest.items())
    )
    return _listing(about, CORRECTIONS, entries, about, tuple(dict.fromkeys(reasons)))


def _listing(key: str, scope: str, entries: Sequence[Entry], about: str, reasons: tuple[Reason, ...]) -> Listing:
    values = _together(entries)
    terms = {name: value for name, value in values.items() if _is_term(name)}
    asked = {name.removeprefix(ASKED) for name in values if name.startswith(ASKED)}
    latitude, longitude = point(values) or (None, None)
    cleared = tuple(sorted(name for name, value in values.items() if value in ("", ())))
    made = Listing(
        key=key,
        scope=scope,
        name="",
        city="",
        state="",
        survey=" ".join(sorted(terms.keys() | asked)),
        phones=_phones(values),
        latitude=latitude,
        longitude=longitude,
        said=tuple(sorted(term for term, holds in terms.items() if holds)),
        raw=dict(sorted(spelling for entry in entries for spelling in entry.raw.items())),
        amendment=Amendment(
            about=about,
            reasons=reasons,
            no=tuple(sorted(term for term, holds in terms.items() if not holds)),
            cleared=cleared if about else (),
            struck=tuple(sorted(name.removeprefix(STRIKE) for name in values if name.startswith(STRIKE))),
            closed=str(values.get("closed", "")),
            hidden="hide" in values,
            front_gate="front_gate" in values,
        ),
    )
    return replace(made, **{name: str(values.get(name, "")) for name in PLAIN if name not in _DEGREES})


def _is_term(name: str) -> bool:
    return ":" in name and not name.startswith((STRIKE, ASKED))


def _phones(values: Mapping[str, Value]) -> tuple[Phone, ...]:
    """Those of each use in turn, whatever the order of the entries."""
    lists = (values.get(f"phones.{use}", ()) for use in USES)
    return tuple(phone for phones in lists if isinstance(phones, tuple) for phone in phones)
