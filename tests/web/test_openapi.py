"""The OpenAPI document: sound, of the same addresses as the routes, and true of what is answered."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode, checks
from starlette.routing import Route
from starlette.testclient import TestClient

from directory.changes import KINDS
from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import MOMENT, client_of, serve
from tests.web.reading import page
from tests.web.world import GONE, METHADONE, id_of, publish_world, settings_in
from web import whole_files
from web.api_operations import OPERATIONS, Operation
from web.api_types import RECORD_FIELDS, About, FacilityAnswer
from web.app import create_app
from web.param_names import names

ANSWERED = tuple(one for one in OPERATIONS if one.answer is not None)


NAME = "treatment-facilities.csv"


def url(operation: Operation) -> str:
    return operation.path.format(id=id_of(METHADONE), format="csv", number=1, name=NAME) + operation.example


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """Settings of a published directory with its files."""
    made = settings_in(tmp_path_factory.mktemp("filed"))
    publish_world(made, place_table)
    write_files(made, ("csv", "jsonl", "xlsx"))
    return made


def write_files(made: Settings, keys: tuple[str, ...]) -> None:
    serving = Serving(made.generations)
    with serving.engine() as engine:
        whole_files.write(engine, made, MOMENT, keys, made.generations)
    serving.close()


@pytest.fixture
def document(client: TestClient) -> Any:  # Any: JSON
    response = client.get("/openapi.json")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    return response.json()


def test_it_is_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_it_has_the_addresses_that_are_routed_and_no_others(chosen: Settings, document: Any) -> None:
    app = create_app(chosen, Serving(chosen.generations))
    routed = {route.path for route in app.routes if isinstance(route, Route)}
    told = {
        path.replace(":int}", "}") for path in routed if path.startswith(("/api/", "/download/", "/feeds/", "/files/"))
    }
    assert told == set(document["paths"])


def test_it_has_every_parameter_of_a_question(document: Any) -> None:
    told = parameters(document, OPERATIONS[0])
    assert {each["name"] for each in told} == {*names(), "fields"}


def parameters(document: Any, operation: Operation) -> list[Any]:
    """What an address takes, as the document has it."""
    shared, given = document["components"]["parameters"], document["paths"][operation.path]["get"].get("parameters", [])
    return [shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in given]


@pytest.mark.parametrize("operation", ANSWERED, ids=lambda one: one.id)
def test_an_answer_is_of_its_type_and_nothing_more(client: TestClient, operation: Operation) -> None:
    response = client.get(url(operation))
    assert response.status_code == 200, response.text
    read = msgspec.json.decode(response.content, type=operation.answer)
    assert json.loads(msgspec.json.encode(read)) == response.json()
    assert ("etag" in response.headers) == operation.tagged


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.tagged], ids=lambda one: one.id)
def test_who_has_the_answer_already_is_told_so(client: TestClient, operation: Operation) -> None:
    tag = client.get(url(operation)).headers["etag"]
    again = client.get(url(operation), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url(operation), headers={"If-None-Match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_an_address_takes_no_other_parameters_and_may_be_read_from_anywhere(
    client: TestClient, operation: Operation
) -> None:
    address = url(operation)
    wrong = client.get(f"{address}{'&' if '?' in address else '?'}colour=red")
    assert wrong.status_code == 400
    told = client.get(address).headers
    assert told["access-control-allow-origin"] == "*"
    assert "ETag" in told["access-control-expose-headers"]
    first = client.options(
        address, headers={"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    )
    assert first.status_code == 204
    assert "If-None-Match" in first.headers["access-control-allow-headers"]
    assert client.options(address).status_code == 405
    if operation.problem is not None:
        assert [each["parameter"] for each in wrong.json()["problems"]] == ["colour"]
        msgspec.convert(wrong.json(), operation.problem)


def test_a_problem_is_of_its_type(client: TestClient) -> None:
    for path in (f"/api/v1/facilities/{id_of(GONE)}", "/api/v1/facilities/zzzzzzzzzz", "/api/v1/facilities?near=Xyzzy"):
        response = client.get(path)
        assert response.headers["content-type"] == "application/problem+json"
        read = msgspec.json.decode(response.content, type=OPERATIONS[0].problem)
        assert json.loads(msgspec.json.encode(read)) == response.json()
        assert read.crisis


@pytest.mark.parametrize("files", [("csv", "jsonl"), ("jsonl",), ("access",)], ids="-".join)
def test_every_example_on_the_page_for_people_answers(
    tmp_path: Path, place_table: Path, files: tuple[str, ...]
) -> None:
    published = settings_in(tmp_path)
    publish_world(published, place_table)
    write_files(published, files)
    with client_of(published) as client:
        for path in ("/about/api", "/es/about/api"):
            told = re.findall(r'<code class="example">curl (-L )?"(.*?)"</code>', html.unescape(client.get(path).text))
            assert len(told) == len(OPERATIONS)
            for follows, address in told:
                response = client.get(address.removeprefix("http://testserver"))
                assert response.status_code == (302 if follows else 200), address


def test_parts_of_a_file_are_asked_for_as_it_says(client: TestClient, document: Any) -> None:
    operation = next(one for one in OPERATIONS if one.path == "/files/{number}/{name}")
    (told,) = (each for each in parameters(document, operation) if each["name"] == "Range")
    examples = re.findall("`(bytes=.*?)`", told["description"])
    assert len(examples) == 3
    for example in (*examples, told["example"]):
        assert re.fullmatch(told["schema"]["pattern"], example)
        assert client.get(url(operation), headers={"Range": example}).status_code == 206


@pytest.mark.parametrize("path", ["/about/api", "/es/about/api"])
def test_the_page_for_people_names_the_parameters_of_the_document(client: TestClient, document: Any, path: str) -> None:
    sections = client.get(path).text.split("<section ")[1:]
    for operation, section in zip(OPERATIONS, sections, strict=True):
        told = {name for row in re.findall("<dt>(.*?)</dt>", section) for name in re.findall("<code>(.*?)</code>", row)}
        taken = {each["name"] for each in parameters(document, operation)}
        assert told == {name for name in taken if "." not in name}, operation.path
        assert ("Filters: a place needs one" in section) == ("care.not" in taken), operation.path


def test_the_page_for_people_says_which_kinds_of_changes_there_are(client: TestClient) -> None:
    of_changes = client.get("/about/api").text.split('id="listChanges"')[1].partition("</section>")[0]
    assert "<dt><code>kind</code></dt>" in of_changes
    for kind in KINDS:
        assert f"<code>{kind}</code>" in of_changes
    assert client.get("/api/v1/changes?kind=opened").status_code == 200
    assert client.get("/api/v1/changes?care=detox").status_code == 400


def test_the_page_for_people_says_how_often_it_may_be_asked(chosen: Settings) -> None:
    told = {}
    for rate in (0, 7):
        with client_of(replace(chosen, rate=rate)) as client:
            response = client.get("/about/api")
            told[rate] = page(response.text).words, response.headers["etag"]
    assert "at most 7 times a second" in told[7][0]
    assert "told by 429" in told[7][0]
    assert "sets no limit on how often" in told[0][0]
    assert not [words for words in ("told by 429", "times a second") if words in told[0][0]]
    assert told[0][1] != told[7][1]


def test_the_page_for_people_tells_of_no_files_where_there_are_none(tmp_path: Path, place_table: Path) -> None:
    made = settings_in(tmp_path)
    publish_world(made, place_table)
    with client_of(made) as client:
        assert "/files/" not in page(client.get("/about/api").text).words


class TestFields:
    """`fields=`."""

    def test_only_what_is_asked_for_is_there(self, client: TestClient) -> None:
        whole = get_json(client, "/api/v1/facilities?near=15213")
        some = get_json(client, "/api/v1/facilities?near=15213&fields=name,phones&fields=distance_miles")
        wanted = ("id", "name", "phones", "distance_miles")
        assert some["facilities"] == [{name: each[name] for name in wanted} for each in whole["facilities"]]
        assert {key: some[key] for key in some if key not in ("facilities", "links")} == {
            key: whole[key] for key in whole if key not in ("facilities", "links")
        }

    def test_links_keep_it(self, client: TestClient) -> None:
        data = get_json(client, "/api/v1/facilities?size=1&fields=name")
        assert data["links"]["next"].endswith("&fields=id,name")
        assert list(get_json(client, data["links"]["next"])["facilities"][0]) == ["id", "name"]

    def test_of_one_facility(self, client: TestClient) -> None:
        data = get_json(client, f"/api/v1/facilities/{id_of(METHADONE)}?fields=name")
        assert data["name"] == "River Clinic"
        assert "phones" not in data
        assert data["crisis"]

    @pytest.mark.parametrize("field", RECORD_FIELDS)
    def test_one_facility_credits_only_sources_that_list_it(self, site: TestClient, field: str) -> None:
        for clinic in get_json(site, "/api/v1/facilities?size=5")["facilities"]:
            told = get_json(site, f"/api/v1/facilities/{clinic['id']}?fields={field}")
            about = {name for name in About.__struct_fields__ if name != "sources"}
            assert set(told) == {*about, "id", field}
            assert told.get("sources", clinic["sources"]) == clinic["sources"]
            msgspec.convert(told, FacilityAnswer)

    def test_a_field_there_is_not_is_refused_with_those_there_are(self, client: TestClient) -> None:
        for path in ("/api/v1/facilities", f"/api/v1/facilities/{id_of(METHADONE)}"):
            response = client.get(f"{path}?fields=nam")
            assert response.status_code == 400
            (problem,) = response.json()["problems"]
            assert (problem["parameter"], problem["choices"][0]) == ("fields", "name")


def get_json(client: TestClient, path: str) -> Any:  # Any: JSON
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


UNCHECKED = [checks.positive_data_acceptance, checks.negative_data_rejection]
"""Not all that is right or wrong stands in a schema: a text may name no place, a county may be in no state; an empty
value is none, and a value may have commas."""

CASES = 110
"""Of each operation that takes parameters, so many that fit their schemas and so many that do not: 2,200 in all."""


def _different(operation: Operation) -> int:
    """How many questions there are, where each parameter has to be one of a few; else without end."""
    enums = [each.schema.get("enum", ()) if each.required else () for each in operation.parameters]
    return math.prod(map(len, enums)) or CASES


@pytest.fixture(scope="module")
def served(chosen: Settings) -> Iterator[Any]:  # Any: schemathesis's schema
    with serve(create_app(chosen, Serving(chosen.generations))) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_whatever_is_asked_the_answer_is_in_the_document(
    served: Any, operation: Operation, mode: GenerationMode
) -> None:
    if mode is GenerationMode.NEGATIVE and not operation.parameters:
        return
    tried = 0

    @hypothesis_settings(
        max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(case=served[operation.path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:  # Any: schemathesis's Case
        nonlocal tried
        tried += 1
        case.call_and_validate(excluded_checks=UNCHECKED)

    ask()
    assert tried >= min(CASES // 2, _different(operation))
