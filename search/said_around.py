"""What the words around a place say of it: that a larger town is meant, that it is a road, what else has the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from directory.place_names import BIG, UNLISTED, key, words
from directory.states import state_name
from search.place_leads import SaidPlace
from search.place_streets import STREETS
from search.place_words import before_state, state_of
from search.real_words import REAL
from search.said_misspelt import WELL_KNOWN, MisspeltPlaces
from search.said_tables import ALIASES, ASKED_BACK, CALLED_IN, LANDMARKS, ORDINARY, ROADS
from search.word_spans import Span

LARGER = 10
"""Times the people of a small town that a town has which is meant where both are named: "near capitol hil seattle"."""

BETWEEN = 2
"""Unknown words that may stand between the two."""

LONGEST_ROAD = 4
"""Words of a road or a landmark."""


INTERSTATE = frozenset("i interstate interestatal".split())
BEFORE_ROAD = frozenset("near off on along by around from between exit close to at the de del cerca".split())
CORNERS = frozenset({"of", "on", "at"})
_ORDINAL = re.compile("[0-9]{1,3}(?:st|nd|rd|th)")
_GLUED_ROAD = re.compile("i[0-9]{1,3}")
_NEARBY = STREETS | ROADS | LANDMARKS


class PlacesAround(MisspeltPlaces):
    """Looks at the words beside places in one question."""

    def landmarks(self) -> Iterator[Span]:
        """Spans after "near" that say of no town: "near 5th avenue", "close to the airport", "near highway 61"."""
        for at, word in enumerate(self._folded):
            if word in _NEARBY:
                firsts = range(max(1, at - LONGEST_ROAD + 1), at + 1)
                found = next((one for first in firsts if (one := self._led(first, at))), None)
                if found is not None:
                    yield found
        yield from self._interstates()
        yield from self._crossings()

    def _crossings(self) -> Iterator[Span]:
        """Spans of two streets, of which one has a number: "near 125th and Lexington", "corner of Main St & 5th"."""
        for first in range(1, len(self._folded)):
            lead = self._lead(first)
            between = self._street_end(first)
            if lead.strength == 2 or self._folded[first - 1] in CORNERS:
                other = between + (self._folded[between : between + 1] in (["and"], ["y"], ["at"]))
                last = self._street_end(other)
                joined = other > between or "&" in self._between(between)
                numbered = any(map(_ORDINAL.fullmatch, (self._folded[first], *self._folded[other : other + 1])))
                if joined and last > other and numbered:
                    yield Span(lead.first if lead.strength == 2 else first, last)

    def _street_end(self, first: int) -> int:
        """Where a street of one word ends, behind "st" or "ave"; `first` where none is."""
        if first >= len(self._words) or self._words[first].apart or self._taken(self._folded[first]):
            return first
        return first + 1 + (first + 1 < len(self._words) and self._folded[first + 1] in STREETS | ROADS)

    def _between(self, at: int) -> str:
        """What stands before the word `at`."""
        return self._text[self._words[at - 1].end : self._words[at].start] if at < len(self._words) else ""

    def _interstates(self) -> Iterator[Span]:
        """Spans of roads by their number alone: "i 95", "off I-40", "interstate 40"."""
        for at, word in enumerate(self._folded):
            last = at + 1 if _GLUED_ROAD.fullmatch(word) else at + 2
            begins = last == at + 1 or (word in INTERSTATE and self._road_number(at + 1))
            if begins and (word != "i" or self._road_beside(at, last)):
                yield Span(self._lead(at).first if self._lead(at).strength == 2 else at, last)

    def _road_number(self, at: int) -> bool:
        word = self._folded[at] if at < len(self._folded) and not self._words[at].apart else ""
        return word.isdigit() and len(word) <= 3

    def _road_beside(self, at: int, last: int) -> bool:
        """Whether "i 95" is a road, and not somebody: "i 40 years old"."""
        hyphen = self._text[self._words[at].end : self._words[at + 1].start] == "-"
        led = at > 0 and self._folded[at - 1] in BEFORE_ROAD
        return hyphen or led or last == len(self._words)

    def _led(self, first: int, at: int) -> Span | None:
        """The span of a road or landmark of these words, with what leads to it; None where they are none."""
        lead, last = self._lead(first), self._numbered(first, at)
        if lead.strength < 2 or not self._is_road(first, at):
            return None
        if any(self._words[one].apart or self._taken(self._folded[one]) for one in range(first, at)):
            return None
        alone = first + 1 == last and "the" not in self._folded[lead.first : first]
        named = any(self._is_name(begin, last) for begin in range(first, at))
        return None if named or (alone and not self._ends(last)) else Span(lead.first, last)

    def _is_road(self, first: int, at: int) -> bool:
        """Whether the last word makes a road or landmark of these: "123 elm st", not "st paul" or "houston airport"."""
        if self._folded[at] in LANDMARKS:
            return not any(self._is_large(first, last) for last in range(first + 1, at + 1))
        return self._folded[at] in ROADS or (first < at and self._folded[first].isdigit())

    def _numbered(self, first: int, at: int) -> int:
        """Where a road ends, behind its number: "highway 61"."""
        last = at + 1
        return last + (first == at and last < len(self._folded) and self._folded[last].isdigit())

    def _is_large(self, first: int, last: int) -> bool:
        known = self._gazetteer.get(key(self._folded[first:last]))
        return known is not None and known.people >= WELL_KNOWN and self._folded[first] not in ORDINARY

    def _is_name(self, first: int, last: int) -> bool:
        parts = tuple(self._folded[first:last])
        return parts in ALIASES or self._gazetteer.get(key(parts)) is not None

    def _ends(self, at: int) -> bool:
        """Whether no word of a name is at a place."""
        return at == len(self._words) or self._words[at].apart or self._taken(self._folded[at])

    def _beside_larger(self, places: Sequence[SaidPlace]) -> list[SaidPlace]:
        """The places, and for a small one with a larger town in the words behind it that town, with all those words."""
        towns = [one for one in places if not one.certain and not one.state and self._is_town(one)]
        return [self._larger(place, towns) or place for place in places]

    def _is_town(self, place: SaidPlace) -> bool:
        name = self._folded[place.span.first : place.span.last]
        return place.people >= WELL_KNOWN and not all(word in ORDINARY for word in name)

    def _larger(self, place: SaidPlace, towns: Sequence[SaidPlace]) -> SaidPlace | None:
        """The largest town right behind a small place that was said without a state, else None."""
        if not place.certain or place.state or place.people >= BIG or self._exact(place.near):
            return None
        least = LARGER * max(place.people, UNLISTED)
        near = [town for town in towns if town.people >= least and self._follows(place.span, town.span)]
        if not near:
            return None
        town = max(near, key=lambda one: one.people)
        first, last = self._lead_end(place.span), town.span.last
        if self._is_name(first, last):
            return None
        spelt = self._gazetteer.alike(key(self._folded[first:last]), "", BIG)
        return SaidPlace(Span(place.span.first, last), spelt or town.near, correction=spelt, people=town.people)

    def _exact(self, near: str) -> bool:
        """Whether a place is said with its state or in digits, so that nothing else is meant."""
        return any(letter.isdigit() for letter in near) or any(before_state(near))

    def _lead_end(self, span: Span) -> int:
        """Where the name begins in a place's words, behind what leads to it."""
        return next(
            (at for at in range(span.last - 1, span.first, -1) if self._lead(at).first == span.first), span.first
        )

    def _follows(self, one: Span, other: Span) -> bool:
        if not 0 <= other.first - one.last <= BETWEEN:
            return False
        between = range(one.last, other.first)
        said = range(one.last, other.first + 1)
        unknown = all(not self._taken(self._folded[at]) and not self._lead(at + 1).strength for at in between)
        return unknown and not any(self._words[at].apart for at in said)

    def only(self, name: Sequence[str]) -> bool:
        """Whether all places of a name are in one state, and it is no ordinary word."""
        known = self._gazetteer.get(key(name))
        ordinary = all(word in ORDINARY or word in REAL for word in name)
        return known is not None and known.town and len(known.states) == 1 and not ordinary

    def coded(self, word: str) -> Iterator[str]:
        """The state, and the city, for which a word may be short that is a word as well."""
        if word in ASKED_BACK:
            yield from filter(None, (ALIASES.get((word,)), state_name(state_of((word,)) or "")))

    def sharing(self, near: str, last: str) -> Iterator[str]:
        """What else has the name of a place: the city of a state's name ("new york"), the state whose code was typed
        for a city ("in la", "west la")."""
        code = state_of(words(near))
        known = self._gazetteer.get(key(words(near))) if code else None
        if known is not None and known.people > BIG:
            yield known.label
        if not code and (last,) in ALIASES and near in CALLED_IN[last] and state_of((last,)):
            yield state_name(state_of((last,)) or "")
