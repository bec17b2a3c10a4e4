"""The tools: a table of what each is called and does. An answer is the API's, with the same in plain words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass

import msgspec

from directory.errors import Problem, QueryError
from directory.vocabulary import vocabulary
from web.api import FACILITIES
from web.api_fields import FIELDS
from web.assistants import schemas, telling, troubles
from web.assistants.api import Api, Got
from web.assistants.arguments import apart, pairs_of, sized
from web.id_list import PUBLIC_ID

Arguments = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool gives back: words, the API's answer, and whether that is an error."""

    text: str
    structured: dict[str, object]
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that an assistant can ask for."""

    name: str
    title: str
    description: str
    schema: Callable[[], schemas.Schema]
    run: Callable[[Api, Arguments], Awaitable[Answer]]


async def call(api: Api, name: str, arguments: Arguments) -> Answer:
    """The answer of a tool; an error says what would be right."""
    tool = next((each for each in TOOLS if each.name == name), None)
    if tool is None:
        problem = Problem("name", name[:80], "There is no tool of this name.", ", ".join(t.name for t in TOOLS))
        return _refused((problem,))
    try:
        return await tool.run(api, arguments)
    except QueryError as error:
        return _refused(error.problems)


async def _search(api: Api, arguments: Arguments) -> Answer:
    fields, pairs = apart(sized(pairs_of(arguments)), FIELDS)
    whole = _told(await api.get(FACILITIES, pairs), telling.found)
    if whole.wrong or not fields:
        return whole
    part = await api.get(FACILITIES, [*pairs, *((FIELDS, name) for name in fields)])
    return _told(part, lambda _: whole.text)


async def _facility(api: Api, arguments: Arguments) -> Answer:
    ids, others = apart(pairs_of(arguments), "id")
    if others or len(ids) != 1 or not PUBLIC_ID.fullmatch(ids[0]):
        raise QueryError((Problem("id", "", "This is no id of a place.", "one id, as the tool search gives it"),))
    got = await api.get(f"{FACILITIES}/{ids[0]}")
    if got.status == 404:
        raise QueryError((Problem("id", ids[0], "No place has had this id.", "an id that the tool search gives"),))
    return _told(got, telling.place)


async def _facets(api: Api, arguments: Arguments) -> Answer:
    keys, pairs = apart(pairs_of(arguments), "facet")
    known = vocabulary().facets
    if unknown := [key for key in keys if key not in known]:
        raise QueryError((Problem("facet", unknown[0][:80], "There is no such filter.", ", ".join(known)),))
    answer = _told(await api.get("/api/v1/facets", pairs), lambda body: telling.vocabulary(body, keys))
    return answer if answer.wrong or not keys else _narrowed(answer, keys)


async def _places(api: Api, arguments: Arguments) -> Answer:
    return _told(await api.get("/api/v1/places", pairs_of(arguments)), telling.names)


def _told(got: Got, tell: Callable[[bytes], str]) -> Answer:
    """An answer of the API in words too."""
    body = bytes(got.body)
    wrong = got.status != 200
    return Answer((troubles.told if wrong else tell)(body), _decoded(body), wrong)


def _decoded(body: bytes) -> dict[str, object]:
    return msgspec.json.decode(body, type=dict[str, object]) if body else {}


def _narrowed(answer: Answer, keys: list[str]) -> Answer:
    """Only some facets of the vocabulary."""
    every = msgspec.convert(answer.structured["facets"], list[dict[str, object]])
    return Answer(answer.text, {**answer.structured, "facets": [each for each in every if each["key"] in keys]})


def _refused(problems: tuple[Problem, ...]) -> Answer:
    return Answer(troubles.sentences(problems), {"problems": [asdict(each) for each in problems]}, wrong=True)


TOOLS: tuple[Tool, ...] = (
    Tool(
        "search",
        "Find treatment",
        "Finds places in the United States that treat drug or alcohol use or mental illness, by a sentence, a place "
        "and filters. Gives address, telephone, what is listed, and which source says so and when. Nearest first where "
        "a place was given. It does not know openings, prices or quality: people have to call.",
        schemas.search,
        _search,
    ),
    Tool(
        "facility",
        "One place in full",
        "Everything that is listed of one place, by its id: what it offers, what no source states, who says so. "
        "Of a place that is not listed any more, who lists it no longer and who is listed there now.",
        schemas.facility,
        _facility,
    ),
    Tool(
        "facets",
        "Filters and what they mean",
        "The filters of search with the keys of their values, labels and explanations, and how many places have each: "
        "in the whole directory, or among those that a question finds.",
        schemas.facets,
        _facets,
    ),
    Tool(
        "places",
        "Names of places",
        "Cities, counties, states and ZIP codes whose name begins as given, for `near` of search.",
        schemas.places,
        _places,
    ),
)
