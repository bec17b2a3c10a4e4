"""Upper-case names and addresses made readable: "BHG XLII LLC" stays, "ST. JOSEPH'S CENTER OF OH-IV, INC." becomes
"St. Joseph's Center of OH-IV, Inc.". No letter changes but in case. Called by sources, which keep the spelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import lru_cache

Form = Callable[[str], str]

_WORD = re.compile(r"[^\W_]+(?:['’‘`ʻ][^\W_]+)*")
_ROMAN = re.compile(r"(?=.)(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_NUMBERED = re.compile(r"-(?:\d|[IVXL]+\b)")
_BETWEEN = re.compile(r"[^\W_] [A-Z]+ ")
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)", re.ASCII)
_VOWELS = frozenset("AEIOUÁÉÍÓÚÀÈÜÖ")
_APOSTROPHES = re.compile("(['’‘`ʻ])")
_ELISIONS = frozenset("ODL")  # O'Brien, D'Angelo, L'Anse; but Ho'ola, Joseph's

_SMALL = frozenset("AND AT BY DBA FOR FROM IN OF ON OR THE TO WITH".split())

# What stays in capitals though it has a vowel: legal forms, degrees, directions, and the acronyms of the field. What
# has none and is short ("BHG", "NW") stays so by itself.
_CAPITALS = frozenset(
    "AIDS AMS ATS BAART CODAC CPIH DEA DO ECD FQHC GPA HIV IHC IHS JSAS LLC LLP MAT MD NE NKY OTP ORTC OUD PA PC PLLC "
    "PO RCA RN SE SIUH SUD UC UCLA UCSF UHS UNM UPMC US USA USC VA VAMC WIC YMCA YWCA".split()
)
_NAME_CAPITALS = frozenset("APT ARS CODA COPE".split())  # in an address APT is an apartment
_SHORT = frozenset(
    "BLVD CMTY CNTR CNTY CT CTR CTRS CTY DR FT GRP HLTH HTS HWY JR LN LTD MGMT MR MRS MS MT MTN PKWY PL PLZ PRGM PSYCH "
    "PT RD SQ ST SVC SVCS TPK TPKE TRL TRMT TRT TRTMT XING".split()
)
_NAME_SHORT = frozenset("SR".split())  # in an address SR is a state route
_PLACE_SHORT = frozenset("BLDG BSMT CR FL FLR FLS GRV HL HLS HBR LK LKS PH PK PKY RM SPC SPGS TRLR WY".split())


def name(written: str) -> str:
    """The name of a program or organisation. One with a small letter in it, and a lone short word, stay as they are."""
    if " " not in written and len(written) <= 6:
        return written
    return _readable(written, _name_word)


def place(written: str) -> str:
    """A street, a suite or a city. One with a small letter in it stays as it is."""
    return _readable(written, _place_word)


def kept(raw: MutableMapping[str, str], column: str, written: str, form: Form) -> str:
    """What `form` makes of a value; where that is another spelling, `raw` keeps the value as it was written."""
    value = form(written)
    if value != written:
        raw.setdefault(column, written)
    return value


def _readable(written: str, form: Form) -> str:
    if any(map(str.islower, written)):
        return written
    return _WORD.sub(lambda found: _in_place(found, form), written)


def _in_place(found: re.Match[str], form: Form) -> str:
    """A word by its neighbours: "OH" of "OH-IV" and "US" of "US-60", "of" between others; the rest by itself."""
    word, text = found[0], found.string
    if len(word) == 2 and _NUMBERED.match(text, found.end()):
        return word
    if word in _SMALL and _BETWEEN.match(text, found.start() - 2, found.end() + 1):
        return word.lower()
    return form(word)


@lru_cache(maxsize=20_000)
def _name_word(word: str) -> str:
    return word if word in _NAME_CAPITALS else _word(word, _SHORT | _NAME_SHORT)


@lru_cache(maxsize=20_000)
def _place_word(word: str) -> str:
    return _word(word, _SHORT | _PLACE_SHORT)


def _word(word: str, short: frozenset[str]) -> str:
    """One word: the first rule that knows it decides."""
    if word in short or word in _SMALL:
        return _capital(word)
    if _ORDINAL.fullmatch(word):
        return word.lower()
    if len(word) == 1 or word in _CAPITALS or _ROMAN.fullmatch(word) or any(map(str.isdigit, word)):
        return word
    if len(word) <= 6 and not _spoken(word):
        return word
    return _capital(word)


def _spoken(word: str) -> bool:
    """Whether there is a vowel to say it by; a lone Y counts from three letters on ("WYNN", not "NY")."""
    return not _VOWELS.isdisjoint(word) or (len(word) > 2 and "Y" in word)


def _capital(word: str) -> str:
    """ "Oak", "McDonald", "O'Brien", "Joseph's", "Hawai'i"."""
    first, *rest = _APOSTROPHES.split(word)
    if rest and first in _ELISIONS:
        return first + "".join(map(_first_capital, rest))
    if first.startswith("MC") and len(first) > 4:
        return "Mc" + _first_capital(first[2:]) + _lower("".join(rest))
    return _first_capital(first) + _lower("".join(rest))


def _first_capital(word: str) -> str:
    return word[:1] + _lower(word[1:])


def _lower(letters: str) -> str:
    """Small letters, of those only that have one which goes back to them ("İ" has two)."""
    if letters.isascii():
        return letters.lower()
    return "".join(small if (small := c.lower()).upper() == c and len(small) == 1 else c for c in letters)
