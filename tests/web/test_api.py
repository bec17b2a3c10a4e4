"""The API: the same answers as the pages, as data."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from directory.vocabulary import vocabulary
from tests.web.reading import page
from tests.web.world import GONE, HOSTILE_ONE, LISTED, METHADONE, id_of

QUESTIONS = (
    "",
    "near=15213",
    "near=15213&within=any&sort=distance",
    "near=Allegheny+County,+PA&payment=medicaid&sort=name",
    "near=Pennsylvania&sort=updated",
    "q=river",
    "medication=methadone&medication.all=methadone",
)


def get(client: TestClient, path: str, status: int = 200) -> Any:  # Any: JSON
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status, response.text
    return response.json()


@pytest.mark.parametrize("question", QUESTIONS)
def test_page_api_and_download_give_the_same_facilities_in_the_same_order(client: TestClient, question: str) -> None:
    data = get(client, f"facilities?{question}&size=100")
    shown = page(client.get(f"/search?{question}&size=100").text).facility_ids()
    lines = client.get(f"/download/jsonl?{question}").text
    ids = [facility["id"] for facility in data["facilities"]]
    assert ids == shown
    assert data["total"] == len(ids)
    positions = [lines.index(f'"id":"{each}"') for each in ids]
    assert positions == sorted(positions)
    assert lines.count('"distance_miles":') == len(ids)


def test_an_answer_carries_everything(client: TestClient) -> None:
    data = get(client, "facilities?near=15213&medication=methadone")
    assert (data["total"], data["page"], data["pages"], data["size"], data["within"]) == (1, 1, 1, 20, 25)
    assert data["near"]["label"] == "Pittsburgh, PA 15213"
    assert set(data["near"]) == {"kind", "label", "latitude", "longitude", "approximate", "note"}
    assert data["facets"]["medication"]["methadone"] == 1
    assert data["not_stated"] == {"medication": 1}
    assert data["without_point"] == 0
    assert (data["generation"], data["fictional"]) == (1, False)
    assert data["sources"][0]["as_of"] == "2022-05"
    assert [line["number"] for line in data["crisis"]] == ["988", "911", "1-800-662-4357"]
    (found,) = data["facilities"]
    assert found["id"] == id_of(METHADONE)
    assert found["url"] == f"/facility/{id_of(METHADONE)}/river-clinic-pittsburgh"
    assert found["distance_miles"] > 0


def test_near_is_null_when_nothing_was_asked(client: TestClient) -> None:
    assert get(client, "facilities")["near"] is None


def test_links_lead_through_all_pages_and_back(client: TestClient) -> None:
    seen, path = [], "facilities?near=Pennsylvania&size=10"
    while path:
        data = get(client, path)
        seen += [facility["id"] for facility in data["facilities"]]
        assert (data["links"]["prev"] is None) == (data["page"] == 1)
        path = (data["links"]["next"] or "").removeprefix("/api/v1/")
    assert len(seen) == len(set(seen)) == data["total"] == len(LISTED)


def test_beyond_the_last_page_there_is_nothing(client: TestClient) -> None:
    data = get(client, "facilities?page=5000")
    assert (data["facilities"], data["links"]["next"]) == ([], None)
    assert data["links"]["prev"] == f"/api/v1/facilities?page={data['pages']}"


def test_one_facility(client: TestClient) -> None:
    data = get(client, f"facilities/{id_of(METHADONE)}")
    assert data["name"] == "River Clinic"
    assert data["terms"]["medication"] == ["methadone"]


def test_hostile_text_is_data(client: TestClient) -> None:
    assert "<script>" in get(client, f"facilities/{id_of(HOSTILE_ONE)}")["name"]


def test_one_that_is_no_longer_listed_is_410(client: TestClient) -> None:
    problem = get(client, f"facilities/{id_of(GONE)}", 410)
    assert "Closed Place" in problem["detail"]
    assert "0199" not in str(problem)


def test_facets_have_words_and_counts(client: TestClient) -> None:
    data = get(client, "facets?medication=methadone")
    assert [facet["key"] for facet in data["facets"]] == list(vocabulary().facets)
    assert data["total"] == 1
    counts = {(f["key"], t["key"]): t["count"] for f in data["facets"] for t in f["terms"]}
    assert counts["payment", "medicaid"] == 1


def test_places_are_suggested(client: TestClient) -> None:
    places = get(client, "places?prefix=pittsb")["places"]
    assert places[0]["label"] == "Pittsburgh, PA"
    about = {"kind", "label", "state", "county", "latitude", "longitude", "approximate", "population"}
    assert set(places[0]) == about


@pytest.mark.parametrize(
    ("prefix", "kind", "known"),
    [
        ("pittsburgh, pa", "city", True),
        ("allegheny county", "county", False),
        ("new york county", "county", False),
        ("wyoming", "state", False),
        ("15213", "zip", False),
        ("harlem", "neighborhood", False),
    ],
)
def test_people_are_told_of_towns_alone(client: TestClient, prefix: str, kind: str, known: bool) -> None:
    for path in (f"places?prefix={prefix}", f"suggest?q=near+{prefix}"):
        told = get(client, path)["places"]
        found = [each["population"] for each in told if each["kind"] == kind]
        assert found, told
        assert (found[0] is not None) == known
        assert all(each["population"] is None for each in told if each["kind"] != "city")


@pytest.mark.parametrize("path", [f"facilities/{id_of(METHADONE)}", f"facilities/{id_of(METHADONE)}/history"])
def test_an_id_may_be_typed_in_capitals(client: TestClient, path: str) -> None:
    assert get(client, path.replace(id_of(METHADONE), id_of(METHADONE).upper())) == get(client, path)


@pytest.mark.parametrize(
    "question", ["", "prefix=", "prefix=a&prefix=b", "prefix=a%00", f"prefix={'a' * 101}", "prefix=pa&x=1"]
)
def test_places_refuse_what_is_no_prefix(client: TestClient, question: str) -> None:
    if question == "prefix=":
        assert get(client, f"places?{question}")["places"] == []
        return
    assert get(client, f"places?{question}", 400)["problems"]


def test_wrong_parameters_are_problems_with_what_would_be_right(client: TestClient) -> None:
    response = client.get("/api/v1/facilities?near=Xyzzyville&within=far&medication=methadon&colour=red")
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    data = response.json()
    assert data["status"] == 400
    assert {problem["parameter"] for problem in data["problems"]} == {"near", "within", "medication", "colour"}
    assert all(set(p) == {"parameter", "value", "message", "allowed", "choices"} for p in data["problems"])
    assert "methadone" in next(p for p in data["problems"] if p["parameter"] == "medication")["choices"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/nothing", 404), ("GET", "/api/v1/facilities/nosuchplac", 404), ("POST", "/api/v1/facets", 405)],
)
def test_other_errors_are_problems_too(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["crisis"]


def test_a_404_says_what_is_true_of_an_address_for_programs(client: TestClient) -> None:
    nothing, nobody = get(client, "nothing", 404), get(client, "facilities/nosuchplac", 404)
    assert nothing["title"] == nobody["title"] == "There is nothing at this address"
    assert "/about/api" in nothing["detail"]
    assert nobody["detail"] == "No place in this directory has the id in this address. It may be mistyped."
    assert client.get("/hsds/services/nothing").json()["detail"] == nothing["detail"]
    posted = client.post("/api/v1/facets").json()
    for told in (nothing, nobody, posted):
        assert "page" not in f"{told['title']} {told['detail']}"


def test_without_a_generation_the_api_is_503(empty: TestClient) -> None:
    assert get(empty, "facilities", 503)["title"]


def test_the_api_may_be_read_by_any_page_and_the_pages_may_not(client: TestClient) -> None:
    assert client.get("/api/v1/facets").headers["access-control-allow-origin"] == "*"
    assert client.get("/api/v1/nothing").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/search").headers
