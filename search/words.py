"""Words: how text becomes the tokens that are indexed and searched. The same function serves both sides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from whoosh.lang.porter import stem

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_JOINED = str.maketrans({"ʻ": "", "’": "'", "‘": "'", "`": "'", "´": "'", "\u0301": ""})

ABBREVIATIONS: Mapping[str, str] = {
    "addic": "addiction",
    "assoc": "associates",
    "assocs": "associates",
    "behav": "behavioral",
    "bh": "behavioral",
    "chem": "chemical",
    "cmnty": "community",
    "cnsl": "counseling",
    "comm": "community",
    "comp": "comprehensive",
    "corp": "corporation",
    "coun": "counseling",
    "couns": "counseling",
    "ctr": "center",
    "ctrs": "center",
    "centre": "center",
    "dept": "department",
    "dev": "development",
    "fam": "family",
    "ft": "fort",
    "hlth": "health",
    "hosp": "hospital",
    "inst": "institute",
    "intl": "international",
    "med": "medical",
    "mh": "mental",
    "mt": "mount",
    "natl": "national",
    "org": "organization",
    "outpt": "outpatient",
    "prog": "program",
    "progs": "program",
    "psych": "psychiatric",
    "psychol": "psychological",
    "rec": "recovery",
    "recov": "recovery",
    "reg": "regional",
    "rehab": "rehabilitation",
    "resid": "residential",
    "serv": "services",
    "servs": "services",
    "soc": "social",
    "st": "saint",
    "sub": "substance",
    "svc": "services",
    "svcs": "services",
    "trt": "treatment",
    "trtmt": "treatment",
    "tx": "treatment",
    "univ": "university",
    "vet": "veterans",
}
"""How SAMHSA's listings shorten words to fit 38 characters, counted in the 2022 and 2023 directories; both forms are
found by either. "st" is Saint and Street alike: both are indexed."""

STOPWORDS = frozenset(
    """
    a all an and any are as at be best by can el en for from get help i i'm in is it la las los me my near need of on or
    our que someone takes the that their them to un una want we who with y
    """.split()
)
"""Words that carry no wish. They are left out of a question unless it holds nothing else."""


def fold(text: str) -> str:
    """Lower case without accents; okinas vanish, curly apostrophes become straight."""
    plain = text if text.isascii() else _strip_accents(text.translate(_JOINED))
    return plain.lower()


def tokens(text: str) -> Iterator[str]:
    """Stemmed tokens in order. An abbreviation yields itself and its long form."""
    for word in _WORD.findall(fold(text)):
        yield from token(word)


@lru_cache(maxsize=65536)
def token(word: str) -> tuple[str, ...]:
    """The tokens of one folded word: its stem, and the stem of its long form if it is an abbreviation."""
    plain = word.removesuffix("'s").replace("'", "")
    forms = (plain, ABBREVIATIONS[plain]) if plain in ABBREVIATIONS else (plain,)
    return tuple(stem(form) for form in forms)


def wishes(text: str) -> list[tuple[str, ...]]:
    """The words of a question, each as the tokens of which one must be found; without stopwords unless all are."""
    words = list(dict.fromkeys(_WORD.findall(fold(text))))
    telling = [word for word in words if word not in STOPWORDS] or words
    return [token(word) for word in telling]


def _strip_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
