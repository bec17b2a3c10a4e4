"""What the columns of a table seem to be, by the words of the header and by what is in them. For `draft.py`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import zipcodes

from directory import clean
from directory.states import state_code
from importers.mapping import NO, YES
from importers.values import fold

_MOST = 0.7  # of the values must look like it: lists have blanks, notes and slips
_FLAGS = 0.9  # of the values must be yes or no; the rest is "call us"
_DISTINCT = 0.2  # of the rows must have a key, or a name, of their own: kinds of things repeat
_LEAST = 0.5  # where the header says so as well, or where nothing else is written like it


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its values that are not empty, and how many rows were looked at."""

    name: str
    values: tuple[str, ...]
    rows: int

    @property
    def words(self) -> str:
        """The header as words: "ProgramZip" and "PROGRAM_ZIP" are "program zip"."""
        return fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name))

    def share(self, test: Callable[[str], object]) -> float:
        """How many of its values, 0 to 1, are such."""
        return sum(bool(test(value)) for value in self.values) / len(self.values) if self.values else 0.0

    def is_flag(self) -> bool:
        """Whether it says yes or no and nothing else."""
        marks = {value.casefold() for value in self.values}
        return bool(marks & {*YES}) and self.share(lambda value: value.casefold() in {*YES, *NO}) >= _FLAGS


@dataclass(slots=True)
class Guess:
    """What is what. `notes` say why a field is a guess, `offices` are fields of a head office as it seems, `missing`
    are lines for fields nothing was found for, `others` tell of columns that were passed over, and `rest` are those
    that are none of these."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    phones: dict[str, list[str]] = field(default_factory=dict)
    key: str = ""
    offices: set[str] = field(default_factory=set)
    others: list[str] = field(default_factory=list)
    rest: list[Column] = field(default_factory=list)


_OFFICE = re.compile(
    r"\b(?:mail(?:ing)?|corp(?:orate)?|corporation|head ?(?:office|quarters)?|hq|main office|admin(?:istrati(?:ve|on))?"
    r"|billing|legal|owner|parent|agency|company|organization|org|business|licensee|headquarters|contact|remit)\b"
)
_PERSON = re.compile(
    r"\b(?:first|last|middle|contact|official|director|administrator|owner|sponsor|manager|ceo)\b.*\b(?:name|person|title)\b"
    r"|\b(?:contact|contact person|director|administrator|owner|sponsor|e ?mail|email address)$"
)
"""Columns that name people: none is ever drafted into a listing."""
_SURELY_OFFICE = re.compile(r"\b(?:mail(?:ing)?|billing|corp(?:orate)?|head ?(?:office|quarters)|remit)\b")
_SITE = re.compile(r"\b(?:program|site|facility|location|service|physical|clinic|provider|practice)\b")

_HEADERS: Mapping[str, str] = {
    "latitude": r"\b(?:lat|latitude|y coord\w*|y)$",
    "longitude": r"\b(?:lon|long|lng|longitude|x coord\w*|x)$",
    "zip": r"\b(?:zip|zipcode|zip code|zip 5|postal code|postal|postcode)\b",
    "website": r"\b(?:web|website|web site|url|homepage|web address|internet)\b",
    "county": r"\bcounty(?: name)?$",
    "state": r"\b(?:state|st|state name|state code|state abbr\w*|province)$",
    "city": r"\b(?:city|town|municipality|ciudad|city name)$",
    "street2": r"\b(?:address|addr|street|adr) ?(?:line ?)?(?:2|two)$|\bsecond line\b"
    r"|\b(?:suite|apt|unit|floor|building)\b",
    "street": r"\b(?:address|addr|street|street address|adr|direccion|address line)(?: ?(?:line ?)?(?:1|one))?$",
    "name": r"\b(?:name ?\d?|facility|program|provider|clinic|site|agency|organi[sz]ation|center|practice|d ?b ?a)$"
    r"|\b(?:nombre|institucion)\b",
}
"""Field -> how its header ends or reads, folded. The first that fits counts."""
_CONTENT: Mapping[str, Callable[[str], object]] = {
    "zip": lambda value: re.fullmatch(r"\d{4,5}(?:-?\d{4})?(?:\.0)?", value),
    "website": clean.website,
    "state": state_code,
    "latitude": lambda value: re.fullmatch(r"-?\d{1,3}\.\d+|-?\d{1,2}", value),
    "longitude": lambda value: re.fullmatch(r"-?\d{1,3}\.\d+|-?\d{1,3}", value),
}
_WHOLE = re.compile(r",?\s+(?:[A-Z]{2}|[A-Z][a-z]+)\.?,?\s+\d{5}(?:-\d{4})?\s*$")
_USES: Mapping[str, str] = {
    "fax": r"\bfax\b",
    "tty": r"\b(?:tty|tdd)\b",
    "intake": r"\b(?:intake\d?|admission\w*|referral\w*)\b",
    "hotline": r"\b(?:hotline|crisis|24 ?(?:hr|hour)s?)\b",
    "main": r"\b(?:phone|telephone|tel|phone number|telefono|phone no)\b",
}
_DECIMAL = re.compile(r"-?\d{1,3}\.\d+")
_KEY = re.compile(
    r"\b(?:(?:program|license|licence|facility|site|provider|certificate|certification|permit|registration|location)"
    r" (?:number|no|num|id|identifier|nbr)|license|npi|id|record id|objectid)$"
)


def guess_fields(columns: Sequence[Column]) -> Guess:
    """Each column is one thing at most; columns of a head office are passed over where a program's stand beside."""
    guess = Guess()
    left = [column for column in columns if not _phone(column, guess)]
    flags = [column for column in left if column.is_flag()]
    found = {column.name: _field(column) for column in left if column not in flags}
    for name in (*_HEADERS, "address"):
        _choose(name, [column for column in left if found.get(column.name) == name], guess)
    keys = [c for c in left if _KEY.search(c.words) and c not in flags and found.get(c.name) in ("", "name")]
    keys = [c for c in keys if c.name not in guess.fields.get("name", []) + guess.fields.get("name2", [])]
    guess.key = next((column.name for column in keys if _names_places(column)), "")
    used = {name for names in guess.fields.values() for name in names} | {guess.key}
    guess.others += [f"passed over: {_plain(c.name)}, of a person" for c in left if found.get(c.name) == "person"]
    guess.rest = [c for c in left if c.name not in used and (found.get(c.name, "") in ("", "name") or c in flags)]
    _complete(guess, columns)
    return guess


def _names_places(column: Column) -> bool:
    """Whether nearly every row has it, and it differs; a place may have several rows."""
    return len(column.values) >= column.rows * _MOST and len(set(column.values)) >= column.rows * _DISTINCT


def _phone(column: Column, guess: Guess) -> bool:
    """Whether it holds telephone numbers, which are then noted; ten digits with a point in them are coordinates."""
    if column.is_flag() or column.share(_DECIMAL.fullmatch) >= _LEAST:
        return False
    use = next((use for use, pattern in _USES.items() if re.search(pattern, column.words)), "")
    plain = column.share(lambda value: (phone := clean.phone(value)) and re.fullmatch(r"\d{10}", phone.number))
    if not use and (plain < _MOST or column.share(lambda value: re.search(r"\D", value)) < _MOST):
        return False
    if plain < _MOST / 2 and (column.values or not use):
        return False
    if use != "fax" and _office(column):
        guess.others.append(f"passed over: telephone {_plain(column.name)}, of an office or a person as it seems")
    else:
        guess.phones.setdefault(use or "main", []).append(column.name)
    return True


def _field(column: Column) -> str:
    """The field a column seems to be; "" for none, also where the header says one and the values another."""
    if column.share(_WHOLE.search) >= _LEAST:
        return "address"
    if _PERSON.search(column.words):
        return "person"
    named = next((name for name, pattern in _HEADERS.items() if re.search(pattern, column.words)), "")
    if named:
        fits = not column.values or named not in _CONTENT or column.share(_CONTENT[named]) >= _LEAST
        return named if fits else ""
    alone = ("website", "state")  # whose values cannot well be anything else
    return next((name for name in alone if len(column.values) > 1 and _worded(name, column)), "")


def _worded(name: str, column: Column) -> bool:
    """Whether its values show it: "IN" and "OR" are words as well, so a state needs two letters and capitals."""
    if name == "website":
        return column.share(lambda value: re.match(r"https?://|www\.", value)) >= _MOST
    return column.share(lambda value: re.fullmatch("[A-Z]{2}", value) and state_code(value)) >= _FLAGS


def _choose(name: str, columns: list[Column], guess: Guess) -> None:
    """The program's column for a field, and the name of the organization beside the program's."""
    if not columns:
        return
    filled = [column for column in columns if column.values] or columns
    ordered = sorted(filled, key=lambda column: _rank(name, column))
    guess.fields[name] = [ordered[0].name]
    if _office(ordered[0]):
        guess.offices.add(name)
        guess.notes[name] = "this may be the office's and not the program's"
    if name == "name" and len(ordered) > 1:
        guess.fields["name2"] = [ordered[1].name]
        guess.notes["name2"] = "another name of the place, or of who runs it"
    others = [_plain(column.name) for column in ordered[1:] if name != "name"]
    if others:
        guess.notes.setdefault(name, f"not {', '.join(others)}")


def _rank(name: str, column: Column) -> tuple[bool, ...]:
    """The best first: what differs from row to row (a name does), is no office's, is the site's, is filled."""
    kind = name == "name" and len(set(column.values)) < column.rows * _DISTINCT
    blank = len(column.values) < column.rows * _LEAST
    unnamed = name == "name" and not re.search(r"\bname", column.words)
    return kind, _office(column), blank, not _SITE.search(column.words), unnamed


def _office(column: Column) -> bool:
    unsure = _OFFICE.search(column.words) and not _SITE.search(column.words)
    return bool(_SURELY_OFFICE.search(column.words) or unsure)


def _complete(guess: Guess, columns: Sequence[Column]) -> None:
    """What a mapping cannot be without."""
    if "address" in guess.fields:
        for name in ("street", "street2"):
            guess.fields.pop(name, None)
    if "name" not in guess.fields:
        fullest = max(columns, key=lambda c: (c in guess.rest, len(set(c.values))))
        guess.fields["name"] = [fullest.name]
        guess.notes["name"] = "no column is called a name; this one differs most from row to row"
        guess.rest = [column for column in guess.rest if column is not fullest]
    elsewhere = "state" in guess.offices and not {"city", "zip"} & guess.offices
    if elsewhere or not {"state", "address"} & guess.fields.keys():
        guess.others += [f"passed over: {_plain(name)}, an office's" for name in guess.fields.pop("state", [])]
        guess.notes.pop("state", None)
        found = _state_of_zips(next((c for c in columns if [c.name] == guess.fields.get("zip")), None))
        why = "told by the ZIP codes" if found else "no column of states was found; without it every row is refused"
        guess.missing.append(f'state = {{ constant = "{found}" }}  # check: {why}')
    if not {"city", "zip", "address"} & guess.fields.keys():
        guess.missing.append('city = { constant = "" }  # check: no column of cities or ZIP codes was found')


def _state_of_zips(column: Column | None) -> str:
    """The state that most of the first ZIP codes are in; "" without any."""
    states: Counter[str] = Counter()
    for value in column.values[:20] if column else ():
        if zip5 := clean.zip5(value):
            states.update(place["state"] for place in zipcodes.matching(zip5))  # type: ignore[no-untyped-call]  # it says it is typed, this is not
    return max(states, key=lambda state: (states[state], state), default="")


def _plain(name: str) -> str:
    return " ".join(name.split())
