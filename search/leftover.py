"""What is left of a question when filters and places are found: filler, names, and towns that nothing marks as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from search.bare_towns import LITTLE, SEVERAL, BareTowns
from search.claims import Claim, Owners, place_claim
from search.place_leads import SaidPlace
from search.plain_words import FILLER
from search.said_misspelt import WELL_KNOWN
from search.said_spanish import is_form
from search.said_tables import AROUND, HERE_NOW, ORDINARY, WANTING
from search.spanish_words import BOTH, SPANISH
from search.word_spans import Span
from search.words import STOPWORDS

if TYPE_CHECKING:
    from search.sentence import Sentence

_BRIDGES = STOPWORDS - {"or", "and", "y"}
_BESIDE = STOPWORDS | AROUND
_OF = frozenset({"of", "de", "del", "at"})


class Leftover(BareTowns):
    """The words that nothing has claimed, given owners one after the other. Afterwards `owners` covers every word.

    `place` is the place that is taken, `other_places` those that are suggested; `hints` suggest filters.
    """

    def __init__(self, sentence: Sentence, owners: Owners, bare: Sequence[SaidPlace], near: str) -> None:
        self._sentence = sentence
        self._given: Owners = owners
        self._bare = bare
        self.hints = [claim for claim in dict.fromkeys(owners) if claim is not None and claim.possible]
        self.other_places: list[Claim] = []
        self.place = self._marked_place(near)
        self._near = near
        self._towns = {
            at
            for one in bare
            if (one.state or one.people >= WELL_KNOWN) and not self._hopeful(self._name(one), one.people)
            for at in range(one.span.first, one.span.last)
        }
        self._understood = any(claim is not None and claim.kind in ("filter", "place") for claim in owners)
        self._text = self._is_text()
        self._runs()
        self.owners = [self._rest(at) for at in range(len(owners))]
        self.owners = _joined(self.owners)
        self._offer_cities()

    def _marked_place(self, near: str) -> Claim | None:
        """Of several places that were marked as such a ZIP code or the largest; the others are suggested."""
        marked = [claim for claim in dict.fromkeys(self._given) if claim is not None and claim.kind == "place"]
        ranked = sorted(marked, key=lambda one: (not any(c.isdigit() for c in one.near), self._told(one), -one.people))
        chosen = None if near or not ranked else ranked[0]
        for claim in marked:
            if claim is not chosen and claim.near.casefold() != near.casefold():
                self._own(claim._replace(kind="ignored"))
                self.other_places.append(claim)
        return chosen

    def _told(self, claim: Claim) -> int:
        """0 for a place in which something is wanted, 1 for one where somebody is or goes, 3 for one where they were, 2
        for others: of "my last rehab was in Florida, I live in Denver now" the second is meant, of "I live in Denver,
        need rehab in Florida" too."""
        folded, first = self._sentence.folded, claim.span.first
        if folded[first] in {"to", "from"} or (first > 0 and folded[first - 1] in HERE_NOW):
            return 3 if folded[first] == "from" else 1
        at = first
        while at > 0 and self._kind(at - 1) != "place" and not self._sentence.words[at].apart:
            at -= 1
        return 2 if WANTING.isdisjoint(folded[at:first]) else 0

    def _offer_cities(self) -> None:
        """Suggest the city of a state's name ("new york"), the state whose code is said for a city ("in la"), and that
        of a code that may be a word ("methadone me")."""
        last = len(self.owners) - 1
        if self.place is None and not self._near and last >= 0 and self._maybe_code(last):
            codes = self._sentence.places.coded(self._sentence.folded[last])
            self.other_places.extend(Claim("place", Span(last, last + 1), near=near) for near in codes)
        if self.place is not None:
            for near in self._sentence.places.sharing(self.place.near, self._sentence.folded[self.place.span.last - 1]):
                self.other_places.append(self.place._replace(near=near, correction=""))

    def _maybe_code(self, last: int) -> bool:
        """Whether the last word may be the code of a state: "methadone me", "halfway house va"."""
        after_wish = last > 0 and self.owners[last - 1].kind == "filter"
        if self.owners[last].kind == "filter":
            return after_wish and self.owners[last].span == Span(last, last + 1)
        return self.owners[last].kind == "filler" and (last == 0 or after_wish)

    def _is_text(self) -> list[bool]:
        """Which words are searched as text: those that nothing knows, and what belongs to a name."""
        free = [self._free(at) for at in range(len(self._given))]
        folded = self._sentence.folded
        text = [
            (free[at] and not self._soft(at) and word not in LITTLE and not self._idle(at)) or self._kind(at) == "name"
            for at, word in enumerate(folded)
        ]
        for place in self._bare:  # "New Haven", which is not "haven"
            inside = range(place.span.first, place.span.last)
            if len(place.span) > 1 and (place.people >= SEVERAL or place.state) and all(free[at] for at in inside):
                for at in inside:
                    text[at] = True
        for at in range(1, len(text) - 1):  # "University of Pittsburgh"
            if (
                text[at + 1]
                and folded[at] in _OF
                and free[at]
                and free[at - 1]
                and self._soft(at - 1)
                and self._together(at)
            ):
                text[at - 1] = text[at] = True
        for at in [*range(len(text)), *reversed(range(len(text)))]:
            text[at] = text[at] or (free[at] and self._soft(at) and self._beside(text, at))
        for at in range(1, len(text) - 1):
            if free[at] and text[at - 1] and text[at + 1] and folded[at] in _BRIDGES and self._together(at):
                text[at] = True
        for at in range(len(text) - 1):
            text[at] = text[at] or (free[at] and text[at + 1] and self._english(at))
        return text

    def _idle(self, at: int) -> bool:
        """Whether a word says nothing though no table has it: a number, a form of a Spanish verb."""
        return _lone_number(self._sentence.folded[at]) or is_form(self._sentence.words, at)

    def _english(self, at: int) -> bool:
        """Whether a word that is both an English and a Spanish one is of a name, as nothing else is Spanish: "hay
        market"."""
        folded, words = self._sentence.folded, self._sentence.words
        others = [word for word in (*folded[:at], *folded[at + 1 :]) if word not in FILLER]
        return folded[at] in BOTH and not words[at + 1].apart and SPANISH.isdisjoint(others)

    def _beside(self, text: Sequence[bool], at: int) -> bool:
        words = self._sentence.words
        before = at > 0 and text[at - 1] and not words[at].apart
        after = at + 1 < len(text) and text[at + 1] and not words[at + 1].apart
        return before or after

    def _together(self, at: int) -> bool:
        words = self._sentence.words
        return not words[at].apart and not words[at + 1].apart

    def _runs(self) -> None:
        """Looks for towns among the words of the text: the largest that is accepted is taken, when none was marked."""
        found = [(run, place) for run in _stretches(self._text, self._sentence.words) if (place := self._town(run))]
        accepted = [(run, place) for run, place in found if self._accepted(place, run)]
        if accepted and self.place is None and not self._near:
            run, place = max(accepted, key=lambda one: one[1].people)
            self.place = place_claim(place)
            self._take(self.place, run)
            found = [(run, place) for run in _stretches(self._text, self._sentence.words) if (place := self._town(run))]
        for run, place in found:
            claim = place_claim(place)
            self.other_places.append(claim)
            if self._second(place, run):
                self._take(claim._replace(kind="ignored"), run)

    def _second(self, place: SaidPlace, run: Span) -> bool:
        """Whether it is nothing but a second place: "East Liberty, Pittsburgh"."""
        taken = self.place is not None or bool(self._near)
        return (
            taken
            and place.span == run
            and not self._asked(place)
            and not self._named(place)
            and not all(word in ORDINARY for word in self._name(place))
        )

    def _take(self, claim: Claim, run: Span) -> None:
        """Gives a town its words. Those beside it are text only if one of them is unknown."""
        self._own(claim)
        for at in range(claim.span.first, claim.span.last):
            self._text[at] = False
        self._trim(claim.span.first - 1, -1, run)
        self._trim(claim.span.last, 1, run)
        left = [at for at in range(run.first, run.last) if self._text[at]]
        if all(self._soft(at) or self._sentence.folded[at] in LITTLE for at in left):
            for at in left:
                self._text[at] = False

    def _trim(self, at: int, step: int, run: Span) -> None:
        """Drops little words that stood between the town and what is left of the run, from `at` on."""
        while run.first <= at < run.last and self._text[at] and self._sentence.folded[at] in _BESIDE:
            self._text[at] = False
            at += step

    def _rest(self, at: int) -> Claim:
        """The owner of a word, at last."""
        span = Span(at, at + 1)
        owner = self._given[at]
        if self._text[at]:
            return Claim("text", span)
        if owner is not None and owner.kind not in ("hint", "name"):
            return owner
        return Claim("ignored" if owner is not None else "filler", span)

    def _own(self, claim: Claim) -> None:
        self._given[claim.span.first : claim.span.last] = [claim] * len(claim.span)


def _stretches(text: Sequence[bool], words: Sequence[object]) -> Iterator[Span]:
    """Runs of words of the text, parted where a comma stands."""
    first = None
    for at in range(len(text) + 1):
        ends = at == len(text) or not text[at] or words[at].apart  # type: ignore[attr-defined]
        if first is not None and ends:
            yield Span(first, at)
            first = None
        if at < len(text) and text[at] and first is None:
            first = at


def _joined(owners: list[Claim]) -> list[Claim]:
    """Neighbouring words of one kind, each with a claim of its own, under one claim."""
    joined: list[Claim] = []
    for at, claim in enumerate(owners):
        before = joined[-1] if joined else None
        alone = claim.kind in ("text", "filler", "ignored") and len(claim.span) == 1
        if before is not None and alone and before.kind == claim.kind and before.span.last == at and not before.near:
            whole = before._replace(span=Span(before.span.first, at + 1))
            joined[before.span.first :] = [whole] * len(whole.span)
        else:
            joined.append(claim)
    return joined


def _lone_number(word: str) -> bool:
    return word.isdigit() and len(word) <= 4
