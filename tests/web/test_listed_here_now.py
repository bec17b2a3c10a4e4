"""What is listed now where a place was that is not listed any more: on its page, in the API, for an operator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import msgspec
import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from starlette.testclient import TestClient

from directory.listing import Amendment, Listing, Phone, Reason
from directory.settings import Settings
from directory.store import Record
from search.facility_commands import facilities
from tests.conftest import Desk, id_of
from tests.web.assisting import Assistant, over_http, text
from tests.web.conftest import client_of
from tests.web.reading import get
from tests.web.world import listing, settings_in
from web.api_types import ProblemAnswer

FIRST, SECOND, THIRD = (f"2026-11-{day:02}T03:00:00+00:00" for day in (1, 10, 20))
OVERLAY = "overlay:county"


def at(street: str, key: str, name: str, *numbers: str, **fields: object) -> Listing:
    """A place in a street, its first number the main one."""
    phones = tuple(Phone(number=f"412555{number}") for number in numbers)
    return listing(key, name=name, street=street, phones=phones, **fields)


OLD = at("995 Invented Way", "old", "New Path Servs Inc", "0101", "0102")
NEW = at("995 Invented Way", "new", "New Path Counseling", "0103", "0102")
NEXT_DOOR = at("995 Invented Way", "next", "Corner Clinic", "0104")
ELSEWHERE = at("995 Invented Way", "elsewhere", "Other Town", "0105", zip="15146", city="Monroeville")
MOVED = at("1 Former Road", "moved", "Harbor Outreach", "0106")
FOLLOWS = at("2 Later Road", "follows", "Harbor Program", "0107", "0106")
SHUT = at("7 Shut Lane", "shut", "Shut House", "0108")
TENANT = at("7 Shut Lane", "tenant", "Tenant House", "0109")
SECRET_OLD = at("5 Hidden Court", "secret old", "Shelter One", "0110")
SECRET_NEW = at("5 Hidden Court", "secret new", "Shelter Two", "0111", "0110")
SPLIT, REGISTERED, AGENCY = (
    replace(place, phones=(*place.phones, Phone(number="4125550114", use="intake")))
    for place in (
        at("11 Split Street", "split", "Quill House", "0113"),
        at("11 Split Street", "registered", "Marsh Center", "0115"),
        at("400 Distant Avenue", "agency", "Reed Offices", "0116"),
    )
)
"""Two of one address that two sources list; the intake line is that of another address too."""
LONELY = at("3 Lonely Street", "lonely", "Lonely House", "0112", said=())


def decided(about: Listing, **decision: object) -> Listing:
    """A correction of an operator."""
    made = Amendment(about=id_of(about), **decision)  # type: ignore[arg-type]  # fields, by name
    nothing = {"name": "", "city": "", "state": "", "street": "", "zip": "", "phones": (), "said": (), "survey": ""}
    return replace(
        about, key=id_of(about), scope="corrections", amendment=made, latitude=None, longitude=None, **nothing
    )


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Settings:
    """A directory that some have left."""
    folder = tmp_path_factory.mktemp("left")
    chosen = settings_in(folder)
    stay = [NEXT_DOOR, ELSEWHERE, SHUT, TENANT, AGENCY]
    with Record(chosen.database_url) as record:
        desk = Desk(record)
        desk.take([REGISTERED], key="register", now=FIRST, as_of="2024")
        desk.take([OLD, MOVED, SECRET_OLD, SPLIT, LONELY, *stay], now=FIRST, as_of="2024")
        shrink = {"allow_shrink": True}
        desk.take([NEW, FOLLOWS, SECRET_NEW, *stay], now=SECOND, as_of="2025", options=shrink)
        closed = decided(SHUT, closed="2026-10-31", reasons=(Reason("closed", "A sign says so.", "2026-11-18"),))
        gate = decided(SECRET_NEW, front_gate=True, reasons=(Reason("front_gate", "A shelter.", "2026-11-18"),))
        desk.take([closed, gate], key=OVERLAY, scopes=("corrections",), now=THIRD)
        desk.publish(chosen.generations, place_table, match=True)
    return chosen


@pytest.fixture(scope="module")
def site(left: Settings) -> Iterator[TestClient]:
    with client_of(left) as client:
        yield client


@pytest.fixture(scope="module")
def assistant(left: Settings) -> Iterator[Assistant]:
    with over_http(left) as made:
        yield made


def page(prefix: str, found: Listing) -> str:
    return f"{prefix}/facility/{id_of(found)}"


@pytest.mark.parametrize(
    ("prefix", "heading", "may_be", "others", "search"),
    [
        (
            "",
            "Listed at this address now",
            "This may be the same place under a new name",
            "Others near here",
            "Search for",
        ),
        ("/es", "Lo que aparece ahora en esta dirección", "Puede ser el mismo lugar", "Otros cerca de aquí", "Buscar"),
    ],
)
def test_a_gone_page_names_who_is_listed_there_now(
    site: TestClient, prefix: str, heading: str, may_be: str, others: str, search: str
) -> None:
    found = get(site, page(prefix, OLD), 410)
    assert may_be in found.words
    here = found.words.split(heading)[1].split(others)[0].partition(". ")[2].partition(". ")[2]
    named = "New Path Counseling, Pittsburgh (412) 555-0103 Corner Clinic, Pittsburgh (412) 555-0104"
    assert here.split() == named.split()
    assert f"{prefix}/facility/{id_of(NEW)}/new-path-counseling-pittsburgh" in found.links()
    assert "tel:+14125550103" in found.links()
    assert "0101" not in found.words
    assert others in found.words
    assert "Corner Clinic" not in found.words.split(others)[1]
    assert search in found.words
    (wider,) = (link for link in found.links() if link.startswith(f"{prefix}/search?") and "care" in link)
    assert parse_qs(wider.partition("?")[2]) == {"near": ["15213"], "care.all": ["substance-use"]}
    assert f"{prefix}/search?near=15213" in found.links()


def test_who_has_its_telephone_in_its_town_is_told_apart(site: TestClient) -> None:
    found = get(site, page("", MOVED), 410).words
    assert "Listed at this address now" not in found
    assert "Listed in this town now, with the telephone number it had This may be" in " ".join(found.split())
    spanish = " ".join(get(site, page("/es", MOVED), 410).words.split())
    assert "en esta ciudad, con el número de teléfono que tenía Puede ser el mismo lugar" in spanish


def test_of_a_place_that_an_operator_closed_the_tenants_are_named(site: TestClient) -> None:
    found = " ".join(get(site, page("", SHUT), 410).words.split())
    assert "Listed at this address now This may be the same place" in found
    assert "Call and ask. Tenant House, Pittsburgh (412) 555-0109" in found


def test_nobody_learns_who_is_at_an_address_that_is_kept(site: TestClient) -> None:
    for path in (page("", SECRET_OLD), f"/api/v1/facilities/{id_of(SECRET_OLD)}"):
        response = site.get(path)
        assert response.status_code == 410
        assert "Shelter Two" not in response.text.split("Others near here")[0]
        assert "0111" not in response.text.split("Others near here")[0]


def test_where_nobody_is_listed_nothing_is_said(site: TestClient) -> None:
    assert "Listed at this address now" not in get(site, page("", LONELY), 410).words
    assert site.get(f"/api/v1/facilities/{id_of(LONELY)}").json()["listed_here_now"] == []


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (OLD, [("New Path Counseling", "address"), ("Corner Clinic", "address")]),
        (MOVED, [("Harbor Program", "telephone")]),
        (SHUT, [("Tenant House", "address")]),
        (SPLIT, [("Marsh Center", "address"), ("Reed Offices", "telephone")]),
    ],
)
def test_the_api_names_them_in_a_410(site: TestClient, gone: Listing, told: list[tuple[str, str]]) -> None:
    response = site.get(f"/api/v1/facilities/{id_of(gone)}")
    problem = msgspec.json.decode(response.content, type=ProblemAnswer)
    assert problem.status == response.status_code == 410
    here = problem.listed_here_now
    assert isinstance(here, tuple)
    assert [(each.name, each.same) for each in here] == told
    assert all(site.get(each.url).status_code == 200 for each in here)
    assert here[0].phones[0].number


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (
            OLD,
            [
                "Listed at this address now:\n  New Path Counseling (id {NEW}); telephone: (412) 555-0103;",
                "Corner Clinic",
            ],
        ),
        (MOVED, ["Listed in this town now, with the telephone number it had:\n  Harbor Program (id {FOLLOWS});"]),
        (
            SPLIT,
            ["Listed at this address now:\n  Marsh", "Listed in this town now, with the telephone number it had:\n"],
        ),
    ],
    ids=["address", "telephone", "both"],
)
def test_an_assistant_is_told_too(assistant: Assistant, gone: Listing, told: list[str]) -> None:
    answer = assistant.call("facility", id=id_of(gone))
    assert answer.is_error
    said = text(answer)
    for words in (*told, "This may be the same place under a new name, or another one.", "No longer listed by"):
        assert words.format(NEW=id_of(NEW), FOLLOWS=id_of(FOLLOWS)) in said
    assert "0101" not in said


@pytest.mark.parametrize("gone", [LONELY, SECRET_OLD], ids=["nobody", "kept"])
def test_an_assistant_is_told_of_nobody_where_the_page_is_not(assistant: Assistant, gone: Listing) -> None:
    said = text(assistant.call("facility", id=id_of(gone)))
    assert "No longer listed by" in said
    assert not [words for words in ("Listed at", "Listed in", "may be the same", "Shelter Two") if words in said]


def test_an_operator_is_asked_about_those_that_may_be_one(left: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATMENT_DIRECTORY_DATA", str(left.data))
    told = CliRunner().invoke(facilities, ["review", "--json"])
    assert told.exit_code == 0, told.output
    pairs = [(each["one"], each["other"]) for each in msgspec.json.decode(told.output)]
    assert (id_of(OLD), id_of(NEW)) in pairs
    asked = {id_ for pair in pairs for id_ in pair}
    assert not {id_of(MOVED), id_of(NEXT_DOOR), id_of(SHUT)} & asked
    assert not {id_of(SPLIT), id_of(REGISTERED, "register")} & asked  # another source listed it all the time
    shown = CliRunner().invoke(facilities, ["review"]).output
    assert "New Path Servs Inc" in shown
    assert "same address, same telephone, one withdrawn, the other new" in shown


def test_what_an_operator_told_apart_is_not_asked_again(left: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREATMENT_DIRECTORY_DATA", str(left.data))
    with Record(left.database_url) as record, record.writing() as writer:
        writer.decide(id_of(OLD), id_of(NEW), False, "two agencies", "2026-11-21")
    pairs = msgspec.json.decode(CliRunner().invoke(facilities, ["review", "--json"]).output)
    assert id_of(OLD) not in {each["one"] for each in pairs} | {each["other"] for each in pairs}
