"""The geocoder: what it is asked and what it is never asked, which answers are believed, and every way it can fail."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import settings as settings_of_examples
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from directory.errors import RecordError
from directory.geocodes import Geocode
from directory.listing import Amendment, Listing
from directory.settings import PREFIX, Settings, settings
from directory.store import Record
from importers.geocoder import COUNTRIES, Geocoder, GeocoderError
from importers.geocoding import PATIENCE, Report, after_import, described, geocode
from importers.unplaced import asked_for
from tests.conftest import NOW, Desk, id_of, listing, source
from tests.fake_nominatim import FakeNominatim
from treatment_directory import main

OAK = "12 Oak Street, Pittsburgh, PA 15213"
POINT = (40.4443, -79.9532)


@pytest.fixture
def fake() -> Iterator[FakeNominatim]:
    with FakeNominatim() as server:
        yield server


def unplaced(label: str, /, **changes: object) -> Listing:
    """A listing at 12 Oak Street without coordinates, but for what is given."""
    return listing(label, **({"street": "12 Oak Street", "latitude": None, "longitude": None} | changes))


def streets(count: int) -> list[Listing]:
    """So many listings without coordinates, each at another address."""
    return [unplaced(f"{number:02}", street=f"{number} Elm Street") for number in range(10, 10 + count)]


def ask(desk: Desk, fake: FakeNominatim, table: Path, *, limit: int = 100, again: bool = False) -> Report:
    return geocode(desk.record, fake.geocoder(), table, NOW, limit, again)


def kept(desk: Desk) -> dict[str, tuple[float | None, float | None]]:
    with desk.record.reading() as reader:
        return {address: found[:2] for address, found in reader.geocodes().items()}


class TestAsking:
    """One question to one server."""

    def test_what_is_sent(self, fake: FakeNominatim) -> None:
        found = fake.geocoder().find(OAK)
        assert found is not None
        assert (found.latitude, found.longitude, found.zip, found.house) == (*POINT, "15213", True)
        assert fake.asked == [
            {"q": OAK, "format": "json", "limit": "1", "countrycodes": ",".join(COUNTRIES), "addressdetails": "1"}
        ]
        assert fake.headers[0]["User-Agent"].startswith("treatment-directory ")
        assert not {"Cookie", "Referer", "Authorization", "From"} & fake.headers[0].keys()

    def test_a_path_and_a_slash_in_the_address_of_the_server(self) -> None:
        with FakeNominatim("/maps/nominatim") as fake:
            fake.url += "/"
            assert fake.geocoder().find(OAK) is not None

    def test_no_proxy_of_the_environment_is_used(self, fake: FakeNominatim, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        assert fake.geocoder().find(OAK) is not None

    def test_one_question_a_second(self, fake: FakeNominatim) -> None:
        geocoder = fake.geocoder()
        for _ in range(3):
            geocoder.find(OAK)
        fake.sleep(10)
        geocoder.find(OAK)
        assert fake.times == [1000, 1001, 1002, 1012]

    @pytest.mark.parametrize(
        ("mode", "told"),
        [
            ("status:403", "answered 403 Forbidden"),
            ("status:404", "answered 404 Not Found"),
            ("status:500", "the last time it answered 500 Internal Server Error"),
            ("busy:3600", "asks to wait 60 minutes"),
            ("html", "its answer is no JSON"),
            ("text:", "its answer is no JSON"),
            ("text:7", "not in the form of a Nominatim server's"),
            ('text:["here"]', "not in the form of a Nominatim server's"),
            ('text:[{"place_id": 1}]', "not in the form of a Nominatim server's"),
            ('text:[{"lat": "north", "lon": "west"}]', "not in the form of a Nominatim server's"),
            ('text:[{"lat": "NaN", "lon": "-80"}]', "not in the form of a Nominatim server's"),
            ('text:[{"lat": "40", "lon": "-80", "address": 7}]', "not in the form of a Nominatim server's"),
            ('text:[{"lat": "40", "lon": "-80", "place_rank": "x"}]', "not in the form of a Nominatim server's"),
            ('text:{"error": "Parameter\\n missing"}', "Parameter missing"),
            ("text:" + "[" * 200_000, "not in the form of a Nominatim server's"),
            ("large", "more than 1 MB"),
            ("redirect:http://elsewhere.example.org/search?q=12+Oak+Street", "elsewhere.example.org is not asked"),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_an_answer_that_is_none(self, fake: FakeNominatim, mode: str, told: str) -> None:
        fake.script(mode, mode)
        with pytest.raises(GeocoderError) as caught:
            fake.geocoder().find(OAK)
        assert told in str(caught.value)
        assert "Oak" not in str(caught.value)

    def test_a_server_that_says_nothing(self, fake: FakeNominatim) -> None:
        fake.script("slow")
        with pytest.raises(GeocoderError, match="did not answer in time"):
            fake.geocoder(timeout=0.05, retries=0).find(OAK)

    def test_a_server_that_is_not_there(self) -> None:
        with FakeNominatim() as fake:
            geocoder = fake.geocoder(retries=0)
        with pytest.raises(GeocoderError, match="refused"):
            geocoder.find(OAK)

    def test_a_hiccup_is_asked_once_more_when_the_server_likes(self, fake: FakeNominatim) -> None:
        fake.script("busy:30")
        assert fake.geocoder().find(OAK) is not None
        assert fake.times == [1000, 1030]


@pytest.fixture(scope="module")
def lasting() -> Iterator[FakeNominatim]:
    """A server for many examples."""
    with FakeNominatim() as server:
        yield server


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["40.4", "-80", "US"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["postcode", "house_number"]), inner),
    max_leaves=4,
)
NAMES = ("lat", "lon", "place_rank", "address", "display_name", "error")
ANSWERS = VALUES | st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES), max_size=2)


@given(ANSWERS)
@example([{"lat": "40", "lon": "-80", "place_rank": float("inf")}])
@example([{"lat": 10**400, "lon": "-80"}])
@example([{"lat": "91", "lon": "-80"}])
@settings_of_examples(deadline=None, max_examples=150)
def test_whatever_it_answers_is_a_point_nothing_or_a_failure(lasting: FakeNominatim, answer: object) -> None:
    lasting.script(f"text:{json.dumps(answer)}")
    try:
        found = lasting.geocoder(retries=0).find(OAK)
    except GeocoderError:
        return
    assert found is None or (abs(found.latitude) <= 90 and math.isfinite(found.longitude))


class TestAddresses:
    """What is asked for, and in what order."""

    @pytest.mark.parametrize(
        "street",
        [
            "12 Oak Street",
            "12 Oak Street, Suite 200",
            "12 Oak Street Ste. B",
            "12 Oak Street #4",
            "12 Oak Street Unit # 4",
            "12 Oak Street, 3rd Floor",
            "12 Oak Street  Bldg 4 Room 12",
        ],
    )
    def test_a_suite_is_not_asked_for(self, street: str) -> None:
        assert asked_for(unplaced("suite", street=street)) == OAK

    @pytest.mark.parametrize(
        "street", ["", "P.O. Box 12", "PO Box 7, 12 Oak Street", "Post Office Box 1", "Oak Street"]
    )
    def test_what_no_house_has_is_not_asked_for(self, street: str) -> None:
        assert asked_for(unplaced("none", street=street)) == ""

    @pytest.mark.parametrize("street", ["100 Building Road", "7 Suite Avenue", "5 Unity Way", "9 Floor Street"])
    def test_a_street_called_like_a_suite_is_kept(self, street: str) -> None:
        assert asked_for(unplaced("street", street=street)) == f"{street}, Pittsburgh, PA 15213"

    def test_only_what_has_no_point_and_each_address_once(
        self, desk: Desk, fake: FakeNominatim, place_table: Path
    ) -> None:
        rows = [unplaced("one"), unplaced("two", street="12 Oak Street Suite 2"), unplaced("three"), listing("placed")]
        desk.take(rows)
        report = ask(desk, fake, place_table)
        assert fake.addresses() == [OAK]
        assert (report.asked, report.found, report.left) == (1, 1, 0)
        assert kept(desk) == {OAK: POINT, "12 Oak Street Suite 2, Pittsburgh, PA 15213": POINT}
        assert ask(desk, fake, place_table).asked == 0

    def test_the_newest_import_first_and_at_most_so_many(
        self, desk: Desk, fake: FakeNominatim, place_table: Path
    ) -> None:
        desk.take(streets(2), key="older")
        desk.take([unplaced("b", street="2 Ash Street"), unplaced("a", street="1 Ash Street")], key="newer")
        report = ask(desk, fake, place_table, limit=3)
        assert [address.split(",")[0] for address in fake.addresses()] == [
            "1 Ash Street",
            "2 Ash Street",
            "10 Elm Street",
        ]
        assert (report.asked, report.left) == (3, 1)
        assert "1 are left for the next time." in described(report)

    def test_what_is_withdrawn_or_invented_is_not_asked_for(
        self, desk: Desk, fake: FakeNominatim, place_table: Path
    ) -> None:
        desk.take([unplaced("gone"), listing("stays")])
        desk.take([listing("stays")], options={"allow_shrink": True})
        desk.take([unplaced("invented")], key="invented")
        with desk.record.writing() as writer:
            writer.save_source(invented("invented"))
        assert described(ask(desk, fake, place_table)) == "Geocoder: no address is left to ask for."
        assert fake.asked == []

    def test_what_an_operator_moves_is_asked_for_at_its_new_address(
        self, desk: Desk, fake: FakeNominatim, place_table: Path
    ) -> None:
        moved = listing("moved")
        desk.take([moved])
        desk.take([correction(moved, street="12 Oak Street")], key="overlay:county", scopes=("corrections",))
        ask(desk, fake, place_table)
        assert fake.addresses() == [OAK]


def invented(key: str) -> dict[str, object]:
    """The entry of a source of invented listings."""
    fields = ("key", "label", "publisher", "url", "licence", "fictional")
    made = replace(source([], key=key), fictional=True)
    return {name: getattr(made, name) for name in fields}


def correction(of: Listing, amendment: Amendment | None = None, **changes: object) -> Listing:
    """What an operator says of the facility of a listing."""
    about = id_of(of)
    nothing: dict[str, object] = {
        "name": "",
        "street": "",
        "city": "",
        "state": "",
        "zip": "",
        "phones": (),
        "said": (),
    }
    nothing |= {"key": about, "scope": "corrections", "survey": "", "latitude": None, "longitude": None}
    return changed(
        listing("correction", **(nothing | changes)), amendment=changed(amendment or Amendment(), about=about)
    )


class TestFrontGates:
    """Addresses that an operator keeps from everybody are never sent."""

    @pytest.mark.parametrize("amendment", [Amendment(front_gate=True), Amendment(hidden=True)])
    def test_a_protected_facility_and_all_that_are_the_same_place(
        self, desk: Desk, fake: FakeNominatim, place_table: Path, amendment: Amendment
    ) -> None:
        shelter = unplaced("shelter", name="Harbor House")
        alike = [
            unplaced("the same address", phones=()),
            unplaced("a suite", street="12 Oak St Suite 9", zip="", phones=()),
            unplaced("a telephone", street="99 Pine Street"),
        ]
        desk.take([shelter])
        desk.take([*alike, unplaced("another place", street="10 Elm Street", phones=())], key="other")
        desk.take([correction(shelter, amendment)], key="overlay:county", scopes=("corrections",))
        ask(desk, fake, place_table)
        assert fake.addresses() == ["10 Elm Street, Pittsburgh, PA 15213"]

    def test_a_facility_whose_id_is_of_a_withdrawn_listing(
        self, desk: Desk, fake: FakeNominatim, place_table: Path
    ) -> None:
        earlier = unplaced("earlier", name="Harbor House")
        desk.take([earlier, listing("stays", phones=())])
        desk.take([listing("stays", phones=())], options={"allow_shrink": True})
        desk.take([unplaced("now", name="Harbor House")], key="other")
        desk.take([correction(earlier, Amendment(front_gate=True))], key="overlay:county", scopes=("corrections",))
        ask(desk, fake, place_table)
        assert fake.asked == []

    def test_the_same_address_without_a_house_number(self, desk: Desk, fake: FakeNominatim, place_table: Path) -> None:
        farm = unplaced("farm", street="Route 9 Mile 3")
        desk.take([farm])
        desk.take([unplaced("farm", street="Route 9 Mile 3", phones=()), unplaced("open", phones=())], key="other")
        desk.take([correction(farm, Amendment(front_gate=True))], key="overlay:county", scopes=("corrections",))
        ask(desk, fake, place_table)
        assert fake.addresses() == [OAK]

    def test_what_an_operator_called_the_same_place(self, desk: Desk, fake: FakeNominatim, place_table: Path) -> None:
        shelter, other = unplaced("shelter"), unplaced("other", street="99 Pine Street", zip="15222", phones=())
        desk.take([shelter, other])
        with desk.record.writing() as writer:
            writer.decide(id_of(shelter), id_of(other), True, "one house with two doors", NOW)
        desk.take([correction(shelter, Amendment(front_gate=True))], key="overlay:county", scopes=("corrections",))
        ask(desk, fake, place_table)
        assert fake.asked == []

    def test_an_addition_of_the_operator(self, desk: Desk, fake: FakeNominatim, place_table: Path) -> None:
        hidden = changed(unplaced("hidden", street="77 Pine Street", phones=()), amendment=Amendment(front_gate=True))
        open_ = changed(unplaced("open", phones=()), amendment=Amendment())
        desk.take([hidden, open_], key="overlay:county")
        ask(desk, fake, place_table)
        assert fake.addresses() == [OAK]


class TestBelieving:
    """Answers that are used, and answers that are not."""

    @pytest.mark.parametrize(
        "mode",
        [
            "ok",
            "at:40.60,-79.95,15213",
            "at:41.5,-78.2,15213",  # far from the point of the ZIP code, but in it by the answer's own word
        ],
    )
    def test_a_point_that_can_be_the_place(self, desk: Desk, fake: FakeNominatim, place_table: Path, mode: str) -> None:
        fake.script(mode)
        desk.take([unplaced("one")])
        assert ask(desk, fake, place_table).found == 1
        assert kept(desk)[OAK] != (None, None)

    @pytest.mark.parametrize(
        ("mode", "why"),
        [
            ("at:52.52,13.40", "outside the United States"),
            ("at:-79.95,40.44", "outside the United States"),
            ("at:0,0", "outside the United States"),
            ("at:34.05,-118.24", "in another state"),
            ("at:41.2,-77.0", "more than 40 km from its ZIP code"),
            ("street", "no more than the street or the town"),
        ],
    )
    def test_a_point_that_cannot_is_kept_as_nothing_found(
        self, desk: Desk, fake: FakeNominatim, place_table: Path, mode: str, why: str
    ) -> None:
        fake.script(mode)
        desk.take([unplaced("one")])
        report = ask(desk, fake, place_table)
        assert (report.asked, report.found, report.refused) == (1, 0, {why: 1})
        assert why in described(report)
        assert kept(desk) == {OAK: (None, None)}
        assert ask(desk, fake, place_table).asked == 0

    def test_without_a_zip_code_the_state_is_enough(self, desk: Desk, fake: FakeNominatim, place_table: Path) -> None:
        fake.script("at:41.2,-77.0")
        desk.take([unplaced("one", zip="")])
        assert ask(desk, fake, place_table).found == 1

    def test_what_was_not_found_is_asked_again_only_when_told(
        self, desk: Desk, fake: FakeNominatim, place_table: Path
    ) -> None:
        fake.script("nothing")
        desk.take([unplaced("one")])
        assert ask(desk, fake, place_table).nothing == 1
        assert ask(desk, fake, place_table).asked == 0
        assert ask(desk, fake, place_table, again=True).found == 1
        assert ask(desk, fake, place_table, again=True).asked == 0


class TestFailing:
    """Whatever the server does, what there is stays, and the import stands."""

    def test_three_failures_in_a_row_end_it(self, desk: Desk, fake: FakeNominatim, place_table: Path) -> None:
        fake.script("ok", "status:403", "ok", *["status:403"] * 9)
        desk.take(streets(9))
        report = ask(desk, fake, place_table)
        assert len(fake.asked) == 3 + PATIENCE
        assert (report.asked, report.failed, report.left) == (2, 1 + PATIENCE, 7)
        assert "Stopped after 3 failures in a row" in described(report)
        assert "403 Forbidden" in described(report)
        assert len(kept(desk)) == 2

    def test_an_address_that_failed_is_asked_next_time(
        self, desk: Desk, fake: FakeNominatim, place_table: Path
    ) -> None:
        fake.script("html")
        desk.take([unplaced("one")])
        assert ask(desk, fake, place_table).failed == 1
        assert kept(desk) == {}
        assert ask(desk, fake, place_table).found == 1

    def test_an_interruption_loses_nothing(self, desk: Desk, fake: FakeNominatim, place_table: Path) -> None:
        desk.take(streets(15))
        geocoder = Interrupted(fake, 13)
        with pytest.raises(KeyboardInterrupt):
            geocode(desk.record, geocoder, place_table, NOW, 100)
        assert len(kept(desk)) == 13
        assert ask(desk, fake, place_table).asked == 2

    def test_the_import_stands_whatever_happens(
        self, desk: Desk, fake: FakeNominatim, data: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(f"{PREFIX}GEOCODER_URL", fake.url)
        desk.take([unplaced("one")])
        said: list[str] = []
        after_import(desk.record, NOW, said.append, Broken(fake))
        assert said == ["The geocoder could not be asked to the end: the disk is full. The import stands."]
        after_import(desk.record, NOW, said.append, fake.geocoder())
        assert said[1].endswith("1 addresses asked for, 1 found, 0 not found, 0 not believed.")

    def test_a_long_run_is_announced(
        self, desk: Desk, fake: FakeNominatim, data: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(f"{PREFIX}GEOCODER_URL", fake.url)
        desk.take(streets(90))
        said: list[str] = []
        after_import(desk.record, NOW, said.append, fake.geocoder())
        assert said[0].startswith(f"Asking {fake.host} for 90 addresses, about 2 minutes")
        assert len(said) == 2


class Interrupted(Geocoder):
    """A geocoder during which somebody presses Ctrl+C, after so many answers."""

    def __init__(self, fake: FakeNominatim, after: int) -> None:
        self._real, self._left = fake.geocoder(), after
        self.host = fake.host

    def find(self, address: str) -> object:  # type: ignore[override]  # passed on
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        return self._real.find(address)


class Broken(Geocoder):
    """A geocoder during which the machine fails."""

    def __init__(self, fake: FakeNominatim) -> None:
        self.host = fake.host

    def find(self, address: str) -> object:  # type: ignore[override]  # never returns
        raise RecordError("the disk is full")


class TestCommands:
    """From the command line."""

    def test_switched_off_nothing_is_said_or_asked(self, desk: Desk, fake: FakeNominatim, data: Settings) -> None:
        desk.take([unplaced("one")])
        said: list[str] = []
        after_import(desk.record, NOW, said.append, fake.geocoder())
        assert (said, fake.asked) == ([], [])
        result = cli("geocode")
        assert result.exit_code == 1
        assert f"Set {PREFIX}GEOCODER_URL" in result.stderr

    def test_import_and_geocode(
        self, fake: FakeNominatim, data: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv(f"{PREFIX}GEOCODER_URL", fake.url)
        file = tmp_path / "state.csv"
        file.write_text(
            "Name,Street,City,State,Zip\nHarbor House,12 Oak Street,Pittsburgh,PA,15213\n", encoding="utf-8"
        )
        (tmp_path / "state.toml").write_text(MAPPING, encoding="utf-8")
        fake.script("nothing")
        dry = cli("import", "table", tmp_path / "state.toml", file, "--dry-run")
        assert (dry.exit_code, fake.asked) == (0, []), dry.output
        made = cli("import", "table", tmp_path / "state.toml", file, "--json")
        assert json.loads(made.stdout)["saved"] == 1
        assert f"Geocoder {fake.host}: 1 addresses asked for, 0 found, 1 not found" in made.stderr
        assert "no address is left" in cli("geocode").stdout
        report = json.loads(cli("geocode", "--again", "--limit", "5", "--json").stdout)
        assert (report["asked"], report["found"], report["left"]) == (1, 1, 0)
        with Record(settings().database_url) as record, record.reading() as reader:
            (answer,) = reader.geocodes().values()
        assert isinstance(answer, Geocode)
        assert (answer.latitude, answer.longitude, answer.geocoder) == (*POINT, fake.host)
        assert cli("publish").exit_code == 0
        assert json.loads(cli("export", "--format", "jsonl").stdout)["point"] == "geocoder"

    def test_an_import_stands_when_the_geocoder_is_not_there(
        self, data: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(f"{PREFIX}GEOCODER_URL", "http://127.0.0.1:9")
        result = cli("import", "sample")  # invented, so nothing is asked
        assert result.exit_code == 0
        assert "Geocoder: no address is left to ask for." in result.stderr


MAPPING = """
files = ["state.csv"]

[source]
key = "state"
label = "A list"
publisher = "nobody"
url = "https://example.org/"
licence = "CC0-1.0"

[fields]
name = "Name"
street = "Street"
city = "City"
state = "State"
zip = "Zip"

[key]
columns = ["Name"]
"""


def cli(*words: object) -> Result:
    """Type a command. An error that is not a sentence for people fails the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
