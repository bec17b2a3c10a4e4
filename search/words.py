"""Words: how text becomes the tokens that are indexed and searched. The same functions serve both sides, so that
"Behav Hlth Servs Ctr" and "behavioural health services centre" are the same tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from search.abbreviations import ALWAYS, OTHERWISE, PERHAPS, SAINT, STREETS, Readings
from search.stems import stem

Tokens = tuple[str, ...]

LONGEST = 40
"""Letters of a word that is looked for; the longest in real names has 25."""

MOST = 32
"""Words of a question that are looked for. `MAX_WORDS` characters seldom hold more, and each may cost a pass."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*(?:-[a-z0-9]+(?:'[a-z0-9]+)*)*")
_INITIALS = re.compile(r"\b[a-z](?:\.[a-z])+\b")
_QUOTED = re.compile(r'"([^"]*)"')
_JOINED = str.maketrans(
    {"ʻ": "", "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "\u0301": "", "“": '"', "”": '"', "–": "-", "‐": "-"}
)

STOPWORDS = frozenset(
    """
    a all an and any are as at be best by can el en for from get help i i'm in is it la las los me my near need of on or
    our que someone takes the that their them to un una want we who with y
    """.split()
)
"""Words that carry no wish. They are left out of a question unless it holds nothing else, or they are in quotes."""

READINGS: Mapping[str, Readings] = {
    "name": {**ALWAYS, **SAINT},
    "place": SAINT,
    "address": STREETS,
}
"""By kind of text: what a short form in it means."""

_TWICE: Mapping[str, Readings] = {
    "name": PERHAPS,
    "place": {short: PERHAPS[short] for short in ("ft", "mt")},
    "address": {},
}
"""By kind of text: short forms that are indexed as they stand too."""


class Wish(NamedTuple):
    """One word of a question: as typed, folded, and the ways to meet it, each as tokens that must all be there."""

    word: str
    forms: tuple[Tokens, ...]


class Asked(NamedTuple):
    """What words are looked for. `phrases` are the quoted ones, as tokens in order; `ignored` are words past MOST."""

    wishes: tuple[Wish, ...]
    phrases: tuple[Tokens, ...] = ()
    ignored: Tokens = ()


def fold(text: str) -> str:
    """Lower case without accents; okinas vanish, curly quotes and apostrophes become straight."""
    plain = text if text.isascii() else _strip_accents(text.translate(_JOINED))
    return plain.lower()


def tokens(text: str, kind: str = "name") -> Iterator[str]:
    """What is indexed of a text of a kind (READINGS): stemmed, short forms written out. A word with a hyphen is
    indexed in parts and as one."""
    return indexed(split(text), kind)


def sequence(text: str, kind: str = "name") -> Iterator[str]:
    """The same, but each word once and in order, for phrases."""
    return in_order(split(text), kind)


def split(text: str) -> list[str]:
    """The words of a text, folded; a hyphen joins two."""
    folded = fold(text)
    if "." in folded:
        folded = _INITIALS.sub(lambda found: found[0].replace(".", ""), folded)
    return [word for word in _WORD.findall(folded.replace("&", " and ")) if len(word) <= LONGEST]


def indexed(words: Iterable[str], kind: str) -> Iterator[str]:
    """`tokens` of words."""
    return (token for word in words for token in _indexed(word, kind))


def in_order(words: Iterable[str], kind: str) -> Iterator[str]:
    """`sequence` of words."""
    return (token for word in words for token in _in_order(word, kind))


def wishes(text: str) -> tuple[Wish, ...]:
    """The words of a question, each once, without stopwords unless all are."""
    return asked(text).wishes


def asked(text: str) -> Asked:
    """What a question asks for: its words, and its phrases in quotes."""
    folded = fold(text)
    quoted = _QUOTED.findall(folded)
    words = tuple(dict.fromkeys(split(folded)))
    telling = tuple(word for word in words if word not in STOPWORDS) or words
    phrases = tuple(tokens for tokens in (tuple(sequence(phrase)) for phrase in quoted) if len(tokens) > 1)
    return Asked(tuple(Wish(word, forms(word)) for word in telling[:MOST]), phrases, telling[MOST:])


@lru_cache(maxsize=4096)
def forms(word: str) -> tuple[Tokens, ...]:
    """The ways to meet a folded word, the plainest first: its stem, what it is short for, its parts."""
    if "-" in word:
        parts = _in_order(word, "name")
        return ((stem(word.replace("-", "").replace("'", "")),), parts)
    plain = _plain(word)
    always = _meant(plain, ALWAYS)
    if always:
        meant = [*always, *OTHERWISE.get(plain, ())]
    else:
        meant = [
            (plain,),
            *(reading for table in (PERHAPS, OTHERWISE, SAINT, STREETS) for reading in table.get(plain, ())),
        ]
    return tuple(dict.fromkeys(tuple(map(stem, reading)) for reading in meant))


@lru_cache(maxsize=1 << 17)
def _indexed(word: str, kind: str) -> Tokens:
    if "-" in word:
        parts = tuple(token for part in word.split("-") for token in _indexed(part, kind))
        return (*parts, stem(word.replace("-", "").replace("'", "")))
    plain = _plain(word)
    further = (stem(word) for reading in _TWICE[kind].get(plain, ()) for word in reading)
    return (*_written_out(plain, kind), *further)


@lru_cache(maxsize=1 << 17)
def _in_order(word: str, kind: str) -> Tokens:
    return tuple(token for part in word.split("-") for token in _written_out(part, kind))


@lru_cache(maxsize=1 << 17)
def _written_out(word: str, kind: str) -> Tokens:
    plain = _plain(word)
    if plain in _TWICE[kind]:
        return (stem(plain),)
    return tuple(map(stem, (_meant(plain, READINGS[kind]) or ((plain,),))[0]))


def _meant(plain: str, readings: Readings) -> tuple[Tokens, ...]:
    """What a short form, or the plural of one, means; nothing if it is none."""
    return readings.get(plain) or readings.get(stem(plain), ())


def _plain(word: str) -> str:
    return word.removesuffix("'s").replace("'", "")


def _strip_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
