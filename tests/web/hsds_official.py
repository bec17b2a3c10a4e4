"""The OpenAPI document and the schemas of HSDS 3.0, where they are at hand: what they say of an answer."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any  # JSON

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
SCHEMAS = SHARED / "hsds" / "schema"
official = pytest.mark.skipif(not SCHEMAS.exists(), reason="the schemas of HSDS are not here")
HOME = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"
"""How the specification's files refer to one another."""


@cache
def document() -> Any:
    """The OpenAPI document."""
    return json.loads((SCHEMAS / "openapi.json").read_text("utf-8"))


def parameters(path: str) -> set[str]:
    """Names of the parameters that an address takes in its query."""
    given = document()["paths"][path]["get"].get("parameters", ())
    shared = document()["components"]["parameters"]
    told = [shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in given]
    return {each["name"] for each in told if each["in"] == "query"}


def problems_of(path: str, body: object) -> list[str]:
    """What the document says is wrong with the answer of an address."""
    pointer = path.replace("~", "~0").replace("/", "~1")
    return problems(f"openapi.json#/paths/{pointer}/get/responses/200/content/application~1json/schema", body)


def problems(reference: str, body: object) -> list[str]:
    """What a schema of the specification says is wrong; ids must be UUIDs, and moments whole."""
    found = _validator(reference).iter_errors(body)
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in found]


@cache
def _validator(reference: str) -> jsonschema.Draft202012Validator:
    registry: Registry[Any] = Registry(retrieve=_retrieve)  # type: ignore[call-arg]  # attrs names it so
    known = jsonschema.FormatChecker(["uuid"])
    return jsonschema.Draft202012Validator({"$ref": HOME + reference}, registry=registry, format_checker=known)


def _retrieve(uri: str) -> Resource[Any]:
    assert uri.startswith(HOME)
    return DRAFT202012.create_resource(json.loads((SCHEMAS / uri.removeprefix(HOME)).read_text("utf-8")))
