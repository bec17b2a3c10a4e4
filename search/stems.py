"""Light stems: plurals and long -ing forms, nothing else. "recovery" and "recover" stay two words, as do "house" and
"housing"; a stem is nearly always a word, so it can be shown and completed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

IRREGULAR: Mapping[str, str] = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "wives": "wife",
    "lives": "life",
    "crises": "crisis",
    "diagnoses": "diagnosis",
}

KEPT = frozenset(
    """
    ames andes angeles athens cortes flushing gates hayes hughes james jones news rhodes series sterling torres wales
    wheeling wyoming
    """.split()
)
"""Names that look like plurals or -ing forms."""

_SIBILANT = ("ches", "shes", "sses", "xes", "zes")
_NO_PLURAL = ("ss", "us", "is", "as")
SHORTEST_ING = 8
"""Letters from which "-ing" is taken off: counseling, recovering, but not healing, housing or living, which name
something of their own."""


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a folded word."""
    if len(word) < 4 or word in KEPT:
        return IRREGULAR.get(word, word)
    one = _singular(word)
    return IRREGULAR.get(one, _base(one))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_SIBILANT):
        return word[:-2]
    return word if not word.endswith("s") or word.endswith(_NO_PLURAL) else word[:-1]


def _base(word: str) -> str:
    """Without "-ing", and then without a doubled consonant: counselling, beginning."""
    if len(word) < SHORTEST_ING or not word.endswith("ing") or not word.isalpha() or word in KEPT:
        return word
    base = word[:-3]
    return base[:-1] if base[-1] == base[-2] and base[-1] not in "aeious" else base
