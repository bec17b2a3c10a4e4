"""Errors of the API in words for an assistant: what was wrong, what would be right, whom to call."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from directory.errors import Problem
from directory.exports import told as words
from directory.exports.told import plain


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """What we need of the API's errors (`web.api_types.ProblemAnswer`)."""

    detail: str = "Something went wrong here. It is no answer; try again."
    problems: tuple[Problem, ...] = ()


def told(body: bytes) -> str:
    """An error of the API."""
    found = msgspec.json.decode(body, type=Trouble) if body else Trouble()
    return sentences(found.problems) if found.problems else f"{plain(found.detail)}\n{words.crisis_line()}"


def sentences(problems: Iterable[Problem]) -> str:
    """Every wrong parameter, each on a line."""
    return "\n".join([*map(_sentence, problems), words.crisis_line()])


def _sentence(problem: Problem) -> str:
    value = f" {plain(problem.value)!r}" if problem.value else ""
    allowed = f" Allowed: {plain(problem.allowed).removeprefix('one of: ')}." if problem.allowed else ""
    choices = f" Did you mean: {'; '.join(map(plain, problem.choices))}?" if problem.choices else ""
    return f"{plain(problem.parameter)}{value}: {plain(problem.message)}{allowed}{choices}"
