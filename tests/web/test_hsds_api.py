"""The read API of HSDS 3.0: what the specification says, the same facilities as our own API, nobody's secret."""

from __future__ import annotations

import gc
import logging
import weakref
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from directory.exports.hsds_service import TAXONOMY
from directory.exports.interchange import stable
from directory.settings import Settings
from directory.vocabulary import vocabulary
from search.engine import Engine
from search.generation import Generation
from search.query import Query
from search.switch import current, folder_name
from tests.web.conftest import client_of
from tests.web.hsds_official import document, official, parameters, problems, problems_of
from tests.web.test_front_gate import secret_free
from tests.web.told import ADDED, HARBOR, HARBOR_YEARLY, LOST, OPERATOR, SECRET, SHELTER, SHUT, YEARLY, id_in
from tests.web.world import GONE, LISTED, METHADONE, id_of
from web.hsds_ids import Ids
from web.hsds_parameters import TAKES

KINDS = {"services": "service", "organizations": "organization", "service_at_locations": "at"}
"""Lists of facilities, and what of one their ids are made of."""

FLAGS = ("full", "full_service", "minimal", "top_only")
ENVELOPE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


def get(client: TestClient, path: str, status: int = 200) -> Any:  # Any: JSON
    response = client.get(f"/hsds/{path}")
    assert response.status_code == status, response.text
    return response.json()


def term_id(facet: str, key: str) -> str:
    return stable("term", facet, key)


def walked(client: TestClient, name: str, question: Mapping[str, str]) -> Iterator[Any]:
    """Every page of a list, as a reader follows them: until the last."""
    for number in count(1):
        page = get(client, f"{name}?{urlencode({**question, 'page': str(number)})}")
        assert set(page) == ENVELOPE
        assert page["page_number"] == number
        yield page
        if page["last_page"]:
            return


def one_of_each() -> dict[str, str]:
    """The id of one thing in each list."""
    found = {name: stable(id_of(METHADONE), part) for name, part in KINDS.items()}
    return found | {"taxonomies": TAXONOMY["id"], "taxonomy_terms": term_id("payment", "medicaid")}


ADDRESSES = (
    *("", *TAKES, *(f"{name}/{{id}}" for name in TAKES), "organizations/{id}?full_service=true"),
    *(f"{name}?{flag}=true" for name, takes in TAKES.items() for flag in FLAGS if flag in takes),
)


class TestBySpecification:
    """What the specification's own documents say."""

    @official
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_an_answer_is_valid(self, client: TestClient, site: TestClient, address: str) -> None:
        path = f"/{address.partition('?')[0]}"
        ids = one_of_each()
        there = address.format(id=ids.get(path.split("/")[1], ""))
        assert problems_of(path, get(client, there)) == []
        if "{id}" not in address:
            assert problems_of(path, get(site, there)) == []

    @official
    def test_one_service_at_a_location_is_valid_as_what_it_is_too(self, client: TestClient) -> None:
        found = get(client, "service_at_locations/" + one_of_each()["service_at_locations"])
        assert problems("compiled/service_at_location.json", found) == []
        assert problems("compiled/service.json", {"id": "no"}) != []

    @official
    def test_its_addresses_and_parameters_are_all_there(self, client: TestClient) -> None:
        assert set(document()["paths"]) == {"/", *(f"/{name}{one}" for name in TAKES for one in ("", "/{id}"))}
        for name, takes in TAKES.items():
            assert set(takes) - parameters(f"/{name}") == {"text"}
            assert parameters(f"/{name}") <= set(takes)

    def test_the_root_says_what_it_is(self, client: TestClient) -> None:
        found = get(client, "")
        assert found["version"] == "3.0"
        assert found["profile"].startswith("https://")
        assert found["openapi_url"].endswith("/3.0/schema/openapi.json")
        assert (found["generation"], found["fictional"]) == (1, False)
        assert found["crisis"]

    def test_invented_listings_are_called_so(self, fictional: TestClient) -> None:
        assert get(fictional, "")["fictional"] is True
        (service,) = get(fictional, "services?per_page=1&full=true")["contents"]
        assert [each for each in service["attributes"] if each["link_type"] == "fictional"]


@pytest.mark.parametrize("size", [7, 36, 100])
@pytest.mark.parametrize("name", TAKES)
def test_pages_add_up(client: TestClient, name: str, size: int) -> None:
    pages = list(walked(client, name, {"per_page": str(size)}))
    for page in pages:
        assert page["size"] == len(page["contents"])
        assert page["size"] == size or page is pages[-1]
        assert page["total_pages"] == len(pages) == -(-page["total_items"] // size)
        assert (page["first_page"], page["last_page"]) == (page is pages[0], page is pages[-1])
        assert not page["empty"]
    ids = [each["id"] for page in pages for each in page["contents"]]
    assert len(ids) == len(set(ids)) == pages[0]["total_items"]
    assert all(str(UUID(each)) == each for each in ids)


def test_beyond_the_last_page_and_where_nothing_is_found_pages_are_empty(client: TestClient) -> None:
    beyond = get(client, "services?page=5000")
    assert (beyond["empty"], beyond["contents"], beyond["size"], beyond["last_page"]) == (True, [], 0, True)
    assert (beyond["total_items"], beyond["first_page"]) == (len(LISTED), False)
    nothing = get(client, "taxonomy_terms?search=xyzzy")
    assert (nothing["total_items"], nothing["total_pages"], nothing["contents"]) == (0, 0, [])
    assert nothing["first_page"] is nothing["last_page"] is nothing["empty"] is True


METHADONE_ID, MEDICAID_ID = term_id("medication", "methadone"), term_id("payment", "medicaid")
QUESTIONS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({}, {}),
    ({"search": "river"}, {"q": "river"}),
    ({"text": "river"}, {"q": "river"}),
    ({"search": "methadone in Pittsburgh"}, {"q": "methadone in Pittsburgh"}),
    ({"search": "places near 15146"}, {"q": "places near 15146"}),
    ({"taxonomy_term_id": METHADONE_ID}, {"medication": "methadone"}),
    ({"taxonomy_term_id": MEDICAID_ID, "search": "house"}, {"payment": "medicaid", "q": "house"}),
    ({"taxonomy_id": TAXONOMY["id"], "per_page": "7"}, {"size": "7"}),
    ({"modified_after": "2022-05-01"}, {"sort": "updated"}),
    ({"postcode": "15213"}, {"near": "15213"}),
    ({"postcode": "15213-4321", "proximity": "8046.72", "page": "2"}, {"near": "15213", "within": "5", "page": "2"}),
)
"""What is asked here, and the same of our API."""


def same(client: TestClient, theirs: Mapping[str, str], ours: Mapping[str, str]) -> None:
    """Both find the same, in the same order, in each list that takes the question."""
    expected = client.get(f"/api/v1/facilities?{urlencode(ours)}")
    assert expected.status_code == 200
    found = expected.json()
    for name, part in KINDS.items():
        if set(theirs) <= set(TAKES[name]):
            page = get(client, f"{name}?{urlencode(theirs)}")
            assert [each["id"] for each in page["contents"]] == [
                stable(each["id"], part) for each in found["facilities"]
            ]
            assert page["total_items"] == found["total"]


@pytest.mark.parametrize(("theirs", "ours"), QUESTIONS, ids=urlencode)
def test_a_question_finds_the_same_as_in_our_api(
    client: TestClient, site: TestClient, theirs: dict[str, str], ours: dict[str, str]
) -> None:
    same(client, theirs, ours)
    same(site, theirs, ours)


TERMS = {term_id(each.facet, each.key): (each.facet, each.key) for each in vocabulary().terms}
WORDS = st.sampled_from(["river", "house", "methadone", "quiet", "clinic medicaid", "row house 07", "pittsburgh"])
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "search": WORDS,
        "taxonomy_term_id": st.one_of(st.sampled_from([METHADONE_ID, MEDICAID_ID]), st.sampled_from(sorted(TERMS))),
        "postcode": st.sampled_from(["15213", "15146", "151460001"]),
        "proximity": st.integers(1, 500).map(lambda miles: f"{miles * 1609.344:.6f}"),
        "page": st.integers(1, 4).map(str),
        "per_page": st.integers(1, 100).map(str),
    },
).filter(lambda one: "proximity" not in one or "postcode" in one)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ASKED)
def test_any_question_finds_the_same_as_in_our_api(client: TestClient, theirs: dict[str, str]) -> None:
    names = {"search": "q", "page": "page", "per_page": "size"}
    ours = {names[name]: value for name, value in theirs.items() if name in names}
    if "taxonomy_term_id" in theirs:
        facet, key = TERMS[theirs["taxonomy_term_id"]]
        ours[facet] = key
    if "postcode" in theirs:
        ours["near"] = theirs["postcode"][:5]
    if "proximity" in theirs:
        ours["within"] = str(round(float(theirs["proximity"]) / 1609.344))
    same(client, theirs, ours)


def test_documents_are_those_of_the_download_whole_or_in_short(site: TestClient) -> None:
    whole = site.get("/download/hsds").json()
    pages = walked(site, "services", {"full": "true", "per_page": "25"})
    assert [each for page in pages for each in page["contents"]] == whole
    for told, short in zip(whole, get(site, "services?per_page=100")["contents"], strict=True):
        assert {name: told[name] for name in short if name != "organization_id"}.items() <= short.items()
        assert get(site, f"services/{told['id']}") == told
        (at,) = told["service_at_locations"]
        owner = get(site, f"organizations/{told['organization']['id']}")
        joined = get(site, f"service_at_locations/{at['id']}")
        assert (joined["id"], joined["location"]) == (at["id"], at["location"])
        assert joined["service"]["attributes"] == told["attributes"]
        assert owner["locations"] == [at["location"]]
        assert [each["id"] for each in owner["services"]] == [told["id"]]


def test_an_organization_tells_its_services_whole_if_asked(client: TestClient) -> None:
    path = f"organizations/{one_of_each()['organizations']}"
    (short,), (whole,) = (get(client, path + more)["services"] for more in ("", "?full_service=true"))
    assert short.items() <= whole.items()
    assert whole["phones"]
    assert "services" not in get(client, "organizations?per_page=1")["contents"][0]


def test_services_in_the_least_have_an_id_and_a_date(client: TestClient) -> None:
    for each in get(client, "services?minimal=true")["contents"]:
        assert set(each) == {"id", "name", "status", "last_modified", "modified_date"}


@pytest.mark.parametrize("name", ["services", "service_at_locations"])
def test_an_organization_has_one_service(client: TestClient, name: str) -> None:
    owner = one_of_each()["organizations"]
    page = get(client, f"{name}?organization_id={owner}")
    assert [each["id"] for each in page["contents"]] == [one_of_each()[name]]
    assert (page["total_items"], get(client, f"{name}?organization_id={owner}&page=2")["contents"]) == (1, [])
    for gone in (stable(id_of(GONE), "organization"), str(UUID(int=1))):
        assert get(client, f"{name}?organization_id={gone}")["total_items"] == 0


def test_what_is_newer_comes_newest_first_and_ends_there(site: TestClient) -> None:
    every = get(site, "services?modified_after=1999-01-01&per_page=100")["contents"]
    dates = [each["last_modified"] for each in every]
    assert dates == sorted(dates, reverse=True)
    assert len(set(dates)) > 1
    for since in set(dates):
        page = get(site, f"services?modified_after={since}&per_page=2")
        assert page["total_items"] == len([one for one in dates if one >= since])
        found = [
            each
            for one in walked(site, "services", {"modified_after": since, "per_page": "2"})
            for each in one["contents"]
        ]
        assert found == [each for each in every if each["last_modified"] >= since]
    assert get(site, "services?modified_after=2100-01-01T00:00:00Z")["total_items"] == 0


def test_terms_are_those_of_the_vocabulary(client: TestClient) -> None:
    told = [each for page in walked(client, "taxonomy_terms", {"per_page": "100"}) for each in page["contents"]]
    assert [each["code"] for each in told] == [f"{term.facet}:{term.key}" for term in vocabulary().terms]
    assert {each["taxonomy_id"] for each in told} == {TAXONOMY["id"]}
    medicaid = get(client, f"taxonomy_terms/{MEDICAID_ID}")
    assert medicaid in get(client, "taxonomy_terms?search=medicaid&top_only=true")["contents"]
    assert get(client, f"taxonomy_terms?parent_id={MEDICAID_ID}")["total_items"] == 0
    used = {
        each["taxonomy_term"]["id"]
        for one in client.get("/download/hsds").json()
        for each in one["attributes"]
        if "taxonomy_term" in each
    }
    assert used
    assert used <= {each["id"] for each in told}


class TestOneOfThem:
    """Ids, and what is no longer there."""

    def test_an_id_that_leads_to_another_place_is_answered_by_that(self, site: TestClient) -> None:
        moved = get(site, f"services/{stable(id_in(HARBOR_YEARLY, YEARLY), 'service')}")
        assert moved["id"] == stable(id_in(HARBOR), "service")

    @pytest.mark.parametrize("name", KINDS)
    def test_what_is_no_longer_listed_is_410_as_in_our_api(self, site: TestClient, name: str) -> None:
        for listing in (LOST, SHUT, SECRET):
            told = get(site, f"{name}/{stable(id_in(listing), KINDS[name])}", 410)
            assert told == site.get(f"/api/v1/facilities/{id_in(listing)}").json()
            assert not [word for word in ("Never Told", "Oak", "0197", "They asked") if word in str(told)]

    @pytest.mark.parametrize("name", TAKES)
    def test_an_id_that_never_was_is_404(self, client: TestClient, name: str) -> None:
        others = [one for other, one in one_of_each().items() if other != name]
        for one in (*others, str(UUID(int=7)), "x", id_of(METHADONE), one_of_each()[name] + "0", "%C3%A4" * 12):
            assert get(client, f"{name}/{one}", 404)["status"] == 404

    @pytest.mark.parametrize("name", TAKES)
    def test_capital_letters_in_an_id_are_the_same(self, client: TestClient, name: str) -> None:
        one = one_of_each()[name]
        assert get(client, f"{name}/{one.upper()}") == get(client, f"{name}/{one}")

    def test_ids_of_a_generation_are_found_by_many_at_once_and_forgotten_with_it(self, told: Settings) -> None:
        number = current(told.generations)
        assert number is not None
        generation, ids = Generation(told.generations / folder_name(number)), Ids()
        engine = Engine(generation)
        left = weakref.ref(engine)
        asked = [hit.facility.id for hit in engine.search(Query(listed="all", size=100)).hits] * 4
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(partial(_find, ids, engine), asked))
        assert found == asked
        del engine
        gc.collect()
        assert left() is None
        generation.close()


def _find(ids: Ids, engine: Engine, public_id: str) -> str | None:
    return ids.find(engine, "service", stable(public_id, "service"))


@pytest.mark.parametrize("flags", ["", "&full=true", "&full_service=true"])
def test_the_address_of_a_front_gate_is_told_nowhere(site: TestClient, flags: str) -> None:
    gated = (id_in(SHELTER), id_in(ADDED, OPERATOR))
    for name, part in KINDS.items():
        if flags and flags[1:].split("=", maxsplit=1)[0] not in TAKES[name]:
            continue
        told = site.get(f"/hsds/{name}?per_page={25 if flags else 100}{flags}")
        assert {stable(one, part) for one in gated} <= {each["id"] for each in told.json()["contents"]}
        assert secret_free(told.text)
        for one in gated:
            whole = site.get(f"/hsds/{name}/{stable(one, part)}")
            assert (whole.status_code, secret_free(whole.text)) == (200, True)
        for word in ("Hiddenway", "Veiledpath"):
            assert get(site, f"{name}?search={word}{flags}")["total_items"] == 0


@pytest.mark.parametrize("flag", ["full", "full_service"])
def test_whole_documents_come_a_few_at_a_time(site: TestClient, flag: str) -> None:
    assert len(get(site, f"organizations?{flag}=true&per_page=25")["contents"]) > 0
    assert len(get(site, f"organizations?{flag}=false&per_page=26")["contents"]) > 0
    (problem,) = get(site, f"organizations?{flag}=true&per_page=26", 400)["problems"]
    assert (problem["parameter"], "25" in problem["allowed"]) == ("per_page", True)


WRONG = {
    "page": "0", "per_page": "101", "full": "maybe", "format": "ndjson", "taxonomy_term_id": "payment:medicaid",
    "taxonomy_id": "x", "modified_after": "soon", "postcode": "1521", "proximity": "25 miles", "colour": "red",
}  # fmt: skip


class TestParameters:
    """What is wrong is named, all of it."""

    def test_every_wrong_one_is_named_with_what_would_be_right(self, client: TestClient) -> None:
        response = client.get(f"/hsds/service_at_locations?{urlencode(WRONG)}")
        assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
        told = response.json()
        assert sorted(each["parameter"] for each in told["problems"]) == sorted(WRONG)
        assert all(each["allowed"] for each in told["problems"])
        assert told["crisis"]

    @pytest.mark.parametrize(
        ("asked", "wrong"),
        [
            ("services?postcode=15213", ["postcode"]),
            ("services?q=river", ["q"]),
            ("services?near=15213&serch=x", ["near", "serch"]),
            ("services?search=a&text=b", ["text"]),
            ("services?full=true&full=true", ["full"]),
            ("services?organization_id=x", ["organization_id"]),
            (f"services?organization_id={UUID(int=1)}&search=x", ["search"]),
            ("service_at_locations?proximity=500", ["proximity"]),
            ("service_at_locations?postcode=00000", ["postcode"]),
            ("service_at_locations?postcode=15213&proximity=804673", ["proximity"]),
            ("services?modified_after=0001-01-01T00:00:00%2B14:00", ["modified_after"]),
            (f"services?search={'a' * 201}", ["search"]),
            (f"services?text={'a' * 201}", ["text"]),
            ("taxonomies?full=true", ["full"]),
            ("taxonomy_terms?page=x&parent_id=1", ["page", "parent_id"]),
            ("?page=1", ["page"]),
            *((f"{name}/{{id}}?page=1", ["page"]) for name in TAKES),
            ("services/{id}?full_service=true", ["full_service"]),
        ],
    )
    def test_one_that_cannot_be_used_is_named(self, client: TestClient, asked: str, wrong: list[str]) -> None:
        path = asked.format(id=one_of_each().get(asked.split("/", maxsplit=1)[0], ""))
        assert sorted(each["parameter"] for each in get(client, path, 400)["problems"]) == wrong

    def test_empty_ones_are_none(self, client: TestClient) -> None:
        assert get(client, "services?search=&page=&full=+&taxonomy_id=") == get(client, "services")
        assert get(client, "services?full=FALSE&format=JSON") == get(client, "services")


class TestAsTheApi:
    """Headers, tags, errors and the log, as under /api/."""

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_it_may_be_read_by_any_page_and_whoever_has_it_is_told_so(self, client: TestClient, address: str) -> None:
        path = "/hsds/" + address.format(id=one_of_each().get(address.split("/", maxsplit=1)[0], ""))
        first = client.get(path)
        assert first.headers["access-control-allow-origin"] == "*"
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"If-None-Match": 'W/"other"'}).status_code == 200
        head = client.head(path)
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])

    def test_what_somebody_asked_for_is_kept_by_nobody(self, client: TestClient) -> None:
        for path in ("services", "services?search=river", "taxonomy_terms?search=methadone", "organizations?page=2"):
            assert client.get(f"/hsds/{path}").headers["cache-control"] == "no-store"

    def test_tags_differ_with_what_is_asked(self, client: TestClient) -> None:
        lists = ("services", "organizations", "service_at_locations", "services?modified_after=2020-01-01")
        ways = ("full=true", "minimal=true", "search=river", "page=2", "per_page=7", f"taxonomy_term_id={MEDICAID_ID}")
        tags = [client.get(f"/hsds/{one}").headers["etag"] for one in (*lists, *(f"services?{way}" for way in ways))]
        assert len(tags) == len(set(tags))

    def test_without_a_generation_it_is_503_and_other_methods_are_405(self, empty: TestClient) -> None:
        assert get(empty, "services", 503)["crisis"]
        assert get(empty, "", 503)["crisis"]
        assert empty.post("/hsds/services").json()["status"] == 405

    def test_no_question_is_in_the_log(self, chosen: Settings, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO), client_of(chosen) as client:
            client.get("/hsds/services?search=river")
            client.get("/hsds/services/" + one_of_each()["services"])
        ours = [each.getMessage() for each in caplog.records if each.name == "treatment_directory.web"]
        assert [line.split(" ")[1] for line in ours] == ["/hsds/services", "/hsds/services/{id}"]
