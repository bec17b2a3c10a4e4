"""Towns that nothing marks as places: whether the bare name in a question is meant as the place, or is of a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from directory.place_names import BIG, key
from search.claims import Owners
from search.place_leads import SaidPlace
from search.place_regions import REGIONS, part_of_state
from search.plain_words import FAMILY, FILLER, GENERIC, HELP
from search.said_misspelt import WELL_KNOWN
from search.said_tables import IN_NAMES, LONE_STATES, NEVER_BARE, ORDINARY, PERSONAL
from search.spanish_words import SPANISH_FILLER
from search.word_spans import Span

if TYPE_CHECKING:
    from search.sentence import Sentence

SEVERAL = 5_000
"""People of a town whose name has several words, from which its bare name is taken for it: few else are so called. Also
of the only town of its name, at the end of a question."""

LITTLE = FILLER | SPANISH_FILLER | FAMILY | (LONE_STATES - IN_NAMES)
"""Words that carry no wish."""

_OF = frozenset({"of", "de", "del", "at"})


class BareTowns:
    """Judges bare names in one question, of which `_given` are the owners of the words so far, `_text` those that are
    text, `_bare` the names and `_towns` the words of well known ones."""

    _sentence: Sentence
    _given: Owners
    _bare: Sequence[SaidPlace]
    _text: list[bool]
    _towns: set[int]
    _understood: bool

    def _town(self, run: Span) -> SaidPlace | None:
        """The longest name within the run that ends it, or begins it."""
        inside = [p for p in self._bare if run.first <= p.span.first and p.span.last <= run.last]
        inside = [p for p in inside if p.span.last == run.last or p.span.first == run.first]
        inside = [p for p in inside if not (p.state and self._is_part(p)) or self._is_region(p, run)]
        if inside:
            return max(inside, key=lambda place: (len(place.span), place.state, place.people))
        return self._sentence.places.guess(run)

    def _accepted(self, place: SaidPlace, run: Span) -> bool:
        """Whether a bare name is meant as the place."""
        if self._named(place):
            return False
        return self._is_region(place, run) or (not self._of_a_name(place, run) and self._stands_alone(place, run))

    def _of_a_name(self, place: SaidPlace, run: Span) -> bool:
        before = self._sentence.folded[place.span.first - 1] if run.first < place.span.first else ""
        return before in _OF or self._hopeful(self._name(place), place.people)

    def _stands_alone(self, place: SaidPlace, run: Span) -> bool:
        """Whether a town is well known enough for the words that stand beside it."""
        folded, name = self._sentence.folded, self._name(place)
        if self._ends_in_town(place, run):
            return True
        if not place.state and place.people < (SEVERAL if len(name) > 1 else WELL_KNOWN) and not place.correction:
            return False
        others = [at for at in range(run.first, run.last) if at not in self._towns]
        others = [at for at in others if not place.span.first <= at < place.span.last]
        if run.last == len(folded) and all(folded[at] in HELP for at in range(place.span.last, run.last)):
            others = [at for at in others if at < place.span.first]  # "denver therapy"
        if not others:
            return True
        if max(others) > place.span.first:  # "Cleveland Clinic", "Boston Medical Center"
            return False
        unknown = any(not self._soft(at) and folded[at] not in LITTLE for at in others)
        return not unknown or place.people >= BIG // 2 or (place.state and not PERSONAL.issuperset(name))

    def _is_region(self, place: SaidPlace, run: Span) -> bool:
        """Whether a region or a part of a state ends a question, or begins one that is nothing but wishes: "rehab
        inland empire", "hampton roads suboxone". Names begin with it: "Hudson Valley Counseling Center"."""
        if place.span != run or not (key(self._name(place)) in REGIONS or self._is_part(place)):
            return False
        if run.first and self._sentence.folded[run.first - 1] in _OF:
            return False
        wishes = {self._kind(at) for at in range(run.last, len(self._given))} <= {"filter", "age", "radius"}
        begins = all(word == "the" for word in self._sentence.folded[: run.first])
        return run.first > 0 if run.last == len(self._given) else begins and wishes

    def _is_part(self, place: SaidPlace) -> bool:
        return part_of_state(" ".join(self._name(place))) is not None

    def _ends_in_town(self, place: SaidPlace, run: Span) -> bool:
        """Whether the only town of a name ends a question, right behind a wish: "suboxone bemidji"."""
        if place.span != run or run.last < len(self._given) or not run.first or place.people < SEVERAL:
            return False
        return self._kind(run.first - 1) == "filter" and self._sentence.places.only(self._name(place))

    def _hopeful(self, name: Sequence[str], people: int) -> bool:
        """Whether a name is made of ordinary words: "New Hope", not "New York" or Madison."""
        return all(word in NEVER_BARE or word in LITTLE for word in name) or (
            people < BIG and all(word in ORDINARY or word in LITTLE for word in name)
        )

    def _asked(self, place: SaidPlace) -> bool:
        """Whether it is no more than suggested for a word that is like it."""
        return not place.correction and place.near.casefold() != self._sentence.typed(place.span).casefold()

    def _named(self, place: SaidPlace) -> bool:
        """Whether it stands in words that are known to be a name."""
        return any(self._kind(at) == "name" for at in range(place.span.first, place.span.last))

    def _name(self, place: SaidPlace) -> list[str]:
        return self._sentence.folded[place.span.first : place.span.last]

    def _soft(self, at: int) -> bool:
        """Whether a word carries no wish unless it is part of a name: "center", and what only hints at a filter. A
        misspelt one is taken for such where something else was understood: "Centra" alone is a name."""
        if self._sentence.folded[at] in GENERIC or self._kind(at) == "hint":
            return True
        return self._understood and self._free(at) and self._sentence.generic(at)

    def _kind(self, at: int) -> str:
        owner = self._given[at]
        return owner.kind if owner is not None else ""

    def _free(self, at: int) -> bool:
        return self._kind(at) in ("", "hint", "name")
