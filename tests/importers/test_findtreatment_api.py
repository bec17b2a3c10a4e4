"""The live API: what is refused before a call, what is asked, what is saved, and how a pull goes on after a stop."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from directory.errors import SourceError
from directory.states import STATES
from importers import progress
from importers.run import Options, run
from importers.source import Read, Reading, Source
from importers.sources import findtreatment, findtreatment_api
from importers.sources.findtreatment import SOURCE
from importers.sources.findtreatment_api import fetch, folder_of, recorded
from importers.sources.findtreatment_plan import STATE_IDS, TERRITORIES, plan_of
from tests.conftest import Desk
from tests.fake_findtreatment import NOW, FakeFindTreatment

MARYLAND = "sType=both&limitType=0&limitValue=18&pageSize=2"
POINT = "sAddr=39.14,-77.2"


@pytest.fixture
def fake() -> Iterator[FakeFindTreatment]:
    with FakeFindTreatment({"MD": 5}) as server:
        yield server


def pull(fake: FakeFindTreatment, folder: Path, query: str = MARYLAND, **client: Any) -> Sequence[Path]:
    return fetch(fake.url(query), folder, client=fake.client(**client))


def home(fake: FakeFindTreatment, folder: Path, query: str = MARYLAND) -> Path:
    return folder_of(fake.url(query), folder)


def pages_asked(fake: FakeFindTreatment) -> list[str]:
    return [asked["page"] for asked in fake.asked]


def names(files: Sequence[Path]) -> list[str]:
    return [file.name for file in files]


def rows_of(files: Sequence[Path]) -> list[str]:
    return [row["name1"] for file in files for row in json.loads(file.read_bytes())["rows"]]


# What the API would answer wrongly: the query, and what the refusal must name.
TRAPS = {
    "sType=both&sAddr=-77.2,39.14&limitType=2&limitValue=40000": "sAddr=39.14,-77.2 is right",
    "sType=both&sAddr='-77.2,39.14'&limitType=2&limitValue=40000": "sAddr=39.14,-77.2 is right",
    "sType=both&sAddr=144.79,13.44&limitType=2&limitValue=40000": "sAddr=13.44,144.79 is right",
    "sType=both&sAddr=-170.7,-14.3&limitType=2&limitValue=40000": "sAddr=-14.3,-170.7 is right",
    "sType=both&sAddr=39.14,77.2&limitType=2&limitValue=40000": "no point in the United States",
    "sType=both&sAddr=48.85,2.35&limitType=2&limitValue=40000": "no point in the United States",
    "sType=both&sAddr=91,-77.2&limitType=2&limitValue=40000": "no point in the United States",
    "sType=both&sAddr=nan,nan&limitType=2&limitValue=40000": "no point in the United States",
    "sType=both&sAddr=Baltimore&limitType=2&limitValue=40000": "no point in the United States",
    "sType=both&sAddr=39.14&limitType=2&limitValue=40000": "no point in the United States",
    "sType=both&sAddr=39.14,-77.2,5&limitType=2&limitValue=40000": "no point in the United States",
    f"sType=both&{POINT}&limitType=1&limitValue=50": "limitType=1 takes miles",
    f"sType=both&{POINT}&limitType=1&limitValue=100": "limitType=1 takes miles",
    f"sType=both&{POINT}&limitType=1&limitValue=1119.5": "limitType=1 takes miles",
    f"sType=both&{POINT}&limitType=1&limitValue=24031": "a FIPS code",
    f"sType=both&{POINT}&limitType=1&limitValue=0119": "county id",
    f"sType=both&{POINT}&limitType=1&limitValue=Montgomery": "county id",
    f"sType=both&{POINT}&limitType=2&limitValue=50": "50 miles are limitValue=80467",
    f"sType=both&{POINT}&limitType=2&limitValue=499.9": "looks like miles",
    f"sType=both&{POINT}&limitType=2&limitValue=0": "looks like miles",
    f"sType=both&{POINT}&limitType=2&limitValue=5000000": "misses Hawaii",
    f"sType=both&{POINT}&limitType=2&limitValue=2000001": "misses Hawaii",
    f"sType=both&{POINT}&limitType=2&limitValue=-5": "metres are right",
    f"sType=both&{POINT}&limitType=2&limitValue=1e5": "metres are right",
    f"sType=both&{POINT}&limitType=2&limitValue=25mi": "metres are right",
    "sType=both&limitType=0&limitValue=17": "no state id",
    "sType=both&limitType=0&limitValue=53": "no state id",
    "sType=both&limitType=0&limitValue=06": "no id is a FIPS code",
    "sType=both&limitType=0&limitValue=72": "territories have none",
    "sType=both&limitType=0&limitValue=MD": "MD has the id 18",
    "sType=both&limitType=0&limitValue=new york": "new york has the id 5",
    "sType=both&limitType=3&limitValue=18": "limitType=3 is not taken; a whole number from 0 to 2",
    "sType=both&limitType=0": "limitValue is missing",
    "sType=both&limitValue=18": "limitType is missing",
    f"sType=both&{POINT}": "limitType is missing",
    "sType=both&limitType=1&limitValue=1119": "sAddr is missing",
    "sType=both&limitType=2&limitValue=40000": "sAddr is missing",
    "limitType=0&limitValue=18": "sType is missing",
    "": "sType is missing",
    "sType=su": "sType=su is not known; sa, mh, both, all are right",
    "sType=": "sType is empty",
    "sType=sa&sType=mh": "sType is given twice",
    "stype=both": "stype is not in SAMHSA's guide; sType is",
    "sType=both&page=2": "page is counted here",
    "sType=both&pageSize=2001": "pageSize=2001 is not taken; a whole number from 1 to 2000",
    "sType=both&pageSize=0": "pageSize=0 is not taken",
    "sType=both&pageSize=many": "pageSize=many is not taken",
    "sType=both&sort=4": "sort=4 is not taken",
    f"sType=both&{POINT}&distance=25": "limitType=2 with limitValue in metres",
    "sType=both&includeBupren=true": "includeBupren is not in SAMHSA's guide",
    "sType=both&includeHRSA=true": "includeHRSA is not in SAMHSA's guide",
    "sType=both&dataset=none": "dataset is not in SAMHSA's guide",
    "sType=both&analyst=1": "analyst is not in SAMHSA's guide",
    "sType=both&sLanguages=SP-Spanish": "sLanguages is not in SAMHSA's guide",
    "sType=both&sCodes=OTP;BU": "commas between them",
    "sType=both&sCodes=OTP,,BU": "commas between them",
    "sType=both&stateCode=MD": "stateCode goes with limitType=2",
    "sType=both&limitType=0&limitValue=18&stateCode=CA": "stateCode goes with limitType=2",
    f"sType=both&{POINT}&limitType=2&limitValue=40000&stateCode=XX": "stateCode=XX is no state",
    "cut=niaaa": "NIAAA is the only one",
    "sType=mh&cut=NIAAA": "cut=NIAAA overrides sType",
}


class TestRefusals:
    @pytest.mark.parametrize(("query", "words"), TRAPS.items())
    def test_a_trap_is_named_before_any_call(
        self, fake: FakeFindTreatment, tmp_path: Path, query: str, words: str
    ) -> None:
        with pytest.raises(SourceError) as caught:
            pull(fake, tmp_path / "pull", query)
        assert words in str(caught.value)
        assert str(caught.value).endswith(".")
        assert fake.asked == []
        assert not (tmp_path / "pull").exists()

    @pytest.mark.parametrize(
        "url",
        [
            "http://findtreatment.gov/locator/exportsAsJson/v2?sType=both",
            "https://example.org/locator/exportsAsJson/v2?sType=both",
            "https://findtreatment.gov/locator/listing?sType=both",
            "https://findtreatment.gov/locator/exportsAsJson?sType=both",
            "https://findtreatment.gov/",
            "https://127.0.0.1/locator/exportsAsJson/v2?sType=both",
        ],
    )
    def test_an_address_that_is_not_the_api(self, tmp_path: Path, url: str) -> None:
        with pytest.raises(SourceError, match="is not asked"):
            fetch(url, tmp_path)


class TestPlans:
    def test_the_ids_are_those_of_the_guide(self) -> None:
        assert set(STATE_IDS.values()) == set(range(1, 53)) - {17}
        assert [STATE_IDS[code] for code in ("MD", "CA", "MI", "NY", "TX", "DC")] == [18, 23, 2, 5, 11, 27]

    def test_the_country_is_all_states_and_territories(self) -> None:
        plan = plan_of("sType=both")
        free = {"FM", "PW", "MH"}
        assert {part.name[-2:] for part in plan.parts} == {state.code for state in STATES} - free
        assert plan.whole

    @pytest.mark.parametrize(
        ("query", "common"),
        [
            ("sType=both", {"sType": "both"}),
            ("sType=%22SA%22", {"sType": "sa"}),
            ("sType='mh'", {"sType": "mh"}),
            ("sType=all", {}),
            ("sType=both&sort=2", {"sType": "both", "sort": "2"}),
        ],
    )
    def test_every_place_is_asked_and_only_both_kinds_are_whole(self, query: str, common: dict[str, str]) -> None:
        plan = plan_of(query)
        assert dict(plan.common) == {"pageSize": "2000", **common}
        assert plan.whole == (common.get("sType") not in ("sa", "mh"))

    @pytest.mark.parametrize(
        ("query", "common"),
        [
            ("cut=NIAAA", {"cut": "NIAAA"}),
            ("sType=sa&cut=NIAAA", {"sType": "sa", "cut": "NIAAA"}),
            ("sType=both&sCodes=otp, bu", {"sType": "both", "sCodes": "OTP,BU"}),
            ("sType=both&filterFName=St.+Mary%27s", {"sType": "both", "filterFName": "St. Mary's"}),
            ("sType=both&filterFPhone=240", {"sType": "both", "filterFPhone": "240"}),
            (f"sType=both&{POINT}&limitType=2&limitValue=40000&stateCode=md", {"sType": "both", "stateCode": "MD"}),
        ],
    )
    def test_narrowed_pulls(self, query: str, common: dict[str, str]) -> None:
        plan = plan_of(query)
        assert dict(plan.common) == {"pageSize": "2000", **common}
        assert not plan.whole

    @pytest.mark.parametrize(
        ("query", "name", "ask"),
        [
            ("limitType=0&limitValue=18", "state-MD", ("39.1,-77.2", "0", "18")),
            (
                "limitType=0&limitValue=18&sAddr=%2239.141375,-77.203552%22",
                "state-MD",
                ("39.141375,-77.203552", "0", "18"),
            ),
            ("limitType=1&limitValue=1119&sAddr=39.14,-77.2", "county-1119", ("39.14,-77.2", "1", "1119")),
            ("limitType=2&limitValue=80467.2&sAddr=39.14, -77.2", "circle", ("39.14,-77.2", "2", "80467.2")),
            ("limitType=2&limitValue=500&sAddr=-14.3,-170.7", "circle", ("-14.3,-170.7", "2", "500")),
            ("limitType=2&limitValue=50000&sAddr=13.44,144.79", "circle", ("13.44,144.79", "2", "50000")),
        ],
    )
    def test_parts(self, query: str, name: str, ask: tuple[str, str, str]) -> None:
        plan = plan_of(f"sType=both&{query}")
        (part,) = plan.parts
        assert (part.name, part.ask) == (name, tuple(zip(("sAddr", "limitType", "limitValue"), ask, strict=True)))
        assert not plan.whole


class TestPaging:
    def test_asks_page_after_page_and_saves_the_bytes(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        files = pull(fake, tmp_path)
        assert names(files) == [f"state-MD-page-00{number}.json" for number in (1, 2, 3)]
        assert rows_of(files) == [f"House {number} of MD" for number in range(1, 6)]
        assert pages_asked(fake) == ["1", "2", "3"]
        assert fake.asked[0] == {
            "sAddr": "39.1,-77.2",
            "limitType": "0",
            "limitValue": "18",
            "sType": "both",
            "pageSize": "2",
            "page": "1",
        }

    def test_keeps_a_second_between_calls(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        pull(fake, tmp_path)
        assert fake.slept == [1.0, 1.0]

    def test_one_page_is_one_call(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        assert len(pull(fake, tmp_path, "sType=both&limitType=0&limitValue=18")) == 1
        assert pages_asked(fake) == ["1"]
        assert fake.slept == []

    def test_nothing_found_is_one_empty_page(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        files = pull(fake, tmp_path, "sType=both&limitType=0&limitValue=23")
        assert rows_of(files) == []
        assert names(files) == ["state-CA-page-001.json"]

    def test_a_county_and_a_circle(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        county = pull(fake, tmp_path / "county", f"sType=both&{POINT}&limitType=1&limitValue=1119")
        circle = pull(fake, tmp_path / "circle", f"sType=both&{POINT}&limitType=2&limitValue=20000")
        assert names([*county, *circle]) == ["county-1119-page-001.json", "circle-page-001.json"]
        assert rows_of(county) == rows_of(circle) == [f"House {number} of MD" for number in range(1, 6)]

    def test_letters_beyond_ascii_and_spaces_are_encoded(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        pull(fake, tmp_path, MARYLAND + "&filterFName=Casa Peña & Co#top".replace(" & ", "%20%26 "))
        assert fake.asked[0]["filterFName"] == "Casa Peña & Co"

    def test_gzip_is_saved_inflated(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        fake.script("gzip")
        assert len(rows_of(pull(fake, tmp_path))) == 5

    def test_failures_that_pass_leave_no_trace(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        fake.script("429:7", "ok", "500", "truncated", "ok", "dropped", "slow")
        files = pull(fake, tmp_path, timeout=0.5)
        assert len(rows_of(files)) == 5
        assert fake.slept == [7.0, 1.0, 2.0, 4.0, 1.0, 2.0, 4.0]

    def test_says_how_far_it_is(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        said: list[str] = []
        fetch(fake.url(MARYLAND), tmp_path, client=fake.client(), say=said.append)
        assert said == [
            "This is a part of the list: what it does not hold is not gone.",
            "Maryland: page 1 of 3, 5 facilities in all",
            "Maryland: page 2 of 3, 5 facilities in all",
            "Maryland: page 3 of 3, 5 facilities in all",
        ]

    def test_is_what_a_source_wants(self) -> None:
        source = Source("k", "l", "p", "u", "licence", "takes", lambda _files, _reading: iter(()), fetch=fetch)
        assert source.fetch is fetch


class TestWholeCountry:
    @pytest.fixture
    def country(self) -> Iterator[FakeFindTreatment]:
        with FakeFindTreatment(dict.fromkeys((*STATE_IDS, *TERRITORIES), 1)) as server:
            yield server

    def test_walks_every_state_once_and_finds_each_listing_once(
        self, country: FakeFindTreatment, tmp_path: Path
    ) -> None:
        files = pull(country, tmp_path, "sType=both")
        assert sorted(rows_of(files)) == sorted(f"House 1 of {code}" for code in country.facilities)
        assert names(files) == sorted(f"state-{code}-page-001.json" for code in country.facilities)
        states = [asked["limitValue"] for asked in country.asked if asked["limitType"] == "0"]
        assert states == [str(STATE_IDS[code]) for code in sorted(STATE_IDS)]
        assert len(country.asked) == 56

    def test_is_recorded_as_whole(self, country: FakeFindTreatment, tmp_path: Path) -> None:
        pull(country, tmp_path, "sType=both")
        log = recorded(home(country, tmp_path, "sType=both"))
        assert log is not None
        assert (log.whole, log.done, len(log.pages)) == (True, True, 56)

    def test_a_state_without_any_facility_is_not_believed(self, country: FakeFindTreatment, tmp_path: Path) -> None:
        del country.facilities["AZ"]
        with pytest.raises(SourceError, match="Arizona: the API knows no facility there"):
            pull(country, tmp_path, "sType=both")

    def test_a_narrow_pull_may_find_none_and_is_not_whole(self, country: FakeFindTreatment, tmp_path: Path) -> None:
        del country.facilities["AZ"]
        query = "sType=both&sCodes=OTP,BU"
        pull(country, tmp_path, query)
        log = recorded(home(country, tmp_path, query))
        assert log is not None
        assert (log.whole, log.done) == (False, True)

    def test_a_territory_may_have_none(self, country: FakeFindTreatment, tmp_path: Path) -> None:
        del country.facilities["MP"]
        assert len(rows_of(pull(country, tmp_path, "sType=both"))) == 55


# Answers that are not the page that was asked for: how the server answers, and what the sentence says of it.
WRONG = {
    "html": "not a page of facilities but '<!DOCTYPE html><title>Down for maintenance",
    "empty": "not a page of facilities but ''",
    "text:Invalid parameter limitValue.": "not a page of facilities but 'Invalid parameter limitValue.'",
    "text:" + "x" * 200: f"not a page of facilities but '{'x' * 80}'",
    "text:[]": "not a page of facilities but '[]'",
    "text:{}": "missing required field `page`",
    "text:" + "[" * 100_000: "not a page of facilities",
    'changed:rows="none"': "not a page of facilities",
    "changed:rows=[1]": "not a page of facilities",
    'changed:recordCount="5"': "not a page of facilities",
    "changed:page=7": "asked for page 1, the API answered page 7",
    "changed:totalPages=6": "6 pages for 5 facilities cannot be right",
    "changed:totalPages=-1": "-1 pages for 5 facilities cannot be right",
    "changed:totalPages=100000": "a larger pageSize is right",
}


class TestWrongAnswers:
    @pytest.mark.parametrize(("mode", "words"), WRONG.items())
    def test_is_named_and_not_saved(self, fake: FakeFindTreatment, tmp_path: Path, mode: str, words: str) -> None:
        fake.script(mode)
        with pytest.raises(SourceError) as caught:
            pull(fake, tmp_path)
        assert words in str(caught.value)
        assert "Maryland" in str(caught.value)
        assert list(tmp_path.rglob("*page*")) == []
        assert len(fake.asked) == 1

    def test_bytes_that_are_no_text(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        fake.script('changed:rows=[{"name1": "\\ud800"}]')  # an escape that no text has
        with pytest.raises(SourceError, match="not a page of facilities"):
            pull(fake, tmp_path)

    def test_a_refusal_says_where_to_register(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        fake.script("status:403")
        with pytest.raises(SourceError, match=r"answered 403 Forbidden\. SAMHSA asks .* to register: https://"):
            pull(fake, tmp_path)

    def test_a_folder_that_cannot_be(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(SourceError, match=r"The pages cannot be kept in .*file"):
            pull(fake, tmp_path / "file")
        assert fake.asked == []

    def test_a_list_that_changed_is_asked_for_once_more(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        fake.script("ok", "one-more")
        files = pull(fake, tmp_path)
        assert pages_asked(fake) == ["1", "2", "1", "2", "3"]
        assert len(rows_of(files)) == 5

    def test_a_list_that_shrank_leaves_no_page_behind(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        def shrink(text: str) -> None:
            if "page 2" in text:
                fake.facilities["MD"] = 2

        files = fetch(fake.url(MARYLAND), tmp_path, client=fake.client(), say=shrink)
        assert names(files) == ["state-MD-page-001.json"]
        assert [file.name for file in tmp_path.rglob("*page*")] == names(files)

    def test_a_list_that_changes_twice_is_given_up(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        fake.script("ok", "one-more", "ok", "one-more")
        with pytest.raises(SourceError, match="Maryland: there were 5 facilities, then 6, twice"):
            pull(fake, tmp_path)
        assert list(tmp_path.rglob("*page*")) == []

    def test_rows_that_are_missing_are_noticed(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        fake.script(*["ok", "ok", "changed:rows=[]"] * 2)
        with pytest.raises(SourceError, match="5 facilities were announced and 4 came, twice"):
            pull(fake, tmp_path)


class KilledError(BaseException):
    """The end of the process, as far as the pull can tell."""


class TestGoingOn:
    def stop_after(self, fake: FakeFindTreatment, folder: Path, page: int) -> None:
        def stop(text: str) -> None:
            if f"page {page} of" in text:
                raise KilledError

        with pytest.raises(KilledError):
            fetch(fake.url(MARYLAND), folder, client=fake.client(), say=stop)
        fake.asked.clear()

    def test_asks_only_for_the_missing_pages(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        self.stop_after(fake, tmp_path, 2)
        files = pull(fake, tmp_path)
        assert pages_asked(fake) == ["3"]
        assert len(rows_of(files)) == 5

    def test_after_an_error_that_says_so(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        fake.script("ok", "ok", *["500"] * 6)
        with pytest.raises(
            SourceError, match="2 pages are saved; the same command again, within a day, goes on from there"
        ):
            pull(fake, tmp_path)
        fake.asked.clear()
        assert len(rows_of(pull(fake, tmp_path))) == 5
        assert pages_asked(fake) == ["3"]

    def test_a_finished_pull_asks_for_nothing(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        first = pull(fake, tmp_path)
        fake.asked.clear()
        said: list[str] = []
        assert fetch(fake.url(MARYLAND), tmp_path, client=fake.client(), say=said.append) == first
        assert fake.asked == []
        assert said[0] == "3 pages of 2026-11-22 12:00 UTC are here already."

    @pytest.mark.parametrize(
        ("age", "asked"),
        [(timedelta(hours=23), ["3"]), (timedelta(hours=24), ["1", "2", "3"]), (timedelta(hours=-1), ["1", "2", "3"])],
    )
    def test_within_a_day(self, fake: FakeFindTreatment, tmp_path: Path, age: timedelta, asked: list[str]) -> None:
        self.stop_after(fake, tmp_path, 2)
        fake.now = NOW + age
        pull(fake, tmp_path)
        assert pages_asked(fake) == asked

    def test_another_address_has_its_own_folder(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        self.stop_after(fake, tmp_path, 2)
        other = pull(fake, tmp_path, MARYLAND.replace("pageSize=2", "pageSize=3"))
        assert pages_asked(fake) == ["1", "2"]
        assert len(rows_of(other)) == len(rows_of(pull(fake, tmp_path))) == 5
        assert pages_asked(fake) == ["1", "2", "3"]

    def test_starting_anew_removes_its_own_pages_only(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        pull(fake, tmp_path)
        (home(fake, tmp_path) / "notes.txt").write_text("mine")
        fake.facilities["MD"], fake.now = 2, NOW + timedelta(days=2)
        pull(fake, tmp_path)
        here = sorted(file.name for file in home(fake, tmp_path).iterdir())
        assert here == ["notes.txt", "pull.json", "state-MD-page-001.json"]

    def test_a_damaged_page_is_asked_for_again(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        self.stop_after(fake, tmp_path, 2)
        (home(fake, tmp_path) / "state-MD-page-001.json").write_bytes(b'{"page": 1')
        assert len(rows_of(pull(fake, tmp_path))) == 5
        assert pages_asked(fake) == ["1", "3"]

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"url": 1}'])
    def test_a_damaged_record_starts_anew(self, fake: FakeFindTreatment, tmp_path: Path, content: bytes) -> None:
        self.stop_after(fake, tmp_path, 2)
        (home(fake, tmp_path) / "pull.json").write_bytes(content)
        assert len(rows_of(pull(fake, tmp_path))) == 5
        assert pages_asked(fake) == ["1", "2", "3"]

    def test_a_page_that_was_saved_but_not_recorded(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        self.stop_after(fake, tmp_path, 1)
        (home(fake, tmp_path) / "state-MD-page-002.json").write_bytes(b"half a p")
        assert len(rows_of(pull(fake, tmp_path))) == 5
        assert pages_asked(fake) == ["2", "3"]

    def test_a_list_that_changed_meanwhile(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        self.stop_after(fake, tmp_path, 1)
        fake.facilities["MD"] = 6
        assert len(rows_of(pull(fake, tmp_path))) == 6
        assert pages_asked(fake) == ["2", "1", "2", "3"]

    def test_the_record(self, fake: FakeFindTreatment, tmp_path: Path) -> None:
        files = pull(fake, tmp_path)
        log = recorded(home(fake, tmp_path))
        assert log is not None
        assert (log.url, log.started, log.whole, log.done) == (fake.url(MARYLAND), NOW, False, True)
        assert [page.file for page in log.pages] == names(files)
        assert [page.sha256 for page in log.pages] == [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]


EVERYWHERE = {state.code: 1 for state in STATES if state.code in STATE_IDS or state.code in TERRITORIES}


@pytest.mark.parametrize(("query", "scopes"), [("sType=both&pageSize=2", {"all"}), (MARYLAND, set())])
def test_only_a_pull_of_the_whole_country_can_withdraw(tmp_path: Path, query: str, scopes: set[str]) -> None:
    with FakeFindTreatment(EVERYWHERE) as fake:
        files = pull(fake, tmp_path, query)
        for paths in (files, [home(fake, tmp_path, query)]):
            reading = Reading()
            outcomes = list(SOURCE.read(paths, reading))
            assert len(outcomes) == len(rows_of(files))
            assert reading.scopes == scopes
            assert reading.as_of == NOW.date().isoformat()


@pytest.mark.parametrize(
    ("query", "scopes", "rows"),
    [("sType=all", {"all", "practices", "health-centers"}, 56 + 2 + 1), ("sType=both", {"all"}, 56)],
)
def test_practitioners_and_health_centers_come_when_they_are_asked_for(
    tmp_path: Path, query: str, scopes: set[str], rows: int
) -> None:
    with FakeFindTreatment(EVERYWHERE, practitioners={"MD": 3}, health_centers={"HI": 1}) as fake:
        files = pull(fake, tmp_path, query)
        reading = Reading()
        found = [outcome.listing for outcome in SOURCE.read(files, reading) if isinstance(outcome, Read)]
    assert (len(found), reading.scopes) == (rows, scopes)
    assert sum("sType" in asked for asked in fake.asked) == (len(fake.asked) if query == "sType=both" else 0)
    practices = [one.name for one in found if one.scope == "practices"]
    assert practices == (["Practice at 1 Main Street", "Practice at 2 Main Street"] if rows > 56 else [])
    assert b"Alder" not in msgspec.json.encode(found)


def test_a_pull_for_one_kind_of_listing_leaves_the_practices_alone(desk: Desk, tmp_path: Path) -> None:
    with FakeFindTreatment(EVERYWHERE, practitioners={"MD": 3}) as fake:
        for query in ("sType=all", "sType=both"):
            run(desk.record, SOURCE, pull(fake, tmp_path, query), Options(now=NOW.isoformat()), progress.silent)
    assert sum(item.listing.scope == "practices" for item in desk.current().values()) == 2


def test_a_run_knows_which_pull_it_was(
    fake: FakeFindTreatment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = functools.partial(findtreatment_api.fetch, client=fake.client())
    monkeypatch.setattr(findtreatment, "fetch", asked)
    assert SOURCE.fetch is not None
    files = SOURCE.fetch(fake.url(MARYLAND), tmp_path, say=lambda _: None)
    assert names(files)[-1] == "pull.json"
    assert len(list(SOURCE.read(files, Reading()))) == 5
