"""Places within what people type: "near 15213", "in the bronx", "cerca de Miami", "detox philadelphia", "rehab pa".

Gives the words of the place, for `Places.find` to look up and, where several places have the name, to ask back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

from directory.place_names import BIG, key, words
from search.place_leads import EVERYDAY, ZIP, Lead, PlaceWords
from search.place_streets import STREETS
from search.said_tables import (
    AFTER_NAME,
    ALIASES,
    BEGINNINGS,
    LONE_STATES,
    NO_LEAD,
    ONLY_MARKED,
    ORDINARY,
    STATE_WORDS,
)
from search.word_spans import Span

LONGEST_NAME = 5
"""Words of a place's name: "Truth or Consequences", "The Village of Indian Hill"."""

WELL_KNOWN = 15_000
"""People of a town from which its bare name, without "near" or a state, is taken for it. Smaller ones are suggested."""

SMALL = 1_000
"""People of a town that a misspelt name after "near" may be meant for."""

GUESSED = 50_000
"""People of a town to which a bare word is corrected: "philidelphia". Names of treatment centers are made-up words."""

MISSPELT = 6
"""Misspelt names that are looked for in one question: each takes up to half a millisecond when it is new."""

TWO_SLIPS = 10
"""Letters from which such a word may have two slips: "meritain" is an insurer, not Meridian."""

GUESSED_LETTERS = 8
"""Letters of such a word."""

_POINT = re.compile(r"(?<![\w.])[-−]?\d{1,2}\.\d+\s*°?\s*[,;\s]\s*[-−]?\d{1,3}\.\d+(?![\w.])")


class SaidPlace(NamedTuple):
    """Words that are a place.

    `near`: for Query.near. `certain`: it was said to be a place, or can be nothing else; if not it is a bare name that
    may be part of another. `correction`: the name as spelt right, when it was not. `people`: of the largest of the
    name. `state`: it is a whole state.
    """

    span: Span
    near: str
    certain: bool = True
    correction: str = ""
    people: int = 0
    state: bool = False


class PlaceReader(PlaceWords):
    """Finds places in one question. `taken`: whether a word means something else (a filter, filler)."""

    def places(self) -> list[SaidPlace]:
        """Every span that may be a place."""
        exact = [*self._zips(), *self._names(), *self._states()]
        known = {at for place in exact if place.certain for at in range(place.span.first, place.span.last)}
        return [*self._points(), *exact, *self._misspelt(known)]

    def guess(self, span: Span) -> SaidPlace | None:
        """The large town that a single word that nothing else is known of is meant for."""
        word = self._folded[span.first] if span.last <= len(self._folded) else ""
        if len(span) != 1 or len(word) < GUESSED_LETTERS or not word.isalpha():
            return None
        spelt = self._alike(word, "", GUESSED)
        slips = OSA.distance(word, key(words(spelt))) if spelt else 0
        if not spelt or slips > (1 if len(word) < TWO_SLIPS else 2):
            return None
        return SaidPlace(span, spelt, correction=spelt)

    def _points(self) -> Iterator[SaidPlace]:
        for match in _POINT.finditer(self._text):
            inside = [at for at, word in enumerate(self._words) if match.start() <= word.start < match.end()]
            if inside:
                lead = self._lead(inside[0])
                yield SaidPlace(Span(lead.first, inside[-1] + 1), match[0])

    def _zips(self) -> Iterator[SaidPlace]:
        for at, word in enumerate(self._folded):
            if ZIP.fullmatch(word):
                first, last = self._street(at), self._after_zip(at + 1)
                yield SaidPlace(Span(self._lead(first).first, last), self._typed(first, last))

    def _after_zip(self, last: int) -> int:
        """Behind the four digits of ZIP+4, where there are any."""
        if last < len(self._words):
            between = self._text[self._words[last - 1].end : self._words[last].start]
            if between == "-" and re.fullmatch("[0-9]{4}", self._folded[last]):
                return last + 1
        return last

    def _names(self) -> Iterator[SaidPlace]:
        for first in range(len(self._words)):
            for last in self._lasts(first, LONGEST_NAME):
                parts = tuple(self._folded[first:last])
                if parts[0] == "the" and len(parts) > 1:
                    continue  # "the Bronx" is found as "Bronx"
                if parts in ALIASES:
                    yield from self._aliased(first, last, ALIASES[parts])
                elif not (len(parts) == 1 and self._taken(parts[0])):
                    known = self._gazetteer.get(key(parts))
                    everyday = all(word in EVERYDAY for word in parts)
                    if known is not None and not (everyday and known.people < WELL_KNOWN):
                        yield from self._named(first, last, known.people, known.states)

    def _aliased(self, first: int, last: int, meant: str) -> Iterator[SaidPlace]:
        lead = self._lead(first)
        english = self._folded[first - 1 : first] in (["in"], ["near"], ["around"])
        if tuple(self._folded[first:last]) not in ONLY_MARKED or (lead.strength and english):
            end = last + (self._folded[last : last + 1] in (["ny"], ["city"]))
            yield SaidPlace(Span(lead.first, end), meant, people=BIG)

    def _named(self, first: int, last: int, people: int, states: frozenset[str]) -> Iterator[SaidPlace]:
        lead, street = self._lead(first), self._street(first)
        end = last + (self._folded[last : last + 1] != [] and self._folded[last] in AFTER_NAME)
        yield SaidPlace(Span(first, end), self._typed(first, last), certain=False, people=people)
        begin = self._lead(street).first
        for after, code in self._states_at(last):
            if code in states and self._is_state(last, after, first):
                end = self._zip_after(after)
                yield SaidPlace(Span(begin, end), self._typed(street, end), people=people)
                return
        after = self._zip_after(last)
        if after > last:
            yield SaidPlace(Span(begin, after), self._typed(street, after), people=people)
        elif people >= WELL_KNOWN and self._is_street(street, first):
            yield SaidPlace(Span(begin, end), self._typed(street, last), people=people)
            return
        certain = lead.strength == 2 or (lead.strength == 1 and self._believed(first, last, people))
        if certain:
            yield SaidPlace(Span(lead.first, end), self._typed(first, last), people=people)

    def _believed(self, first: int, last: int, people: int) -> bool:
        """Whether "in" before a name makes it a place: "in Reading", but not "in home" or "from hope"."""
        name = self._folded[first:last]
        if all(word in ORDINARY for word in name):
            return self._folded[first - 1] in {"in", "en"} and people >= WELL_KNOWN
        return self._folded[first - 1] not in {"for", "to", "para", "into"} or people >= WELL_KNOWN

    def _street(self, first: int) -> int:
        """Where "100 Main St" begins that stands before the town, or the town itself."""
        for begin in range(max(0, first - 6), first - 1):
            if self._folded[begin].isdigit() and STREETS & set(self._folded[begin + 2 : first]):
                return begin
        return first

    def _is_street(self, begin: int, end: int) -> bool:
        """Whether words before a town without a state are surely its street: not "1 year old house way"."""
        return begin < end and self._folded[end - 1] in STREETS and not self._taken(self._folded[begin + 1])

    def _zip_after(self, last: int) -> int:
        if last < len(self._folded) and ZIP.fullmatch(self._folded[last]):
            return self._after_zip(last + 1)
        return last

    def _states(self) -> Iterator[SaidPlace]:
        for first in range(len(self._words)):
            lead = self._lead(first)
            for last, _ in self._states_at(first):
                if self._folded[first] == "the":
                    continue
                said = " ".join(self._folded[first:last])
                before = self._folded[first - 1] if first else ""
                led = lead.strength and (said not in STATE_WORDS or (said not in NO_LEAD and before in {"in", "near"}))
                certain = bool(led) or (said in LONE_STATES and self._lone(first, last))
                end = last + (self._folded[last : last + 1] == ["state"])
                if certain:
                    yield SaidPlace(Span(lead.first, end), self._typed(first, end), state=True)
                if said not in STATE_WORDS:
                    yield SaidPlace(Span(first, end), self._typed(first, end), certain=False, state=True)

    def _lone(self, first: int, last: int) -> bool:
        """Whether a short form ends the question, after a word of ours that is not "my": "rehab pa", not "my pa"."""
        return last == len(self._words) and first > 0 and self._before_state(self._folded[first - 1])

    def _before_state(self, word: str) -> bool:
        return word not in _OWNERS and self._taken(word)

    def _misspelt(self, known: set[int]) -> Iterator[SaidPlace]:
        """Names that no place has, after "near" or before a state."""
        for first in range(len(self._words)):
            begins = self._folded[first] in BEGINNINGS
            if first in known or (self._taken(self._folded[first]) and not begins):
                continue
            for last in reversed(list(self._lasts(first, 3))):
                found = self._begun(first, last) if begins else self._corrected(first, last, self._lead(first))
                if found is not None:
                    yield found
                    break

    def _begun(self, first: int, last: int) -> SaidPlace | None:
        """ "San fransisco": a large town of several words, the first of which is right."""
        parts = self._folded[first:last]
        if len(parts) < 2 or self._gazetteer.get(key(parts)) or all(self._taken(word) for word in parts[1:]):
            return None
        spelt = self._alike(key(parts), "", GUESSED)
        if not spelt or not key(words(spelt)).startswith(key((parts[0], ""))):
            return None
        return SaidPlace(Span(self._lead(first).first, last), spelt, correction=spelt, people=GUESSED)

    def _corrected(self, first: int, last: int, lead: Lead) -> SaidPlace | None:
        parts = self._folded[first:last]
        if any(self._taken(word) or word.isdigit() for word in parts):
            return None
        end, code = next(
            ((end, code) for end, code in self._states_at(last) if self._is_state(last, end, first)), (last, "")
        )
        known = self._gazetteer.get(key(parts))
        if not (code or lead.strength) or (known is not None and (not code or code in known.states)):
            return None
        least = 0 if lead.strength == 2 or (code and last < end) else WELL_KNOWN
        name = key(parts)
        shortest = 6 if least else 4 + (not code)
        spelt = self._alike(name, code, least or SMALL * (not code)) if len(name) >= shortest else ""
        if spelt:
            near = f"{spelt}, {code}" if code else spelt
            return SaidPlace(Span(lead.first, end), near, correction=near, people=least)
        if lead.strength == 2 and len(parts) == 1 and len(name) > 2 and self._sure_lead(first):
            return SaidPlace(Span(lead.first, end), self._typed(first, end), people=0)
        return None

    def _alike(self, name: str, code: str, least: int) -> str:
        self._tried += 1
        return self._gazetteer.alike(name, code, least) if self._tried <= MISSPELT else ""

    def _sure_lead(self, first: int) -> bool:
        return (
            self._folded[first - 1] in {"near", "around", "de", "del", "zip", "zipcode"}
            and self._lead(first).strength == 2
        )


_OWNERS = frozenset("my mi our your his her their su tu for para con with and or y o".split())
