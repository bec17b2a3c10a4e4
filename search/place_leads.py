"""What stands around a place's name in a question: words that lead to it, and the state that follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from directory.states import state_name
from search.gazetteer import Gazetteer
from search.place_words import state_of
from search.plain_words import FAMILY, FILLER, GENERIC
from search.real_words import REAL
from search.said_states import misspelt
from search.said_tables import BEFORE_NAME, FROM, NEAR, NO_PLACES, ORDINARY, STATE_WORDS, STRICT, UNIT_WORDS, WITHIN
from search.spanish_words import SPANISH, SPANISH_FILLER, spanish
from search.word_spans import Span, Word, typed

LONGEST_PLACE = 40
"""Words that are looked at for places: a question of 200 characters has about as many."""

SPELT = 500
"""People of a town whose name is never taken for a misspelt state."""

ZIP = re.compile(r"[0-9]{5}")
EVERYDAY = FILLER | SPANISH_FILLER | FAMILY | GENERIC
_NO_STATE = ORDINARY | SPANISH | REAL
_GLUED = re.compile("[0-9]+(?:mi|miles?|kms?|millas)")
_JOINING = frozenset(
    "with that who takes accepts accepting no within under for and near in without con que para sin y".split()
)


class Lead(NamedTuple):
    """What stands before a name: from which word on, and whether it says that a place comes (2), may (1) or not (0)."""

    first: int
    strength: int


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


class PlaceWords:
    """The words of one question, read for places. `taken`: whether a word means something else (a filter, filler)."""

    def __init__(self, text: str, said: Sequence[Word], gazetteer: Gazetteer, taken: Callable[[str], bool]) -> None:
        self._text = text
        self._words = said[:LONGEST_PLACE]
        self._folded = [word.folded for word in self._words]
        self._gazetteer = gazetteer
        self._taken = taken
        self._tried = 0
        self._guessed: set[str] = set()
        self._states_from: dict[int, list[tuple[int, str]]] = {}

    def _lasts(self, first: int, longest: int) -> Iterator[int]:
        """Ends of spans that begin at `first` and go across no comma."""
        for last in range(first + 1, min(first + longest, len(self._words)) + 1):
            if last > first + 1 and self._words[last - 1].apart:
                return
            yield last

    def _states_at(self, first: int) -> list[tuple[int, str]]:
        """Ends and codes of states, misspelt ones too, that begin with the word `first`, the longest first."""
        if first not in self._states_from:
            self._states_from[first] = list(self._states_beginning(first))
        return self._states_from[first]

    def _states_beginning(self, first: int) -> Iterator[tuple[int, str]]:
        for last in range(min(first + 3, len(self._words)), first, -1):
            if not any(word.apart for word in self._words[first + 1 : last]):
                parts = tuple(self._folded[first:last])
                if parts in NO_PLACES:
                    continue
                code = state_of(parts) or misspelt(parts, self._is_word)
                if code:
                    yield last, code

    def _is_word(self, word: str) -> bool:
        """Whether a word means something or is a name, so that it is no misspelt state."""
        town = self._gazetteer.get(word)
        return self._taken(word) or word in _NO_STATE or (town is not None and town.people >= SPELT)

    def _state_typed(self, first: int, last: int) -> str:
        """The right name of a state that is misspelt in these words; "" where it is not."""
        parts = tuple(self._folded[first:last])
        code = "" if state_of(parts) else misspelt(parts, self._is_word)
        return state_name(code) if code else ""

    def _is_state(self, first: int, last: int, name: int) -> bool:
        """Whether words after a name are its state: "Bend, OR" and "bend or" at the end, not "bend or salem"."""
        said = " ".join(self._folded[first:last])
        if self._words[first].apart:
            return self._words[first].comma
        if said not in STATE_WORDS or self._in_capitals(first, last):
            return True
        if all(word in EVERYDAY for word in self._folded[name:first]):
            return False
        if last == len(self._words) or self._words[last].apart:
            return True
        following = self._folded[last]
        if said not in STRICT and self._taken(following):
            return True
        return ZIP.fullmatch(following) is not None or following in _JOINING

    def _in_capitals(self, first: int, last: int) -> bool:
        """Whether a code that is a word is one because it alone is in capitals: "Mobile AL detox"."""
        code, before = self._words[first].typed, self._words[first - 1].typed if first else ""
        return self._folded[first] in STRICT and last == first + 1 and code.isupper() and before.istitle()

    def _lead(self, first: int) -> Lead:
        """What stands before the word `first`."""
        begin = self._before(first, BEFORE_NAME)
        if begin > 1 and self._folded[begin - 1] in FROM and self._distance(begin - 2):
            return Lead(begin, 2)
        for start in dict.fromkeys((begin, first)):
            for table, strength in ((NEAR, 2), (WITHIN, 1)):
                lead = self._before(start, table)
                if lead < start:
                    return Lead(lead, strength)
        return Lead(first, 0)

    def _distance(self, at: int) -> bool:
        return self._folded[at] in UNIT_WORDS or _GLUED.fullmatch(self._folded[at]) is not None

    def _before(self, first: int, table: frozenset[str]) -> int:
        """Where the longest phrase of the table begins that ends before the word `first`; `first` for none."""
        if 0 < first < len(self._words) and self._words[first].apart:
            return first
        return next((at for at in range(max(0, first - 4), first) if " ".join(self._folded[at:first]) in table), first)

    def _in_spanish(self, first: int, last: int) -> bool:
        """Whether the words around these are Spanish."""
        return spanish([*self._folded[:first], *self._folded[last:]])

    def _typed(self, first: int, last: int) -> str:
        return typed(self._text, self._words, Span(first, last))
