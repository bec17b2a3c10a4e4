"""The HTTP client: whom it asks, what it bears with, and what it says when it gives up."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from directory.errors import SourceError
from importers.connection import AGENT, addresses
from importers.download import Client
from importers.failure import StatusError
from tests.fake_findtreatment import FakeFindTreatment

QUERY = "sAddr=39.1,-77.2&limitType=0&limitValue=18&pageSize=10&page=1"
PUBLIC = Client(hosts=frozenset({"findtreatment.gov"}))


@pytest.fixture
def fake() -> Iterator[FakeFindTreatment]:
    with FakeFindTreatment({"MD": 3}) as server:
        yield server


class TestWhomItAsks:
    @pytest.mark.parametrize(
        "url",
        [
            "http://findtreatment.gov/locator",
            "ftp://findtreatment.gov/locator",
            "file:///etc/passwd",
            "https://example.org/locator",
            "https://findtreatment.gov.example.org/",
            "https://findtreatment.gov@example.org/",
            "https://someone@findtreatment.gov/",
            "https://findtreatment.gov:8443/",
            "https://findtreatment.gov:port/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::1/",
            "https://findtreatment.gov/a b",
            "https://findtreatment.gov/\r\nHost: example.org",
            "https://findtreatment.gov/é",
            "findtreatment.gov/locator",
            "",
        ],
    )
    def test_refuses_before_any_call(self, url: str) -> None:
        def resolve(_host: str, _port: int) -> list[str]:
            pytest.fail("the name was looked up")

        with pytest.raises(SourceError):
            Client(hosts=frozenset({"findtreatment.gov"}), resolve=resolve).get(url)

    @pytest.mark.parametrize("url", ["https://findtreatment.gov/x?y=1", "https://FindTreatment.gov:443/x"])
    def test_allows_its_host(self, url: str) -> None:
        assert PUBLIC.check(url).path == "/x"

    @pytest.mark.parametrize(
        "address",
        """
        127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
        ::1 :: fe80::1%eth0 fd00::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ff02::1 64:ff9b::10.0.0.1
        """.split(),
    )
    def test_refuses_a_name_that_leads_inside(self, address: str) -> None:
        client = Client(hosts=frozenset({"findtreatment.gov"}), resolve=lambda _host, _port: ["104.16.1.1", address])
        with pytest.raises(SourceError, match="not a public one"):
            client.get("https://findtreatment.gov/x")

    @pytest.mark.parametrize(
        "target",
        [
            "http://127.0.0.1:1/",
            "https://127.0.0.1/",
            "http://10.0.0.1/",
            "https://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data",
            "https://example.org/",
            "http://findtreatment.gov/locator",
            "//example.org/x",
            "file:///etc/passwd",
            "javascript:alert(1)",
        ],
    )
    def test_follows_no_redirect_elsewhere(self, fake: FakeFindTreatment, target: str) -> None:
        fake.script(f"redirect:{target}")
        with pytest.raises(SourceError, match=r"is not asked|is not a web address"):
            fake.client().get(fake.url(QUERY))
        assert len(fake.asked) == 1

    def test_a_redirect_to_its_host_is_checked_by_address_too(self, fake: FakeFindTreatment) -> None:
        fake.script("redirect:https://findtreatment.gov/locator")
        client = fake.client(
            resolve=lambda host, port: ["10.0.0.1"] if host == "findtreatment.gov" else addresses(host, port)
        )
        with pytest.raises(SourceError, match=r"10\.0\.0\.1, which is not a public one"):
            client.get(fake.url(QUERY))

    def test_follows_a_redirect_that_stays(self, fake: FakeFindTreatment) -> None:
        fake.script(f"redirect:?{QUERY}&pageSize=2")
        assert fake.client().get(fake.url(QUERY)).url.endswith("pageSize=2")

    def test_follows_five_redirects_and_no_more(self, fake: FakeFindTreatment) -> None:
        fake.script(*[f"redirect:?{QUERY}"] * 6)
        with pytest.raises(SourceError, match="more than 5 redirects"):
            fake.client().get(fake.url(QUERY))
        assert len(fake.asked) == 6

    def test_no_proxy_from_the_environment(self, fake: FakeFindTreatment, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("http_proxy", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        assert fake.client().get(fake.url(QUERY)).body

    def test_says_who_it_is_and_sends_no_cookie(self, fake: FakeFindTreatment) -> None:
        fake.client().get(fake.url(QUERY))
        fake.client().get(fake.url(QUERY))
        (_, sent) = fake.headers
        assert sent["User-Agent"] == AGENT
        assert "treatment-directory" in AGENT
        assert not {"Cookie", "Authorization", "Referer"} & sent.keys()


class TestAnswers:
    def test_the_bytes_as_received(self, fake: FakeFindTreatment) -> None:
        answer = fake.client().get(fake.url(QUERY))
        assert (answer.content_type, answer.body[:11]) == ("application/json", b'{"page": 1,')

    def test_gzip_is_inflated(self, fake: FakeFindTreatment) -> None:
        fake.script("ok", "gzip")
        plain, packed = (fake.client().get(fake.url(QUERY)).body for _ in range(2))
        assert plain == packed
        assert fake.headers[0]["Accept-Encoding"] == "gzip"

    @pytest.mark.parametrize("mode", ["huge:2", "bomb:2"])
    def test_a_large_answer_is_cut_off(self, fake: FakeFindTreatment, mode: str) -> None:
        fake.script(mode)
        with pytest.raises(SourceError, match="more than 1 MB"):
            fake.client(largest=2**20).get(fake.url(QUERY))
        assert len(fake.asked) == 1

    def test_a_coding_it_did_not_ask_for(self, fake: FakeFindTreatment) -> None:
        fake.script("coding:br")
        with pytest.raises(SourceError, match="coding 'br'"):
            fake.client().get(fake.url(QUERY))

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
    def test_a_refusal_is_not_asked_again(self, fake: FakeFindTreatment, status: int) -> None:
        fake.script(f"status:{status}")
        with pytest.raises(StatusError, match=f"answered {status}") as caught:
            fake.client().get(fake.url(QUERY))
        assert (caught.value.status, len(fake.asked), fake.slept) == (status, 1, [])


FAILURES = {
    "500": "500 Internal Server Error",
    "status:502": "502 Bad Gateway",
    "status:503": "503 Service Unavailable",
    "status:504": "504 Gateway Timeout",
    "429": "429 Too Many Requests",
    "slow": "did not answer in time",
    "truncated": r"broke off after \d+ of \d+ bytes",
    "truncated-chunks": "the answer broke off",
    "half-gzip": "the compressed answer is damaged",
    "dropped": "reset",
    "hung-up": "closed the connection without an answer",
}


class TestPatience:
    @pytest.mark.parametrize("mode", FAILURES)
    def test_asks_again_after_a_failure(self, fake: FakeFindTreatment, mode: str) -> None:
        fake.script(mode)
        said: list[str] = []
        client = fake.client(timeout=0.2 if mode == "slow" else 5.0)
        assert client.get(fake.url(QUERY), said.append).body
        assert (len(fake.asked), fake.slept, len(said)) == (2, [2.0], 1)

    @pytest.mark.parametrize(("mode", "words"), FAILURES.items())
    def test_gives_up_after_five_more_calls(self, fake: FakeFindTreatment, mode: str, words: str) -> None:
        fake.script(*[mode] * 6)
        client = fake.client(timeout=0.05 if mode == "slow" else 5.0)
        with pytest.raises(SourceError, match=f"no usable answer to 6 calls; the last time .*{words}"):
            client.get(fake.url(QUERY))
        assert (len(fake.asked), fake.slept) == (6, [2.0, 4.0, 8.0, 16.0, 32.0])

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            ("7", 7.0),
            ("1", 2.0),  # never sooner than our own pace
            ("Sun, 22 Nov 2026 12:01:30 GMT", 90.0),
            ("Sun, 22 Nov 2026 11:00:00 GMT", 2.0),
            ("soon", 2.0),
            ("", 2.0),
            ("-5", 2.0),
            ("600", 600.0),
        ],
    )
    def test_keeps_to_retry_after(self, fake: FakeFindTreatment, header: str, seconds: float) -> None:
        fake.script(f"429:{header}")
        assert fake.client().get(fake.url(QUERY)).body
        assert fake.slept == [seconds]

    def test_does_not_wait_for_hours(self, fake: FakeFindTreatment) -> None:
        fake.script("429:7200")
        with pytest.raises(SourceError, match="asks to wait 120 minutes"):
            fake.client().get(fake.url(QUERY))
        assert fake.slept == []

    def test_a_trickle_ends_too(self, fake: FakeFindTreatment) -> None:
        fake.script("trickle")
        clock = iter(range(0, 10_000, 20))
        with pytest.raises(SourceError, match="longer than 300 seconds"):
            fake.client(retries=0, monotonic=lambda: float(next(clock))).get(fake.url(QUERY))

    def test_nobody_listens(self) -> None:
        with FakeFindTreatment({}) as gone:
            client, url = gone.client(retries=1), gone.url(QUERY)
        with pytest.raises(SourceError, match=r"2 calls; the last time .*refused") as caught:
            client.get(url)
        assert isinstance(caught.value.__cause__, ConnectionRefusedError)

    def test_a_name_without_address(self) -> None:
        def resolve(_host: str, _port: int) -> list[str]:
            raise OSError("Name or service not known")

        slept: list[float] = []
        client = Client(hosts=frozenset({"findtreatment.gov"}), resolve=resolve, sleep=slept.append)
        with pytest.raises(SourceError, match="Name or service not known"):
            client.get("https://findtreatment.gov/x")
        assert len(slept) == 5

    def test_tries_the_next_address(self, fake: FakeFindTreatment) -> None:
        assert fake.client(resolve=lambda _host, _port: ["127.0.0.2", "127.0.0.1"]).get(fake.url(QUERY)).body
        assert fake.slept == []


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello to " + str(self.headers["Host"]).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


class _Quiet(HTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture
def tls_port(tmp_path: Path) -> Iterator[int]:
    """A server that holds a certificate for "localhost", made here: key.pem and cert.pem in tmp_path."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command to make a certificate")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = _Quiet(("127.0.0.1", 0), _Hello)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


class TestHttps:
    def client(self, host: str, port: int, slept: list[float]) -> Client:
        local = frozenset({f"https://{host}:{port}"})
        return Client(frozenset(), local, resolve=lambda _host, _port: ["127.0.0.1"], sleep=slept.append)

    def test_a_certificate_that_fits(self, tls_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        answer = self.client("localhost", tls_port, []).get(f"https://localhost:{tls_port}/x")
        assert answer.body == f"hello to localhost:{tls_port}".encode()

    @pytest.mark.parametrize("host", ["localhost", "findtreatment.gov"])
    def test_a_certificate_that_does_not(
        self, tls_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
    ) -> None:
        if host != "localhost":  # trusted, and of somebody else
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        slept: list[float] = []
        with pytest.raises(SourceError, match="could not prove who it is"):
            self.client(host, tls_port, slept).get(f"https://{host}:{tls_port}/x")
        assert slept == []
