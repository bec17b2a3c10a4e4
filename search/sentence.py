"""One question while it is read: its words as they are corrected, who owns each, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from search.claims import Claim, Owners, choose, claims, own
from search.denied import deny, turnable
from search.leftover import Leftover
from search.meanings import FOR_PEOPLE, HOSPITALS, NEITHER, TURNED
from search.overdoses import in_danger
from search.phrases import Meaning, Phrase
from search.plain_words import AFTER_NEGATION, CANNOT, NAME_NOUNS, NEGATIONS, PAYING, TAKES, THERE_IS, WITHOUT
from search.said_places import PlaceReader
from search.said_spanish import is_adjective
from search.understood import Found, Part, Suggestion, Understood
from search.word_spans import Span, Word, typed

if TYPE_CHECKING:
    from search.understand import Reader


class Sentence:
    """A question being read. `read` are the folded words with misspellings corrected, `sure` whether that is sure."""

    def __init__(self, text: str, words: list[Word], reader: Reader) -> None:
        self.text = text
        self.words = words
        self.folded = [word.folded for word in words]
        readings = [reader.speller.read(word) for word in self.folded]
        self.read = [found.word if found else word for found, word in zip(readings, self.folded, strict=True)]
        self.sure = [found is None or found.sure for found in readings]
        self._reader = reader
        self._by_neighbours([found.likely if found else () for found in readings])
        self.places = PlaceReader(text, words, reader.gazetteer, reader.means)

    def _by_neighbours(self, likely: list[tuple[str, ...]]) -> None:
        """Settle words that may be misspelt in several ways by those beside them: "psychiatrict hospital"."""
        for at, words in enumerate(likely):
            if len(words) > 1:
                fits = next((word for word in words if self._phrase_with(at, word)), None)
                if fits is not None:
                    self.read[at], self.sure[at] = fits, True

    def _phrase_with(self, at: int, word: str) -> bool:
        """Whether a word in this place makes a phrase with one or two of those beside it."""
        spans = ((at - 1, at + 1), (at, at + 2), (at - 2, at + 1), (at - 1, at + 2), (at, at + 3))
        inside = ((first, last) for first, last in spans if first >= 0 and last <= len(self.words))
        return any(
            self._reader.phrases.exact((*self.read[first:at], word, *self.read[at + 1 : last]))
            for first, last in inside
            if not any(one.apart for one in self.words[first + 1 : last])
        )

    def phrases(self) -> Iterator[tuple[Span, Phrase]]:
        """Every span that is a phrase of the vocabulary."""
        return self._reader.phrases.find(self.read, [word.apart for word in self.words])

    def understood(self, near: str, rest: str) -> Understood:
        """What the question means beside the place field `near`. `rest` is text that was too long to be read."""
        possible = self.places.places()
        owners = choose(claims(self, possible), len(self.words))
        self._names(owners)
        self._insurers(owners)
        deny(self, owners)
        self._negations(owners)
        leftover = Leftover(self, owners, [place for place in possible if not place.certain], near)
        return _assembled(self, leftover, near, rest)

    def generic(self, at: int) -> bool:
        """Whether a word is misspelt for one that carries no wish: "centr"."""
        return self._reader.generic.read(self.folded[at]) is not None

    def typed(self, span: Span) -> str:
        """What was typed for these words."""
        return typed(self.text, self.words, span)

    def meaning(self, word: str) -> tuple[Meaning, ...]:
        """The filters that a word alone means."""
        return self._reader.phrases.meaning(word) or ()

    def follows(self, at: int) -> str:
        """The folded word `at`, "" when there is none or a comma stands before it."""
        return self.folded[at] if at < len(self.words) and not self.words[at].apart else ""

    def _names(self, owners: Owners) -> None:
        """ "Women's center" is a name: its words are text, the filter is suggested."""
        for claim in _of(owners, "filter"):
            last = claim.span.last
            people = all(f"{meaning.facet}:{meaning.key}" in FOR_PEOPLE for meaning in claim.filters)
            if people and self.follows(last) in NAME_NOUNS and _open(owners, last):
                own(owners, Claim("name", Span(claim.span.first, last + 1), possible=claim.filters))

    def _insurers(self, owners: Owners) -> None:
        """ "Beacon" is an insurer beside a word of paying, and elsewhere part of a name."""
        for claim in _of(owners, "filter"):
            if claim.named and len(claim.span) == 1 and is_adjective(self.words, claim.span.first):
                owners[claim.span.first] = None
            elif claim.named and not PAYING & set(self._around(claim.span)):
                own(owners, claim._replace(kind="name", filters=(), possible=claim.filters))

    def _around(self, span: Span) -> list[str]:
        """Two words before and two after, across no comma."""
        first, last = span
        while first > max(0, span.first - 2) and not self.words[first].apart:
            first -= 1
        while last < min(len(self.words), span.last + 2) and not self.words[last].apart:
            last += 1
        return [*self.folded[first : span.first], *self.folded[span.last : last]]

    def _negations(self, owners: Owners) -> None:
        """ "No methadone or suboxone" excludes both; "no Medicaid" says something of the person, and what is not known
        cannot be excluded: both are ignored, since searching for the word would find the opposite."""
        for first, last in self._negated(owners):
            claim = owners[last] or Claim("unknown", Span(last, last + 1))
            if claim.kind not in ("filter", "hint", "age", "place", "unknown"):
                continue
            if claim.kind == "hint" and self._no_hospital(claim, first):
                claim = claim._replace(kind="filter", filters=claim.possible)
            span = Span(first, claim.span.last)
            if claim.kind == "filter" and all(meaning.facet in TURNED for meaning in claim.filters):
                own(owners, self._turned(claim, span))
                self._also(owners, claim)
            elif claim.kind != "unknown" or not self._reader.everyday(self.folded[last]):
                own(owners, Claim("ignored", span))

    def _turned(self, claim: Claim, span: Span) -> Claim:
        """A negated claim: what of it can be is excluded, of "no drugs" nothing."""
        filters = turnable(frozenset(self.read[claim.span.first : claim.span.last]), claim.filters)
        if not filters:
            return Claim("ignored", span)
        return claim._replace(span=span, filters=filters, exclude=True, possible=())

    def _no_hospital(self, claim: Claim, first: int) -> bool:
        """Whether a negated "hospital" is one that nobody wants: not "no hospital will take him", "there is no"."""
        before = self.folded[first - 1] if first else ""
        said, following = self.folded[claim.span.last - 1], self.follows(claim.span.last)
        lacking = self.folded[first] == "no" and before in THERE_IS
        return said in HOSPITALS and not lacking and following not in TAKES

    def _also(self, owners: Owners, claim: Claim) -> None:
        """What follows an excluded filter after "or" is excluded too, when it is of the same facet."""
        at = claim.span.last
        while self.follows(at) in NEITHER and at + 1 < len(owners):
            following = owners[at + 1]
            if following is None or following.kind != "filter" or following.filters[0].facet != claim.filters[0].facet:
                return
            own(owners, self._turned(following, Span(at, following.span.last)))
            at = following.span.last

    def _negated(self, owners: Owners) -> Iterator[tuple[int, int]]:
        """First words of negations, and first words of what they are about."""
        for first in range(len(self.words)):
            for size in (4, 3, 2, 1):
                said = " ".join(self.folded[first : first + size])
                if said in NEGATIONS and self._turns(said, first) and not any(owners[first : first + size]):
                    at = first + size
                    while at < len(owners) and at < first + size + 4 and owners[at] is None and self._between(at):
                        at += 1
                    if at < len(owners) and self.follows(at):
                        yield first, at
                    break

    def _turns(self, said: str, first: int) -> bool:
        """Whether a negation turns what follows: "can't sleep without drinking" tells of drinking."""
        return said not in WITHOUT or not CANNOT & set(self.folded[max(0, first - 4) : first])

    def _between(self, at: int) -> bool:
        return self.follows(at) in AFTER_NEGATION


def _open(owners: Owners, at: int) -> bool:
    owner = owners[at]
    return owner is None or owner.kind == "hint"


def _of(owners: Owners, kind: str) -> list[Claim]:
    """The claims of a kind, once each, in order."""
    return [claim for claim, _ in groupby(owners) if claim is not None and claim.kind == kind]


def _assembled(sentence: Sentence, leftover: Leftover, near: str, rest: str) -> Understood:
    """The answer, from owners that cover every word."""
    owned = [claim for claim, _ in groupby(leftover.owners)]
    parts = tuple(_part(sentence, claim) for claim in owned)
    place = leftover.place
    miles = [claim.miles for claim in owned if claim.kind == "radius"]
    texts = [sentence.typed(claim.span) for claim in owned if claim.kind == "text"]
    return Understood(
        asked=sentence.text + rest,
        filters=tuple(dict.fromkeys(found for part in parts for found in part.filters)),
        near=near or (place.near if place else ""),
        here=any(claim.kind == "here" for claim in owned),
        within=miles[0] if miles else None,
        text="; ".join([*texts, *([rest.strip()] if rest.strip() else [])]),
        crisis=any(map(_of_crisis, owned)) or in_danger(sentence.words, sentence.read),
        parts=parts,
        suggestions=_suggestions(sentence, leftover),
        corrections=tuple((sentence.typed(c.span), c.correction) for c in owned if c.correction and c.kind in _READ),
    )


def _of_crisis(claim: Claim) -> bool:
    return claim.kind == "emergency" or any(meaning.facet == "crisis" for meaning in claim.filters)


_READ = ("filter", "place")
_SHOWN = {"here": "ignored", "age": "filter"}


def _part(sentence: Sentence, claim: Claim) -> Part:
    words = sentence.typed(claim.span)
    filters = tuple(
        Found(facet=m.facet, key=m.key, words=words, correction=claim.correction, exclude=claim.exclude)
        for m in claim.filters
    )
    start, end = sentence.words[claim.span.first].start, sentence.words[claim.span.last - 1].end
    return Part(kind=_SHOWN.get(claim.kind, claim.kind), words=words, start=start, end=end, filters=filters)


def _suggestions(sentence: Sentence, leftover: Leftover) -> tuple[Suggestion, ...]:
    """What may have been meant, without what was understood anyway."""
    have = {meaning for claim in leftover.owners for meaning in claim.filters}
    filters = [
        Suggestion(words=sentence.typed(c.span), facet=m.facet, key=m.key, exclude=c.exclude, correction=c.correction)
        for c in leftover.hints
        for m in c.possible
        if m not in have
    ]
    places = [
        Suggestion(words=sentence.typed(c.span), near=c.near, correction=c.correction) for c in leftover.other_places
    ]
    return tuple(dict.fromkeys([*filters, *places, *_whole_names(sentence, leftover)]))


def _whole_names(sentence: Sentence, leftover: Leftover) -> Iterator[Suggestion]:
    """ "Gateway Rehab" may be a name: what is text together with the filter that follows it."""
    owners = leftover.owners
    for claim in _of(list(owners), "filter"):
        before = owners[claim.span.first - 1] if claim.span.first else None
        if before is not None and before.kind == "text" and not sentence.words[claim.span.first].apart:
            words = sentence.typed(Span(before.span.first, claim.span.last))
            yield Suggestion(words=words, text=words)
