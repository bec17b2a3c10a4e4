"""One row of a source: each value is taken once by whoever uses it, and what nobody took is reported."""

from __future__ import annotations

from collections.abc import Mapping

from directory.errors import RowError


class Row:
    """Values by column name. A missing column and an empty cell both read as ""."""

    __slots__ = ("_taken", "_values", "file", "line")

    def __init__(self, values: Mapping[str, str], file: str, line: int) -> None:
        self.file = file
        self.line = line
        self._values = values
        self._taken: set[str] = set()

    def take(self, *names: str) -> str:
        """The first of these columns that is not empty, stripped; all of them count as taken."""
        self._taken.update(names)
        return next((value for name in names if (value := self._values.get(name, "").strip())), "")

    def need(self, *names: str) -> str:
        """Like `take`, but the row is refused when they are all empty."""
        value = self.take(*names)
        if not value:
            raise RowError(f"{' / '.join(names)} is empty, and without it there is no listing.")
        return value

    def rest(self) -> set[str]:
        """The columns that hold something and that nobody took."""
        return {name for name, value in self._values.items() if name not in self._taken and value}
