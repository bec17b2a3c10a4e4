"""When little fits: what is not stated, what one wish less finds, what lies farther away, what serves from afar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from directory.settings import Settings
from directory.store import Record
from directory.vocabulary import vocabulary
from importers import progress
from importers.run import Options, run
from search.build import Plan, publish
from tests.web.conftest import client_of
from tests.web.reading import get
from tests.web.world import NOW, id_of, listing, said, settings_in, source

FREE = listing("free", name="Free House", said=said("care:substance-use", "payment:free", "setting:outpatient"))
PAID = listing("paid", name="Paid House", said=said("care:substance-use", "payment:medicaid", "setting:outpatient"))
QUIET = listing("quiet", name="Untold House", survey="", said=("care:substance-use",))
FAR = listing(
    "far",
    name="Far House",
    zip="15501",
    latitude=40.01,
    longitude=-79.08,
    said=said("care:substance-use", "payment:free"),
)
ONLINE = tuple(
    listing(
        f"online{n}",
        name=f"Screen House {n}",
        city="Erie",
        zip="16501",
        latitude=42.1,
        longitude=-80.0 - n / 100,
        said=said("care:substance-use", "setting:telehealth"),
    )
    for n in range(7)
)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """Settings of a directory of a few places near Pittsburgh and some elsewhere in the state that treat by video."""
    made = settings_in(tmp_path_factory.mktemp("few"))
    made.data.mkdir(parents=True, exist_ok=True)
    with Record(made.database_url) as record:
        run(record, source([FREE, PAID, QUIET, FAR, *ONLINE]), [], Options(now=NOW), progress.silent)
        with record.reading() as reader:
            publish(reader, Plan(root=made.generations, places=place_table, now=NOW, match=False), lambda _: None)
    return made


@pytest.fixture
def near(few: Settings) -> Iterator[TestClient]:
    with client_of(few) as made:
        yield made


def ways(client: TestClient, url: str) -> dict[str, str]:
    """The ways on of a page: words and where they lead."""
    html = client.get(url).text
    block = html.partition('aria-labelledby="ways"')[2].partition("</section>")[0]
    return {
        words: link.replace("&amp;", "&") for link, words in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', block)
    }


def test_one_wish_less_with_how_many_it_finds(near: TestClient) -> None:
    found = ways(near, "/search?near=15213&payment=free&setting=outpatient")
    assert found["Without “Free: takes no payment”: 2 places"] == "/search?near=15213&setting=outpatient"
    assert found["Search the whole country"] == "/search?setting=outpatient&payment=free"


def test_what_is_excluded_is_a_wish_too(near: TestClient) -> None:
    found = ways(near, "/search?near=15213&payment.not=free")
    assert found["With “Free: takes no payment” too: 3 places"] == "/search?near=15213"


def test_the_words_are_a_wish_too(near: TestClient) -> None:
    found = ways(near, "/search?q=untold&near=15213")
    assert found["Without the words “untold”: 3 places"] == "/search?near=15213"


def test_farther_away_with_how_many_that_finds(near: TestClient) -> None:
    found = ways(near, "/search?near=15213&payment=free")
    assert found["Within 100 miles: 2 places"] == "/search?near=15213&within=100&payment=free"
    assert found["At any distance, nearest first: 2 places"] == "/search?near=15213&within=any&payment=free"
    anywhere = get(near, "/search?near=15213&within=any&payment=free")
    assert anywhere.facility_ids() == [id_of(FREE), id_of(FAR)]


def test_where_no_single_wish_less_finds_anything_all_are_given_up(near: TestClient) -> None:
    found = ways(near, "/search?near=15213&payment=free&medication=methadone&language=spanish")
    assert found["Without all filters and words: 3 places"] == "/search?near=15213"


@pytest.mark.parametrize(
    "question",
    [
        "near=15213&payment=free&setting=outpatient",
        "near=15213&payment=free&medication=methadone&language=spanish",
        "q=house&said=house&near=15213&payment=free",
        "near=15213&payment=free&stated=unknown",
        "q=xyzzyplugh&said=xyzzyplugh+free&near=15213&payment=free",
        "near=15213&payment.all=free&payment.all=medicaid",
        "payment.not=free&near=Erie,+PA&within=5",
    ],
)
def test_every_count_that_is_promised_is_true(near: TestClient, question: str) -> None:
    found = ways(near, f"/search?{question}")
    promised = {
        url: counted[1] for words, url in found.items() if (counted := re.search(r": ([0-9,]+) places?$", words))
    }
    assert promised
    for url, count in promised.items():
        assert get(near, url).words.startswith(f"{count} place")


def test_a_page_that_is_not_short_offers_the_next_radius_alone(client: TestClient) -> None:
    assert list(ways(client, "/search?near=15213&within=6&q=row+house&said=row+house")) == []
    found = ways(client, "/search?near=15213&within=1&q=row&said=row")
    assert [words.partition(":")[0] for words in found] == ["Within 10 miles"]


def test_many_results_offer_nothing(client: TestClient) -> None:
    assert ways(client, "/search?near=15213") == {}


def test_what_is_not_stated_is_shown_on_request(near: TestClient) -> None:
    found = get(near, "/search?near=15213&payment=free")
    told = "1 more place fits everything else, but no source says whether it offers “Free: takes no payment”. Show it"
    assert told in found.words
    link = "/search?near=15213&payment=free&stated=unknown"
    assert link in found.links()
    shown = get(near, link)
    assert shown.facility_ids() == [id_of(QUIET)]
    assert "1 place within 25 miles of Pittsburgh, PA 15213 that may fit" in shown.words
    assert "No source says whether these offer “Free: takes no payment”. Ask when you call." in shown.words
    assert "Does not state: Free: takes no payment" in shown.words
    assert "/search?near=15213&payment=free" in shown.links()
    assert ("stated", "unknown") in {(i["name"], i["value"]) for i in shown.all("input") if i.get("type") == "hidden"}


def test_the_api_shows_what_is_not_stated_too(near: TestClient) -> None:
    data = near.get("/api/v1/facilities?near=15213&payment=free&stated=unknown").json()
    assert [facility["id"] for facility in data["facilities"]] == [id_of(QUIET)]
    assert data["links"]["self"].endswith("?near=15213&payment=free&stated=unknown")


def test_a_card_says_which_wishes_are_met_and_which_are_not(near: TestClient) -> None:
    found = get(near, "/search?near=15213&payment=free&payment=medicaid&setting=outpatient&q=paid&said=paid")
    assert found.facility_ids()[0] == id_of(PAID)
    outpatient = vocabulary().facets["setting"].terms["outpatient"].label
    assert f"Has what you chose: Accepts Medicaid · {outpatient}" in found.words
    assert "Does not list: Free: takes no payment" in found.words
    assert "In its name or address: paid" in found.words


def test_what_is_excluded_is_a_chip(near: TestClient) -> None:
    found = get(near, "/search?near=15213&payment.not=medicaid")
    assert "Remove not: Accepts Medicaid" in found.words
    assert "/search?near=15213" in found.links()
    assert id_of(PAID) not in found.facility_ids()


def test_what_treats_from_afar_stands_apart(near: TestClient) -> None:
    found = get(near, "/search?near=15213")
    assert "By video or phone in Pennsylvania They treat by video or phone. Ask if they take people" in found.words
    afar = found.words.partition("By video or phone in Pennsylvania")[2]
    assert [n for n in range(7) if f"Screen House {n}," in afar] == [0, 1, 2, 3, 4]
    every = "/search?near=Pennsylvania&setting.all=telehealth"
    assert every in found.links()
    assert get(near, every).words.startswith("7 places in Pennsylvania")


@pytest.mark.parametrize(
    "question", ["", "near=15213&setting=telehealth", "near=Erie,+PA", "near=15213&setting.not=telehealth"]
)
def test_what_treats_from_afar_is_not_repeated(near: TestClient, question: str) -> None:
    assert "By video or phone in" not in get(near, f"/search?{question}").words


def test_no_page_of_results_is_heavy(client: TestClient) -> None:
    for question in ("", "near=15213&size=100", "near=Pennsylvania&payment=medicaid&stated=unknown"):
        with client.stream("GET", f"/search?{question}", headers={"Accept-Encoding": "gzip"}) as response:
            assert len(b"".join(response.iter_raw())) < 60_000
