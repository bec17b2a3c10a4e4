"""An entry of an overlay, checked: each field into one form, or a sentence that says what would be right.

Unlike a source's, an operator's value that cannot be read is never left out: the entry is refused, since its author is
there to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from directory import clean
from directory.errors import RowError
from directory.listing import Phone
from directory.phones import phone_link
from importers.dates import day
from importers.mapping import USES, YES, spread
from importers.near import near, near_term
from importers.overlay import Entry, Value, Written
from importers.wordings import implied, terms

PLAIN = ("name", "name2", "street", "street2", "city", "county", "state", "zip", "website", "latitude", "longitude")
"""Fields of one text."""
CLEARED = ("name2", "street2", "county", "website", "phones")
"""Fields that an empty value clears."""
STRIKE, ASKED = "strike:", "asks:"
"""What a struck number and a term that was asked begin with in `Entry.values`."""

Values = dict[str, Value]
Several = tuple[str, ...]
Readers = Mapping[str, Callable[[str, Several, str], Values]]
"""Field -> what reads its name and values, given the last day that is no future."""
_ID = re.compile("[0-9a-hjkmnp-tv-z]{10}")
_TYPED = str.maketrans("oil", "011")
"""Ids hold no i, l or o: who types one means a digit."""


def checked(written: Written, readers: Readers, today: str) -> Entry:
    """The entry. Raises RowError naming everything that is wrong in it. `today` is the last day that is no future."""
    values, raw, problems = Values(), dict[str, str](), list(_problems(written, today))
    for name, several in written.fields:
        try:
            found = _read(name, tuple(map(clean.text, several)), readers, today)
        except RowError as error:
            problems.append(str(error))
            continue
        problems += [f"{term} is in no, and in yes or meant by a term there" for term in differing(values, found)]
        values |= found
        raw |= _raw(name, several, found)
    if problems := [*problems, *contradictions(values)]:
        raise RowError("; ".join(problems) + ".")
    reason, dated = clean.text(written.reason), day(clean.text(written.date))
    return Entry(written.file, written.line, written.about, reason, dated, values, raw)


def facility_id(written: str) -> str:
    """An id as it is published, from the id or the address of the facility's page, O, I and L taken for digits. Raises
    RowError."""
    address = re.sub(r"[?#].*", "", clean.text(written))
    named = re.search(r"/facility/([^/]+)", address)
    typed = (named[1] if named else address).lower().translate(_TYPED)
    if not _ID.fullmatch(typed):
        raise RowError(
            f"facility {written[:80]!r} is no id; right are the ten letters and digits in the address of the "
            "facility's page, such as 0123456789 (a spreadsheet keeps them only in a column formatted as text)."
        )
    return typed


def differing(standing: Mapping[str, Value], values: Mapping[str, Value]) -> list[str]:
    """What both say, and not the same."""
    return [name for name, value in values.items() if name in standing and standing[name] != value]


def contradictions(values: Mapping[str, Value]) -> list[str]:
    """What cannot hold together: a number that is given and struck."""
    struck = {name.removeprefix(STRIKE) for name in values if name.startswith(STRIKE)}
    given = {phone.number: use for use, phones in values.items() if isinstance(phones, tuple) for phone in phones}
    return [f"{number} is both in {given[number]} and in strike" for number in sorted(struck & given.keys())]


def point(values: Mapping[str, Value]) -> tuple[float, float] | None:
    """Degrees; None when there are none. Raises RowError for one alone, and for what is no point of the country, or far
    from the state where one is given."""
    latitude, longitude, state = (str(values.get(name, "")) for name in ("latitude", "longitude", "state"))
    if bool(latitude) != bool(longitude):
        raise RowError("latitude and longitude belong together: give both or neither")
    found = clean.coordinates(latitude, longitude, state)
    if isinstance(found, str):
        wrong = found.removesuffix(" left out")
        raise RowError(f"latitude {latitude}, longitude {longitude}: {wrong}; right is such as 40.4406 and -79.9959")
    return found


def _read(name: str, several: Several, readers: Readers, today: str) -> Values:
    if name not in readers:
        raise RowError(f"{name[:40]!r} is no field{near(name, readers)}; right are {', '.join(readers)}")
    return readers[name](name, several, today)


def _problems(written: Written, today: str) -> Iterator[str]:
    if not clean.text(written.reason):
        yield "reason is empty; a sentence is right, such as Called on 18 November: the old number is disconnected"
    try:
        _day("date", written.date, today)
    except RowError as error:
        yield str(error)
    if not written.fields:
        yield "nothing is said; give at least one field"


def _day(name: str, written: str, today: str) -> str:
    found = day(clean.text(written))
    if not found:
        raise RowError(f"{name} {written[:40]!r} is no day; 2026-11-18 or 11/18/2026 is right")
    if found > today:
        raise RowError(f"{name} {found} lies in the future; a day that has come is right")
    return found


def _raw(name: str, several: Several, values: Values) -> dict[str, str]:
    """The spelling of a plain value that cleaning changed."""
    written = several[0] if several else ""
    changed = name in PLAIN and values.get(name) != " ".join(written.split())
    return {name: written} if changed else {}


def _plain(name: str, several: Several, _: str) -> Values:
    value = several[0] if several else ""
    if not value and name not in CLEARED:
        raise RowError(f"{name} is empty; only {', '.join(CLEARED)} can be emptied")
    return {name: _FORMS[name](value) if value and name in _FORMS else value}


def _zip(value: str) -> str:
    if found := clean.zip5(value):
        return found
    raise RowError(f"zip {value!r} is no ZIP code; five digits are right, such as 15222")


def _state(value: str) -> str:
    try:
        return clean.state(value)
    except RowError as error:
        raise RowError(str(error).rstrip(".")) from error


def _website(value: str) -> str:
    if found := clean.website(value):
        return found
    raise RowError(f"website {value[:80]!r} is no web address; https://example.org is right")


def _degrees(value: str) -> str:
    try:
        return repr(float(value))
    except ValueError:
        raise RowError(f"latitude and longitude are degrees, such as 40.4406; {value[:40]!r} is no number") from None


_FORMS: Mapping[str, Callable[[str], str]] = {
    "state": _state,
    "zip": _zip,
    "website": _website,
    "latitude": _degrees,
    "longitude": _degrees,
}


def _all_phones(name: str, several: Several, _: str) -> Values:
    if any(several):
        raise RowError(f"phones says no use; right are {', '.join(f'phones.{use}' for use in USES)}")
    return {name: ()}


def _phones(name: str, several: Several, _: str) -> Values:
    if not any(several):
        raise RowError(f'{name} is empty; strike takes a number away, and phones = "" all that others list')
    phones = {(phone.number, phone.extension): phone for phone in (_phone(name, value) for value in several)}
    return {name: tuple(phones.values())}


def _struck(name: str, several: Several, _: str) -> Values:
    if not any(several):
        raise RowError(f"{name} is empty; a telephone number is right, such as 412-555-0100")
    return {f"{STRIKE}{_phone(name, value).number}": True for value in several}


def _phone(name: str, value: str) -> Phone:
    found = clean.phone(value, name.removeprefix("phones."))
    if found is None or not phone_link(found):
        raise RowError(f"{name} {value[:40]!r} is no telephone number; ten digits are right, such as (412) 555-0110")
    return found


def _yes(name: str, several: Several, _: str) -> Values:
    return {other: True for term in _terms(name, several) for other in implied(term)}


def _no(name: str, several: Several, _: str) -> Values:
    return dict.fromkeys(_terms(name, several), False)


def _terms(name: str, several: Several) -> Several:
    if not any(several):
        raise RowError(f"{name} is empty; a term is right, such as medication:methadone")
    if wrong := [term for term in several if term not in terms()]:
        raise RowError("; ".join(f"{name}: {term[:80]!r} is no term{near_term(term)}" for term in wrong))
    return several


def _asked(name: str, several: Several, _: str) -> Values:
    """Terms, and facets with all of theirs: "insurer" or "insurer:*"."""
    spelled = (term if ":" in term else f"{term}:*" for term in several if term)
    return {f"{ASKED}{term}": True for term in _terms(name, tuple(other for term in spelled for other in spread(term)))}


def _closed(name: str, several: Several, today: str) -> Values:
    return {name: _day(name, several[0] if several else "", today)}


def _flag(name: str, several: Several, _: str) -> Values:
    if not several or several[0].casefold() not in YES:
        raise RowError(f"{name} is yes or is not there; to take it back, remove the entry")
    return {name: True}


_BOTH: Readers = {
    **dict.fromkeys(PLAIN, _plain),
    **{f"phones.{use}": _phones for use in USES},
    "yes": _yes,
    "no": _no,
    "front_gate": _flag,
}
CORRECTION: Readers = {**_BOTH, "phones": _all_phones, "strike": _struck, "closed": _closed, "hide": _flag}
"""The fields of a correction, and what reads them."""
ADDITION: Readers = {**_BOTH, "asks": _asked}
"""The same of an addition."""
