"""Which pages search engines may keep: lists that anybody may look for, by one address each, and nothing of what a
person typed, chose to call or stood at."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from starlette.testclient import TestClient

from directory.exports.formats import FORMATS
from directory.settings import Settings
from directory.vocabulary import vocabulary
from tests.web.conftest import client_of
from tests.web.reading import Page, page
from tests.web.world import METHADONE, id_of, settings_in
from web import id_list

HERE = "https://care.example.org/find"
PITTSBURGH = "near=Pittsburgh%2C+PA"
LIST = id_of(METHADONE)

OPEN = {
    "": "",
    "?page=2": "?page=2",
    "?q=&near=&within=25&sort=best&stated=yes&listed=now&size=20&page=1": "",
    "?near=Pittsburgh,+PA": f"?{PITTSBURGH}",
    "?near=pittsburgh": f"?{PITTSBURGH}",
    "?near=PITTSBURGH++PA&page=2": f"?{PITTSBURGH}&page=2",
    "?near=15213": f"?{PITTSBURGH}+15213",
    "?near=pa": "?near=Pennsylvania",
    "?near=Allegheny+County,+PA": "?near=Allegheny+County%2C+PA",
    "?near=Squirrel+Hill,+Pittsburgh,+PA": "?near=Squirrel+Hill%2C+Pittsburgh%2C+PA",
    "?payment=medicaid&near=15213&care.not=detox": f"?{PITTSBURGH}+15213&care.not=detox&payment=medicaid",
    "?near=15213&payment=&within=": f"?{PITTSBURGH}+15213",
    "?care.all=substance-use&setting=outpatient,inpatient&page=1": (
        "?care.all=substance-use&setting=inpatient&setting=outpatient"
    ),
}
"""Questions of public things alone -> how they are known."""

CLOSED = (
    "?q=river&said=river",
    "?near=15213&said=where+my+brother+was",
    "?near=15213&was=where+my+brother+was",
    "?near=100+Main+St,+Pittsburgh,+PA+15213",
    "?near=Main+St,+Pittsburgh,+PA",
    "?near=Jane+%26+Main,+Pittsburgh,+PA",
    "?near=Jane+Roe+15213",
    "?near=15213-1234",
    "?near=152131234",
    "?near=Pittsburgh,+PA+%E5%AE%B6",
    "?near=Pittsburgh,+PA+%D0%AF",
    "?near=40.44,-79.95",
    "?near=40.441234,-79.951234",
    f"?near=15213&list={LIST}",
    "?near=15213&list=",
    "?near=15213&show=payment",
    "?near=15213&within=24",
    "?near=15213&within=25.000000000000000412555",
    "?near=15213&within=25.0",
    "?near=15213&within=025",
    "?near=15213&size=000000020",
    "?near=15213&page=000000001",
    "?near=15213&sort=BEST",
    "?near=15213&payment=MEDICAID",
    "?near=15213&payment=medicaid,,,,",
    "?near=15213&within=any",
    "?near=15213&sort=name",
    "?near=15213&size=10",
    "?near=15213&listed=all",
    "?medication=methadone&stated=unknown",
    "?near=15213&utm_source=jane",
    "?near=15213&fbclid=jane",
    "?near=15213&where+my+brother+was",
    "?near=15213&%20near=",
    "?near=Alaska",
    "?near=15213&page=999",
    "?near=15213&care=detox",
)
"""What is a person's own, is not the list as it comes, or finds nothing."""


@pytest.fixture(scope="module")
def public(chosen: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a directory whose public address is known."""
    folder = tmp_path_factory.mktemp("public")
    with client_of(settings_in(folder, generations=chosen.generations, public_url=HERE)) as made:
        yield made


def shown(client: TestClient, url: str) -> Page:
    """A page that is there."""
    response = client.get(url)
    assert response.status_code == 200, url
    return page(response.text)


def kept_out(client: TestClient, url: str) -> bool:
    """Whether what is at an address says beside it that it is to be left out."""
    response = client.get(url, follow_redirects=False)
    assert response.status_code in (200, 302), url
    marks = response.headers.get_list("x-robots-tag")
    assert marks in ([], ["noindex"])
    return bool(marks)


def left_out(found: Page) -> bool:
    """Whether a page asks search engines to leave it out; it says so once, and then has no other address."""
    marks = [each["content"] for each in found.all("meta") if each.get("name") == "robots"]
    assert marks in ([], ["noindex"])
    assert not marks or not known_as(found)
    return bool(marks)


def known_as(found: Page) -> dict[str, str]:
    """The addresses a page gives as its own: "canonical", and by language."""
    links = [each for each in found.all("link") if each["rel"] in ("canonical", "alternate") and "type" not in each]
    return {each.get("hreflang", each["rel"]): each["href"] for each in links}


@pytest.mark.parametrize(("asked", "known"), OPEN.items())
def test_a_list_that_anybody_may_look_for_is_known_by_one_address(public: TestClient, asked: str, known: str) -> None:
    english, spanish = f"{HERE}/search{known}", f"{HERE}/es/search{known}"
    for prefix, address in (("", english), ("/es", spanish)):
        found = shown(public, f"{prefix}/search{asked}")
        assert not left_out(found)
        assert known_as(found) == {"canonical": address, "en": english, "es": spanish, "x-default": english}
        again = shown(public, address.removeprefix(HERE))
        assert known_as(again) == known_as(found)
        assert again.links(f"{prefix}/facility/") == found.links(f"{prefix}/facility/")


@pytest.mark.parametrize("asked", CLOSED)
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_what_is_somebodys_own_is_left_out(public: TestClient, prefix: str, asked: str) -> None:
    assert left_out(shown(public, f"{prefix}/search{asked}"))


def test_a_sentence_leads_to_a_page_that_is_left_out(public: TestClient) -> None:
    moved = public.get("/search?q=outpatient+pittsburgh")
    assert moved.status_code == 303
    assert left_out(shown(public, moved.headers["location"]))


@pytest.mark.parametrize("asked", ["", "?near=15213", "?near=15213&payment=medicaid"])
def test_of_invented_listings_nothing_is_kept(fictional: TestClient, asked: str) -> None:
    assert left_out(shown(fictional, f"/search{asked}"))


def test_without_a_public_address_a_page_is_kept_as_it_is(client: TestClient) -> None:
    found = shown(client, "/search?near=15213")
    assert not left_out(found)
    assert not known_as(found)


def test_it_tells_what_it_holds(public: TestClient) -> None:
    (told,) = (
        each["content"]
        for each in shown(public, f"/search?{PITTSBURGH}&payment=medicaid&care.not=detox").all("meta")
        if each.get("name") == "description"
    )
    assert told.startswith(
        "31 places within 25 miles of Pittsburgh, PA: not: Detox (help through withdrawal), Accepts Medicaid. "
    )


@pytest.mark.parametrize("path", ["/", f"/facility/{LIST}/river-clinic-pittsburgh"])
def test_no_page_is_kept_with_a_list(public: TestClient, path: str) -> None:
    assert not left_out(shown(public, path))
    assert left_out(shown(public, f"{path}?list={LIST}"))


@pytest.mark.parametrize(
    "asked",
    [
        "?near=15213&payment=medicaid&medication=methadone",
        "?near=15213&page=2",
        "?page=999",
        "?near=15146&within=1&care=detox",
        "?near=15213&medication=methadone&stated=unknown",
        "?q=house+methadone&said=house+methadone+near+15213&near=15213",
        f"?near=15213&list={LIST}",
    ],
)
def test_crawlers_are_not_sent_from_list_to_list(client: TestClient, asked: str) -> None:
    found = shown(client, f"/search{asked}")
    ours = [each for each in found.all("a") if urlsplit(each["href"]).path in ("/search", "/es/search")]
    followed = [each["href"] for each in ours if "nofollow" not in each.get("rel", "").split()]
    assert [each for each in followed if not each.startswith("/es/")] == []
    assert len(followed) == 1  # the same page in Spanish
    assert len(ours) > 1


def test_crawlers_are_not_sent_to_copies_of_a_list(client: TestClient) -> None:
    found = shown(client, "/search?near=Pennsylvania&q=house&said=house+in+Pennsylvania")
    copies = [each for each in found.all("a") if each["href"].startswith(("/download/", "/api/", "/feeds/"))]
    assert [each["href"] for each in copies if "nofollow" not in each.get("rel", "").split()] == []
    assert {urlsplit(each["href"]).path for each in copies} == {
        *(f"/download/{key}" for key in FORMATS),
        "/api/v1/facilities",
        "/feeds/changes.atom",
    }


@pytest.mark.parametrize(
    "url",
    [
        "/download/csv?q=house&near=15213",
        "/api/v1/facilities?q=house&near=15213",
        "/api/v1/facilities",
        "/api/v1/suggest?q=river",
        "/hsds/services?search=house",
        "/feeds/changes.atom?state=PA",
        f"/shortlist?ids={LIST}",
        f"/es/shortlist?ids={LIST}",
        f"/shortlist/sheet?ids={LIST}",
        f"/shortlist/qr.svg?ids={LIST}",
        "/?jane+roe",
        "/es?jane+roe",
        "/about?said=jane+roe",
        "/es/help/withdrawal?jane",
        f"/facility/{LIST}/river-clinic-pittsburgh?jane+roe",
    ],
)
def test_what_is_no_list_and_holds_a_question_is_left_out(client: TestClient, public: TestClient, url: str) -> None:
    for each in (client, public):
        assert kept_out(each, url)


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/es",
        "/about",
        "/help/withdrawal",
        "/robots.txt",
        "/sitemap.xml",
        "/shortlist",
        f"/facility/{LIST}/river-clinic-pittsburgh",
        f"/search?{PITTSBURGH}",
        f"/es/search?{PITTSBURGH}",
    ],
)
def test_what_anybody_may_look_for_is_kept(public: TestClient, url: str) -> None:
    assert not kept_out(public, url)


def test_the_page_of_a_list_may_be_found_as_long_as_no_list_is_in_it(public: TestClient) -> None:
    empty = shown(public, "/shortlist")
    assert not left_out(empty)
    assert known_as(empty)["canonical"] == f"{HERE}/shortlist"
    assert left_out(shown(public, id_list.address([LIST])))
    assert left_out(shown(public, "/shortlist/sheet"))


def test_robots_may_fetch_everything_to_see_the_mark(public: TestClient) -> None:
    rules = [line for line in public.get("/robots.txt").text.splitlines() if "allow:" in line]
    assert rules == ["Disallow:"]


OWN = st.text(min_size=4, max_size=12).filter(lambda said: any(letter.isalnum() for letter in said))
"""What somebody may have typed. Four characters, since fewer can make another town of one: W Pittsburgh."""

PLACES = ("15213", "Pittsburgh, PA", "Pennsylvania", "Allegheny County, PA", "15146")
TERMS = [(facet.key, key) for facet in vocabulary().facets.values() for key in facet.terms]

filters = st.lists(st.tuples(st.sampled_from(TERMS), st.sampled_from(["", ".all", ".not"])), max_size=3).map(
    lambda chosen: [(facet + side, key) for (facet, key), side in chosen]
)
own = st.one_of(
    st.tuples(st.sampled_from(["q", "said", "was", "list", "show", "utm_term"]), OWN).map(lambda pair: [pair]),
    OWN.map(lambda name: [(name, "")]),
    st.integers(1, 999_999).map(lambda digits: [("within", f"25.{digits:022}")]),
    st.integers(1, 9).map(lambda zeros: [("page", "1".zfill(zeros + 1))]),
    st.tuples(st.sampled_from(PLACES), OWN).map(lambda said: [("near", f"{said[1]} {said[0]}")]),
    st.tuples(st.sampled_from(PLACES), OWN).map(lambda said: [("near", f"{said[0]} {said[1]}")]),
    st.tuples(st.floats(18, 71), st.floats(-170, -65)).map(lambda at: [("near", f"{at[0]},{at[1]}")]),
)


@bounded(max_examples=100, deadline=None)
@given(filters=filters, near=st.sampled_from(["", *PLACES]), page=st.integers(1, 3))
def test_any_public_question_that_finds_something_is_kept_by_its_one_address(
    public: TestClient, filters: list[tuple[str, str]], near: str, page: int
) -> None:
    found = shown(public, f"/search?{urlencode([('near', near), *filters, ('page', page)])}")
    assert left_out(found) == (not found.facility_ids())
    if not left_out(found):
        again = shown(public, known_as(found)["canonical"].removeprefix(HERE))
        assert known_as(again) == known_as(found)


@bounded(max_examples=300, deadline=None)
@given(filters=filters, own=own, near=st.sampled_from(["", *PLACES]))
def test_nobodys_own_words_are_kept(
    public: TestClient, filters: list[tuple[str, str]], own: list[tuple[str, str]], near: str
) -> None:
    where = [] if own[0][0] == "near" else [("near", near)]
    response = public.get(f"/search?{urlencode([*filters, *own, *where])}", follow_redirects=True)
    assert left_out(page(response.text)), response.url
