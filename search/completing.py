"""What a sentence that is being typed may go on as: the filters and the places its last words begin. Nothing of it is
kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import NamedTuple

from directory.vocabulary import Term, vocabulary
from search.meanings import DISTRUSTED
from search.phrases import LONGEST
from search.place import Place
from search.places import Places
from search.understand import understand
from search.word_spans import Word, folded, split

SHORTEST = 2
"""Letters from which anything is suggested."""

FEWEST = 3
"""Letters from which anything is, behind other words: "mo" in "Springfield MO" begins no filter."""

MOST = 3
"""Filters, and places, at once."""

LIKELY, TRIED = 8, 4
"""Filters that are looked at, and names of each that are tried for one that is surely understood: 0.1 ms each."""

PEOPLE = 1000
"""Of a place that is suggested without "near" or "in" before it: "meth" is seldom Methodist Camp, Iowa."""

PLACE_WORDS = 3
"""Words of a place that are looked at where none of LEADS is before it."""

WRITTEN: Mapping[str, str] = {"insurer": "takes", "language": "speaks"}
"""What is written before a name of a facet so that it is surely understood: "Beacon" alone may be a place's name."""

LEADS = frozenset("near in around by at from cerca en".split())
"""Words before a place."""


class Wish(NamedTuple):
    """A filter, and the sentence that asks for it."""

    term: Term
    text: str


class Where(NamedTuple):
    """A place, and the sentence that asks for it."""

    place: Place
    text: str


class _Name(NamedTuple):
    """The end of a name of a term from one of its words on, folded. Names of insurers come after others, those of which
    more words stand `before` after those of fewer, longer after shorter ones. `at` counts the names of the term;
    `written` asks for it."""

    folded: str
    insurer: bool
    before: int
    letters: int
    at: int
    term: Term
    written: str


def complete(typed: str, table: Places) -> tuple[list[Wish], list[Where]]:
    """The filters and the places of which a name, or a word in one, begins as the last words do; of as many words as
    begin one. Behind "near" or the like only places, where there are any; behind a whole place filters again."""
    words = split(typed)
    start, led = _lead(words)
    near = _where(typed, start, table.suggest(typed[start:], MOST)) if led else []
    if near:
        return [], near
    behind = _behind(typed, words, start, table) if led else 0
    ends = [(begin, end) for begin, end in _ends(typed, words) if begin >= behind]
    start, names = next(((start, names) for start, end in ends if (names := _names_beginning(end, start))), (0, ()))
    alone = len(words) == 1  # "free" may become Freeport, "takes medi" not Medina
    return _wishes(typed, start, names, table), [] if led or (names and not alone) else _places(typed, ends, table)


def _wishes(typed: str, start: int, names: tuple[_Name, ...], table: Places) -> list[Wish]:
    """Each under the first of its names that begin so and that surely mean it and nothing else."""
    called: dict[int, list[_Name]] = {}
    for name in sorted(names, key=lambda name: name[1:4]):
        called.setdefault(name.term.number, []).append(name)
    likely = islice(called.values(), LIKELY)
    by_term = (sorted(each, key=lambda name: (name.before, name.at))[:TRIED] for each in likely)
    sure = (next(_sure(typed[:start], each, table), None) for each in by_term)
    return list(islice((wish for wish in sure if wish), MOST))


def _sure(before: str, names: list[_Name], table: Places) -> Iterator[Wish]:
    """The sentences behind some words that surely mean a term; by itself a name must mean nothing else either."""
    for name in names:
        text, wanted = _joined(before, name.written), (name.term.facet, name.term.key)
        told = {(one.facet, one.key) for one in understand(text, "", vocabulary(), table).filters}
        if wanted in told and (before or len(told) == 1):
            yield Wish(name.term, text)


def _places(typed: str, ends: list[tuple[int, str]], table: Places) -> list[Where]:
    """The largest first. Where the word may be a filter too, none that is only spelt alike."""
    for start, end in ends[-PLACE_WORDS:]:
        found = [place for place in table.suggest(typed[start:], MOST) if place.population >= PEOPLE or place.zip]
        if _names_beginning(end, start):
            found = [place for place in found if " ".join(folded(place.label)).startswith(end)]
        if found:
            return _where(typed, start, found)
    return []


def _lead(words: list[Word]) -> tuple[int, bool]:
    """Where the text behind the last "near" or the like begins, and whether there is one."""
    leads = [at for at, word in enumerate(words[:-1], 1) if word.folded in LEADS]
    return (words[leads[-1]].start, True) if leads else (0, False)


def _behind(typed: str, words: list[Word], start: int, table: Places) -> int:
    """Where the text behind the whole place begins that follows "near" or the like; 0 where none does."""
    said = [at for at, word in enumerate(words[:-1]) if word.start >= start]
    whole = (at for at in reversed(said[:PLACE_WORDS]) if _is_whole(typed[start : words[at].end], table))
    return next((words[at + 1].start for at in whole), 0)


def _is_whole(name: str, table: Places) -> bool:
    """Whether a text is the name of a place, with or without its state."""
    found = table.suggest(name, 1)
    return any(folded(name) in (folded(place.label.partition(",")[0]), folded(place.label)) for place in found)


def _where(typed: str, start: int, found: list[Place]) -> list[Where]:
    before = typed[:start].rstrip()
    words = split(before)
    led = not words or before.endswith(",") or words[-1].folded in LEADS
    return [Where(place, _joined(before if led else f"{before} near", place.label)) for place in found]


def _ends(typed: str, words: list[Word]) -> Iterator[tuple[int, str]]:
    """The last words of a text, the longest first: where they begin in it, and they folded. Behind a space a word is
    whole."""
    whole = " " if words and typed[words[-1].end :] else ""
    for first in range(max(0, len(words) - LONGEST), len(words)):
        end = " ".join(word.folded for word in words[first:])
        if len(end) >= (FEWEST if first else SHORTEST):
            yield words[first].start, end + whole


def _names_beginning(end: str, start: int) -> tuple[_Name, ...]:
    """Names of which a word begins so, and the words behind it go on; behind other words only the first word."""
    names = _names()
    first = bisect_left(names, (end,))
    found = names[first : bisect_left(names, (end + "\U0010ffff",), lo=first)]
    return tuple(name for name in found if not name.before) if start else found


@cache
def _names() -> tuple[_Name, ...]:
    """What every term is called, from each word on, in order: 5,000 for 490 terms."""
    return tuple(sorted(_named(), key=lambda name: name[:5]))


def _named() -> Iterator[_Name]:
    for term in vocabulary().terms:
        insurer = term.facet == "insurer"
        for at, called in enumerate(term.words):
            words = folded(called)
            if 0 < len(words) <= LONGEST and " ".join(words) not in DISTRUSTED:
                written = _joined(WRITTEN.get(term.facet, ""), called)
                for before in range(1 if insurer else len(words)):
                    yield _Name(" ".join(words[before:]), insurer, before, len(called), at, term, written)


def _joined(before: str, after: str) -> str:
    """Both, a word that ends one and begins the other once: "takes" and "takes Aetna"."""
    last, first = before.split()[-1:], after.split()[:1]
    return " ".join([*before.split()[: -1 if last == first else None], after])
