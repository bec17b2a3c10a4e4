"""Somebody's own list: in the address and nowhere else, from a page of results to a sheet of paper."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from html import unescape
from urllib.parse import unquote
from xml.etree import ElementTree

import msgspec
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from directory.errors import QueryError
from directory.settings import Settings
from search.serving import Serving
from tests.web.conftest import client_of
from tests.web.reading import Page, get, page
from tests.web.test_front_gate import secret_free
from tests.web.told import ADDED, HARBOR, HARBOR_YEARLY, LAKE, LOST, OPERATOR, SECRET, SHELTER, SHUT, YEARLY, id_in
from tests.web.world import HOSTILE_ONE, MANY, MENTAL, METHADONE, SUBURB, id_of
from web import id_list, sharing
from web.comparing import compared
from web.words import QUESTIONS

RIVER, QUIET, FAR, HOSTILE_ID = (id_of(each) for each in (METHADONE, MENTAL, SUBURB, HOSTILE_ONE))
NEVER_WAS = "zzzzzzzzzz"
TOO_MANY = ",".join(f"{n:010}" for n in range(id_list.MOST + 1))
TEN = st.from_regex(id_list.PUBLIC_ID, fullmatch=True)


def shortlist(*ids: str, path: str = "/shortlist") -> str:
    return id_list.address(ids, path)


def following(found: Page, beginning: str, number: int = 0) -> str:
    """One of the links of a page that begin so."""
    return found.links(beginning)[number]


def squares(svg: bytes) -> list[bytes]:
    """The squares of a QR code as they are painted, without the margin: 1 for a dark one."""
    light, dark = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")
    side = int(re.findall("h([0-9]+)v", light.attrib["d"])[0])
    rows = [bytearray(side) for _ in range(side)]
    x, y = 0, 0
    for kind, step, down in re.findall(r"([mMh])(-?[0-9]+)(?: ?(-?[0-9.]+))?", dark.attrib["d"]):
        if kind == "h":
            rows[y][x : x + int(step)] = b"\x01" * int(step)
        x = int(step) if kind == "M" else x + int(step)
        y = int(float(down)) if kind == "M" else y + int(down or 0)
    return [bytes(row[4:-4]) for row in rows[4:-4]]


def test_the_whole_walk_without_scripts(client: TestClient) -> None:
    first = get(client, "/search?medication=methadone")
    assert "Your list" not in first.words
    second = get(client, following(first, "/search?medication=methadone&list="))
    assert "In your list." in second.words
    assert shortlist(RIVER) in second.links()
    other = get(client, f"/search?near=15146&within=5&list={RIVER}")
    third = get(client, next(link for link in other.links("/search?") if f"list={RIVER},{FAR}" in link))
    assert "Your list (2)" in third.words
    place = get(client, following(third, f"/facility/{FAR}/"))
    assert shortlist(RIVER, FAR) in place.links()
    unchosen = get(client, f"/facility/{QUIET}?list={RIVER},{FAR}")
    mine = get(client, shortlist(*id_list.ids_of([("ids", following(unchosen, "/shortlist?").split("=")[1])], "ids")))
    assert mine.facility_ids() == [RIVER, FAR, QUIET]
    sheet = get(client, following(mine, "/shortlist/sheet?"))
    for words in ("1. River Clinic", "2. Far Out", "3. Quiet House", *QUESTIONS, "(412) 555-0111 x42 Main number"):
        assert words in sheet.words
    assert "Listed by Test Directory, data of May 2022." in sheet.words
    assert "Written on 22 Nov 2026." in sheet.words
    assert len(QUESTIONS) == 6
    assert sheet.text.count(QUESTIONS[0]) == 3


def test_the_order_is_that_of_the_link_and_moves_are_links(client: TestClient) -> None:
    found = get(client, shortlist(RIVER, QUIET, FAR, RIVER))
    assert found.facility_ids() == [RIVER, QUIET, FAR]
    moves = found.links("/shortlist?")
    assert moves == [
        shortlist(QUIET, RIVER, FAR),
        shortlist(QUIET, FAR),
        shortlist(QUIET, RIVER, FAR),
        shortlist(RIVER, FAR, QUIET),
        shortlist(RIVER, FAR),
        shortlist(RIVER, FAR, QUIET),
        shortlist(RIVER, QUIET),
    ]
    assert get(client, moves[-2]).facility_ids() == [RIVER, FAR, QUIET]
    assert "Your list is empty" in get(client, get(client, shortlist(RIVER)).links("/shortlist")[-1]).words


@pytest.mark.parametrize("path", ["/shortlist", "/shortlist/sheet"])
def test_the_list_is_kept_nowhere(client: TestClient, path: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.get(shortlist(RIVER, path=path))
    assert response.headers["cache-control"] == "no-store"
    assert "set-cookie" not in response.headers
    assert '<meta name="robots" content="noindex">' in response.text
    title = re.search("<title>(.*)</title>", response.text)
    assert title
    assert title[1] in ("My list", "Call sheet")
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("http")]
    assert [line.rsplit(" ", 2)[0] for line in ours] == [f"GET {path} 200"]
    # An address that is forbidden to crawlers can be indexed unread, and the list stands in it.
    assert "/shortlist" not in client.get("/robots.txt").text


def test_pages_that_carry_a_list_are_kept_by_nobody(client: TestClient) -> None:
    page_of_place = get(client, f"/facility/{RIVER}").links("/shortlist")
    assert page_of_place == [shortlist(RIVER)]
    slug = client.get(f"/facility/{RIVER}/wrong?list={QUIET}")
    assert slug.status_code == 301
    assert slug.headers["location"].endswith(f"?list={QUIET}")
    for response in (slug, client.get(slug.headers["location"])):
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/shortlist?ids=", "/shortlist/sheet?ids=", "/shortlist/qr.svg?ids=", "/search?list="]
)
@pytest.mark.parametrize(
    "ids",
    ["short", "<script>", "0123456789a", "..%2f..%2fetc", "%00123456789", "%F0%9F%98%80", "ééééééééé1", TOO_MANY],
)
def test_what_is_no_list_is_refused(client: TestClient, path: str, ids: str) -> None:
    response = client.get(path + ids)
    assert response.status_code == 400
    assert "This is no list of places." in response.text
    assert "Your list" in page(response.text).words
    assert "<script>" not in response.text


def test_a_place_that_may_not_be_told_of_is_no_card(site: TestClient) -> None:
    lost, shut, secret = id_in(LOST), id_in(SHUT), id_in(SECRET)
    found = get(site, shortlist(lost, shut, secret, NEVER_WAS))
    assert found.facility_ids() == [lost, shut]
    for words in ("No longer listed by Locator since 1 Oct 2026.", "This place is not listed here", f"“{NEVER_WAS}”"):
        assert words in found.words
    sheet = get(site, shortlist(lost, secret, NEVER_WAS, path="/shortlist/sheet"))
    assert "There is no place on this list that can be called." in sheet.words
    for each in (found, sheet):
        assert not each.links("tel:+1412")
        assert not [word for word in ("Never Told", "0197", "0198", "0199", "Oak Street") if word in each.text]


def test_a_place_under_another_id_is_followed_and_told_once(site: TestClient) -> None:
    moved = id_in(HARBOR_YEARLY, YEARLY)
    found = get(site, shortlist(moved, id_in(LAKE), id_in(HARBOR)))
    assert found.facility_ids() == [id_in(HARBOR), id_in(LAKE)]
    assert shortlist(id_in(LAKE), id_in(HARBOR)) in found.links()
    assert moved not in site.get(shortlist(moved, id_in(LAKE))).text


def test_a_front_gate_keeps_its_address_out(site: TestClient) -> None:
    ids = id_in(SHELTER), id_in(ADDED, OPERATOR)
    for path in ("/shortlist", "/shortlist/sheet"):
        response = site.get(shortlist(*ids, path=path))
        assert "Safe Shelter" in response.text
        assert "does not give out its address" in response.text
        assert secret_free(unquote(response.text))


def test_side_by_side_yes_not_listed_and_not_stated_are_apart(client: TestClient) -> None:
    found = get(client, shortlist(RIVER, FAR, QUIET))
    assert "River Clinic Pittsburgh, PA Far Out Monroeville, PA Quiet House Pittsburgh, PA" in found.words
    assert "Methadone, given here Yes Not listed Not stated" in found.words
    assert "Side by side" not in get(client, shortlist(RIVER)).words
    five = get(client, shortlist(*map(id_of, MANY[:5])))
    assert "Row House 03" in five.words.split("Side by side")[1].split("Find more places")[0]
    assert "Row House 04" not in five.words.split("Side by side")[1].split("Find more places")[0]


def test_what_all_of_them_have_comes_last_and_in_few_lines(client: TestClient) -> None:
    alike = tuple(map(id_of, MANY[:2]))
    beside = get(client, shortlist(*alike, RIVER)).words.split("Side by side")[1].split("Find more places")[0]
    assert "Methadone, given here Not listed Not listed Yes" in beside
    assert "Accepts Medicaid Yes" not in beside
    told = beside.split("The same everywhere")
    assert "Methadone" in told[0]
    assert "Paying for it Accepts Medicaid" in told[1]
    same = get(client, shortlist(*alike)).words.split("Side by side")[1].split("Find more places")[0]
    assert "Telephone" in same.split("The same everywhere")[0]
    assert not re.search("Yes|Not listed|Not stated", same.split("Ask when you call.")[1])


def test_what_a_correction_denies_is_told_as_that(told: Settings) -> None:
    serving = Serving(told.generations)
    with serving.engine() as engine:
        harbor = engine.facility(id_in(HARBOR))
    serving.close()
    assert harbor is not None
    other = msgspec.structs.replace(harbor, terms={"payment": ["medicaid"]}, voices=())
    rows = [row for part in compared((harbor, other)) for row in part.rows if "Medicaid" in row.label]
    assert [row.cells for row in rows] == [("denied", "yes")]


def test_messages_are_prepared_and_hold_nothing_else(client: TestClient) -> None:
    found = get(client, shortlist(RIVER, HOSTILE_ID))
    link = f"http://testserver{shortlist(RIVER, HOSTILE_ID)}"
    assert {"readonly": "", "id": "link", "type": "text", "value": link} in found.all("input")
    sms, mail = following(found, "sms:?"), following(found, "mailto:")
    assert sms.startswith("sms:?&body=")
    assert mail.startswith("mailto:?subject=Places%20to%20call&body=")
    for body in (sms.split("body=")[1], mail.split("body=")[1]):
        assert re.fullmatch("[A-Za-z0-9%._~-]+", body)
        lines = unquote(body).split("\r\n")
        assert lines[1] == "1. River Clinic, Pittsburgh: (412) 555-0111 x42"
        assert lines[-1].endswith(link)
        assert "\u202e" not in unquote(body)


def test_a_text_message_stays_short(client: TestClient) -> None:
    found = get(client, shortlist(*map(id_of, MANY[:20])))
    assert unquote(following(found, "sms:?")).count("Row House") == sharing.TEXTED
    assert unquote(following(found, "mailto:")).count("Row House") == 20


def test_the_picture_holds_the_link(client: TestClient) -> None:
    ids = [id_of(each) for each in MANY[:20]]
    found = get(client, shortlist(*ids))
    (image,) = found.all("img")
    answer = client.get(image["src"])
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "no-store"
    link = next(i["value"] for i in found.all("input") if i.get("id") == "link")
    assert link == f"http://testserver{shortlist(*ids)}"
    assert squares(answer.content) == [bytes(row) for row in segno.make_qr(link, error="m").matrix]
    assert client.get("/shortlist/qr.svg").status_code == 404


def test_the_link_is_at_the_public_address(chosen: Settings) -> None:
    with client_of(replace(chosen, public_url="https://directory.example.org")) as public:
        found = get(public, shortlist(RIVER))
    assert f"https://directory.example.org{shortlist(RIVER)}" in {i.get("value") for i in found.all("input")}


@pytest.mark.parametrize("host", ["a b", "evil.example/?x=", '"><script>', ""])
def test_a_host_that_is_none_is_in_no_link(client: TestClient, host: str) -> None:
    response = client.get(shortlist(RIVER), headers={"Host": host})
    assert "sms:?" not in response.text
    assert "evil" not in response.text
    assert client.get(shortlist(RIVER, path="/shortlist/qr.svg"), headers={"Host": host}).status_code in (400, 404)


def test_everything_that_leads_to_results_takes_the_list_along(client: TestClient) -> None:
    for url in (
        f"/search?near=15213&within=50&size=5&page=2&payment=medicaid&list={RIVER}",
        f"/search?near=15213&within=1&care=substance-use&q=xyzzyplugh&said=rehab+xyzzyplugh&list={RIVER}",
        f"/search?medication=methadone&near=15213&list={RIVER}",
    ):
        found = get(client, url)
        leading = [link for link in found.links("/search?") if f"list={RIVER}" not in link]
        assert leading == [], url
        assert {"type": "hidden", "name": "list", "value": RIVER} in found.all("input")
    said = client.get(f"/search?q=takes+medicaid+near+15213&list={RIVER}")
    assert said.status_code == 303
    assert said.headers["location"].endswith(f"&list={RIVER}")


def test_a_full_list_takes_no_more(client: TestClient) -> None:
    ids = ",".join(f"{n:010}" for n in range(id_list.MOST))
    found = get(client, f"/search?medication=methadone&list={ids}")
    assert "Add to my list" not in found.words
    assert "Your list is full" in get(client, f"/facility/{RIVER}?list={ids}").words


def test_a_list_is_of_the_page_and_not_of_the_question(client: TestClient) -> None:
    found = client.get(f"/search?medication=methadone&list={RIVER}").text
    for link in re.findall('href="(/(?:download|api)[^"]*)"', unescape(found)):
        assert "list=" not in link.replace("listed=", "")


@given(ids=st.lists(TEN, unique=True, max_size=id_list.MOST))
def test_a_list_is_read_as_it_was_written(ids: list[str]) -> None:
    written = id_list.address(ids).partition("?ids=")[2]
    assert id_list.ids_of([("ids", written)], "ids") == tuple(ids)


@given(value=st.text() | st.lists(TEN | st.text(max_size=12), max_size=25).map(",".join))
def test_any_text_is_a_list_or_refused(value: str) -> None:
    plain = dict.fromkeys(part.strip().casefold() for part in value.split(",") if part.strip())
    if len(plain) <= id_list.MOST and all(id_list.PUBLIC_ID.fullmatch(part) for part in plain):
        assert id_list.ids_of([("list", value)]) == tuple(plain)
        return
    with pytest.raises(QueryError) as refused:
        id_list.ids_of([("list", value)])
    assert [(each.parameter, each.value.isprintable()) for each in refused.value.problems] == [("list", True)]


def test_a_question_that_has_to_be_put_right_keeps_the_list(client: TestClient) -> None:
    found = get(client, f"/search?near=Xyzzyville&medication=methadon&list={RIVER}", 400)
    assert {"type": "hidden", "name": "list", "value": RIVER} in found.all("input")
    assert [link for link in found.links("/search?") if f"list={RIVER}" not in link] == []
