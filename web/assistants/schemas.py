"""What the tools take, as JSON Schema: the parameters of the API, told in as few words as an assistant needs."""

from __future__ import annotations

from collections.abc import Iterable

from directory.vocabulary import Facet, vocabulary
from web import api_parameters as told
from web.assistants.arguments import MOST, USUAL

Schema = dict[str, object]

SHORT = 50
"""Values of a filter that the schema names; of insurers there are three times as many."""

TEXTS: Schema = {"type": "array", "items": {"type": "string"}}

SIZE: Schema = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL, "description": "Places a page."}

QUESTION = tuple(each for each in (*told.WORDS, *told.CHOICES) if each.name != "said")
"""All of a question but its filters. `said` is for addresses that keep a sentence beside what it was understood as."""


def search() -> Schema:
    """A question, and how its answer is told."""
    order = _described(each for each in told.ORDER if each.name != "size")
    fields = _described([told.FIELDS])
    return _object({**_described(QUESTION), **_filters(shown=True), **order, "size": SIZE, **fields})


def facets() -> Schema:
    """Which filters, and the question to count for."""
    keys = {"type": "array", "items": {"type": "string", "enum": list(vocabulary().facets)}}
    wanted: Schema = {**keys, "description": "Only these filters, with their values; without it, all of them."}
    return _object({"facet": wanted, **_described(QUESTION), **_filters(shown=False)})


def facility() -> Schema:
    """An id."""
    return _object(_described([told.ID]), told.ID.name)


def places() -> Schema:
    """The beginning of a name."""
    return _object(_described([told.PREFIX]), told.PREFIX.name)


def _described(parameters: Iterable[told.Parameter]) -> Schema:
    return {each.name: {**each.schema, "description": each.description} for each in parameters}


def _filters(*, shown: bool) -> Schema:
    """The parameters of every facet; with `shown` the values of those that have few, named once."""
    found: Schema = {}
    for facet in vocabulary().facets.values():
        found[facet.key] = _any_of(facet) if shown else TEXTS
        found[f"{facet.key}.all"] = TEXTS | ({"description": f"As {facet.key}; all of these."} if shown else {})
        found[f"{facet.key}.not"] = TEXTS | ({"description": f"As {facet.key}; none of these."} if shown else {})
    return found


def _any_of(facet: Facet) -> Schema:
    meant = f"{facet.label}: any of these. {facet.help}"
    if len(facet.terms) > SHORT:
        return TEXTS | {"description": f"{meant} The tool facets tells the {len(facet.terms)} keys."}
    return {"type": "array", "items": {"type": "string", "enum": list(facet.terms)}, "description": meant}


def _object(properties: Schema, *required: str) -> Schema:
    """Nothing else than these properties."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
