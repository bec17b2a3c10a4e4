"""What people type for a place, taken apart: coordinates, ZIP codes, a state at the end. Knows no table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from directory import clean
from directory.errors import PlaceError, UnknownPlaceError
from directory.place_names import key, words
from directory.states import STATES
from search.plain_words import HERE, phrases

RIGHT = "a ZIP code (02108), a city with its state (Springfield, MO), a county (Allegheny County, PA) or a state"
"""What a person may type, for every message that says what would be right."""

LONGEST = 100
"""Characters. The longest label, a ZIP with its city, has 39; a pasted page is no place."""

COUNTY_WORDS = ("county", "parish", "borough", "municipio", "municipality", "censusarea", "cityandborough", "city")
"""What the keys of counties end in, and of Virginia's independent cities."""

WHEREVER = HERE | phrases("me; here; my position; current location; my current location; aqui; mi ubicacion")
"""Words for where somebody is, which the words do not tell."""

_NUMBER = r"[+\-−]?[0-9]{1,3}(?:\.[0-9]*)?"
_COORDINATES = re.compile(
    rf"\(?\s*(?:lat(?:itude)?[:=]?\s*)?(?P<latitude>{_NUMBER})\s*°?\s*(?P<north>[NS]?)"
    rf"(?P<between>\s*[,;]\s*|\s+)"
    rf"(?:(?:lon|lng|long|longitude)[:=]?\s*)?(?P<longitude>{_NUMBER})\s*°?\s*(?P<east>[EW]?)\s*\)?",
    re.IGNORECASE,
)
_ZIP = re.compile(r"(?:(?P<rest>.*?)[\s,]+)?(?P<zip>[0-9]{5})(?:[ -]?[0-9]{4})?")
_LEAD = re.compile(r"^zip(?: ?code)?\b[\s:]*(?=[0-9])", re.IGNORECASE)
_LETTERED = re.compile(r"(?=(?:.*[0-9]){3})[0-9OolI]{5}")  # "O2108", "9021l"
_AS_DIGITS = str.maketrans("OolI", "0011")
_COUNTRY = re.compile(r"[\s,]+(?:usa|u\.s\.a\.|u\.s\.|us|united states(?: of america)?)$", re.IGNORECASE)
_COUNTY_OF = re.compile(r"(?:the )?(county|parish|municipio|municipality|borough) (?:of|de) (.+)", re.IGNORECASE)


def readable(text: str) -> str:
    """The text without spaces around it, invisible characters, "ZIP code" before it and "USA" after it; letters in a
    ZIP code that are meant for digits as digits.

    Raises PlaceError when it is empty, longer than `LONGEST` or has control characters in it.
    """
    plain = text.isascii() and text.isprintable()  # as most places are typed: nothing to look for, letter by letter
    shown = text.strip() if plain else _visible(text[: 2 * LONGEST])
    if not shown:
        raise PlaceError(f"No place was given; {RIGHT} would be right.")
    if len(text.strip()) > LONGEST:
        raise PlaceError(f"This is longer than {LONGEST} characters; {RIGHT} would be right.")
    if not plain and any(unicodedata.category(c)[0] == "C" for c in shown):
        raise PlaceError(f"The place has characters in it that cannot be read; {RIGHT} would be right.")
    digits = shown if plain else "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in shown)
    bare = _COUNTRY.sub("", _LEAD.sub("", digits, count=1))
    return bare.translate(_AS_DIGITS) if _LETTERED.fullmatch(bare) else bare


def _visible(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf").strip()


def coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, rounded to 6 decimals (11 cm); None when the text is no pair of numbers.

    Raises UnknownPlaceError with what may be meant when they are swapped or lack the minus, PlaceError when they
    cannot be used.
    """
    match = _COORDINATES.fullmatch(text)
    if match is None or not ({",", ";", "."} & set(text) or match["north"]):
        return None  # "40 80" is no point, "40.44 -79.95" and "40 N 80 W" are
    latitude = _degrees(match["latitude"], match["north"])
    longitude = _degrees(match["longitude"], match["east"])
    if _usable(latitude, longitude):
        return latitude, longitude
    _refuse(latitude, longitude)
    return None


def coordinates_label(latitude: float, longitude: float) -> str:
    """ "40.44, -79.95": as few decimals as say the same."""
    return f"{_short(latitude)}, {_short(longitude)}"


def split_zip(text: str) -> tuple[str, str] | None:
    """What stands before a ZIP code ("" for nothing), and its five digits; None when no ZIP code ends the text."""
    match = _ZIP.fullmatch(text)
    rest = match["rest"] or "" if match else ""
    return None if match is None or (rest and not re.search("[^0-9\\W]", rest)) else (rest, match["zip"])


def state_of(parts: tuple[str, ...]) -> str | None:
    """The code of a state written as code, name or short form; None when the words are no state."""
    return _states().get("".join(parts)) or _states().get(key(parts))


def said_state(parts: tuple[str, ...]) -> str | None:
    """The code, when the words say that the state is meant: "Washington state", "state of Washington"."""
    if parts[-1:] == ("state",):
        return state_of(parts[:-1])
    return state_of(parts[2:]) if parts[:2] == ("state", "of") else None


def before_state(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Ways to read the text as a name and then a state, the longest state first: words of the name, code."""
    parts = words(text)
    for at in range(max(1, len(parts) - 6), len(parts)):
        code = state_of(parts[at:])
        if code is not None:
            yield parts[:at], code


def name_keys(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The keys a name may have: as written, and as a county written "Allegheny Co" or "County of Allegheny"."""
    turned = _COUNTY_OF.fullmatch(" ".join(parts))
    if turned:
        return key(parts), key((*turned[2].split(), turned[1]))
    if len(parts) > 1 and parts[-1] in {"co", "cnty", "cty"}:
        return key(parts), key((*parts[:-1], "county"))
    return (key(parts),)


def county_stem(folded: str) -> str:
    """The key of a county without its last word: alleghenycounty and allegheny are both allegheny."""
    return next((folded.removesuffix(w) for w in COUNTY_WORDS if folded.endswith(w)), folded) or folded


def _refuse(latitude: float, longitude: float) -> None:
    written = coordinates_label(latitude, longitude)
    if _usable(longitude, latitude):
        raise UnknownPlaceError(
            f"{written} seems to be written longitude first; the latitude comes first, as in 40.44, -79.95.",
            (coordinates_label(longitude, latitude),),
        )
    if longitude > 0 and _usable(latitude, -longitude):
        raise UnknownPlaceError(
            f"{written} is outside the United States; a longitude in America has a minus, as in 40.44, -79.95.",
            (coordinates_label(latitude, -longitude),),
        )
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise PlaceError(
            f"{written} is no point on Earth: a latitude is between -90 and 90, a longitude between -180 and 180, "
            "as in 40.44, -79.95."
        )
    raise PlaceError(f"{written} is outside the United States and its territories; {RIGHT} would be right.")


def _usable(latitude: float, longitude: float) -> bool:
    return isinstance(clean.coordinates(str(latitude), str(longitude)), tuple)


def _degrees(number: str, direction: str) -> float:
    size = round(float(number.replace("−", "-")), 6)
    return -abs(size) if direction.upper() in {"S", "W"} and direction else size


def _short(degrees: float) -> str:
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


@cache
def _states() -> dict[str, str]:
    return {"".join(words(form)): s.code for s in STATES for form in (s.code, s.name, *s.aliases)}
