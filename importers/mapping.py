"""The mapping an operator writes beside a table: which column is what, and which words mean which terms.

A TOML file; `sources/table.py` reads tables by it, `draft.py` drafts it. `mapping_load.py` reads and checks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from directory import clean
from directory.vocabulary import vocabulary

USES = ("main", "intake", "hotline", "tty", "fax")
"""What a telephone number can be for."""
YES = ("y", "yes", "x", "1", "true", "t", "✓", "✔")
NO = ("", "n", "no", "0", "false", "f", "-")

Words = str | list[str]
"""One, or several."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the mapping: a name that is not here is a mistake and not ignored."""


class Dated(_Part, frozen=True):
    """Where the date of the data is: in a column (the newest counts), or in the file's name."""

    column: str = ""
    file_name: bool = False


class Identity(_Part, frozen=True):
    """Who says it. `complete`: the files are the whole list, so what is gone from them is withdrawn."""

    key: str
    label: str
    publisher: str
    url: str = ""
    licence: str = ""
    as_of: str | Dated = ""
    complete: bool = False


class Layout(_Part, frozen=True):
    """How the file is written. `header_row`: the row or line the header is on; 0 is the first that is not empty."""

    encoding: str = ""
    delimiter: str = ","
    sheet: str = ""
    header_row: int = 0


class Given(_Part, frozen=True):
    """A value that is no single column: the same in every row, or the first of these columns that is not empty."""

    constant: str = ""
    first: list[str] = []


Field = str | list[str] | Given
"""A column, several that are joined, or Given."""


class Fields(_Part, frozen=True):
    """The place. `address` is one column that holds "street, city, state ZIP"."""

    name: Field
    name2: Field = ""
    address: str = ""
    street: Field = ""
    street2: Field = ""
    city: Field = ""
    county: Field = ""
    state: Field = ""
    zip: Field = ""
    website: Field = ""
    latitude: Field = ""
    longitude: Field = ""


class Key(_Part, frozen=True):
    """The columns that name a place the same every time the list comes out."""

    columns: list[str] = []


class Worded(_Part, frozen=True):
    """A column of words. `values`: wording -> terms ("" for a wording that means no term; "*" for any wording).

    `separator`: what stands between several words in a cell. `vocabulary`: whether words may also be those of the
    vocabulary, of any facet or of these.
    """

    column: str
    separator: Words = []
    match: Literal["exact", "contains"] = "exact"
    vocabulary: bool | list[str] = False
    values: dict[str, Words] = {}


class Terms(_Part, frozen=True):
    """`yes`: a column that holds yes or no -> its terms. `always`: terms true of every row."""

    always: list[str] = []
    yes: dict[str, Words] = {}
    yes_words: list[str] = msgspec.field(default_factory=lambda: list(YES))
    no_words: list[str] = msgspec.field(default_factory=lambda: list(NO))
    values: list[Worded] = []


class Asks(_Part, frozen=True):
    """Terms that the file answers for every row, so that a blank means no; "insurer:*" is all of a facet."""

    terms: list[str] = []
    yes_columns: bool = False


class Rows(_Part, frozen=True):
    """Which rows: column -> the values to keep or drop. `merge`: rows of one key and address become one listing."""

    keep: dict[str, Words] = {}
    drop: dict[str, Words] = {}
    merge: bool = True


class Mapping(_Part, frozen=True):
    """A whole mapping file. `files` are relative to it; `ignore` names columns that are left unused on purpose."""

    source: Identity
    fields: Fields
    files: list[str] = []
    ignore: list[str] = []
    file: Layout = Layout()
    phones: dict[str, Words] = {}
    key: Key = Key()
    terms: Terms = Terms()
    asks: Asks = Asks()
    rows: Rows = Rows()


def listed(words: Words) -> list[str]:
    """One or several as a list, without empty ones."""
    return [word for word in ([words] if isinstance(words, str) else words) if word]


def folded(column: str) -> str:
    """A column's name as headers are compared: case and spaces apart."""
    return clean.text(column).casefold()


def asked(mapping: Mapping) -> frozenset[str]:
    """The terms that the file answers for every row."""
    from_columns = (
        [t for words in mapping.terms.yes.values() for t in listed(words)] if mapping.asks.yes_columns else []
    )
    return frozenset(t for written in [*mapping.asks.terms, *from_columns] for t in spread(written))


def columns(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Every column the mapping names, with the key that names it."""
    for name in mapping.fields.__struct_fields__:
        yield from ((f"[fields] {name}", column) for column in field_columns(getattr(mapping.fields, name)))
    yield from ((f"[phones] {use}", c) for use, words in mapping.phones.items() for c in listed(words))
    yield from (("[key] columns", column) for column in mapping.key.columns)
    yield from (("[terms.yes]", column) for column in mapping.terms.yes)
    yield from (("[[terms.values]] column", worded.column) for worded in mapping.terms.values)
    yield from (("[rows.keep]", column) for column in mapping.rows.keep)
    yield from (("[rows.drop]", column) for column in mapping.rows.drop)
    yield from (("ignore", column) for column in mapping.ignore)
    if isinstance(mapping.source.as_of, Dated) and mapping.source.as_of.column:
        yield "[source] as_of", mapping.source.as_of.column


def field_columns(field: Field) -> list[str]:
    """The columns of a field."""
    return list(field.first) if isinstance(field, Given) else listed(field)


def spread(written: str) -> list[str]:
    """ "insurer:*" as the terms of that facet; anything else as it is."""
    facet = vocabulary().facets.get(written.removesuffix(":*")) if written.endswith(":*") else None
    return [f"{facet.key}:{key}" for key in facet.terms] if facet else [written]
