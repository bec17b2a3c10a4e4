"""Phrases that mean filters: everything the vocabulary calls its terms, and what people say for several at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from directory.vocabulary import Vocabulary
from search.care_words import EXAMINED, EXAMINING
from search.children_words import BROUGHT, CHILDREN, LIVED, STAYING, WITH_CHILDREN
from search.drug_words import ADDICTED, BESIDE, DETOXED, DRUGS, KNOWN, LEFT, SLANG, TAKEN, TREATING, TROUBLED
from search.meanings import DISTRUSTED, MEANT, NAMES, POSSIBLE
from search.plan_words import BRANDED, INSURER_WORDS, WELL_KNOWN_INSURERS
from search.word_spans import Span, folded

LONGEST = 7
"""Words of a phrase. Longer labels are sentences that nobody types."""

JOINED = 6
"""Letters from which words may be written together or apart ("halfwayhouse", "out patient", "sub oxone"): below that,
other words run into each other ("m at", "i op")."""

UNJOINED = frozenset({"the", "a", "medical"})
"""Words that begin none ("the rapist" is no therapist), or are not written together ("medical" is no Medi-Cal)."""

PLURAL = 5
"""Letters from which an s at the end does not count: "aids" is not "aid", "meds" not "med"."""


SPOKEN = (
    "{} speaking",
    "speaks {}",
    "speak {}",
    "in {}",
    "en {}",
    "{} language",
    "{} interpreter",
    "{} interpreters",
    "interpreter {}",
    "{} translator",
    "{} only",
    "habla {}",
    "hablan {}",
    "hable {}",
    "hablen {}",
)
"""What shows that a name is one of a language."""


class Meaning(NamedTuple):
    """One filter, by its facet and key."""

    facet: str
    key: str


class Phrase(NamedTuple):
    """What a phrase means.

    `sure` are the filters it becomes; `possible` what may be meant, to be suggested. `named`: it is common in names, so
    it is a filter only beside words of paying ("takes Beacon", not "Beacon House").
    """

    words: tuple[str, ...]
    sure: tuple[Meaning, ...] = ()
    possible: tuple[Meaning, ...] = ()
    named: bool = False


class Phrases:
    """The phrases of a vocabulary, looked up by span."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        declared = dict(_declared(vocabulary))
        ways = (_languages, _addictions, _detoxes, _examinations)
        beside = {words: phrase for way in ways for words, phrase in way(vocabulary)}
        said = beside | declared | dict(_meant(vocabulary, declared))
        self._exact = dict(_stays(vocabulary, said)) | said
        self._loose: dict[str, Phrase] = {}
        for words, phrase in self._exact.items():
            for form in {"".join(words), "".join((*words[:-1], _singular(words[-1])))}:
                if len(form) >= JOINED and form not in UNJOINED:
                    self._loose.setdefault(form, phrase)
        branded = {folded(said) for said in BRANDED}
        self.vocabulary: frozenset[str] = frozenset(word for words in self._exact for word in words)
        others = (words for words, phrase in self._exact.items() if not _only_insurer(phrase) and words not in branded)
        self.certain: frozenset[str] = frozenset(word for words in others for word in words)
        self._longest = max(len(words) for words in self._exact)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """The words of every phrase."""
        return iter(self._exact)

    def meaning(self, word: str) -> tuple[Meaning, ...] | None:
        """The filters that a word alone means."""
        phrase = self._exact.get((word,))
        return (phrase.sure or None) if phrase else None

    def exact(self, words: tuple[str, ...]) -> bool:
        """Whether these folded words are a phrase that is sure."""
        phrase = self._exact.get(words)
        return phrase is not None and bool(phrase.sure)

    def trusted(self, word: str) -> bool:
        """Whether a word alone is a phrase that cannot be the name of a place."""
        phrase = self._exact.get((word,))
        return phrase is not None and not phrase.named

    def find(self, words: Sequence[str], apart: Sequence[bool]) -> Iterator[tuple[Span, Phrase]]:
        """Every span of these folded words that is a phrase. None goes across a comma (`apart`: one stands before)."""
        for first in range(len(words)):
            for last in range(first + 1, min(first + self._longest, len(words)) + 1):
                if last > first + 1 and apart[last - 1]:
                    break
                phrase = self._look(tuple(words[first:last]))
                if phrase is not None:
                    yield Span(first, last), phrase

    def _look(self, words: tuple[str, ...]) -> Phrase | None:
        exact = self._exact.get(words)
        if exact is not None:
            return exact
        if words[0] in UNJOINED:
            return None
        joined = "".join(words)
        return self._loose.get(joined) or self._loose.get(_singular(joined)) if len(joined) >= JOINED else None


def _declared(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, ...], Phrase]]:
    """What the terms are called, as far as it can be trusted to mean them."""
    for term in vocabulary.terms:
        meaning = (Meaning(term.facet, term.key),)
        for name in term.words:
            words = folded(name)
            said = " ".join(words)
            if 0 < len(words) <= LONGEST:
                named = term.facet == "insurer" and not _surely_insurer(said)
                yield words, Phrase(words, (), meaning) if said in DISTRUSTED else Phrase(words, meaning, (), named)


def _surely_insurer(said: str) -> bool:
    if any(word in said for word in INSURER_WORDS):
        return True
    return any(said == name or said.startswith(f"{name} ") for name in WELL_KNOWN_INSURERS)


def _detoxes(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, ...], Phrase]]:
    """A drug beside the words that say detox."""
    for term, drugs in DRUGS.items():
        for drug, said in product(drugs.split("; "), DETOXED):
            words = folded(said.format(drug))
            yield words, Phrase(words, _terms(vocabulary, term))
    for drug, said in product(LEFT, DETOXED):
        words = folded(said.format(drug))
        yield words, Phrase(words, _terms(vocabulary, "care:detox"))


def _addictions(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, ...], Phrase]]:
    """What is no drug by itself beside the words that say addiction: "ketamine abuse" asks for no ketamine."""
    alone = (said.format(drug) for drug, said in (*product(TAKEN, ADDICTED), *product(TAKEN - TREATING, TROUBLED)))
    pairs = (said.format(drug, known) for drug, known, said in product(SLANG, KNOWN, BESIDE))
    for words in map(folded, (*alone, *pairs)):
        yield words, Phrase(words, _terms(vocabulary, "care:substance-use"))


def _examinations(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, ...], Phrase]]:
    """A condition beside the words that say an examination: who is tested for it may not have it."""
    for condition, said in product(EXAMINED, EXAMINING):
        words = folded(said.format(condition))
        yield words, Phrase(words, _terms(vocabulary, "testing:mental-health-assessment"))


def _stays(vocabulary: Vocabulary, known: Mapping[tuple[str, ...], Phrase]) -> Iterator[tuple[tuple[str, ...], Phrase]]:
    """Children beside a place where people live: who "takes kids" elsewhere may as well treat them."""
    for place, children, said in product(LIVED, WITH_CHILDREN, STAYING):
        words, house = folded(said.format(place, children)), known.get(folded(place), Phrase(()))
        yield words, Phrase(words, house.sure + _terms(vocabulary, "service:children-stay"))
    for children, said in product(CHILDREN, BROUGHT):
        words = folded(said.format(children))
        yield words, Phrase(words, _terms(vocabulary, "service:children-stay"))


def _languages(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, ...], Phrase]]:
    """A language beside the words that say it is spoken: "French" alone may be the Quarter."""
    facet = vocabulary.facets.get("language")
    for term in facet.terms.values() if facet else ():
        for name, spoken in product(term.words, SPOKEN):
            words = folded(spoken.format(name))
            yield words, Phrase(words, (Meaning(term.facet, term.key),))


def _meant(
    vocabulary: Vocabulary, declared: Mapping[tuple[str, ...], Phrase]
) -> Iterator[tuple[tuple[str, ...], Phrase]]:
    """What `meanings` adds to it and corrects of it. A term that this vocabulary lacks is left out."""
    for said in MEANT.keys() | POSSIBLE.keys():
        words = folded(said)
        sure = _terms(vocabulary, MEANT[said]) if said in MEANT else declared.get(words, Phrase(words)).sure
        yield words, Phrase(words, sure, _terms(vocabulary, POSSIBLE.get(said, "")), said in NAMES)


def _terms(vocabulary: Vocabulary, written: str) -> tuple[Meaning, ...]:
    pairs = (entry.partition(":")[::2] for entry in written.split())
    return tuple(Meaning(f, k) for f, k in pairs if f in vocabulary.facets and k in vocabulary.facets[f].terms)


def _only_insurer(phrase: Phrase) -> bool:
    return all(meaning.facet == "insurer" for meaning in phrase.sure + phrase.possible)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
