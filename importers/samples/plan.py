"""The sample: how many invented places each state gets, and which kinds are in each so that searches find something."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from importers.samples.codes import Survey, drawn, survey
from importers.samples.invented import Invented, again, place
from importers.samples.spots import STATES, by_zip, somewhere, spots
from importers.samples.words import Chance

SEED = 20260101
EACH: Mapping[str, int] = {"su": 3, "mh": 2}
"""Places that every state has ..."""
SHARED: Mapping[str, int] = {"su": 258, "mh": 152}
"""... and those shared out by population."""
SMALL = frozenset({"VI", "GU", "AS", "MP"})
"""These have one fewer of each."""

SHOWN: Mapping[str, tuple[str, ...]] = {"AL": ("35007",), "AK": ("99546", "99501"), "MA": ("02108",), "NY": ("10001",)}
"""ZIPs that must have a place: the examples of our pages, the westernmost town. A state's first places go there."""

Wanted = Mapping[str, bool]
FIRST_KINDS: Mapping[str, Sequence[Wanted]] = {
    "su": ({"OTP": True, "OP": True, "HI": False}, {"RES": True, "OTP": False}),
    "mh": ({"HI": True}, {"OP": True, "HI": False}),
}
"""What the first places of a state have, survey by survey; chance decides the rest."""
OTHERS: Mapping[str, Sequence[Wanted]] = {
    "su": ({"OTP": False, "HI": False, "RES": False}, {"OTP": False, "HI": False}),
    "mh": ({"HI": False},),
}
"""What the other places in turn do not have, so that these kinds stay as rare as they are."""


def sample() -> list[Invented]:
    """The listings of the sample, state by state; both surveys, in the order of the files."""
    chance = random.Random(SEED).random  # noqa: S311 - nothing here is secret
    seeds = count(SEED)
    listed: list[Invented] = []
    for state in STATES:
        su = list(_places("su", state, chance, seeds))
        listed += [*su, *_twins(su, list(_places("mh", state, chance, seeds)), chance)]
    return [one for key in EACH for one in _covered(key, [one for one in listed if one.survey == key])]


def _places(key: str, state: str, chance: Chance, seeds: Iterator[int]) -> Iterator[Invented]:
    shown = [by_zip()[zip_code] for zip_code in SHOWN.get(state, ())]
    for number in range(_quota(key, state)):
        codes = next(drawn(survey(key).fixed(_wanted(key, state, number)), next(seeds), batch=1))
        spot = shown[number] if number < len(shown) else somewhere(state, chance)
        yield place(key, codes, spot, chance)


def _quota(key: str, state: str) -> int:
    share = spots(state).sums[-1] / spots().sums[-1]
    return EACH[key] - (state in SMALL) + round(SHARED[key] * share)


def _wanted(key: str, state: str, number: int) -> Wanted:
    """Hospital beds are in the substance-use survey in every second state, in the other survey in the rest."""
    if number >= len(FIRST_KINDS[key]):
        return OTHERS[key][number % len(OTHERS[key])]
    wanted = FIRST_KINDS[key][number]
    here = (STATES.index(state) % 2 == 0) == (key == "su")
    return {**wanted, "HI": here} if ("HI" not in wanted or wanted["HI"]) else wanted


def _twins(su: Sequence[Invented], mh: Sequence[Invented], chance: Chance) -> Iterator[Invented]:
    """The mental-health rows; a quarter of those past the first are at a place of the other survey."""
    for number, one in enumerate(mh):
        twin = 0 < number < len(su) and chance() < 0.25
        yield again(su[number], one.codes, chance) if twin else one


def _covered(key: str, listed: list[Invented]) -> list[Invented]:
    """The same rows; a code that chance gave to none is given to one, which loses those it is never with."""
    asked = survey(key)
    for odds in asked.odds:
        code, within, never = asked.codes[odds.column], _names(asked, odds.within), _names(asked, odds.never_with)
        if not any(code in one.codes for one in listed):
            fitting = [index for index, one in enumerate(listed) if within.issubset(one.codes)]
            index = fitting[odds.column % len(fitting)]
            kept = (other for other in listed[index].codes if other not in never)
            listed[index] = replace(listed[index], codes=(*kept, code))
    return listed


def _names(asked: Survey, columns: Sequence[int]) -> frozenset[str]:
    return frozenset(asked.codes[column] for column in columns)
