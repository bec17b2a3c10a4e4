"""What changed of a place on one day, as an entry of the feed tells it: a title that says what matters, and a line for
each thing. English, as all that programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from directory.facility import Facility
from directory.phones import phone_display
from directory.vocabulary import vocabulary
from web import words
from web.api_changes import Change
from web.words import PHONE_USES

SHOWN = 3
"""Terms of one kind of change that a title names before "and 12 more"."""

Terms = Sequence[tuple[str, str]]
"""Facet and label of each."""


def title(changes: Sequence[Change], now: Facility | None) -> str:
    """ "Harbor House, York, PA: its telephone changed, now (717) 555-0100; no longer lists “Naltrexone”". `now` is the
    place as it is listed today, None for one that is not."""
    first = changes[0]
    told = "; ".join(_clause(kind, alike, now, _named) for kind, alike in _by_kind(changes).items())
    return f"{first.name}, {first.city}, {first.state}: {told}"


def lines(changes: Sequence[Change], now: Facility | None) -> list[str]:
    """All of it, terms by facet, and who says so."""
    told = [_clause(kind, alike, now, _by_facet) for kind, alike in _by_kind(changes).items()]
    return [*(f"{line[:1].upper()}{line[1:]}." for line in told), *dict.fromkeys(_sources(changes))]


def _by_kind(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """The changes by kind, in the order they came in: what matters most comes first."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.kind, []).append(change)
    return found


def _clause(kind: str, alike: Sequence[Change], now: Facility | None, listed: Callable[[Terms], str]) -> str:
    first = alike[0]
    values = {
        "label": ", ".join(dict.fromkeys(each.label for each in alike)),
        "from_to": f": {first.before} → {first.after}" if first.before and first.after else "",
        "number": _now(_numbers(now) if now else ""),
        "address": _now(words.address(now) if now and now.street else ""),
        "terms": listed([(each.facet, each.after or each.before) for each in alike if each.after or each.before]),
    }
    return _SAID[kind].format_map(values)


_SAID: Mapping[str, str] = {
    "opened": "newly listed",
    "returned": "listed again",
    "joined": "now also listed by {label}",
    "left": "no longer listed by {label}, still by another source",
    "entry-added": "listed under one more entry of {label}",
    "entry-dropped": "no longer listed under one entry of {label}, still under another",
    "closed": "no longer listed",
    "renamed": "its name changed{from_to}",
    "moved": "its address changed{address}",
    "phone": "its telephone changed{number}",
    "gained": "now lists {terms}",
    "lost": "no longer lists {terms}",
    "stated": "now lists {terms}, which was not asked before",
    "unstated": "is not asked any more about {terms}",
    "corrected": "corrected by {label}",
    "uncorrected": "a correction by {label} was taken back",
}
"""Kind of change, as `directory.changes.KINDS` has them -> what is said of a place."""


def _now(value: str) -> str:
    return f", now {value}" if value else ""


def _numbers(now: Facility) -> str:
    """Its numbers but faxes, each that is not the main one with what it is for: any of them may have changed."""
    told = [(phone_display(each), each.use) for each in now.phones if each.use != "fax"]
    return ", ".join(number if use == "main" else f"{number} ({PHONE_USES.get(use, use)})" for number, use in told)


def _named(terms: Terms) -> str:
    """Some of them. A label may have a comma of its own ("Naltrexone, used here")."""
    labels = list(dict.fromkeys(f"“{label}”" for _, label in terms)) or ["a service"]
    rest = len(labels) - SHOWN
    named = labels if rest <= 1 else [*labels[:SHOWN], f"{rest} more"]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _by_facet(terms: Terms) -> str:
    """All of them: "under Medications: “Naltrexone, used here”, “Methadone”; under Language: …"."""
    facets: dict[str, dict[str, None]] = {}
    for facet, label in terms:
        facets.setdefault(facet, {})[f"“{label}”"] = None
    known = vocabulary().facets
    told = (f"under {known[facet].label}: {', '.join(labels)}" for facet, labels in facets.items() if facet in known)
    return "; ".join(told) or "a service"


def _sources(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        dated = f", data of {words.day(change.as_of)}" if change.as_of else ""
        yield f"Says {change.label}{dated}."
    yield from ["An import was taken back."] if any(change.undone for change in changes) else []
    yield "Call before you go."
