"""What becomes of a visitor's own position or street address: how exact it is, where it is repeated, who is asked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from directory.settings import Settings
from importers.geocoder_search import StreetSearch
from search.serving import Serving
from tests.fake_nominatim import FakeNominatim
from tests.web.conftest import MOMENT
from tests.web.reading import get
from tests.web.reading import page as page_of
from web.app import create_app

STREET = "12 Oak Street, Pittsburgh, PA 15213"
HOUSE = "40.444,-79.953"
"""Where the server has it, to the block."""


@contextmanager
def asking(chosen: Settings, fake: FakeNominatim) -> Iterator[TestClient]:
    """A client of the directory with a geocoder for visitors."""
    streets = StreetSearch(fake.url, fake.geocoder(retries=0), fake.now)
    app = create_app(chosen, Serving(chosen.generations), lambda: MOMENT, streets)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


@pytest.fixture
def fake() -> Iterator[FakeNominatim]:
    with FakeNominatim() as made:
        yield made


@pytest.fixture
def located(chosen: Settings, fake: FakeNominatim) -> Iterator[TestClient]:
    with asking(chosen, fake) as made:
        yield made


def near_of(client: TestClient, **params: str) -> str:
    """The place of the API's own link to a question."""
    own: str = client.get("/api/v1/facilities", params=params).json()["links"]["self"]
    return parse_qs(urlsplit(own).query)["near"][0]


ROUNDED = [
    ("40.440624,-79.995888", "40.44,-80.00"),
    ("40.4406 N, 79.9959 W", "40.44,-80.00"),
    ("40.44,-79.99", "40.44,-79.99"),
    ("40.444, -79.953", "40.444, -79.953"),
]


@pytest.mark.parametrize(("near", "repeated"), ROUNDED)
def test_a_measured_position_is_rounded_before_anything_is_made_of_it(
    client: TestClient, near: str, repeated: str
) -> None:
    assert near_of(client, near=near) == repeated
    page = client.get("/search", params={"near": near})
    assert near not in page.text.replace(repeated, "")


@pytest.mark.parametrize(("near", "repeated"), ROUNDED[:1])
def test_a_position_in_a_sentence_is_as_private(client: TestClient, near: str, repeated: str) -> None:
    question = {"q": f"methadone near {near}"}
    assert near_of(client, **question) == repeated
    page = parse_qs(urlsplit(client.get("/search", params=question).headers["location"]).query)
    assert page["near"] == [repeated]


def test_a_position_is_called_one(client: TestClient) -> None:
    page = client.get("/search", params={"near": "40.4406,-79.9959"})
    assert "within 25 miles of your position (about 40.44, -80)" in page_of(page.text).words


def test_a_position_abroad_says_so(client: TestClient) -> None:
    answer = client.get("/search", params={"near": "48.85,2.35"})
    assert answer.status_code == 400
    assert "outside the United States" in page_of(answer.text).words


@pytest.mark.parametrize(
    ("near", "repeated", "middle"),
    [
        (STREET, "Pittsburgh, PA 15213", "ZIP code 15213"),
        ("12 Oak Street Pittsburgh PA", "Pittsburgh, PA", "Pittsburgh, PA"),
    ],
)
def test_a_street_is_read_as_its_zip_code_or_town_and_said_to_be(
    client: TestClient, near: str, repeated: str, middle: str
) -> None:
    page = client.get("/search", params={"near": near})
    assert page.status_code == 200
    assert f"We do not look up streets: distances are from about the middle of {middle}." in page_of(page.text).words
    assert "Oak Street" not in page.text
    assert near_of(client, near=near) == repeated


def test_a_street_in_a_sentence_is_as_good(client: TestClient) -> None:
    answer = client.get("/search", params={"q": "methadone near 12 Oak Street Pittsburgh"})
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert (asked["near"], asked["medication"]) == (["Pittsburgh, PA"], ["methadone"])
    page = get(client, answer.headers["location"])
    assert "We do not look up streets: distances are from about the middle of Pittsburgh, PA." in page.words


def test_no_log_line_repeats_an_address(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get("/search", params={"near": STREET})
    assert [line for line in caplog.messages if "GET /search" in line]
    assert not any("Oak" in line for line in caplog.messages if "HTTP Request" not in line)


def test_the_operators_server_finds_the_block(located: TestClient, fake: FakeNominatim) -> None:
    page = located.get("/search", params={"near": STREET})
    assert fake.addresses() == [STREET]
    assert f"Distances are from about {STREET}: to the block, as {fake.host} has it." in page_of(page.text).words
    assert near_of(located, near=STREET) == HOUSE


def test_links_of_a_found_street_ask_nobody_again(located: TestClient, fake: FakeNominatim) -> None:
    page = located.get("/search", params={"near": HOUSE})
    assert page.status_code == 200
    assert fake.asked == []


@pytest.mark.parametrize("near", ["15213", "Pittsburgh, PA", "40.4406,-79.9959", "Capitol Hill, Seattle"])
def test_nobody_is_asked_for_what_is_no_street(located: TestClient, fake: FakeNominatim, near: str) -> None:
    located.get("/search", params={"near": near})
    assert fake.asked == []


@pytest.mark.parametrize("mode", ["nothing", "street", "status:500", "html", "at:41.9,-87.6"])
def test_without_a_fit_answer_the_zip_code_is_taken(located: TestClient, fake: FakeNominatim, mode: str) -> None:
    fake.script(mode)
    page = located.get("/search", params={"near": STREET})
    assert page.status_code == 200
    assert "from about the middle of ZIP code 15213" in page_of(page.text).words


def test_a_server_that_fails_is_left_alone_for_a_while(located: TestClient, fake: FakeNominatim) -> None:
    fake.script("status:500")
    for _ in range(3):
        located.get("/search", params={"near": STREET})
    assert len(fake.asked) == 1
    fake.sleep(31)
    assert near_of(located, near=STREET) == HOUSE


def test_a_sentence_means_the_same_to_the_page_and_the_api(located: TestClient, fake: FakeNominatim) -> None:
    sentence = "methadone near 12 Oak Street, Pittsburgh PA"
    answer = located.get("/search", params={"q": sentence})
    page = parse_qs(urlsplit(answer.headers["location"]).query) if answer.is_redirect else {}
    assert near_of(located, q=sentence) == HOUSE
    assert page.get("near", [HOUSE]) == [HOUSE]
    assert set(fake.addresses()) == {"12 Oak Street, Pittsburgh PA"}


def test_the_page_about_privacy_says_who_is_asked(client: TestClient, located: TestClient, fake: FakeNominatim) -> None:
    alone, with_server = (page_of(each.get("/about/privacy").text).words for each in (client, located))
    assert "asks nobody else" in alone
    assert fake.host not in alone
    assert f"has chosen to ask {fake.host} where it is" in with_server
    assert "asks nobody else" not in with_server


def test_suggestions_tell_what_a_place_is(client: TestClient) -> None:
    found = client.get("/api/v1/places", params={"prefix": "harle"}).json()["places"]
    assert found[0]["label"] == "Harlem, New York, NY"
    assert (found[0]["kind"], found[0]["state"]) == ("neighborhood", "NY")
    assert found[0]["population"] is None
    skid = client.get("/api/v1/places", params={"prefix": "skid row"}).json()["places"]
    assert skid[0]["population"] is None
