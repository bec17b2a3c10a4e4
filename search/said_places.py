"""Places within what people type: "near 15213", "in the bronx", "cerca de Miami", "detox philadelphia", "rehab pa".

Gives the words of the place, for `Places.find` to look up and, where several places have the name, to ask back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from directory.place_names import BIG, key
from directory.states import state_name
from search.place_leads import EVERYDAY, ZIP, SaidPlace
from search.place_regions import part_of_state
from search.place_streets import STREETS
from search.place_words import name_keys
from search.plain_words import FILLER, NAME_NOUNS
from search.said_around import PlacesAround
from search.said_misspelt import FOR, WELL_KNOWN
from search.said_tables import (
    ABBREVIATIONS,
    AFTER_NAME,
    AFTER_WISH,
    ALIASES,
    AMONG_WISHES,
    LAST,
    LONE_STATES,
    NO_LEAD,
    NO_PLACES,
    ONLY_MARKED,
    ORDINARY,
    SPEAKING,
    STATE_WORDS,
    STRICT,
)
from search.spanish_words import SPANISH_NAMES
from search.word_spans import Span

LONGEST_NAME = 5
"""Words of a place's name: "Truth or Consequences", "The Village of Indian Hill"."""

_POINT = re.compile(r"(?<![\w.])[-−]?\d{1,2}\.\d+\s*°?\s*[,;\s]\s*[-−]?\d{1,3}\.\d+(?![\w.])")


class PlaceReader(PlacesAround):
    """Finds places in one question. `taken`: whether a word means something else (a filter, filler)."""

    def places(self) -> list[SaidPlace]:
        """Every span that may be a place."""
        exact = self._beside_larger([*self._zips(), *self._names(), *self._states(), *self._parts()])
        known = {at for place in exact if place.certain for at in range(place.span.first, place.span.last)}
        known.update(at for span in self.landmarks() for at in range(span.first, span.last))
        return [*self._points(), *exact, *self._misspelt(known)]

    def _points(self) -> Iterator[SaidPlace]:
        for match in _POINT.finditer(self._text):
            inside = [at for at, word in enumerate(self._words) if match.start() <= word.start < match.end()]
            if inside:
                lead = self._lead(inside[0])
                yield SaidPlace(Span(lead.first, inside[-1] + 1), match[0])

    def _zips(self) -> Iterator[SaidPlace]:
        for at, word in enumerate(self._folded):
            if re.fullmatch("[0-9]{4}", word) and at and self._folded[at - 1] in {"zip", "zipcode"}:
                yield SaidPlace(Span(at - 1, at + 1), f"0{word}", correction=f"0{word}")  # as a spreadsheet leaves it
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
                if (parts[0] == "the" and len(parts) > 1) or parts in NO_PLACES:
                    continue  # "the Bronx" is found as "Bronx"
                if self._folded[max(0, first - 2) : first] == ["condado", "de"]:
                    yield from self._county(first, last)
                if parts in ALIASES:
                    yield from self._aliased(first, last, ALIASES[parts])
                elif not (len(parts) == 1 and self._taken(parts[0])):
                    known = self._gazetteer.get(name_keys(parts)[-1])
                    everyday = all(word in EVERYDAY for word in parts)
                    if known is not None and not (everyday and known.people < WELL_KNOWN):
                        yield from self._named(first, last, known.people, known.states)

    def _county(self, first: int, last: int) -> Iterator[SaidPlace]:
        """ "Condado de Orange": the county, with the state that follows."""
        known = self._gazetteer.get(key((*self._folded[first:last], "county")))
        if known is None:
            return
        begin = self._lead(first).first if self._lead(first).strength else first - 2
        name = f"{self._typed(first, last)} County"
        yield SaidPlace(Span(begin, last), name, people=known.people)
        for end, code in self._states_at(last):
            if code in known.states and self._is_state(last, end, first):
                yield SaidPlace(Span(begin, end), f"{name}, {code}", people=known.people)

    def _aliased(self, first: int, last: int, meant: str) -> Iterator[SaidPlace]:
        lead = self._lead(first)
        english = self._folded[lead.first] in {"in", "near", "around"}
        if first and self._gazetteer.get(key(self._folded[first - 1 : last])):
            return  # "las vegas" is found as it stands
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
                right = self._state_typed(last, after)
                near = f"{self._typed(street, last)}, {code}" if right else self._typed(street, end)
                yield SaidPlace(Span(begin, end), near, people=people, correction=near if right else "")
                return
        after = self._zip_after(last)
        if after > last:
            yield SaidPlace(Span(begin, after), self._typed(street, after), people=people)
        elif people >= WELL_KNOWN and self._is_street(street, first):
            yield SaidPlace(Span(begin, end), self._typed(street, last), people=people)
            return
        certain = lead.strength == 2 or (lead.strength == 1 and self._believed(first, last, people))
        if certain and not self._elsewhere(first, last, states):
            yield SaidPlace(Span(lead.first, end), self._typed(first, last), people=people)

    def _elsewhere(self, first: int, last: int, states: frozenset[str]) -> bool:
        """Whether a state follows that has no such town, but one that is spelt alike: "brooklin ny"."""
        _, code = self._state_after(first, last)
        return bool(code) and code not in states and self._alike(key(self._folded[first:last]), code, 0) != ""

    def _believed(self, first: int, last: int, people: int) -> bool:
        """Whether "in" before a name makes it a place: "in Reading", but not "in home" or "from hope"."""
        name = self._folded[first:last]
        if all(word in ORDINARY or word in SPANISH_NAMES for word in name):  # "casa de esperanza"
            return self._folded[first - 1] in {"in", "en"} and people >= WELL_KNOWN
        if self._folded[first - 1] in FOR and NAME_NOUNS & set(self._folded[last : last + 1]):
            return False  # "directions to Kensington Hospital"
        return self._folded[first - 1] not in FOR or people >= WELL_KNOWN

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
            for last, code in self._states_at(first):
                if self._folded[first] == "the":
                    continue
                said = " ".join(self._folded[first:last])
                before = self._folded[first - 1] if first else ""
                right = self._state_typed(first, last)
                if right:
                    sure = bool(lead.strength) and before not in FOR
                    begin = lead.first if sure else first
                    yield SaidPlace(Span(begin, last), right, certain=sure, correction=right, state=True)
                    continue
                led = lead.strength and (said not in STATE_WORDS or (said not in NO_LEAD and before in {"in", "near"}))
                closing = self._closes(first, last)
                lone = said in LONE_STATES and self._lone(first, last)
                certain = bool(led) or closing or lone or self._among_wishes(first, last)
                for end in self._state_ends(last):
                    if certain:
                        near = state_name(code) if closing else self._typed(first, end)
                        yield SaidPlace(Span(lead.first, end), near, state=True)
                    if said not in STATE_WORDS:
                        yield SaidPlace(Span(first, end), self._typed(first, end), certain=False, state=True)

    def _parts(self) -> Iterator[SaidPlace]:
        """Parts of states: "in eastern kentucky", "upstate ny"."""
        for first in range(len(self._words) - 1):
            for last, code in self._states_at(first + 1):
                name = self._typed(first, last)
                if self._folded[first + 1] in STRICT or self._words[first + 1].apart or part_of_state(name) is None:
                    continue
                near = f"{self._typed(first, first + 1)} {state_name(code)}"
                lead = self._lead(first)
                sure = bool(lead.strength) and self._folded[first - 1] not in FOR
                yield SaidPlace(Span(lead.first if sure else first, last), near, certain=sure, people=BIG, state=True)

    def _closes(self, first: int, last: int) -> bool:
        """Whether "in" and a code that is a word end a wish: "rehab in or"."""
        if first < 2 or last < len(self._words) or self._folded[first] not in LAST or self._folded[first - 1] != "in":
            return False
        return self._taken(self._folded[first - 2]) and self._folded[first - 2] not in FILLER

    def _among_wishes(self, first: int, last: int) -> bool:
        """Whether a short form stands between wishes, or before the first one: "suboxone oh medicaid", "mass detox"."""
        said = self._folded[first]
        if last != first + 1 or last >= len(self._words) or not self._wish(last):
            return False
        if said == "pa" and self._folded[last] in _AFTER_PARA:
            return False  # "rehab pa mujeres"
        return said in ABBREVIATIONS if first == 0 else said in AMONG_WISHES and self._wish(first - 1)

    def _wish(self, at: int) -> bool:
        return self._taken(self._folded[at]) and self._folded[at] not in EVERYDAY

    def _state_ends(self, last: int) -> tuple[int, ...]:
        """Where a state's name ends: "Ohio state", but in "ohio state funded" before "state"."""
        return (last + 1, last) if self._folded[last : last + 1] == ["state"] else (last,)

    def _lone(self, first: int, last: int) -> bool:
        """Whether a short form ends the question, after a word of ours that is not "my": "rehab pa", not "my pa"."""
        if " ".join(self._folded[first:last]) in NO_LEAD and self._lead(first).strength:
            return False  # "en la" goes on
        if self._folded[first] == "vi" and first and self._folded[first - 1] in _SAW:
            return False
        if self._folded[first] in AFTER_WISH and not SPEAKING.isdisjoint(self._folded[:first]):
            return False
        return last == len(self._words) and first > 0 and self._before_state(self._folded[first - 1])

    def _before_state(self, word: str) -> bool:
        return word not in _OWNERS and self._taken(word)


_AFTER_PARA = frozenset(
    "mujeres hombres jovenes ninos ninas adolescentes embarazadas alcoholicos adictos dejar".split()
)
_OWNERS = frozenset(
    """
    my mi our your his her their su tu for para con with and or y o require requires required need needs have has show
    photo valid
    """.split()
)
_SAW = frozenset("lo la le los las te se ya no nunca".split())
