"""VA's API, page by page, from a stand-in on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from directory.errors import SourceError
from importers.download import Client
from importers.source import Read, Reading
from importers.sources.va import SOURCE
from importers.sources.va_fetch import KEY, fetch

PATH = "/services/va_facilities/v1/facilities"
SECRET = "k-5550100"


def facility(number: int) -> Mapping[str, object]:
    address = {"address1": f"{number} Oak Street", "city": "Towson", "state": "MD", "zip": "21204"}
    inside = {
        "name": f"Alderfen Clinic {number}",
        "facilityType": "va_health_facility",
        "lat": 39.4,
        "long": -76.6,
        "address": {"physical": address},
        "phone": {"main": "410-555-0100"},
        "operatingStatus": {"code": "NORMAL"},
    }
    return {"id": f"vha_{500 + number}", "type": "va_facilities", "attributes": inside}


class FakeVA(ThreadingHTTPServer):
    """Five facilities; `changes` are made to every page, `status` is what every call gets."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.keys: list[str | None] = []
        self.slept: list[float] = []
        self.changes: dict[int, Mapping[str, object]] = {}
        self.redirect = ""
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"

    def url(self, query: str = "per_page=2") -> str:
        return f"{self.origin}{PATH}?{query}"

    def client(self) -> Client:
        return Client(
            hosts=frozenset({"api.va.gov"}),
            local=frozenset({self.origin, self.origin.replace("127.0.0.1", "localhost")}),
            secrets={"apikey": SECRET},
            sleep=self.slept.append,
            resolve=lambda _host, _port: ["127.0.0.1"],
        )

    def page(self, query: str) -> Mapping[str, object]:
        asked = parse_qs(query)
        number, size = int(asked.get("page", ["1"])[0]), int(asked["per_page"][0])
        rest = "".join(f"&{name}={value[0]}" for name, value in asked.items() if name not in ("page", "per_page"))
        last = -(-5 // size)
        link = f"{self.origin}{PATH}?page={{}}&per_page={size}{rest}"
        told = {"currentPage": number, "perPage": size, "totalPages": last, "totalEntries": 5}
        whole = {
            "data": [facility(n) for n in range((number - 1) * size, min(number * size, 5))],
            "links": {"self": link.format(number), "next": link.format(number + 1) if number < last else None},
            "meta": {"pagination": told},
        }
        return {**whole, **self.changes.get(number, {})}


class _Handler(BaseHTTPRequestHandler):
    server: FakeVA

    def do_GET(self) -> None:
        fake, parts = self.server, urlsplit(self.path)
        fake.asked.append(self.path)
        fake.keys.append(self.headers["apikey"])
        self.send_response(302 if fake.redirect else fake.status)
        if fake.redirect:
            self.send_header("Location", fake.redirect + self.path)
            fake.redirect = ""
        self.end_headers()
        self.wfile.write(json.dumps(fake.page(parts.query)).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: tests look at `asked`."""


@pytest.fixture
def fake() -> Iterator[FakeVA]:
    with FakeVA() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_every_page_is_saved_and_read_as_the_whole(fake: FakeVA, tmp_path: Path) -> None:
    files = fetch(fake.url(), tmp_path, client=fake.client())
    assert [file.name for file in files] == ["page-001.json", "page-002.json", "page-003.json"]
    assert fake.slept == [1.0, 1.0]
    reading = Reading()
    outcomes = list(SOURCE.read(files, reading))
    assert [outcome.listing.key for outcome in outcomes if isinstance(outcome, Read)] == [
        f"vha_{500 + n}" for n in range(5)
    ]
    assert reading.scopes == {"vha", "vc"}


def test_a_state_withdraws_nothing(fake: FakeVA, tmp_path: Path) -> None:
    reading = Reading()
    files = fetch(fake.url("per_page=5&state=MD"), tmp_path, client=fake.client())
    assert len(list(SOURCE.read(files, reading))) == 5
    assert reading.scopes == set()


def test_the_key_goes_to_its_host_alone(fake: FakeVA, tmp_path: Path) -> None:
    fake.redirect = fake.origin.replace("127.0.0.1", "localhost")
    fetch(fake.url("per_page=5"), tmp_path, client=fake.client())
    assert fake.keys == [SECRET, None]
    assert SECRET not in repr(fake.client())


def test_pages_of_an_earlier_day_go(fake: FakeVA, tmp_path: Path) -> None:
    first = fetch(fake.url(), tmp_path, client=fake.client())
    (first[0].parent / "notes.txt").write_text("mine")
    fake.changes[1] = {"links": {}}
    second = fetch(fake.url(), tmp_path, client=fake.client())
    assert sorted(path.name for path in first[0].parent.iterdir()) == ["notes.txt", "page-001.json"]
    assert second == first[:1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({2: {"links": {"next": f"{PATH}?per_page=2"}}}, "leads on and on"),
        ({2: {"links": {"next": "https://example.org/x"}}}, "is not asked"),
        ({2: {"links": {"next": "http://169.254.169.254/"}}}, "is not asked"),
        ({2: {"links": {"next": "/other"}}}, "is not asked"),
        ({2: {"data": None}}, "answered no page of facilities but"),
        ({2: {"links": 1}}, "answered no page of facilities but"),
    ],
)
def test_not_all_pages_are_none(
    fake: FakeVA, tmp_path: Path, changes: dict[int, Mapping[str, object]], words: str
) -> None:
    fake.changes = changes
    with pytest.raises(SourceError, match=words):
        fetch(fake.url(), tmp_path, client=fake.client())


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_says_where_a_key_comes_from(fake: FakeVA, tmp_path: Path, status: int) -> None:
    fake.status = status
    with pytest.raises(SourceError, match=f"ask for one at .* put it into {KEY}") as caught:
        fetch(fake.url(), tmp_path, client=fake.client())
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.va.gov/services/va_facilities/v1/facilities/all",
        "https://api.va.gov/",
        "https://example.org/services/va_facilities/v1/facilities",
        "http://api.va.gov/services/va_facilities/v1/facilities",
    ],
)
def test_another_address_is_refused_before_any_call(tmp_path: Path, url: str) -> None:
    with pytest.raises(SourceError, match="is not asked"):
        fetch(url, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["two words", "line\n", "é"])
def test_a_key_that_is_none_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(KEY, key)
    with pytest.raises(SourceError, match="no key has") as caught:
        fetch(f"https://api.va.gov{PATH}", tmp_path)
    assert key not in str(caught.value)
