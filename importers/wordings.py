"""Words of a source into terms: exact matches of labels, brands, synonyms and SAMHSA's wordings; near ones as hints.

For sources without service codes (`hsds`, `table`) and for drafting mappings. A near match is never used by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from rapidfuzz import fuzz, process

from directory.insurers import insurer_called, insurers
from directory.vocabulary import Term, vocabulary
from importers.values import fold

_PEOPLE = frozenset({"payment", "insurer", "language", "age", "sex"})
"""Facets whose synonyms name people and things as well ("native american", "deaf", "uninsured"): without a column that
says what is meant, only their labels and brands count."""


def written(term: Term) -> str:
    """A term as listings say it, "care:detox"."""
    return f"{term.facet}:{term.key}"


def term_of(wording: str, facets: Collection[str] = ()) -> str | None:
    """The one term that is called exactly this, case and punctuation apart, in these facets or else in any; None when
    there is none or more than one. Where it may be an insurer, "Aetna PPO" and "BC/BS of TX" are names as well."""
    entries = _index().get(fold(wording), ())
    fitting = {term for term, facet, name in entries if (facet in facets if facets else name or facet not in _PEOPLE)}
    if not fitting and "insurer" in facets and (insurer := insurer_called(wording)):
        return f"insurer:{insurer}"
    return fitting.pop() if len(fitting) == 1 else None


def implied(term: str) -> tuple[str, ...]:
    """The term and what is true with it: "setting:intensive-outpatient" is "setting:outpatient" as well, and
    "insurer:premera" is "insurer:bcbs"."""
    return _implied()[term]


def with_implied(terms: Iterable[str]) -> frozenset[str]:
    """All these terms and what is true with them."""
    return frozenset(other for term in terms for other in implied(term))


def near_terms(wording: str, most: int = 3, least: float = 60) -> list[tuple[str, float]]:
    """Terms with a name like this and how like, 0 to 100, best first. Also takes a misspelt "care:detoks"."""
    names = _names()
    found = process.extract(fold(wording), names.keys(), scorer=fuzz.ratio, limit=most * 5, score_cutoff=least)
    best: dict[str, float] = {}
    for name, score, _ in found:
        best.setdefault(names[name], score)
    return list(best.items())[:most]


@cache
def terms() -> frozenset[str]:
    """Every term, as listings say them."""
    return frozenset(map(written, vocabulary().terms))


@cache
def _index() -> dict[str, tuple[tuple[str, str, bool], ...]]:
    """Folded wording -> (term, facet, whether it is a name of the term rather than a synonym)."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for term in vocabulary().terms:
        named = (term.label, *term.brands, written(term), *(entry.split(":", 2)[2] for entry in term.spellings))
        for words, name in ((named, True), (term.synonyms, False)):
            for word in words:
                found.setdefault(fold(word), []).append((written(term), term.facet, name))
    return {word: tuple(entries) for word, entries in found.items() if word}


@cache
def _names() -> dict[str, str]:
    return {word: entries[0][0] for word, entries in _index().items()}


@cache
def _implied() -> dict[str, tuple[str, ...]]:
    every = vocabulary().terms
    return {
        written(term): tuple(
            written(other)
            for other in every
            if other is term or (term.codes and term.codes <= other.codes | other.derived) or _is_part(term, other)
        )
        for term in every
    }


def _is_part(term: Term, other: Term) -> bool:
    """Whether both are insurers and the one belongs to the other."""
    return term.facet == other.facet == "insurer" and insurers()[term.key].part_of == other.key
