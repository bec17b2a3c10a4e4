"""Values of many sources into one form: text, state, ZIP, telephone, website, coordinates. What cannot be read is
said, not guessed."""

from __future__ import annotations

import math
import re
import unicodedata
from urllib.parse import urlsplit

from directory.errors import RowError
from directory.extents import outside
from directory.listing import Phone
from directory.states import STATES, state_code

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"  # on a letter of any script
_STACKED = re.compile(f"({_MARK}{{3}}){_MARK}+")
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_EXTENSION = re.compile(r"\s*(?:;\s*)?(?:ext(?:ension)?\.?|x|#)\s*(\d{1,7})\s*$", re.IGNORECASE)
_PLAIN = re.compile(r"(?!999-999-9999)[2-9]\d\d-\d{3}-\d{4}", re.ASCII)  # nine numbers of ten are written so
_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")

# Corners of everything the sources cover, territories and freely associated states included:
# (south, north, west, east) in degrees. Attu (172.9 E) and Guam lie west of the antimeridian.
_BOXES = (
    (17.5, 71.6, -180.0, -64.3),  # the states, Puerto Rico, the Virgin Islands
    (51.0, 53.6, 172.0, 180.0),  # the western Aleutians
    (0.5, 21.0, 130.0, 173.0),  # Guam, the Northern Marianas, Palau, Micronesia, the Marshalls
    (-15.0, -10.5, -172.0, -168.0),  # American Samoa
)
FAR = 100.0
"""Kilometres outside the box of its state from which a point is not believed: far enough for a shore, an island and a
clinic across the border that keeps its address at home, near enough to find another state's."""


def text(value: str) -> str:
    """NFC, without invisible, control and replacement characters; every run of white space is one space, and at most
    three marks stand on one letter: more cover what is around them, and widen a page without end."""
    if value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", value))
    spaced = "".join(" " if c.isspace() else c for c in visible if c.isspace() or unicodedata.category(c) != "Cc")
    return _STACKED.sub(r"\1", " ".join(spaced.split()))


def state(value: str) -> str:
    """Two capital letters. Raises RowError when it is no state, district, territory or freely associated state."""
    code = state_code(text(value))
    if code is None:
        raise RowError(
            f"state {value!r} is not known; a two-letter code such as {STATES[0].code} or a state's name is right."
        )
    return code


def zip5(value: str) -> str:
    """Five digits from "02108", "02108-1234", "021081234", "2108" or "2108.0"; "" when it is no ZIP."""
    digits = re.sub(r"\.0+$", "", text(value)).replace("-", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit():
        return ""
    if len(digits) in (8, 9):
        return digits.zfill(9)[:5]
    return digits.zfill(5) if 3 <= len(digits) <= 5 else ""


def phone(value: str, use: str = "main") -> Phone | None:
    """A telephone number, or None for an empty or placeholder cell ("999-999-9999", " x").

    Ten digits of the North American plan are kept as digits; anything else is kept readable as the source wrote it.
    """
    if _PLAIN.fullmatch(value):
        return Phone(number=value.replace("-", ""), use=use)
    written = re.sub(r"(\d{10})\.0$", r"\1", text(value))  # a spreadsheet made it a number
    found = _EXTENSION.search(written)
    extension = found[1] if found else ""
    number = re.sub(r"[\sx]+$", "", written[: found.start()] if found else written)
    digits = re.sub(r"\D", "", number.upper().translate(_LETTERS)) if re.search(r"\d{3}", number) else ""
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if not digits or set(digits) <= {"9"} or set(digits) <= {"0"}:
        return None
    plain = len(digits) == 10 and digits[0] in "23456789" and not re.search("[A-Za-z]", number)
    return Phone(number=digits if plain else number, extension=extension, use=use)


def website(value: str) -> str:
    """An http or https address of a named host, or "" when it is anything else (javascript:, an IP number, spaces
    ...)."""
    address = text(value)
    if not address or len(address) > 500 or any(unicodedata.category(c)[0] in "CZ" for c in value.strip()):
        return ""
    address = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        _ = parts.port  # raises when it is not a number
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in ("http", "https") or parts.username is not None or not _HOST.fullmatch(host):
        return ""
    return address


def coordinates(latitude: str, longitude: str, state: str = "") -> tuple[float, float] | str | None:
    """A point in degrees; None when both are empty; a sentence saying what is wrong when it cannot be used.

    With a state (its code) the point must be in it or within FAR of it.
    """
    if not latitude and not longitude:
        return None
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        return "coordinates that are not two numbers left out"
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return "coordinates that are not two numbers left out"
    if lat == 0 or lon == 0:
        return "coordinates 0,0 left out" if lat == lon else "coordinates of which one is 0 left out"
    return (lat, lon) if _fits(lat, lon, state) else _slip(lat, lon, state)


def _fits(lat: float, lon: float, state: str) -> bool:
    return _inside(lat, lon) and (not state or outside(state, lat, lon) <= FAR)


def _slip(lat: float, lon: float, state: str) -> str:
    """Why a point does not fit; a slip is named where mending it would make the point fit. It is not mended: nobody
    knows that it was this slip."""
    slips = (
        ("swapped coordinates left out", lon, lat),
        (f"longitude {_sign(lon)} left out", lat, -lon),
        (f"latitude {_sign(lat)} left out", -lat, lon),
    )
    elsewhere = "coordinates in another state than the address left out"
    abroad = "coordinates outside the United States left out"
    named = (told for told, latitude, longitude in slips if _fits(latitude, longitude, state))
    return next(named, elsewhere if _inside(lat, lon) else abroad)


def _sign(degrees: float) -> str:
    return "without its minus sign" if degrees > 0 else "with a minus sign too many"


def _inside(lat: float, lon: float) -> bool:
    return any(south <= lat <= north and west <= lon <= east for south, north, west, east in _BOXES)
