"""`fields=`: an answer of the API with only those fields of a facility that somebody asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from starlette.requests import Request

from directory.errors import Problem, QueryError
from web.api_types import RECORD_FIELDS
from web.param_values import shown
from web.params import Pairs
from web.spellings import near_names

FIELDS = "fields"
ALLOWED = "one of: " + ", ".join(RECORD_FIELDS)

T = TypeVar("T")

_decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields asked for, in the order of a record; () for all. `rest` are the other parameters, `problems` what is
    wrong with this one."""

    names: tuple[str, ...]
    rest: Pairs
    problems: tuple[Problem, ...] = ()

    def along(self, address: str) -> str:
        """An address of the API with the parameter."""
        return f"{address}{'&' if '?' in address else '?'}{FIELDS}={','.join(self.names)}" if self.names else address

    def among(self, record: Mapping[str, T]) -> Mapping[str, T]:
        """What is asked for of a record."""
        return {name: record[name] for name in self.names} if self.names else record

    def of(self, record: bytes) -> bytes:
        """The same of a record in JSON."""
        return msgspec.json.encode(self.among(_decode(record)))


ALL = Fields((), ())


def asked_fields(request: Request) -> Fields:
    """What a request asks for. `id` is always part of it."""
    given = request.query_params.multi_items()
    wanted = [name.strip() for key, value in given if key == FIELDS for name in value.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in RECORD_FIELDS]
    names = tuple(name for name in RECORD_FIELDS if name in {"id", *wanted}) if wanted else ()
    rest = [pair for pair in given if pair[0] != FIELDS]
    return Fields(names, rest, tuple(_problem(name) for name in dict.fromkeys(unknown)))


def only_fields(request: Request) -> Fields:
    """The same of a request that takes no other parameter. Raises QueryError for any."""
    found = asked_fields(request)
    others = tuple(
        Problem(shown(name), shown(value), "There is no parameter of this name.", FIELDS) for name, value in found.rest
    )
    if found.problems or others:
        raise QueryError((*found.problems, *others))
    return found


def _problem(name: str) -> Problem:
    return Problem(FIELDS, shown(name), "A facility has no such field.", ALLOWED, near_names(name[:80], RECORD_FIELDS))
