"""Saved answers of the FindTreatment.gov API: `{"page", "totalPages", "recordCount", "rows": [...]}`, or bare rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from directory import clean
from directory.errors import RowError, SourceError
from directory.listing import Listing
from directory.vocabulary import vocabulary
from importers.readers import BadRow, read_json
from importers.row import Row
from importers.source import Outcome, Reading, outcomes
from importers.sources.findtreatment_flat import SERVICES, flat_listing
from importers.sources.findtreatment_listing import RIGHT, listing

# A file is this kind of thing or it is not: one damaged row among its first does not decide.
_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What one file says of itself: which page of how many, how many records in all; and how many rows it has."""

    page: int | None
    pages: int | None
    records: int | None
    rows: int


class _Envelope(msgspec.Struct):
    """The answer as it is sent. Rows stay undecoded until their turn: decoded they take several times the room."""

    rows: list[msgspec.Raw]
    page: int | None = None
    totalPages: int | None = None  # noqa: N815  the API's name
    recordCount: int | None = None  # noqa: N815


def read_answer(path: Path, reading: Reading, answers: list[Answer]) -> Iterator[Outcome]:
    """The facilities of one saved answer, `line` the place among its rows; `answers` gets what it says of itself."""
    shape: msgspec.json.Decoder[_Envelope | list[msgspec.Raw]]
    shape = msgspec.json.Decoder(_Envelope | list[msgspec.Raw])
    content = read_json(path, shape, RIGHT)
    envelope = content if isinstance(content, _Envelope) else _Envelope(content)
    _check(path.name, envelope.rows)
    answers.append(Answer(envelope.page, envelope.totalPages, envelope.recordCount, len(envelope.rows)))
    reading.total = max(envelope.recordCount or 0, sum(answer.rows for answer in answers))
    wordings = _Wordings(reading)
    rows = (_row(raw, path.name, number) for number, raw in enumerate(envelope.rows, start=1))
    yield from outcomes(rows, wordings.listing, reading)


class _Services(Row):
    """A row with its blocks of services beside its plain values."""

    __slots__ = ("services",)

    def __init__(self, values: dict[str, object], file: str, line: int) -> None:
        self.services = values.pop("services", None)
        super().__init__({name: _text(value) for name, value in values.items()}, file, line)


class _Wordings:
    """Turns the wordings of services into codes, each looked up once: a pull repeats some 400 a million times."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._codes: dict[str, dict[str, str]] = {}
        self._unknown: set[str] = set()

    def listing(self, row: Row) -> Listing:
        """Raises RowError when the row or its services are not what the API sends."""
        if row.take(SERVICES):
            return flat_listing(row, self._reading)
        said = frozenset(self._said(row.services)) if isinstance(row, _Services) else frozenset[str]()
        if not said.isdisjoint(self._unknown):
            self._reading.unknown.update(said & self._unknown)
        return listing(row, said, self._reading)

    def _said(self, services: object) -> Iterator[str]:
        if not isinstance(services, list | None):
            raise RowError(f"services is neither a list nor null: {str(services)[:80]!r}.")
        for block in services or ():
            category, wordings = _block(block)
            codes = self._codes.setdefault(category, {})
            for written in wordings.split(";"):
                wording = written.strip()
                if wording:
                    yield codes.get(wording) or self._learn(codes, category, wording)

    def _learn(self, codes: dict[str, str], category: str, wording: str) -> str:
        code = vocabulary().code(category, wording)
        if code is None:
            code = f"{category}|{clean.text(wording)}"
            self._unknown.add(code)
        codes[wording] = code
        return code


def _block(block: object) -> tuple[str, str]:
    """The category code and the wordings of one block `{"f1": name, "f2": code, "f3": "wording; wording"}`."""
    if isinstance(block, Mapping):
        category, wordings = block.get("f2") or block.get("f1") or "", block.get("f3") or ""
        if isinstance(category, str) and isinstance(wordings, str):
            return category.strip(), wordings
    raise RowError(f"services has a block that is not of the form {{f1, f2, f3}} in text: {str(block)[:80]!r}.")


def _row(raw: msgspec.Raw, file: str, number: int) -> Row:
    try:
        return _Services(msgspec.json.decode(raw, type=dict[str, object]), file, number)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return BadRow(f"the row is not an object in UTF-8 as the API sends them ({error}).", file, number)


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return msgspec.json.encode(value).decode()


def _check(file: str, rows: list[msgspec.Raw]) -> None:
    """Raises SourceError when the rows are not the API's: none at all, or rows of something else."""
    if not rows:
        raise SourceError(
            f"{file} has no rows. The API answers so when the place is given as lng,lat: lat,lng is right."
        )
    sample = [set(row) for row in map(_fields, rows[:_SAMPLE])]
    if any("name1" in fields or SERVICES in fields for fields in sample):
        return
    found = ", ".join(sorted(set().union(*sample)))[:200] or "none"
    raise SourceError(f"{file} is a list of something else: its rows have no name1; fields found: {found}. {RIGHT}")


def _fields(raw: msgspec.Raw) -> Mapping[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
