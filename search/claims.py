"""Claims on the words of a question: everything that some of its words may mean, and the choice among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from search.meanings import SECULAR
from search.phrases import Meaning, Phrase
from search.place_leads import SaidPlace
from search.plain_words import EMERGENCY, HERE, IGNORED, NEGATIONS
from search.said_numbers import Line, ages, radii
from search.said_spanish import is_verb
from search.word_spans import Span, spans_of

if TYPE_CHECKING:
    from search.sentence import Sentence

LONGEST_IDIOM = 6
"""Words of a phrase of `plain_words`."""


class Claim(NamedTuple):
    """Words taken for something.

    `filters` they add, `possible` ones to suggest, `near` and `miles` of a place and a radius, `people` of the place. A
    "hint" only suggests; its words stay free.
    """

    kind: str
    span: Span
    filters: tuple[Meaning, ...] = ()
    possible: tuple[Meaning, ...] = ()
    near: str = ""
    miles: float | None = None
    people: int = 0
    correction: str = ""
    exclude: bool = False
    named: bool = False


Owners = list[Claim | None]

_TIES = {
    "radius": 0,
    "emergency": 1,
    "filter": 2,
    "filler": 2,
    "hint": 3,
    "ignored": 4,
    "here": 4,
    "place": 5,
    "age": 6,
}
"""Who wins among claims to equally many words: "richmond VA clinic" asks for a VA clinic."""


def claims(sentence: Sentence, places: Sequence[SaidPlace]) -> Iterator[Claim]:
    """Every claim. Places that are only possible make none; see `leftover`."""
    yield from _numbers(sentence)
    for span in sentence.places.landmarks():
        yield Claim("here", span)
    for place in places:
        if place.certain:
            yield place_claim(place)
    phrases = {span: phrase_claim(sentence, span, phrase) for span, phrase in sentence.phrases()}
    for span in [span for span in phrases if len(span) == 1 and is_verb(sentence.words, span.first)]:
        phrases[span] = Claim("filler", span)
    yield from phrases.values()
    for claim in _idioms(sentence.folded):
        alike = phrases.get(claim.span)
        yield claim._replace(possible=claim.possible or (alike.possible if alike and not alike.filters else ()))


def choose(found: Iterator[Claim], size: int) -> Owners:
    """The owner of each word: numbers and ZIP codes first, then the longest claims, from left to right."""
    owners: Owners = [None] * size
    hinted: Owners = [None] * size
    for claim in sorted(found, key=_rank):
        where = hinted if claim.kind == "hint" else owners
        if not claim.span.overlaps(owners) and not claim.span.overlaps(where):
            where[claim.span.first : claim.span.last] = [claim] * len(claim.span)
    whole = [None if hint is None or hint.span.overlaps(owners) else hint for hint in hinted]
    return [owner or hint for owner, hint in zip(owners, whole, strict=True)]


def own(owners: Owners, claim: Claim) -> None:
    """Give the words of a claim to it."""
    owners[claim.span.first : claim.span.last] = [claim] * len(claim.span)


def place_claim(place: SaidPlace) -> Claim:
    """The claim of a place."""
    return Claim("place", place.span, near=place.near, people=place.people, correction=place.correction)


def phrase_claim(sentence: Sentence, span: Span, phrase: Phrase) -> Claim:
    """The claim of a phrase; of one that is not sure, or was read into a misspelling that is not, a hint."""
    misspelt = sentence.folded[span.first : span.last] != sentence.read[span.first : span.last]
    correction = " ".join(sentence.read[span.first : span.last]) if misspelt else ""
    if not phrase.sure or not all(sentence.sure[span.first : span.last]):
        kind = "ignored" if sentence.read[span.first] in NEGATIONS else "hint"
        return Claim(kind, span, possible=phrase.sure + phrase.possible, correction=correction)
    return Claim("filter", span, phrase.sure, phrase.possible, correction=correction, named=phrase.named)


def _rank(claim: Claim) -> tuple[bool, int, int, int]:
    digits = claim.kind == "radius" or (claim.kind == "place" and any(c.isdigit() for c in claim.near))
    return not digits, -len(claim.span), _TIES[claim.kind], claim.span.first


def _numbers(sentence: Sentence) -> Iterator[Claim]:
    line = Line(sentence.text, sentence.words)
    for radius in radii(line):
        yield Claim("radius" if radius.miles is not None else "ignored", radius.span, miles=radius.miles)
    for age in ages(line):
        yield Claim("age" if age.sure else "ignored", age.span, age.sure, age.possible)


def _idioms(folded: Sequence[str]) -> Iterator[Claim]:
    for kind, table in (("emergency", EMERGENCY), ("here", HERE), ("ignored", IGNORED)):
        for span in spans_of(folded, table, LONGEST_IDIOM):
            yield Claim(kind, span)
    for span in spans_of(folded, SECULAR, LONGEST_IDIOM):
        yield Claim("ignored", span, possible=(Meaning("approach", "12-step"),), exclude=True)
