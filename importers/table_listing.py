"""A row of a mapped table as a listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from functools import cached_property

from directory.errors import RowError
from directory.listing import Listing
from importers.addresses import split
from importers.mapping import Field, Given, Mapping, Worded, folded, listed
from importers.row import Row
from importers.source import Reading
from importers.values import Values, fold, key, placed
from importers.wordings import term_of, with_implied

_JOINED_BY: Table[str, str] = {"name": " ", "name2": "; ", "street": ", ", "street2": ", "}
"""What stands between several columns of a field; a space between those of any other."""
_PLAIN = ("name", "name2", "street", "street2", "city", "county", "state", "zip", "website", "latitude", "longitude")


class Maker:
    """Makes listings of the rows of one table."""

    def __init__(self, mapping: Mapping, asks: frozenset[str], reading: Reading) -> None:
        self._mapping = mapping
        self._asks = asks
        self._reading = reading
        self._columns = [_Column(worded) for worded in mapping.terms.values]

    def listing(self, row: Row) -> Listing:
        """Raises RowError when the row names no place, or holds several cells of a key that are all empty."""
        flat = self._flat(row)
        phones = {f"{use} {column}": row.take(folded(column)) for use, column in self._phones}
        values = Values(Row(flat | phones, row.file, row.line), self._reading.warnings)
        name, name2, street = values.name("name"), values.text("name2"), values.text("street")
        state, city, zip5 = values.state("state"), values.text("city"), values.zip("zip")
        placed(city, zip5)
        latitude, longitude = values.point("latitude", "longitude", state)
        said, survey = self._terms(row)
        return Listing(
            key=self._key(row) or key(name, name2, street, zip5 or city),
            scope="all",
            survey=survey,
            name=name,
            name2=name2,
            street=street,
            street2=values.text("street2"),
            city=city,
            county=values.text("county"),
            state=state,
            zip=zip5,
            phones=values.phones({f"{use} {column}": use for use, column in self._phones}),
            website=values.website("website"),
            latitude=latitude,
            longitude=longitude,
            said=said,
            raw=values.raw | ({"address": flat["address"]} if flat["address"] else {}),
        )

    @cached_property
    def _phones(self) -> list[tuple[str, str]]:
        return [(use, column) for use, words in self._mapping.phones.items() for column in listed(words)]

    def _flat(self, row: Row) -> dict[str, str]:
        """The fields by their names; parts of an address in one cell fill those that have no column of their own."""
        fields = self._mapping.fields
        flat = {name: _value(row, getattr(fields, name), _JOINED_BY.get(name, " ")) for name in _PLAIN}
        flat["address"] = row.take(folded(fields.address)) if fields.address else ""
        if flat["address"]:
            parts = split(flat["address"])._asdict()
            flat |= {name: part for name, part in parts.items() if not flat[name]}
            if not flat["city"] and not flat["zip"]:
                raise RowError(f"address {flat['address'][:80]!r} is not written as street, city, state ZIP.")
        return flat

    def _key(self, row: Row) -> str:
        columns = self._mapping.key.columns
        parts = [row.take(folded(column)) for column in columns]
        if columns and not any(parts):
            raise RowError(f"{' / '.join(columns)} is empty, and the mapping names a place by it.")
        return key(*parts) if columns else ""

    def _terms(self, row: Row) -> tuple[tuple[str, ...], str]:
        """What the row says, and what was asked of it: what the file asks, what it answers and not what is unclear."""
        known, unknown, answered = set(self._mapping.terms.always), set(), set(self._asks)
        for column, words in self._mapping.terms.yes.items():
            value, terms = row.take(folded(column)), listed(words)
            mark = self._marks.get(value.casefold())
            if mark is None:
                unknown.add(f"{column}|{value}")
                answered.difference_update(terms)
            known.update(terms if mark else ())
            answered.update(terms if mark is not None and value else ())
        for worded in self._columns:
            for value, found in worded.terms(row):
                known.update(found or ())
                unknown.update([f"{worded.name}|{value}"] if found is None else [])
        self._reading.unknown.update(unknown)
        return tuple(sorted(unknown | with_implied(known))), " ".join(sorted(answered))

    @cached_property
    def _marks(self) -> dict[str, bool]:
        terms = self._mapping.terms
        marks = dict.fromkeys(map(str.casefold, ["", *terms.no_words]), False)
        return marks | dict.fromkeys(map(str.casefold, terms.yes_words), True)


def _value(row: Row, field: Field, between: str) -> str:
    if isinstance(field, Given):
        return row.take(*map(folded, field.first)) if field.first else field.constant
    return between.join(filter(None, (row.take(folded(column)) for column in listed(field))))


class _Column:
    """A column of words, and what they mean."""

    def __init__(self, worded: Worded) -> None:
        self.name = worded.column
        self._worded = worded
        self._values = {fold(wording): listed(words) for wording, words in worded.values.items() if wording != "*"}
        self._any = listed(worded.values["*"]) if "*" in worded.values else None
        self._facets = [] if isinstance(worded.vocabulary, bool) else worded.vocabulary

    def terms(self, row: Row) -> Iterator[tuple[str, list[str] | None]]:
        """Each wording of the cell and its terms; None for a wording that is not known."""
        for part in _parts(row.take(folded(self.name)), listed(self._worded.separator)):
            yield part, self._meaning(part)

    def _meaning(self, part: str) -> list[str] | None:
        found = self._values.get(fold(part))
        if found is None and self._worded.match == "contains":
            found = self._contained(fold(part))
        if found is None and self._worded.vocabulary:
            term = term_of(part, self._facets)
            found = [term] if term else None
        return self._any if found is None else found

    def _contained(self, part: str) -> list[str] | None:
        """The terms of every wording in it, as whole words."""
        inside = [terms for wording, terms in self._values.items() if f" {wording} " in f" {part} "]
        return [term for terms in inside for term in terms] if inside else None


def _parts(cell: str, separators: Iterable[str]) -> list[str]:
    parts = [cell]
    for separator in separators:
        parts = [piece for part in parts for piece in part.split(separator)]
    return list(dict.fromkeys(filter(None, (" ".join(part.split()) for part in parts))))
