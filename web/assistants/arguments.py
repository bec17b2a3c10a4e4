"""What an assistant gives with a call, as parameters of the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from directory.errors import Problem, QueryError

MOST = 10
USUAL = 5
"""Places in an answer: at most, and where nothing is said. A whole record is 7 kB of what an assistant can hold."""

NUMBERS = 1e9
"""Above this no number means anything here."""

Pairs = list[tuple[str, str]]


def pairs_of(arguments: Mapping[str, object]) -> Pairs:
    """Parameters, lists as one for each value; null means not given. Raises QueryError naming what is neither text nor
    a number."""
    problems = [_problem(name) for name, value in arguments.items() if not all(map(_usable, _listed(value)))]
    if problems:
        raise QueryError(tuple(problems))
    return [(name, _text(one)) for name, value in arguments.items() for one in _listed(value)]


def sized(pairs: Pairs) -> Pairs:
    """The same with a page that an assistant can hold. Raises QueryError for a longer one."""
    sizes = [value for name, value in pairs if name == "size"]
    if not sizes:
        return [*pairs, ("size", str(USUAL))]
    if any(value not in map(str, range(1, MOST + 1)) for value in sizes):
        wrong = Problem("size", sizes[0][:80], "This number cannot be used.", f"a whole number from 1 to {MOST}")
        raise QueryError((wrong,))
    return pairs


def apart(pairs: Pairs, name: str) -> tuple[list[str], Pairs]:
    """The values of one parameter, and the other parameters."""
    return [value for other, value in pairs if other == name], [pair for pair in pairs if pair[0] != name]


def _listed(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def _usable(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    return isinstance(value, str) or abs(value) < NUMBERS


def _text(value: object) -> str:
    """A number as a person writes it: 25.0 is 25."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _problem(name: str) -> Problem:
    return Problem(name[:80], "", "This is neither text nor a number.", "text, a number, or a list of texts")
