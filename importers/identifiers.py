"""What a source gives beside a place's name and address: numbers, dates, hours. Called by sources, which name the
columns."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Mapping

from importers.values import Values

Reader = Callable[[str], str]
"""What a cell holds, in our form; "" when it is nothing of the kind."""

_NPIS = re.compile(r"\d{10}(?: \d{10})*", re.ASCII)
_HOURS_OF_A_WEEK = 168


def identifiers(values: Values, columns: Mapping[str, tuple[str, Reader]], warnings: Counter[str]) -> dict[str, str]:
    """Identifier -> value, by identifier -> its column and reader. What cannot be read is counted, and is in `raw`."""
    found = {}
    for name, (column, reader) in columns.items():
        written = values.text(column)
        if value := reader(written):
            found[name] = value
        elif written:
            warnings[f"{column} that cannot be read left out"] += 1
            values.raw[column] = written
    return found


def npis(written: str) -> str:
    """National Provider Identifiers of ten digits each, with a space between them."""
    return written if _NPIS.fullmatch(written) else ""


def hours(written: str) -> str:
    """Hours of a week: "40" from "40.00". None at all is no answer."""
    with contextlib.suppress(ValueError):
        number = float(written)
        return f"{number:g}" if 0 < number <= _HOURS_OF_A_WEEK else ""
    return ""
