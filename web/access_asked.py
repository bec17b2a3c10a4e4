"""What somebody asks of the access report: which areas, which state, which measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from directory.errors import Problem, QueryError
from directory.states import STATES, state_code
from search.access_areas import AREAS
from search.measures import MEASURES
from web.language import gettext as _
from web.language import marked
from web.param_values import shown

SORTS = ("name", "miles")
"""Orders of the table on the page; the first is the usual one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report. `state` is "" for all; no `measures` are all of them."""

    by: str = "county"
    state: str = ""
    measures: tuple[str, ...] = ()
    sort: str = SORTS[0]


_Reader = tuple[Callable[[str], str | None], str]

_READERS: Mapping[str, _Reader] = {
    "by": (lambda value: value if value in AREAS else None, ", ".join(AREAS)),
    "state": (state_code, marked("a state or territory: PA or Pennsylvania")),
    "measure": (lambda value: value if value in MEASURES else None, ", ".join(MEASURES)),
    "sort": (lambda value: value if value in SORTS else None, ", ".join(SORTS)),
}
"""What reads each parameter, and what would be right."""

OF_FILES = ("by", "state", "measure")
OF_PAGE = ("state", "measure", "sort")


def asked_access(request: Request, names: tuple[str, ...], *, of_one_state: bool = False) -> Asked:
    """What a request asks for, of parameters `names`. An empty value means that nothing was chosen. Raises QueryError
    that names every wrong parameter; with `of_one_state` also where no state is given."""
    values: dict[str, str] = {}
    measures: list[str] = []
    problems: list[Problem] = []
    given = [(name, " ".join(value.split())) for name, value in request.query_params.multi_items()]
    for name, value in ((name, value) for name, value in given if value or name not in names):
        read, right = _READERS[name] if name in names else (None, ", ".join(names))
        found = read(value) if read and (name == "measure" or name not in values) else None
        if found is None:
            problems.append(Problem(shown(name), shown(value), _("This cannot be used."), _(right)))
        elif name == "measure":
            measures.append(found)
        else:
            values[name] = found
    if of_one_state and "state" not in values and not any(problem.parameter == "state" for problem in problems):
        allowed = ", ".join(state.code for state in STATES)
        problems.append(Problem("state", "", _("A state is needed; a file has them all."), allowed))
    if problems:
        raise QueryError(tuple(problems))
    return Asked(measures=tuple(dict.fromkeys(measures)), **values)
