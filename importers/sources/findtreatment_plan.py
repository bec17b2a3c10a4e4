"""From an address of the FindTreatment.gov API that an operator types to the calls behind it, or a refusal.

The API answers many wrong calls with an empty list or a wrong one instead of an error, so such calls are refused here
before they are made. Facts: SAMHSA's "FindTreatment.gov API", version 1.9 of 15 January 2025.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from directory.clean import coordinates
from directory.errors import SourceError
from directory.states import state_code, state_name

PAGE_SIZE = 2000
"""Rows a page: the most the guide allows, so the fewest calls."""

_IDS = """
AL 19 AK 20 AZ 21 AR 22 CA 23 CO 24 CT 25 DE 26 DC 27 FL 28 GA 29 HI 30 ID 31 IL 32 IN 33 IA 34 KS 35 KY 36 LA 37 ME 1
MD 18 MA 3 MI 2 MN 38 MS 39 MO 40 MT 4 NE 41 NV 12 NH 42 NJ 13 NM 43 NY 5 NC 6 ND 44 OH 7 OK 45 OR 46 PA 8 RI 9 SC 47
SD 48 TN 10 TX 11 UT 14 VT 49 VA 50 WA 15 WV 51 WI 16 WY 52
"""
STATE_IDS: Mapping[str, int] = {pair[:2]: int(pair[3:]) for pair in re.findall(r"[A-Z]{2} \d+", _IDS)}
"""SAMHSA's own state ids (guide, appendix B), which are not FIPS codes. No territory has one, and 17 is nobody's."""

TERRITORIES: Mapping[str, tuple[str, str]] = {
    "AS": ("-14.3,-170.7", "160000"),
    "GU": ("13.45,144.78", "50000"),
    "MP": ("15.1,145.7", "130000"),
    "PR": ("18.2,-66.4", "130000"),
    "VI": ("18.05,-64.8", "50000"),
}
"""A point and the metres around it that hold all inhabited islands of a territory and none of another."""

_ANYWHERE = "39.1,-77.2"  # a state search takes a point and only measures `miles` from it


@dataclass(frozen=True, slots=True)
class Part:
    """One list that is asked for page by page: its name in file names, its name for people, its own parameters."""

    name: str
    label: str
    ask: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an address asks for. `whole`: every listing of the country, substance use and mental health both.
    `everything`: practitioners and health centers as well."""

    parts: tuple[Part, ...]
    common: tuple[tuple[str, str], ...]
    whole: bool
    everything: bool


def plan_of(query: str) -> Plan:
    """The calls behind a query string. Raises SourceError naming the parameter and what would be right."""
    asked = {name: _CHECKS[name](value) for name, value in _given(query).items()}
    for sentence, wrong in _TOGETHER:
        if wrong(asked):
            raise SourceError(sentence)
    narrowed = asked.keys() - {"sType", "sort", "pageSize"}
    geography = {name: asked.pop(name, "") for name in ("sAddr", "limitType", "limitValue")}
    common = {"pageSize": str(PAGE_SIZE), **asked}
    whole = not narrowed and asked.get("sType") not in ("sa", "mh")  # of one kind of listing: the other stays
    return Plan(
        parts=_LIMITS[geography["limitType"]](geography["sAddr"], geography["limitValue"]),
        common=tuple((name, value) for name, value in common.items() if value),
        whole=whole,
        everything=whole and not asked.get("sType"),
    )


def _given(query: str) -> dict[str, str]:
    """Parameters and values as typed, without the quotes that the guide allows around a value."""
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in _CHECKS:
            raise SourceError(_NOT_TAKEN.get(name) or _unknown(name))
        if name in given:
            raise SourceError(f"{name} is given twice; give it once.")
        given[name] = re.sub(r"""^(["'])(.*)\1$""", r"\2", value.strip())
        if not given[name]:
            raise SourceError(f"{name} is empty; give it a value or leave it out.")
    return given


def _unknown(name: str) -> str:
    near = next((known for known in _CHECKS if known.casefold() == name.casefold()), "")
    right = f"{near} is" if near else f"there are {', '.join(_CHECKS)}"
    return f"{name} is not in SAMHSA's guide; {right}."


def _point(value: str) -> str:
    first, _, second = value.partition(",")
    if isinstance(point := coordinates(first.strip(), second.strip()), tuple):
        return f"{point[0]},{point[1]}"
    if isinstance(coordinates(second.strip(), first.strip()), tuple):
        right = f"sAddr={second.strip()},{first.strip()}"
        raise SourceError(f"sAddr={value} is longitude first, which the API answers with nothing; {right} is right.")
    raise SourceError(
        f"sAddr={value} is no point in the United States; latitude,longitude is right: sAddr={_ANYWHERE}."
    )


def _whole_number(name: str, low: int, high: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise SourceError(f"{name}={value} is not taken; a whole number from {low} to {high} is right.")
        return str(int(value))

    return check


def _service_type(value: str) -> str:
    if value.casefold() not in _SERVICE_TYPES:
        raise SourceError(f"sType={value} is not known; {', '.join(_SERVICE_TYPES)} are right.")
    return _SERVICE_TYPES[value.casefold()]


def _codes(value: str) -> str:
    codes = [code.strip().upper() for code in value.split(",")]
    if not all(re.fullmatch("[A-Z0-9]{1,10}", code) for code in codes):
        raise SourceError(
            f"sCodes={value} is not a list of service codes; commas between them are right: sCodes=OTP,BU."
        )
    return ",".join(codes)


def _state(value: str) -> str:
    code = state_code(value)
    if code is None:
        raise SourceError(f"stateCode={value} is no state; two letters are right: stateCode=MD.")
    return code


def _cut(value: str) -> str:
    if value != "NIAAA":
        raise SourceError(f"cut={value} is not known; NIAAA is the only one.")
    return value


def _as_typed(value: str) -> str:
    return value


_SERVICE_TYPES: Mapping[str, str] = {"sa": "sa", "mh": "mh", "both": "both", "all": ""}
"""Our word to what is sent. "all" is our own: the API means it when sType is left out."""

_CHECKS: Mapping[str, Callable[[str], str]] = {
    "sType": _service_type,
    "sAddr": _point,
    "limitType": _whole_number("limitType", 0, 2),
    "limitValue": _as_typed,  # read together with limitType
    "sCodes": _codes,
    "stateCode": _state,
    "sort": _whole_number("sort", 0, 3),
    "filterFName": _as_typed,
    "filterFAddress": _as_typed,
    "filterFPhone": _as_typed,
    "pageSize": _whole_number("pageSize", 1, PAGE_SIZE),
    "cut": _cut,
}

_NOT_TAKEN: Mapping[str, str] = {
    "page": "page is counted here, from the first to the last; leave it out.",
    "distance": "distance is not in SAMHSA's guide; limitType=2 with limitValue in metres is (25 miles are 40234).",
}

_TOGETHER: Sequence[tuple[str, Callable[[Mapping[str, str]], bool]]] = (
    (
        "sType is missing; sa, mh or both is right, or all: seventy thousand practitioners and health centers as well.",
        lambda asked: not asked.keys() & {"sType", "cut"},
    ),
    (
        "cut=NIAAA overrides sType and leaves substance-use facilities only; leave one of the two out.",
        lambda asked: "cut" in asked and asked.get("sType", "sa") != "sa",
    ),
    (
        "limitType is missing, without which sAddr and limitValue limit nothing; without all three every state comes.",
        lambda asked: "limitType" not in asked and bool(asked.keys() & {"limitValue", "sAddr"}),
    ),
    (
        "limitValue is missing; with limitType=0 a state id is right, with limitType=1 a county id, with 2 metres.",
        lambda asked: "limitType" in asked and "limitValue" not in asked,
    ),
    (
        f"sAddr is missing, the point to search from; latitude,longitude is right: sAddr={_ANYWHERE}.",
        lambda asked: asked.get("limitType") in ("1", "2") and "sAddr" not in asked,
    ),
    (
        "stateCode goes with limitType=2 alone; for a whole state limitType=0 with its id is right (Maryland is 18).",
        lambda asked: "stateCode" in asked and asked.get("limitType") != "2",
    ),
)
"""What is wrong with a combination, and when."""


def _country(_point: str, _value: str) -> tuple[Part, ...]:
    states = [_state_part(code, _ANYWHERE) for code in sorted(STATE_IDS)]
    around = [
        Part(f"state-{code}", state_name(code), (("sAddr", point), ("limitType", "2"), ("limitValue", metres)))
        for code, (point, metres) in TERRITORIES.items()
    ]
    return (*states, *around)


def _one_state(point: str, value: str) -> tuple[Part, ...]:
    codes = {str(number): code for code, number in STATE_IDS.items()}
    if value in codes:
        return (_state_part(codes[value], point or _ANYWHERE),)
    meant = STATE_IDS.get(state_code(value) or "")
    right = (
        f"{value} has the id {meant}"
        if meant
        else "Maryland is 18, California 23; territories have none, and no id is a FIPS code"
    )
    raise SourceError(f"limitValue={value} is no state id of SAMHSA's guide: {right}.")


def _state_part(code: str, point: str) -> Part:
    ask = (("sAddr", point), ("limitType", "0"), ("limitValue", str(STATE_IDS[code])))
    return Part(f"state-{code}", state_name(code), ask)


def _one_county(point: str, value: str) -> tuple[Part, ...]:
    # A call with limitType=1&limitValue=50 meant miles and got the same 19 rows of county 50 from three cities.
    if not re.fullmatch("[1-9][0-9]{2,3}", value) or int(value) <= 100:
        raise SourceError(
            f"limitValue={value} does not look like a county id of SAMHSA's table, three or four digits above 100 "
            "(Montgomery County, Maryland, is 1119): limitType=1 takes miles or a FIPS code for some other county; "
            "for a distance limitType=2 with metres is right."
        )
    ask = (("sAddr", point), ("limitType", "1"), ("limitValue", value))
    return (Part(f"county-{value}", f"county {value}", ask),)


def _one_circle(point: str, value: str) -> tuple[Part, ...]:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value):
        raise SourceError(f"limitValue={value} is no distance; metres are right with limitType=2: limitValue=40234.")
    metres = float(value)
    if metres < 500:
        right = f"{value} miles are limitValue={metres * 1609.344:.0f}"
        raise SourceError(f"limitValue={value} looks like miles, and limitType=2 takes metres: {right}.")
    if metres > 2_000_000:
        raise SourceError(
            f"limitValue={value} is a circle over the whole country, which misses Hawaii and the territories; leave "
            "out sAddr, limitType and limitValue, and every state is asked for by its id."
        )
    ask = (("sAddr", point), ("limitType", "2"), ("limitValue", value))
    return (Part("circle", f"{metres / 1609.344:.0f} miles around {point}", ask),)


_LIMITS: Mapping[str, Callable[[str, str], tuple[Part, ...]]] = {
    "": _country,
    "0": _one_state,
    "1": _one_county,
    "2": _one_circle,
}
