"""What a facility offers, facet by facet, as its page tells it: each term with who lists it, and who does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.facility import Facility, Voice
from directory.vocabulary import Facet, Term
from web import words
from web.cards import known
from web.language import gettext as _
from web.language import marked, vocabulary

FIRST = ("care", "setting", "opioid", "medication", "payment", "insurer", "group", "age", "detox")
"""Facets that the page of a facility shows opened: what people ask first. The others open on a click."""

NOTES: Mapping[str, str] = {"insurer": marked("Confirm with the facility that your plan is taken.")}
"""What is said beside the terms of a facet, with who lists them."""


@dataclass(frozen=True, slots=True)
class Says:
    """Who lists some terms of a facet, and who was asked about them and does not."""

    labels: tuple[str, ...]
    by: tuple[str, ...]
    not_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetFacts:
    """One facet of a facility: what is there, what was asked about and not listed, what no source was asked, and who
    says what is there, where that is not the same for all."""

    key: str
    label: str
    yes: tuple[Term, ...]
    not_listed: tuple[Term, ...]
    not_stated: tuple[Term, ...]
    says: tuple[Says, ...] = ()
    note: str = ""

    @property
    def differ(self) -> bool:
        """Whether a source was asked about a term and does not list it, while another does."""
        return any(said.not_by for said in self.says)


@dataclass(frozen=True, slots=True)
class Denied:
    """A term that is listed and that an operator says is not there: "Methadone, given here", who lists it, and what he
    says ("Not right, says LABEL (18 Nov 2026): reason")."""

    label: str
    by: tuple[str, ...]
    correction: str


@dataclass(frozen=True, slots=True)
class Held:
    """The insurers with which a place has held an identifier, and who tells so."""

    names: tuple[str, ...]
    by: tuple[str, ...]


def facts(facility: Facility) -> tuple[FacetFacts, ...]:
    """Everything known of a facility by facet, in vocabulary order."""
    asked = [vocabulary().asked(" ".join(voice.surveys)) for voice in facility.voices]
    return tuple(_facet(facility, facet, asked) for facet in vocabulary().facets.values())


def denied(facility: Facility) -> tuple[Denied, ...]:
    """What a source lists and an operator says is not there."""
    return tuple(
        Denied(term.label, _labels(v for v in facility.voices if _lists(v, term)), _denial(facility, term))
        for facet in vocabulary().facets
        for term in _struck(facility, facet)
    )


def held(facility: Facility) -> Held:
    """With whom it has held an identifier."""
    labels = {source.source: source.label for source in facility.sources}
    names = dict.fromkeys(each.name for each in facility.held_with)
    return Held(tuple(names), tuple(dict.fromkeys(labels.get(e.source, e.source) for e in facility.held_with)))


def _facet(facility: Facility, facet: Facet, asked: list[frozenset[int]]) -> FacetFacts:
    yes = known(facet.key, facility.terms.get(facet.key, ()))
    not_stated = known(facet.key, facility.not_stated.get(facet.key, ()))
    spoken = {term.key for term in (*yes, *not_stated, *_struck(facility, facet.key))}
    return FacetFacts(
        facet.key,
        facet.label,
        yes,
        not_listed=tuple(term for term in facet.terms.values() if term.key not in spoken),
        not_stated=not_stated,
        says=_says(facility, yes, asked),
        note=_(NOTES.get(facet.key, "")),
    )


def _says(facility: Facility, yes: Iterable[Term], asked: list[frozenset[int]]) -> tuple[Says, ...]:
    """Terms that the same sources list and do not list, together."""
    if not facility.voices:
        return (Says(tuple(term.label for term in yes), tuple(map(words.said, facility.sources))),)
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for term in yes:
        by = [voice for voice in facility.voices if _lists(voice, term)]
        silent = [v for v, of in zip(facility.voices, asked, strict=True) if term.number in of and v not in by]
        found.setdefault((_labels(by), _labels(silent)), []).append(term.label)
    return tuple(Says(tuple(labels), by, not_by) for (by, not_by), labels in found.items())


def _struck(facility: Facility, facet: str) -> tuple[Term, ...]:
    """Terms of a facet that a source lists and the facility does not have."""
    listed = dict.fromkeys(key for voice in facility.voices for key in voice.terms.get(facet, ()))
    return known(facet, [key for key in listed if key not in facility.terms.get(facet, ())])


def _denial(facility: Facility, term: Term) -> str:
    field = f"{term.facet}:{term.key}"
    found = ((voice, reason) for voice in facility.voices for reason in voice.reasons if reason.field == field)
    told = (
        _("Not right, says %(source)s (%(day)s): %(reason)s")
        % {"source": v.citation.label, "day": words.day(r.date), "reason": r.reason}
        for v, r in found
    )
    return next(told, _("Not right, says whoever corrected this"))


def _lists(voice: Voice, term: Term) -> bool:
    return term.key in voice.terms.get(term.facet, ())


def _labels(voices: Iterable[Voice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.said(voice.citation) for voice in voices))
