"""What has changed of a place, in words for its page. Former telephone numbers and addresses are not told, only that
they changed (`search/chronicling.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from directory import vocabulary as english
from search.chronicle import Event
from web import words
from web.language import gettext as _
from web.language import marked, vocabulary

MOST = 60
"""Changes that a page tells; the API tells all."""

WHAT: Mapping[str, str] = {
    "opened": marked("First listed"),
    "returned": marked("Listed again"),
    "joined": marked("Now also listed by this source"),
    "left": marked("No longer listed by this source, but by another"),
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


@dataclass(frozen=True, slots=True)
class Step:
    """What one source changed on one day: `day` as a date of the calendar and in words, and lines of what changed."""

    day: str
    shown: str
    source: str
    lines: tuple[str, ...]


def steps(events: Iterable[Event]) -> tuple[Step, ...]:
    """Changes by day and source, the newest first."""
    together: dict[tuple[str, str, str, bool], dict[str, list[str]]] = {}
    for event in events:
        lines = together.setdefault((event.day, event.label, event.as_of, event.undone), {})
        lines.setdefault(event.kind, []).append(_value(event))
    return tuple(_step(*key, lines) for key, lines in together.items())


def _step(day: str, label: str, as_of: str, undone: bool, lines: Mapping[str, list[str]]) -> Step:
    dated = _("%(source)s, data of %(day)s") % {"source": label, "day": words.day(as_of)} if as_of else label
    source = _("%(source)s: this import was taken back") % {"source": dated} if undone else dated
    return Step(day, words.day(day), source, tuple(_line(kind, values) for kind, values in lines.items()))


def _line(kind: str, values: Iterable[str]) -> str:
    told = " · ".join(value for value in values if value)
    return f"{_(WHAT[kind])}: {told}" if told else _(WHAT[kind])


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
