"""Errors of the API in words for an assistant: what was wrong, what would be right, whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from directory.errors import Problem
from directory.exports import told as words
from directory.exports.told import plain
from web.api_types import ListedHere
from web.assistants import describing

HERE_NOW: Mapping[str, str] = {
    "address": "Listed at this address now",
    "telephone": "Listed in this town now, with the telephone number it had",
}
"""What two places have in common (`ListedHere.same`), and what stands before those that are listed now."""

MAY_BE = "This may be the same place under a new name, or another one. Tell the person to call and ask."


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """What we need of the API's errors (`web.api_types.ProblemAnswer`)."""

    detail: str = "Something went wrong here. It is no answer; try again."
    problems: tuple[Problem, ...] = ()
    listed_here_now: tuple[ListedHere, ...] = ()


def told(body: bytes) -> str:
    """An error of the API."""
    found = msgspec.json.decode(body, type=Trouble) if body else Trouble()
    if found.problems:
        return sentences(found.problems)
    return "\n".join([plain(found.detail), *_here_now(found.listed_here_now), words.crisis_line()])


def sentences(problems: Iterable[Problem]) -> str:
    """Every wrong parameter, each on a line."""
    return "\n".join([*map(_sentence, problems), words.crisis_line()])


def _here_now(others: Sequence[ListedHere]) -> Iterator[str]:
    """Who is listed now where a place was that is not any more, as its page has it."""
    for same, head in HERE_NOW.items():
        if named := [each for each in others if each.same == same]:
            yield f"{head}:"
            yield from (f"  {describing.here(each)}" for each in named)
    if any(phone.shared for each in others for phone in each.phones):
        yield words.SHARED
    if others:
        yield MAY_BE


def _sentence(problem: Problem) -> str:
    value = f" {plain(problem.value)!r}" if problem.value else ""
    allowed = f" Allowed: {plain(problem.allowed).removeprefix('one of: ')}." if problem.allowed else ""
    choices = f" Did you mean: {'; '.join(map(plain, problem.choices))}?" if problem.choices else ""
    return f"{plain(problem.parameter)}{value}: {plain(problem.message)}{allowed}{choices}"
