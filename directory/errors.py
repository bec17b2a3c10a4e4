"""Errors meant for people: each says what was wrong and what would be right."""

from __future__ import annotations

from dataclasses import dataclass


class DirectoryError(Exception):
    """The root of every error a person is shown; its text is a whole sentence."""


class SourceError(DirectoryError):
    """A file or an answer is not what its source publishes. Names the file, the line and what would be right."""


class RowError(DirectoryError):
    """One row cannot become a listing. The row is refused with this reason and the rest goes in."""


class RecordError(DirectoryError):
    """The record cannot do what was asked: no such run, a schema of another version, a database that is busy."""


class ShrinkError(DirectoryError):
    """A run would withdraw too many listings to be believed."""


class GenerationError(DirectoryError):
    """A generation is missing, incomplete or damaged."""


class PlaceError(DirectoryError):
    """A place that was asked for cannot be used as it stands."""


class UnknownPlaceError(PlaceError):
    """No place of this name is known. `suggestions` holds labels of near spellings, best first."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


class AmbiguousPlaceError(PlaceError):
    """Several places share the name. `choices` holds labels that each name one of them, largest first."""

    def __init__(self, message: str, choices: tuple[str, ...]) -> None:
        super().__init__(message)
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Problem:
    """One parameter that is wrong. `allowed` says what would be right, `choices` are ready to click."""

    parameter: str
    value: str
    message: str
    allowed: str = ""
    choices: tuple[str, ...] = ()


class QueryError(DirectoryError):
    """One or more parameters of a question are wrong; every one of them is named."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.parameter}: {p.message}" for p in problems))
        self.problems = problems
