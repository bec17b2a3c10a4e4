"""What a mistyped parameter or value was probably meant to be. Used where a question is refused."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from directory.vocabulary import vocabulary

_ALIKE = 72
"""From this likeness (0-100) a spelling is worth offering: "methadon" and "metadone" reach it."""


def near_names(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Up to three parameters spelled like `name`, best first."""
    found = process.extract(name[:80], known, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3)
    return tuple(match for match, _, _ in found)


def near_terms(facet: str, value: str) -> tuple[str, ...]:
    """Up to three keys of a facet that are spelled like `value` or are otherwise called so ("suboxone"), best first."""
    terms = vocabulary().facets[facet].terms.values()
    called = {word.casefold(): term.key for term in terms for word in (term.key, *term.words)}
    found = process.extract(value, list(called), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=9)
    return tuple(dict.fromkeys(called[match] for match, _, _ in found))[:3]


def home_of(key: str) -> str:
    """The facet a key belongs to when exactly one has it, else ""."""
    homes = [facet.key for facet in vocabulary().facets.values() if key in facet.terms]
    return homes[0] if len(homes) == 1 else ""
