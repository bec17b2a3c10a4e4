"""The limit on requests of one network: fair to crowds, deaf to nobody in need, and it keeps no address."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from directory.settings import Settings
from directory.settings import settings as read_settings
from search.serving import Serving
from tests.web.conftest import MOMENT
from tests.web.reading import page
from tests.web.test_errors import helps
from tests.web.world import METHADONE, id_of, settings_in
from web.app import create_app
from web.limiting import SECOND, Buckets, network_of

HERE, THERE = "203.0.113.7", "198.51.100.7"
FACILITY = f"/facility/{id_of(METHADONE)}"


class Clock:
    """Nanoseconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += int(seconds * SECOND)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def app_of(chosen: Settings, clock: Clock) -> Iterator[Starlette]:
    """The application with a clock that stands still."""
    app = create_app(chosen, Serving(chosen.generations), clock=lambda: MOMENT, ticks=clock)
    with TestClient(app):
        yield app


def client(app: Starlette, host: str = HERE) -> TestClient:
    """Somebody with this address on the network."""
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False, client=(host, 50000))


@pytest.fixture
def five(chosen: Settings, clock: Clock) -> Iterator[Starlette]:
    """An application that gives each network five requests at once and one more every second."""
    with app_of(replace(chosen, rate=1, burst=5), clock) as app:
        yield app


def passed(caller: TestClient, url: str, times: int) -> int:
    """How many of so many requests in a row were answered."""
    return sum(caller.get(url).status_code != 429 for _ in range(times))


def test_beyond_the_burst_a_page_says_how_long_to_wait_and_whom_to_call(five: Starlette) -> None:
    caller = client(five)
    assert passed(caller, "/about", 5) == 5
    refused = caller.get("/search?near=15213&q=secretword")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert refused.headers["cache-control"] == "no-store"
    assert refused.headers["content-security-policy"].startswith("default-src 'none'")
    helps(refused.text)
    found = page(refused.text)
    for words in ("Too many requests from your network at once", "Please wait 1 second.", "call 988"):
        assert words in found.words
    assert "secretword" not in refused.text


def test_the_api_says_it_as_problem_json(five: Starlette) -> None:
    caller = client(five)
    assert passed(caller, "/api/v1/facets", 6) == 5
    refused = caller.get("/api/v1/facilities?near=15213")
    assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["access-control-allow-origin"] == "*"
    told = refused.json()
    assert (told["status"], told["title"]) == (429, "Too many requests from your network at once")
    assert "988" in [line["number"] for line in told["crisis"]]


def test_after_the_time_it_named_it_answers_again(five: Starlette, clock: Clock) -> None:
    caller = client(five)
    passed(caller, "/about", 5)
    clock.wait(0.25)
    refused = caller.get("/about")
    clock.wait(float(refused.headers["retry-after"]) - 0.26)
    assert caller.get("/about").status_code == 429
    clock.wait(0.26)
    assert passed(caller, "/about", 3) == 1


def test_a_refusal_costs_nothing(five: Starlette, clock: Clock) -> None:
    caller = client(five)
    assert passed(caller, "/about", 100) == 5
    clock.wait(5)
    assert passed(caller, "/about", 100) == 5


def test_networks_are_counted_apart(five: Starlette) -> None:
    assert passed(client(five, HERE), "/about", 9) == 5
    assert passed(client(five, THERE), "/about", 9) == 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2606:2800:1:2::1", "2606:2800:1:2:ffff:1:2:3", True),
        ("2606:2800:1:2::1", "2606:2800:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
    ],
)
def test_an_ipv6_network_is_one_household_and_a_mapped_address_the_one_it_maps(
    five: Starlette, one: str, other: str, same: bool
) -> None:
    passed(client(five, one), "/about", 5)
    assert passed(client(five, other), "/about", 5) == (0 if same else 5)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "::1", "10.1.2.3", "172.31.0.1", "192.168.0.9", "::ffff:10.0.0.1", "fd00::1", "fe80::1"]
)
def test_a_proxy_that_does_not_tell_for_whom_it_asks_is_not_refused(five: Starlette, host: str) -> None:
    assert passed(client(five, host), "/about", 9) == 9


def test_behind_a_proxy_that_is_named_it_is_the_visitor_who_counts(five: Starlette) -> None:
    def behind(proxy: str, told: str) -> int:
        caller = TestClient(ProxyHeadersMiddleware(five, "127.0.0.1"), client=(proxy, 50000))  # type: ignore[arg-type]  # two spellings of ASGI
        return sum(caller.get("/about", headers={"X-Forwarded-For": told}).status_code != 429 for _ in range(9))

    assert behind("127.0.0.1", HERE) == 5
    assert behind("127.0.0.1", HERE) == 0
    assert behind("127.0.0.1", THERE) == 5
    assert behind("127.0.0.1", f"192.0.2.1, {HERE}") == 0  # what a visitor put before it is not believed
    assert [behind("192.0.2.9", "192.0.2.10"), behind("192.0.2.9", "192.0.2.11")] == [5, 0]


@pytest.mark.parametrize("host", ["172.32.0.1", "11.0.0.1", "192.169.0.1", "unknown", "fe80::1%eth0", "é\0"])
def test_anybody_else_is_counted_whatever_a_proxy_calls_them(host: str) -> None:
    assert network_of(host)


@pytest.mark.parametrize(
    "url", ["/", "/healthz", "/readyz", "/robots.txt", "/favicon.svg", "/static/site.css", "/static/nothing"]
)
def test_the_first_page_and_what_pages_need_are_never_refused(five: Starlette, url: str) -> None:
    caller = client(five)
    passed(caller, "/about", 6)
    assert passed(caller, url, 9) == 9
    assert passed(caller, "/about", 1) == 0


@pytest.mark.parametrize(
    ("url", "fit"),
    [
        ("/about", 40),
        (FACILITY, 40),
        ("/search?q=xyzzy", 40),
        ("/api/v1/suggest?q=riv", 200),
        ("/api/v1/access?state=PA&measure=otp", 8),
        ("/api/v1/access.csv?state=PA", 8),
        ("/api/v1/access.geojson?state=PA", 8),
        ("/download/csv", 2),
    ],
)
def test_a_download_counts_more_and_a_suggestion_less(chosen: Settings, clock: Clock, url: str, fit: int) -> None:
    with app_of(replace(chosen, rate=1, burst=40), clock) as app:
        assert passed(client(app), url, fit + 3) == fit


def test_a_download_takes_the_whole_of_a_small_bucket(five: Starlette) -> None:
    assert passed(client(five), "/download/csv", 2) == 1


def test_a_crowd_behind_one_address_fits_into_what_is_usual(chosen: Settings, clock: Clock) -> None:
    """Forty people, each of whom types, searches, ticks and opens a place within half a minute."""
    each = ["/", *["/api/v1/suggest?q=riv"] * 6, "/search?near=15213", *["/api/v1/facets?near=15213"] * 3, FACILITY]
    usual = settings_in(chosen.data, generations=chosen.generations, rate=10, burst=200)
    with app_of(usual, clock) as app:
        caller = client(app)
        for _ in range(40):
            clock.wait(30 / 40)
            assert [caller.get(url).status_code for url in each] == [200] * len(each)


def test_it_is_ten_a_second_and_two_hundred_at_once_unless_switched_off(chosen: Settings, clock: Clock) -> None:
    usual = read_settings({})
    assert (usual.rate, usual.burst) == (10, 200)
    with app_of(replace(chosen, rate=0, burst=1), clock) as app:
        assert passed(client(app), "/about", 9) == 9


def test_no_address_is_logged_or_kept(five: Starlette, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        passed(client(five, "203.0.113.77"), "/about", 9)
    assert " 429 " in caplog.text
    assert "203.0.113" not in caplog.text


def test_what_is_counted_is_not_an_address_and_another_in_each_process(clock: Clock) -> None:
    made = [Buckets(1, 5, clock) for _ in range(2)]
    for each in made:
        each.take(network_of("203.0.113.77"), 1)
    held = [list(vars(each)["_full"]) for each in made]
    assert [len(each) for each in held] == [1, 1]
    assert held[0] != held[1]
    for each in made:
        assert "203.0.113" not in repr(vars(each))
        assert repr(bytes((203, 0, 113, 77)))[2:-1] not in repr(vars(each))


def test_the_table_is_bounded_and_forgets_who_has_been_silent_longest(clock: Clock) -> None:
    buckets = Buckets(1, 5, clock, networks=100)
    assert [buckets.take(b"first", 5), buckets.take(b"second", 5)] == [0, 0]
    for each in range(5000):
        assert buckets.take(b"other%d" % each, 5) == 0
        assert buckets.take(b"second", 1)  # refused, and so remembered
        assert len(buckets) <= 100
    assert buckets.take(b"first", 5) == 0


def test_a_network_is_forgotten_when_its_bucket_is_full_again(clock: Clock) -> None:
    buckets = Buckets(1, 5, clock)
    for each in range(50):
        buckets.take(b"network%d" % each, 2)
    assert len(buckets) == 50
    clock.wait(2)
    for _ in range(50):
        buckets.take(b"another", 0.01)
    assert len(buckets) == 1


@settings(deadline=None, max_examples=200)
@given(
    rate=st.integers(1, 50),
    burst=st.integers(1, 50),
    steps=st.lists(
        st.tuples(st.integers(0, 3 * SECOND), st.sampled_from([0.2, 1.0, 20.0]), st.sampled_from([b"a", b"b"])),
        max_size=80,
    ),
)
def test_never_more_than_the_burst_and_the_rate_passes(
    rate: int, burst: int, steps: list[tuple[int, float, bytes]]
) -> None:
    """In any stretch of time, whatever else is asked; and what is refused would have been too much."""
    clock = Clock()
    buckets = Buckets(rate, burst, clock, networks=2)
    let: dict[bytes, list[tuple[int, float]]] = {b"a": [], b"b": []}
    for wait, cost, network in steps:
        clock.now += wait
        missing = buckets.take(network, cost)
        if missing:
            clock.now += missing
            assert buckets.take(network, cost) == 0
        let[network].append((clock.now, min(cost, burst)))
    for taken in let.values():
        for first in range(len(taken)):
            total = 0.0
            for at, cost in taken[first:]:
                total += cost
                assert total <= burst + rate * (at - taken[first][0]) / SECOND + 1e-6
