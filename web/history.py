"""What has changed of a place, in words for its page. Former telephone numbers and addresses are not told, only that
they changed (`search/chronicling.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from directory import vocabulary as english
from search.chronicle import FIRST, Event
from web import words
from web.language import gettext as _
from web.language import marked, vocabulary

MOST = 20
"""Steps that a page tells; the API tells all."""

WHAT: Mapping[str, str] = {
    "opened": marked("First listed"),
    "returned": marked("Listed again"),
    "joined": marked("Now also listed by this source"),
    "left": marked("No longer listed by this source, but by another"),
    "entry-added": marked("Now listed under one more entry of this source"),
    "entry-dropped": marked("No longer listed under one entry of this source, but under another"),
    "closed": marked("No longer listed"),
    "renamed": marked("Its name changed"),
    "moved": marked("Its address changed"),
    "phone": marked("Its telephone numbers changed"),
    "gained": marked("Now listed"),
    "lost": marked("Not listed any more"),
    "stated": marked("Now listed, and not asked about before"),
    "unstated": marked("Not asked about any more"),
    "corrected": marked("Corrected by whoever runs this directory"),
    "uncorrected": marked("A correction was taken back"),
}
"""Kinds of change, as `directory.changes.KINDS` has them."""


_ORDER = {kind: at for at, kind in enumerate(dict.fromkeys((*chain.from_iterable(FIRST), *WHAT)))}
"""What matters most comes first, as in the feed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of change: what it is, and the values that changed, services by what they are ("Language: Sign language ·
    Spanish")."""

    what: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one source changed on one day: `day` as a date of the calendar and in words, and lines of what changed."""

    day: str
    shown: str
    source: str
    lines: tuple[Line, ...]


def steps(events: Iterable[Event]) -> tuple[Step, ...]:
    """Changes by day and source, the newest first, as many as a page tells."""
    together: dict[tuple[str, str, str, bool], list[Event]] = {}
    for event in events:
        together.setdefault((event.day, event.label, event.as_of, event.undone), []).append(event)
    return tuple(_step(*key, told) for key, told in islice(together.items(), MOST))


def _step(day: str, label: str, as_of: str, undone: bool, told: Iterable[Event]) -> Step:
    dated = _("%(source)s, data of %(day)s") % {"source": label, "day": words.day(as_of)} if as_of else label
    source = _("%(source)s: this import was taken back") % {"source": dated} if undone else dated
    kinds: dict[str, list[Event]] = {}
    for event in sorted(told, key=lambda event: (_ORDER[event.kind], _facets().get(event.facet, 0))):
        kinds.setdefault(event.kind, []).append(event)
    return Step(day, words.day(day), source, tuple(_line(kind, alike) for kind, alike in kinds.items()))


def _line(kind: str, alike: Iterable[Event]) -> Line:
    facets: dict[str, dict[str, None]] = {}
    for event in alike:
        facets.setdefault(event.facet, {})[_value(event)] = None
    named = {facet: " · ".join(filter(None, values)) for facet, values in facets.items()}
    labels = vocabulary().facets
    values = (f"{labels[facet].label}: {told}" if facet in labels else told for facet, told in named.items())
    return Line(_(WHAT[kind]), tuple(filter(None, values)))


@cache
def _facets() -> Mapping[str, int]:
    """Their places in the vocabulary."""
    return {facet: at for at, facet in enumerate(english.vocabulary().facets)}


def _value(event: Event) -> str:
    if event.before and event.after:
        return f"{event.before} → {event.after}"
    return _term(event.facet, event.after or event.before)


def _term(facet: str, label: str) -> str:
    """A term by its English label, in the current language."""
    key = _keys(facet).get(label, "") if facet else ""
    return vocabulary().facets[facet].terms[key].label if key else label


@cache
def _keys(facet: str) -> Mapping[str, str]:
    """Label -> key."""
    facets = english.vocabulary().facets
    return {term.label: key for key, term in facets[facet].terms.items()} if facet in facets else {}
