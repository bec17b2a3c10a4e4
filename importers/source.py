"""What a source is: a name, who publishes it, and a function that turns its files into listings.

Sources know files and rows; they never meet the database. `run.py` calls them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from directory.errors import RowError
from directory.listing import Listing
from importers.row import Row


@dataclass(frozen=True, slots=True)
class Read:
    """One row that became a listing. `file` is the file's name, `line` its line, sheet row or place in the list (from
    1)."""

    file: str
    line: int
    listing: Listing


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that could not become a listing, and why."""

    file: str
    line: int
    reason: str


Outcome = Read | Refused


@dataclass(slots=True)
class Reading:
    """What a source finds out about its files while it reads them; filled by the source, read by the report.

    * `scopes`: the parts of the source these files cover completely ("su", "mh" ...): what is gone from them is
    withdrawn.
    * `as_of`: the date the data carries: "2022", "2022-05" or "2022-05-19"; "" when it carries none.
    * `unknown`: codes and wordings the vocabulary does not know -> how often. They are kept in the listings as well.
    * `unused_columns`: columns with values that nobody took.
    * `warnings`: what was mended or left out -> how often ("coordinates outside the United States left out").
    * `total`: how many rows to expect, for a progress bar; None when not known.
    """

    scopes: set[str] = field(default_factory=set)
    as_of: str = ""
    unknown: Counter[str] = field(default_factory=Counter)
    unused_columns: set[str] = field(default_factory=set)
    warnings: Counter[str] = field(default_factory=Counter)
    total: int | None = None


class Fetch(Protocol):
    """Downloads what an address names into a folder, telling how far it is; returns the files to read, in order."""

    def __call__(self, url: str, folder: Path, *, say: Callable[[str], None]) -> Sequence[Path]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One public source. `read` yields one outcome for every row of the files, in their order.

    `read` raises SourceError when a file as a whole is not what the source publishes; a bad row it yields as Refused.
    `fetch`, where there is one, downloads what `import SOURCE URL` names into a folder and returns the files.
    `described`, where there is one, says that the first file describes the source (a mapping): it turns the files that
    were given into that source and all files that will be read, the description first.
    `by_hand`: a person writes it, so what is gone from it was taken out on purpose, even all of it.
    """

    key: str
    label: str
    publisher: str
    url: str
    licence: str
    takes: str
    read: Callable[[Sequence[Path], Reading], Iterator[Outcome]]
    fetch: Fetch | None = None
    described: Callable[[Sequence[Path]], tuple[Source, list[Path]]] | None = None
    fictional: bool = False
    by_hand: bool = False


def outcomes(rows: Iterable[Row], make: Callable[[Row], Listing], reading: Reading) -> Iterator[Outcome]:
    """Turn each row into a listing with `make`; a RowError refuses that row alone. Notes the columns nobody took."""
    for row in rows:
        try:
            yield Read(row.file, row.line, make(row))
        except RowError as error:
            yield Refused(row.file, row.line, str(error))
        else:
            reading.unused_columns.update(row.rest())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as a reader hands it over: the header, cleaned of spaces and case, and its rows one by one."""

    file: str
    header: tuple[str, ...]
    rows: Iterator[Row]
    properties: Mapping[str, str] = field(default_factory=dict)
