"""Street addresses in a form that can be compared: "516 E. 1st St., Suite 2" and "516 East First Street #2" are one.

Abbreviations follow the Postal Service's Publication 28, appendix C (street suffixes, directions, secondary units).
Used by `matching.py`; what a page shows is never taken from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from directory.place_names import words

SPELLED = 80.0
"""Street names this alike (0 to 100) are one with a slip of the pen, if the house number is the same: Milbrook and
Millbrook, Centenniel and Centennial. Prospect and Phoenix have 40."""

_NUMBERS: Mapping[str, str] = dict(
    pair.split("=")
    for pair in """
    first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 twelfth=12
    """.split()
)
_DIRECTIONS: Mapping[str, str] = dict(
    pair.split("=")
    for pair in """
    north=n south=s east=e west=w northeast=ne northwest=nw southeast=se southwest=sw n=n s=s e=e w=w ne=ne nw=nw se=se
    sw=sw oeste=w este=e norte=n sur=s
    """.split()
)
# Left out of the name of a street: sources leave them out and mistake them (4920 Avalon Blvd and 4920 S Avalon Blvd,
# 10369 State Highway 27 and 10369 State Road 27).
_KINDS: Mapping[str, str] = {
    name: short
    for short, names in (
        row.split(":")
        for row in """
        aly:alley,aly ave:avenue,ave,av,avenida blvd:boulevard,blvd,boul cir:circle,cir ct:court,ct cswy:causeway,cswy
        dr:drive,dr,drv expy:expressway,expy fwy:freeway,fwy hwy:highway,hwy,hiway ln:lane,ln loop:loop
        pkwy:parkway,pkwy,pky pike:pike pl:place,pl plz:plaza,plz rd:road,rd rte:route,rte,rt sq:square,sq
        st:street,st,str,calle ter:terrace,ter trl:trail,trl tpke:turnpike,tpke,tpk
        way:way carr:carretera,carr us:us sr:sr cr:cr
        """.split()
    )
    for name in names.split(",")
}
_SHORT: Mapping[str, str] = dict(
    pair.split("=")
    for pair in """
    saint=st sainte=ste mount=mt fort=ft heights=hts springs=spgs spring=spg junction=jct beach=bch creek=crk
    crossing=xing center=ctr centre=ctr doctor=dr junior=jr martin=mlk extension=ext
    """.split()
)

_UNITS: Mapping[str, str] = {
    name: kind
    for kind, names in (
        row.split(":")
        for row in """
        suite:suite,suites,ste,stes,unit,units,apt,apartment,room,rooms,rm,office,#
        floor:floor,floors,fl,level
        building:building,buildings,bldg,bldgs
        """.split()
    )
    for name in names.split(",")
}
_NAMED = "|".join(sorted((re.escape(name) for name in _UNITS if name != "#"), key=len, reverse=True))
_UNIT = re.compile(
    rf"(?:(?<=[\s,])|^)(?:(?P<kind>{_NAMED})\b\.?\s*(?:(?:no|number)\b\.?)?\s*#?|(?P<mark>\#))\s*"
    r"(?P<ids>(?:\d+[\w-]*|[a-z]{1,2}-?\d*\b)(?:(?:[\s,&]|\band\b)+(?:\d+[\w-]*|[a-z]-?\d*\b)(?!\s*(?:floor|fl)\b))*)"
    r"|(?P<story>\d+)(?:st|nd|rd|th)\s+(?:floors?|fl)\b",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?:[\s,(-]+(?:"
    + _NAMED
    + r"|mail\s?(?:code|stop)|attn|lobby|basement|bsmt|ground|p\.?\s?o\.?\s+box|box)\b|\s#|\s\().*$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)-(\d+)")
_HOUSE = re.compile(r"(\d+)(?:-(\d+))?(?:\s*-?\s*([a-d,f-m,o-r,t-v,x-z])(?=[\s,]))?(?=[\s,]|$)", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_LONGEST = 20
"""A range of more than this is none: "4-430" is a suite's own number, "85-251" a house's."""


class Address(NamedTuple):
    """What is compared of an address.

    * `low`, `high`: the house number, both the same unless it is a range; 0 when there is none.
    * `street`: its name in short form without direction and kind ("1st", "avalon"); "" when there is none.
    * `directions`, `kinds`: what the name lacks: {"n"}, {"blvd"}.
    * `units`: "suite 2", "floor 3", "building b"; several when several were told.
    """

    low: int
    high: int
    street: str
    directions: frozenset[str]
    kinds: frozenset[str]
    units: frozenset[str]

    @property
    def key(self) -> str:
        """House number and name of the street, "" unless both are known."""
        return f"{self.low} {self.street}" if self.low and self.street else ""


@lru_cache(maxsize=200_000)
def address(street: str, street2: str) -> Address:
    """The comparable form of a street line and its second line."""
    if not _HOUSE.match(street.strip()) and _HOUSE.match(street2.strip()):
        street, street2 = street2, street  # a building's name above the street: "Avera Professional Plaza"
    house = _HOUSE.match(street.strip())
    units = frozenset((*_units(street), *_units(street2), *_letter(house)))
    if house is None:
        return Address(0, 0, _name(_words(street)), frozenset(), frozenset(), units)
    parts = _words(street.strip()[house.end() :])
    low, high = _numbers(house[1], house[2])
    directions = frozenset(_DIRECTIONS[part] for part in parts if part in _DIRECTIONS)
    kinds = frozenset(_KINDS[part] for part in parts if part in _KINDS)
    return Address(low, high, _name(parts), directions, kinds, units)


def same_address(one: Address, other: Address) -> bool:
    """Whether house number and street are the same; a direction or kind may be missing, and may not differ."""
    return (
        bool(one.key and one[:3] == other[:3])
        and _agree(one.directions, other.directions)
        and _agree(one.kinds, other.kinds)
    )


def near_address(one: Address, other: Address) -> bool:
    """Whether house numbers overlap and the streets' names are alike: another kind, direction or spelling, or more
    words ("3955 Old North Point Rd", "96 Ali Way Creekside")."""
    if not (one.key and other.key and same_number(one, other)):
        return False
    mine, theirs = set(one.street.split()), set(other.street.split())
    return mine <= theirs or theirs <= mine or fuzz.ratio(one.street, other.street) >= SPELLED


def same_number(one: Address, other: Address) -> bool:
    """Whether the house numbers are the same, or one of a range."""
    return bool(one.low and other.low) and one.low <= other.high and other.low <= one.high


def slip(one: Address, other: Address) -> bool:
    """Whether one house number lost a digit of the other's in the same street: 2000 and 200 South Loop 256."""
    longer, shorter = sorted((str(one.low), str(other.low)), key=len, reverse=True)
    lost = len(longer) - len(shorter) == 1 and Levenshtein.distance(longer, shorter) == 1
    return bool(one.key and other.key) and one.street == other.street and lost


def other_unit(one: Address, other: Address) -> bool:
    """Whether both tell a suite, or both a floor, or both a building, and none of them is the same."""
    return bool(one.units and other.units) and any(
        _apart(_of(kind, one), _of(kind, other)) for kind in ("suite", "floor", "building")
    )


def _apart(mine: set[str], theirs: set[str]) -> bool:
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _of(kind: str, told: Address) -> set[str]:
    return {unit for unit in told.units if unit.startswith(kind)}


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _words(street: str) -> list[str]:
    """The words of a street without its units and what follows a comma after it."""
    head = _REST.sub("", _UNIT.sub(" ", street))
    before, comma, _ = head.partition(",")
    plain = before if comma and len(words(before)) > 1 else head
    told = [_NUMBERS.get(word, word) for word in words(plain)]
    return _saint(told)


def _saint(told: list[str]) -> list[str]:
    """The first "St" of "St Marys Avenue" is no street's; of "E St" it is."""
    at = next((at for at, word in enumerate(told) if word not in _DIRECTIONS), 0)
    named = told[at : at + 1] == ["st"] and any(word not in _KINDS for word in told[at + 1 :])
    return [*told[:at], "saint", *told[at + 1 :]] if named else told


def _name(parts: list[str]) -> str:
    """The name of a street: "E St" and "State Road" are names, having no other."""
    bare = [part for part in parts if part not in _DIRECTIONS and part not in _KINDS and part != "state"]
    kept = bare or [_KINDS.get(part, part) for part in parts]
    return " ".join(_ORDINAL.sub(r"\1", _SHORT.get(part, part)) for part in kept)


def _numbers(first: str, second: str | None) -> tuple[int, int]:
    """The ends of a range: "2367-69" is 2367 to 2369. "85-251" (Hawaii, Queens) is none but one number: 85251."""
    if not second:
        return int(first), int(first)
    last = int(first[: max(len(first) - len(second), 0)] + second)
    return (int(first), last) if 0 < last - int(first) <= _LONGEST else (int(first + second),) * 2


def _letter(house: re.Match[str] | None) -> Iterator[str]:
    """ "6983 C Mid County Drive" and "152-A Highway 7" tell a unit in the house number."""
    if house is not None and house[3]:
        yield f"suite {house[3].casefold()}"


def _units(line: str) -> Iterator[str]:
    for found in _UNIT.finditer(line):
        if found["story"]:
            yield f"floor {found['story']}"
            continue
        kind = _UNITS[(found["kind"] or "#").casefold()]
        for told in re.split(r"[\s,&]+|\band\b", found["ids"].casefold()):
            yield from (f"{kind} {unit}" for unit in _ids(told))


def _ids(told: str) -> Iterator[str]:
    """Each suite of "4-6"; "6-A" as "6a"."""
    span = _RANGE.fullmatch(told)
    if span and 0 < int(span[2]) - int(span[1]) <= _LONGEST:
        yield from map(str, range(int(span[1]), int(span[2]) + 1))
    elif told:
        yield _ORDINAL.sub(r"\1", told.replace("-", ""))
