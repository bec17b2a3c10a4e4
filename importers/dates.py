"""Dates as sources write them, in cells and in names of files. Called by sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d\d|19\d\d|\d\d)", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?", re.ASCII)
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(?:[_-]?(0[1-9]|1[0-2])(?:[_-]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)", re.ASCII)
_SECONDS = re.compile(r"(?<!\d)1[5-9]\d{8}(?!\d)", re.ASCII)  # 2017 to 2033
_ENOUGH = 3  # rows; the 2020 directory of treatment programs has one date of a later year, which is a slip


def day(written: str) -> str:
    """A day as "2015-03-01", from "3/1/2015", "03/01/15" or "2015-03-01"; "" when it is none.

    Years of two digits are of this century: the dates our sources write so are all later than 2000.
    """
    if found := _AMERICAN.fullmatch(written):
        month, of_month, year = map(int, found.groups())
        return _iso(year + 2000 if year < 100 else year, month, of_month)
    if found := _ISO.fullmatch(written):
        return _iso(*map(int, found.groups()))
    return ""


def of_file(name: str) -> str:
    """The date in a file's name: "2020-07-04" in `..._20200704.csv` and in `...-1593820800.csv` (seconds since 1970),
    "2020-07" or "2020"; "" when there is none."""
    found = _IN_NAME.search(name)
    if found is None:
        seconds = _SECONDS.search(name)
        return datetime.fromtimestamp(int(seconds[0]), UTC).date().isoformat() if seconds else ""
    year, month, of_month = found.groups()
    if of_month and not _iso(int(year), int(month), int(of_month)):
        return f"{year}-{month}"
    return "-".join(part for part in (year, month, of_month) if part)


def of_data(name: str, days: Iterable[str]) -> str:
    """How old a file's content is: what its name says, else the newest month that some of the days in it are of.

    Where the name says a year alone, the month is that of the days in that year.
    """
    named = of_file(name)
    if len(named) > len("2020"):
        return named
    months = Counter(written[:7] for written in days if written.startswith(named))
    return max((month for month, rows in months.items() if rows >= _ENOUGH), default=named)


def _iso(year: int, month: int, of_month: int) -> str:
    try:
        return date(year, month, of_month).isoformat()
    except ValueError:
        return ""
