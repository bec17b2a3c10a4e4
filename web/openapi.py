"""The OpenAPI 3.1 document of the API: its parameters come from where they are read, its answers from the types they
are made of (`api_types.py`)."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import msgspec

from web.api_operations import OPERATIONS, Operation
from web.api_parameters import Parameter

REFERENCE = "#/components/schemas/{name}"

Json = dict[str, Any]
"""Any: a JSON object."""

DESCRIPTION = """\
The directory as data: the same answers as the pages, for anybody, without a key. Reading only (GET and HEAD), from any
web page (CORS). Nothing that is asked is kept.

* **Dates.** Every record names its sources with the date of their data. What no source says is *not stated*, which is
  not the same as *not there*. Call before sending anybody anywhere.
* **Order.** Every order ends in name and id, so that it is the same each time; pages are followed by `links`.
* **Tags.** Answers have an ETag, where it is listed below; ask with If-None-Match, and what has not changed is a 304.
* **Limits.** 100 facilities a page, 5,000 pages, 200 characters of words, 200 values of filters, 8,000 bytes of
  parameters. Where the operator limits how often one network may ask, who asks for too much is told so with 429 and
  Retry-After. Downloads (`/download/{format}`) give the whole list at once, four at a time; more are told so with 503.
* **Errors** are problem+json (RFC 9457) and name every wrong parameter with what would be right; those of downloads and
  files are pages for people.
"""


@cache
def document(public_url: str) -> bytes:
    """The document in JSON."""
    types = {each: None for op in OPERATIONS for each in (op.answer, op.problem) if each is not None}
    _, schemas = msgspec.json.schema_components(types, ref_template=REFERENCE)
    paths: Json = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})["get"] = _operation(operation)
    every = [each for operation in OPERATIONS for each in operation.parameters]
    parameters = {_shared()[each.key]: _parameter(each) for each in every if each.key in _shared()}
    made = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "Treatment directory", "version": "1", "description": DESCRIPTION},
        "servers": [{"url": public_url or "/"}],
        "paths": paths,
        "components": {"schemas": schemas, "parameters": parameters},
    }
    return msgspec.json.encode(made)


def _operation(operation: Operation) -> Json:
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [_reference(each) for each in operation.parameters],
        "responses": {str(operation.status): _answer(operation)}
        | ({"304": {"description": "Still what the tag in If-None-Match stands for."}} if operation.tagged else {})
        | (_parts(operation) if operation.parts else {})
        | {str(status): _problem(operation, why) for status, why in operation.errors.items()},
    }


def _reference(parameter: Parameter) -> Json:
    """A parameter that several addresses take stands in the document once."""
    name = _shared().get(parameter.key)
    return {"$ref": f"#/components/parameters/{name}"} if name else _parameter(parameter)


@cache
def _shared() -> dict[tuple[str, str], str]:
    """The parameters of more than one address, with the names they have in the document."""
    every = [each for operation in OPERATIONS for each in operation.parameters]
    shared = [key for key, count in Counter(each.key for each in every).items() if count > 1]
    before = [[name for name, _ in shared[:at]].count(key[0]) for at, key in enumerate(shared)]
    return {key: f"{key[0]}{number or ''}" for key, number in zip(shared, before, strict=True)}


def _parameter(parameter: Parameter) -> Json:
    made: Json = {"name": parameter.name, "in": parameter.where, "description": parameter.description}
    made |= {"required": True} if parameter.required else {}
    made |= {"style": "form", "explode": True} if parameter.schema.get("type") == "array" else {}
    return made | {"schema": parameter.schema} | ({"example": parameter.example} if parameter.example else {})


def _answer(operation: Operation) -> Json:
    if operation.answer is None:
        content: Json = {media: {"schema": {} if "json" in media else {"type": "string"}} for media in operation.media}
    else:
        name = getattr(operation.answer, "__name__", "")
        content = {"application/json": {"schema": {"$ref": REFERENCE.format(name=name)}}}
    tagged = {"ETag": _header("Of this answer.")} if operation.tagged else {}
    leads = {"Location": _header("Where it leads.")} if operation.status == 302 else {}
    return {"description": operation.told, "headers": tagged | leads, "content": content}


def _parts(operation: Operation) -> Json:
    """Some of its bytes, and bytes that it does not have."""
    part = _answer(operation)
    return {
        "206": part | {"description": "The part.", "headers": part["headers"] | {"Content-Range": _header("Which.")}},
        "416": _problem(operation, "It has no such bytes.")
        | {"headers": {"Content-Range": _header("How many it has.")}},
    }


def _header(description: str) -> Json:
    return {"schema": {"type": "string"}, "description": description}


def _problem(operation: Operation, why: str) -> Json:
    if operation.problem is None:
        return {"description": f"{why} A page for people.", "content": {"text/html": {"schema": {"type": "string"}}}}
    reference = {"$ref": REFERENCE.format(name=operation.problem.__name__)}
    return {"description": why, "content": {"application/problem+json": {"schema": reference}}}
