"""How alike are the names of two places? Names in full words, compared as they stand, as parts, and as initials.

Used by `matching.py`. SAMHSA cuts names at 38 characters, CMS at 35, and both shorten heavily (Ctr, Servs, Trt).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from directory.place_names import words

_LONG: Mapping[str, str] = dict(
    pair.split("=")
    for pair in """
    ctr=center ctrs=center centers=center centre=center serv=services servs=services svc=services svcs=services
    service=services trt=treatment tx=treatment prog=program progs=program programs=program behav=behavioral
    bh=behavioral hlth=health comm=community cmnty=community couns=counseling csl=counseling counselling=counseling
    dept=department hosp=hospital hospitals=hospital med=medical assoc=associates assocs=associates
    rehab=rehabilitation recov=recovery psych=psychiatric outpt=outpatient op=outpatient ip=inpatient
    resid=residential inst=institute natl=national univ=university cnty=county st=saint clinics=clinic
    healthcare=health healthcenter=health
    """.split()
)
_EMPTY = frozenset("inc llc corp co ltd pc pllc pa lp the of and at for a dba corporation incorporated company".split())
COMMON = frozenset("center services program clinic facility treatment outpatient inpatient".split())
"""Words that a source adds or leaves out: "BrightView LLC" and "BrightView Treatment Center"."""
PLAIN = COMMON | frozenset(
    """health mental behavioral behavior recovery medical hospital community family families children youth adult
    counseling county city state department care human social wellness house home addiction addictions substance abuse
    use alcohol drug rehabilitation residential psychiatric methadone university regional new life institute group
    associates agency system support""".split()
)
"""Words of which no agency is known: a name of these and the town's alone is no other's part ("Providence Center" and
"Providence Community Health Centers" are two agencies at one address)."""


def plain(name: str) -> str:
    """A name in full words: "Trt Ctrs of NJ, Inc." is "treatment center nj". Of "Crossing Healthcare at Heritage" only
    the tenant's part is left: a health center's room in another agency's house is not that agency."""
    told = words(name)
    tenant = told[: told.index("at")] if "at" in told[1:] else told
    return " ".join(_LONG.get(word, word) for word in tenant if word not in _EMPTY)


@lru_cache(maxsize=200_000)
def word_set(name: str) -> frozenset[str]:
    """The words of a plain name."""
    return frozenset(name.split())


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str, town: str, *, holds: bool = True, held: bool = True) -> float:
    """How alike two plain names are, 0 to 100. 100 also when one is part of the other or tells its initials.

    `town`: words that tell no agency. `holds`: the other may be a part of the one; `held`: the one a part of the other.
    """
    home = word_set(town)
    if one == other or (held and _part(one, other, home)) or (holds and _part(other, one, home)):
        return 100.0
    if _initials(one) & _acronyms(other) or _initials(other) & _acronyms(one):
        return 100.0
    return spelling(one, other)


def spelling(one: str, other: str) -> float:
    """How alike two plain names are as spelled, 0 to 100, in any order of words and however they are parted."""
    return max(fuzz.token_sort_ratio(one, other), fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")))


def same_program(one: str, other: str) -> bool:
    """Whether one program's name is part of the other's by two words at least: "(DATA)" alone names the agency."""
    mine, theirs = word_set(one) - COMMON, word_set(other) - COMMON
    return min(len(mine), len(theirs)) >= 2 and (mine <= theirs or theirs <= mine)


def _part(one: str, other: str, home: frozenset[str]) -> bool:
    told = word_set(one)
    return told - COMMON <= word_set(other) and not told <= home | PLAIN


@lru_cache(maxsize=200_000)
def _initials(name: str) -> frozenset[str]:
    """RISAT for "Rhode Island Substance Abuse Treatment": four letters and more, fewer are too often the same."""
    letters = "".join(word[0] for word in name.split())
    return frozenset(letters[:size] for size in range(4, len(letters) + 1))


@lru_cache(maxsize=200_000)
def _acronyms(name: str) -> frozenset[str]:
    """Words that may be initials, also with one letter more: CAHSD is the "Capital Area Human Services" District."""
    return word_set(name) | {word[:-1] for word in name.split()}


_REMEMBERED = (word_set, likeness, _initials, _acronyms)


def forget() -> None:
    """Let go of what was remembered of names: a national matching fills the caches with some hundred megabytes."""
    for remembered in _REMEMBERED:
        remembered.cache_clear()
