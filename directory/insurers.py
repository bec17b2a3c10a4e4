"""Insurers by name, read from `insurers.csv`: who they are called, and which of them a free text names.

The vocabulary makes terms of them, importers recognise what a source writes, and publishing tells from a register's
issuers with whom a place has held an identifier.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from directory.errors import DirectoryError
from directory.facility import HeldWith
from directory.listing import Listing
from directory.states import STATES

KINDS = frozenset("national blue regional medicaid behavioral employer military network".split())
"""What an insurer mostly is. `blue` is a company of Blue Cross Blue Shield, `behavioral` runs mental health and
substance use plans for others, `employer` works for employers, `network` is rented by insurers."""

_LISTS = ("brands", "aliases", "registers", "alone")
_FILLERS = frozenset("a an and by for of the".split())
_NOISE = _FILLERS | frozenset(
    "co commercial company corp corporation employer epo facility group grp hmo id inc inpatient inpt ins insurance "
    "llc ltd no num number op outpatient plan pos ppo prov provider providers".split()
)
"""What is written around a name and is no part of it; dropped where a text is compared as a whole."""

_FORMS = frozenset("co company corp corporation epo hmo inc llc ltd pos ppo".split())
"""Of these, what may follow a name that is told exactly."""

_BLUES = ("bcbs", "bc bs", "bs bc", "blue cross blue shield", "blue cross", "blue shield")
_ALSO_WORDS = frozenset("CO HI ID IN ME OK OR PA".split())
"""Codes of states that are words or short for others: "BCBS ID #" is a number and not Idaho."""

_CONTRACTOR = re.compile(
    r"\b(part ?[ab]|railroad|rail road|rr medicare|medicare rr|dmerc|dme mac|palmetto|black lung|"
    r"medicare services?|government services)\b"
)
"""Companies that pay for Medicare in its name: what they issued is no word on their own plans."""

_PUBLIC = re.compile(
    r"\b(medicare|mcare|medicaid|medi ?cal|tri ?care|champus|champva|masshealth|tenncare|ahcccs|workers?|labor|"
    r"department|dept|state|federal|veterans|licen[sc]e|licensure|npi|tax|dental|pharmacy|hospital)\b"
)
_PLAN = re.compile(r"\b(health ?plans?|hmo|ppo|insurance|assurance|managed care)\b")
_GENERIC = _NOISE | frozenset(
    "all assurance care carriers choice community cos health healthcare healthplan healthplans individual managed "
    "plans private s various".split()
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Insurer:
    """A row of `insurers.csv`. `part_of` is the insurer whose filter finds this one too, or "".

    * `blue`: codes of states whose Blue Cross or Blue Shield company it is alone, so that "BCBS of TX" names it.
    * `brands`: other names of its own, shown and typed. `aliases`: what else people call it, in lower case.
    * `registers`: how registers shorten and misspell it. `alone`: names that are words of others as well ("oxford"),
      which count only as the whole text, also where they are aliases.
    * `source`, `as_of`: a public page where the row can be checked, and the year it is true of.
    """

    key: str
    label: str
    help: str
    kind: str
    states: tuple[str, ...]
    part_of: str
    blue: tuple[str, ...]
    brands: tuple[str, ...]
    aliases: tuple[str, ...]
    registers: tuple[str, ...]
    alone: tuple[str, ...]
    source: str
    as_of: str

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, as people and registers write it."""
        return (self.label, *self.brands, *self.aliases, *self.registers, *self.alone)


@cache
def insurers() -> Mapping[str, Insurer]:
    """All insurers by key, in the order of the file. Raises DirectoryError naming the line that is wrong."""
    text = (files("directory") / "insurers.csv").read_text(encoding="utf-8")
    found: dict[str, Insurer] = {}
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        one = _insurer(row)
        if one.key in found or one.kind not in KINDS:
            raise DirectoryError(f"insurers.csv line {line}: {one.key!r} may be there once, of a kind of {set(KINDS)}.")
        found[one.key] = one
    return found


def insurer_named(text: str) -> str | None:
    """The key of the one insurer that a free text names ("AETNA US HEALTHCARE PPO"), or None.

    A name counts as whole words, the longest of those that overlap; where two insurers are named, and neither is a part
    of the other, it is neither.
    """
    return insurer_called(text) or _named(_plain(text))


def insurer_called(text: str) -> str | None:
    """The key of the insurer that is called exactly this but for case, punctuation and words such as "HMO"; or None."""
    words = _plain(text)
    told = list(_telling(words, _FILLERS))
    while "".join(told) not in _anywhere() and told and told[-1] in _FORMS:
        told.pop()
    return _alone().get(" ".join(_telling(words))) or _anywhere().get("".join(told))


def held_with(listing: Listing, source: str) -> tuple[HeldWith, ...]:
    """The insurers with which a place has held an identifier, by the issuers that a register tells, in its order.

    Public programs, licences and numbers are left out; what looks like an unknown insurer keeps its name.
    """
    issuers = listing.identifiers.get("issuers", "").split("; ")
    held = (held for issuer in issuers if issuer for held in [_holder(issuer)] if held)
    return tuple(HeldWith(insurer=key, name=name, source=source) for key, name in dict.fromkeys(held))


@lru_cache(maxsize=20_000)
def _holder(issuer: str) -> tuple[str, str] | None:
    """Key and name of an insurer among the issuers, or None."""
    if _CONTRACTOR.search(" ".join(_plain(issuer))):
        return None
    key = insurer_named(issuer)
    if key:
        return key, insurers()[key].label
    return ("", _cased(issuer)) if _seems_insurer(issuer) else None


def _seems_insurer(issuer: str) -> bool:
    words = _plain(issuer)
    plain = " ".join(words)
    lettered = len(issuer) <= _LONGEST and not re.search(r"[\d#@]", issuer)
    telling = [word for word in words if word not in _GENERIC and len(word) > 1]
    return bool(lettered and telling and _PLAN.search(plain) and not _PUBLIC.search(plain))


def _cased(issuer: str) -> str:
    """A name in capitals made readable; one with a small letter in it stays as typed."""
    name = " ".join(issuer.split())
    return re.sub(r"[A-Z']+", _cased_word, name) if name.isupper() else name


def _cased_word(found: re.Match[str]) -> str:
    word = found[0].lower()
    if word in _FILLERS:
        return word
    spoken = len(word) > 2 and not set("aeiouy").isdisjoint(word) and word not in _FORMS - {"company", "corp", "inc"}
    return word.capitalize() if spoken else found[0]


def _insurer(row: Mapping[str, str]) -> Insurer:
    lists = {column: tuple(part.strip() for part in row[column].split(";") if part.strip()) for column in _LISTS}
    codes = {column: tuple(row[column].split()) for column in ("states", "blue")}
    return Insurer(**{**row, **lists, **codes})  # type: ignore[arg-type]  # the columns are the fields, a test says


def _plain(text: str) -> tuple[str, ...]:
    """The words of a text: no case, accents, apostrophes or punctuation; plans and plan are one."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple("plan" if word == "plans" else word for word in re.findall(r"[a-z0-9]+", bare))


def _telling(words: tuple[str, ...], without: frozenset[str] = _NOISE) -> tuple[str, ...]:
    return tuple(word for word in words if word not in without)


def _named(words: tuple[str, ...]) -> str | None:
    """One key, of the names that no longer one covers; None for none and for several."""
    told = _telling(words, _FILLERS)
    spans = sorted(_spans(told), key=lambda span: (-len("".join(told[span[0] : span[1]])), span))
    kept: list[tuple[int, int, str]] = []
    for start, end, key in spans:
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, key))
    keys = {key for _, _, key in kept}
    keys -= {insurers()[key].part_of for key in keys}
    return keys.pop() if len(keys) == 1 and not _others(told, kept, keys) else None


def _others(words: tuple[str, ...], kept: list[tuple[int, int, str]], keys: set[str]) -> set[str]:
    """Insurers whose lone names stand beside the names that were found, as in "TUFTS/CIGNA"."""
    covered = {at for start, end, _ in kept for at in range(start, end)}
    rest = " ".join("|" if at in covered else word for at, word in enumerate(words))
    found = {key for name, key in _alone().items() if f" {name} " in f" {rest} "}
    return found - keys - {insurers()[key].part_of for key in keys}


def _spans(words: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Where names stand. Words are joined, so "BC/BS", "BCBS" and "blue cross", "bluecross" are written alike."""
    index = _anywhere()
    for start in range(len(words)):
        for end in range(start + 1, min(start + 10, len(words)) + 1):
            if key := index.get("".join(words[start:end])):
                yield start, end, key


@cache
def _alone() -> Mapping[str, str]:
    return {" ".join(_telling(_plain(name))): one.key for one in insurers().values() for name in one.alone}


@cache
def _anywhere() -> Mapping[str, str]:
    """The names that count within a text, their words joined."""
    found = {name: one.key for one in insurers().values() for name in map(_joined, _blue_names(one))}
    for one in insurers().values():
        alone = set(map(_joined, one.alone))
        found.update((name, one.key) for name in map(_joined, one.names) if name not in alone)
    return found


def _joined(name: str) -> str:
    return "".join(_telling(_plain(name), _FILLERS))


def _blue_names(one: Insurer) -> Iterator[str]:
    """ "BCBS of TX", "Texas Blue Cross" and so on, where it is the state's only one."""
    for state in (state for state in STATES if state.code in one.blue):
        for place in (state.name, *(() if state.code in _ALSO_WORDS else (state.code,))):
            for blue in _BLUES:
                yield from (f"{blue} {place}", f"{place} {blue}")
