"""A row's values, cleaned: what cleaning changed is kept as the source spelled it, what it could not read is counted.

Used by sources, which name their columns; the rules of cleaning are in `directory.clean`.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Mapping

from directory import clean
from directory.errors import RowError
from directory.listing import Listing, Phone
from importers.row import Row

_APOSTROPHES_AND_STOPS = "'.`’‘"
_FOLD = str.maketrans(dict.fromkeys(string.punctuation, " ") | dict.fromkeys(_APOSTROPHES_AND_STOPS, ""))


_CLOSED = re.compile(r"[*(\[]\s*(permanently |now )?closed\s*[*)\]]", re.IGNORECASE)
"""How lists that keep closed places say so: "*CLOSED* Easton Health Center"."""


class Values:
    """Takes values from a row. `raw` fills with column -> spelling as it goes; `warnings` counts what is left out.

    Beyond formatting only: "205-216-0200" is not kept beside its digits, "02108-1234" is kept beside "02108".
    """

    __slots__ = ("_row", "_warnings", "raw")

    def __init__(self, row: Row, warnings: Counter[str]) -> None:
        self._row = row
        self._warnings = warnings
        self.raw: dict[str, str] = {}

    def text(self, column: str) -> str:
        """Text without invisible characters."""
        written = self._row.take(column)
        value = clean.text(written)
        if value != written and value != " ".join(written.split()):
            self.raw[column] = written
        return value

    def name(self, column: str) -> str:
        """Text that may not be empty. Raises RowError, also for a place whose name says that it is closed."""
        if value := self.text(column):
            if _CLOSED.search(value):
                raise RowError(f"its name says that it is closed: {value[:80]!r}.")
            return value
        raise RowError(f"{column} is empty, and a facility without a name cannot be listed.")

    def state(self, column: str) -> str:
        """Two capital letters. Raises RowError when the state is empty or unknown."""
        written = self._row.take(column)
        if not written:
            raise RowError(f"{column} is empty, and without a state a facility cannot be placed.")
        return self._kept(column, written, clean.state(written), written.upper())

    def zip(self, column: str) -> str:
        """Five digits, or ""."""
        written = self._row.take(column)
        value = clean.zip5(written)
        if written and not value:
            self._warnings["ZIP code that cannot be read left out"] += 1
        return self._kept(column, written, value, written)

    def website(self, column: str) -> str:
        """An address safe to link to, or ""."""
        written = self._row.take(column)
        if not written:
            return ""
        value = clean.website(written)
        if not value:
            self._warnings["website that cannot be linked to left out"] += 1
        return self._kept(column, written, value, written)

    def phones(self, uses: dict[str, str]) -> tuple[Phone, ...]:
        """The numbers in these columns (column -> use), each number and extension once, with the first use it has."""
        found: dict[tuple[str, str], Phone] = {}
        for column, use in uses.items():
            if written := self._row.take(column):
                phone = clean.phone(written, use)
                if phone is None:
                    self._warnings["telephone number that is a placeholder or cannot be read left out"] += 1
                    self.raw[column] = written
                else:
                    found.setdefault((phone.number, phone.extension), phone)
        return tuple(found.values())

    def point(self, latitude: str, longitude: str, state: str) -> tuple[float | None, float | None]:
        """Degrees, both or neither: of these columns, and believed only near the state (its code)."""
        written = self._row.take(latitude), self._row.take(longitude)
        point = clean.coordinates(*written, state)
        if isinstance(point, tuple):
            return point
        if point is not None:
            self._warnings[point] += 1
            self.raw |= {c: w for c, w in zip((latitude, longitude), written, strict=True) if w}
        return None, None

    def _kept(self, column: str, written: str, value: str, same: str) -> str:
        if value != same:
            self.raw[column] = written
        return value


def described(values: Values, columns: Mapping[str, str], key: str, *, virtual: bool = False) -> Listing:
    """What rows say of a place whoever publishes them, as a listing of the scope "all" without telephones and terms.
    `columns` are those that are not named as the field is. Raises RowError when nobody could be sent there; a `virtual`
    place needs its state alone."""
    of = {field: columns.get(field, field) for field in Listing.__struct_fields__}
    name, state = values.name(of["name"]), values.state(of["state"])
    city, zip5 = values.text(of["city"]), values.zip(of["zip"])
    if not virtual:
        placed(city, zip5)
    latitude, longitude = values.point(of["latitude"], of["longitude"], state)
    return Listing(
        key=key.replace("#", "-"),
        scope="all",
        name=name,
        name2=values.text(of["name2"]),
        street=values.text(of["street"]),
        street2=values.text(of["street2"]),
        city=city,
        county=values.text(of["county"]),
        state=state,
        zip=zip5,
        website=values.website(of["website"]),
        latitude=latitude,
        longitude=longitude,
    )


def placed(city: str, zip5: str) -> None:
    """Raises RowError when there is neither: such a row names no place anyone could go to."""
    if not city and not zip5:
        raise RowError("city and ZIP are both empty or cannot be read, and without either a facility cannot be placed.")


def key(*parts: str) -> str:
    """A listing's key: its parts without case, accents and punctuation, "su|st marys ctr||12 oak street|35007"."""
    joined = "\n".join(parts)
    if not joined.isascii():
        return "|".join(map(fold, parts))
    # One pass for all the parts instead of five: a third of the time, in every row. Parts are cleaned, so hold no "\n".
    folded = joined.lower().translate(_FOLD)
    if "  " in folded or "\n " in folded or " \n" in folded or folded[:1] == " " or folded[-1:] == " ":
        return "|".join(" ".join(part.split()) for part in folded.split("\n"))
    return folded.replace("\n", "|")


def fold(written: str) -> str:
    """One form for the ways a name is written from year to year."""
    if not written.isascii():
        apart = unicodedata.normalize("NFKD", written.translate(_FOLD))
        written = "".join(
            " " if unicodedata.category(c)[0] in "PSZC" else c for c in apart if not unicodedata.combining(c)
        )
    return " ".join(written.casefold().translate(_FOLD).split())
