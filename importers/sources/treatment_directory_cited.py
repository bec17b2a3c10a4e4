"""The sources that our own exports name of a place, and of when their data is. Called by the readers of what we export,
HSDS among them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from directory.exports.interchange import instant

_WRITTEN = re.compile(r"(.*?)(?:, as of (\d[\d-]*))?(?:, imported (\d{4}-\d\d-\d\d))?", re.ASCII | re.DOTALL)


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """A source that a place was from."""

    label: str
    as_of: str = ""
    imported: str = ""
    fictional: bool = False

    def written(self) -> str:
        """ "The 2-1-1, as of 2022-05, imported 2026-01-01", as in a cell of the CSV."""
        dated = self.as_of and f"as of {self.as_of}", self.imported and f"imported {self.imported}"
        return ", ".join(filter(None, (self.label, *dated)))


def cited(cell: str) -> tuple[Cited, ...]:
    """The sources that a cell of the column `sources` names. A label with "; " in it comes apart, its date stays."""
    found = (_WRITTEN.fullmatch(part) for part in cell.split("; ") if part)
    return tuple(Cited(label=m[1], as_of=m[2] or "", imported=m[3] or "") for m in found if m)


def data_of(sources: Iterable[Cited]) -> str:
    """The newest date that any of their data has, "" where none has one. The day it was imported is none."""
    return max((source.as_of for source in sources if instant(source.as_of)), default="")
