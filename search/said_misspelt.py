"""Misspelt towns within what people type: after "near", before a state, or large enough to be known by a bare word."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from directory.place_names import BIG, key, words
from search.place_leads import Lead, PlaceWords, SaidPlace
from search.place_words import name_keys
from search.real_words import REAL
from search.said_tables import BEGINNINGS
from search.spanish_words import SPANISH
from search.word_spans import Span

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

GUESSED_LETTERS, ASKED_LETTERS = 8, 6
"""Letters of such a word; of one for which a large city is suggested ("tuscon")."""


IN_SPANISH = 7
"""Letters of a name in a Spanish sentence that may have two slips: "en hueston"."""

FOR = frozenset({"for", "to", "para", "into"})
"""Words after which a name is seldom a town's, and a misspelt one never."""


_ORDINARY = SPANISH | REAL
"""Words that are meant as they stand: "by samhsa" names no town."""


class MisspeltPlaces(PlaceWords):
    """Finds places in one question that are written as no place is."""

    def guess(self, span: Span) -> SaidPlace | None:
        """The large town that a single word that nothing else is known of is meant for. That of a short word is no
        more than suggested: it has no `correction`."""
        word = self._folded[span.first] if span.last <= len(self._folded) else ""
        if len(span) != 1 or len(word) < ASKED_LETTERS or not word.isalpha():
            return None
        if word in _ORDINARY:
            return None
        sure = len(word) >= GUESSED_LETTERS
        self._guessed.add(word)  # counted apart, so that what is left of a question is read the same by itself
        spelt = self._gazetteer.alike(word, "", GUESSED if sure else BIG) if len(self._guessed) <= MISSPELT else ""
        if not spelt or _slips(word, spelt) > (1 if len(word) < TWO_SLIPS else 2):
            return None
        return SaidPlace(span, spelt, certain=False, correction=spelt if sure else "")

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
        end, code = self._state_after(first, last)
        spelt = self._alike(key(parts), code, GUESSED * (not code))
        if not spelt or not key(words(spelt)).startswith(key((parts[0], ""))):
            return None
        near = f"{spelt}, {code}" if code else spelt
        return SaidPlace(Span(self._lead(first).first, end), near, correction=near, people=GUESSED)

    def _state_after(self, first: int, last: int) -> tuple[int, str]:
        """Where the state ends that follows a name, and its code; "" for none."""
        states = self._states_at(last)
        return next(((end, code) for end, code in states if self._is_state(last, end, first)), (last, ""))

    def _corrected(self, first: int, last: int, lead: Lead) -> SaidPlace | None:
        parts = self._folded[first:last]
        if not self._may_be_name(first, last):
            return None
        end, code = self._state_after(first, last)
        if not code and first and self._folded[first - 1] in FOR:
            return None
        known = self._gazetteer.get(key(parts))
        is_county = code == "CO" and self._gazetteer.get(name_keys((*parts, "co"))[-1])  # "Fresno co"
        if is_county or not (code or lead.strength) or (known is not None and (not code or code in known.states)):
            return None
        close = lead.strength == 2 and self._folded[lead.first] != "by"  # "by video" is not in Vidor
        least = 0 if close or (code and last < end) else WELL_KNOWN
        name = key(parts)
        shortest = 6 if least else 4 + (not code)
        spelt = self._alike(name, code, least or SMALL * (not code)) if len(name) >= shortest else ""
        if spelt and least and not code and self._in_spanish(first, end):
            spelt = self._alike_in_spanish(name, lead.first, first)
        if spelt:
            near = f"{spelt}, {code}" if code else spelt
            return SaidPlace(Span(lead.first, end), near, correction=near, people=least)
        if lead.strength == 2 and len(parts) == 1 and len(name) > 2 and self._sure_lead(first):
            return SaidPlace(Span(lead.first, end), self._typed(first, end), people=0)
        return None

    def _alike_in_spanish(self, name: str, lead: int, first: int) -> str:
        """The town that a name in a Spanish sentence is meant for: a large one, since what follows "de" is seldom one,
        and what follows "en" more often."""
        within = {"en", "in"} & set(self._folded[lead:first])
        for least, slips in ((GUESSED, 1), (BIG, 2)) if within else ((BIG, 1),):
            spelt = self._alike(name, "", least)
            if spelt and _slips(name, spelt) <= slips and (slips == 1 or len(name) >= IN_SPANISH):
                return spelt
        return ""

    def _may_be_name(self, first: int, last: int) -> bool:
        """Whether no word means something else and no state ends them: "brooklin ny" is two names."""
        if any(self._taken(word) or word in _ORDINARY or word[0].isdigit() for word in self._folded[first:last]):
            return False
        return not any(last == end for at in range(first + 1, last) for end, _ in self._states_at(at))

    def _alike(self, name: str, code: str, least: int) -> str:
        self._tried += 1
        return self._gazetteer.alike(name, code, least) if self._tried <= MISSPELT else ""

    def _sure_lead(self, first: int) -> bool:
        return (
            self._folded[first - 1] in {"near", "around", "de", "del", "zip", "zipcode"}
            and self._lead(first).strength == 2
        )


def _slips(name: str, spelt: str) -> int:
    """How many slips part a key from the name of a place."""
    return OSA.distance(name, key(words(spelt)))
