"""What is suggested while somebody types."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from starlette.testclient import TestClient

from directory.vocabulary import vocabulary
from tests.web.reading import get
from tests.web.world import METHADONE, id_of

SUGGEST = "/api/v1/suggest"


def suggested(client: TestClient, typed: str) -> dict[str, Any]:  # Any: JSON
    """The answer to what was typed so far."""
    response = client.get(SUGGEST, params={"q": typed})
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def test_a_name_that_one_place_has_leads_to_it(client: TestClient) -> None:
    (found,) = suggested(client, "river cl")["facilities"]
    right = f"/facility/{id_of(METHADONE)}/river-clinic-pittsburgh"
    assert found == {
        "name": "River Clinic",
        "places": 1,
        "id": id_of(METHADONE),
        "where": "Pittsburgh, PA",
        "url": right,
    }
    assert client.get(found["url"]).status_code == 200


def test_a_name_that_several_places_have_leads_to_their_list(site: TestClient) -> None:
    names = {one["name"]: one for each in ("ce", "cl", "ho", "st", "th") for one in suggested(site, each)["facilities"]}
    for name, one in names.items():
        assert ("id" in one) == (one["places"] == 1)
        assert name in get(site, one["url"]).words


@pytest.mark.parametrize(
    ("typed", "filter_", "text"),
    [
        ("subo", "medication:buprenorphine", "Suboxone"),
        ("takes medica", "payment:medicaid", "takes medicaid"),
        ("detox, aetn", "insurer:aetna", "detox, takes Aetna"),
        ("residential methad", "medication:methadone", ""),
        ("SPANI", "language:spanish", "speaks Spanish"),
    ],
)
def test_filters_are_suggested_by_any_of_their_names(client: TestClient, typed: str, filter_: str, text: str) -> None:
    found = {f"{one['facet']}:{one['key']}": one for one in suggested(client, typed)["filters"]}
    one = found[filter_]
    assert one["label"] == vocabulary().facets[one["facet"]].terms[one["key"]].label
    assert text in ("", one["text"])


@pytest.mark.parametrize(
    ("typed", "label", "text"),
    [
        ("pittsb", "Pittsburgh, PA", "Pittsburgh, PA"),
        ("methadone pittsb", "Pittsburgh, PA", "methadone near Pittsburgh, PA"),
        ("methadone near pittsb", "Pittsburgh, PA", "methadone near Pittsburgh, PA"),
    ],
)
def test_places_are_suggested_with_their_people(client: TestClient, typed: str, label: str, text: str) -> None:
    found = next(one for one in suggested(client, typed)["places"] if one["label"] == label)
    assert found["text"] == text
    assert found["population"] > 100_000


@pytest.mark.parametrize("typed", ["", " ", "a", "?", "é", "%%%"])
def test_nothing_is_suggested_for_too_little(client: TestClient, typed: str) -> None:
    assert suggested(client, typed) == {"filters": [], "places": [], "facilities": []}


@pytest.mark.parametrize("typed", ["me", "in", "ma", "st", "co", "takes medi", "detox near s", "a" * 100, "in " * 33])
def test_few_are_suggested_at_once(client: TestClient, typed: str) -> None:
    told = suggested(client, typed)
    assert len(told["filters"]) <= 3
    assert len(told["places"]) <= 3
    assert len(told["facilities"]) <= 4


@pytest.mark.parametrize("question", ["", "q=a&q=b", "q=a%00b", f"q={'a' * 101}", "q=pa&x=1", "prefix=pa"])
def test_anything_else_is_refused_with_what_would_be_right(client: TestClient, question: str) -> None:
    response = client.get(f"{SUGGEST}?{question}")
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert all(problem["message"] and problem["allowed"] for problem in response.json()["problems"])


def test_what_was_typed_is_stored_and_logged_nowhere(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for question in ("q=privatexyz", "q=privatexyz&x=1"):
        assert client.get(f"{SUGGEST}?{question}").headers["cache-control"] == "no-store"
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert [line.rsplit(" ", 2)[0] for line in ours] == [f"GET {SUGGEST} 200", f"GET {SUGGEST} 400"]
