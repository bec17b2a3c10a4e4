"""States, the District of Columbia, territories and freely associated states: their two-letter codes and names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class State:
    """A postal code, the name, and other ways the name is written (lower case)."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


_TABLE = """
AL Alabama: ala
AK Alaska: alas
AZ Arizona: ariz
AR Arkansas: ark
CA California: calif, cal
CO Colorado: colo
CT Connecticut: conn
DE Delaware: del
DC District of Columbia: d.c., washington dc, washington d.c.
FL Florida: fla
GA Georgia
HI Hawaii: hawai'i, hawaiʻi
ID Idaho
IL Illinois: ill
IN Indiana: ind
IA Iowa
KS Kansas: kans, kan
KY Kentucky
LA Louisiana
ME Maine
MD Maryland
MA Massachusetts: mass
MI Michigan: mich
MN Minnesota: minn
MS Mississippi: miss
MO Missouri
MT Montana: mont
NE Nebraska: nebr, neb
NV Nevada: nev
NH New Hampshire: n.h.
NJ New Jersey: n.j.
NM New Mexico: n.m., n. mex
NY New York: n.y., new york state
NC North Carolina: n.c., n. carolina
ND North Dakota: n.d., n. dakota
OH Ohio
OK Oklahoma: okla
OR Oregon: ore
PA Pennsylvania: penn, penna
RI Rhode Island: r.i.
SC South Carolina: s.c., s. carolina
SD South Dakota: s.d., s. dakota
TN Tennessee: tenn
TX Texas: tex
UT Utah
VT Vermont
VA Virginia
WA Washington: wash, washington state
WV West Virginia: w.v., w. va, w virginia, west va
WI Wisconsin: wis, wisc
WY Wyoming: wyo
PR Puerto Rico: p.r.
VI US Virgin Islands: virgin islands, u.s. virgin islands, usvi, u.s.v.i., virgin islands of the united states
GU Guam
AS American Samoa
MP Northern Mariana Islands: cnmi, commonwealth of the northern mariana islands, northern marianas
FM Federated States of Micronesia: micronesia
PW Palau
MH Marshall Islands: republic of the marshall islands
"""


def _parse(line: str) -> State:
    head, _, aliases = line.partition(":")
    code, _, name = head.partition(" ")
    return State(code, name, tuple(part.strip() for part in aliases.split(",") if part.strip()))


STATES: tuple[State, ...] = tuple(_parse(line) for line in _TABLE.strip().splitlines())


def state_code(written: str) -> str | None:
    """The two-letter code of a state written as code, name or common short form; None when it is none."""
    return _codes().get(written.strip().rstrip(".").casefold())


def state_name(code: str) -> str:
    """The name of a two-letter code. Raises KeyError for a code that is not in STATES."""
    return _names()[code]


@cache
def _codes() -> dict[str, str]:
    return {form.casefold().rstrip("."): s.code for s in STATES for form in (s.code, s.name, *s.aliases)}


@cache
def _names() -> dict[str, str]:
    return {s.code: s.name for s in STATES}
