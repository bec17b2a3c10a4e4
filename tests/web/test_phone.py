"""Pages on a narrow screen: who can be called is in sight at once, and nothing is lost for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from directory.settings import Settings
from directory.store import Record
from importers import progress
from importers.run import Options, run
from search.build import Plan, publish
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.test_browser import browser  # noqa: F401 - a fixture
from tests.web.world import METHADONE, NOW, id_of, listing, said, settings_in, source
from web.app import create_app

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
READABLE = 14
"""Pixels of the smallest letters that say what a number is for."""

FIRST_PLACE: Mapping[int, int] = {390: 700, 320: 860}
"""By the width of a screen, how many pixels below its top the telephone of the first place ends at the most."""

LONG = listing(
    "long",
    name="Community Medication and Recovery Center",
    name2="Opioid Treatment Program of the County",
    street="2900 East Old Schoolhouse Lane, Suite 210",
    latitude=None,
    longitude=None,
    said=said("care:substance-use", "setting:outpatient", "medication:methadone", "payment:medicaid", "payment:free"),
)
"""As many real ones are: a name of two lines, another below it, and an address of three beside miles that are about."""

TYPED = (
    "near=15213&payment=medicaid&medication=methadone",
    "near=15213&payment=medicaid,free,sliding-fee&medication=methadone&care=substance-use&stated=yes",
    "q=methadone+that+takes+medicaid+near+15213",
    "q=my+son+needs+methadon+close+to+15213+without+insurance+and+open+now",
    "q=mi+hijo+nesesita+metadona+cerca+de+15213+sin+seguro",
)

BRIEF = ("/search?near=15213", f"/facility/{id_of(METHADONE)}", f"/shortlist?ids={id_of(METHADONE)}")


@pytest.fixture(scope="module")
def address(chosen: Settings) -> Iterator[str]:
    with serve(create_app(chosen, Serving(chosen.generations))) as served:
        yield served


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[str]:
    """The address of a directory whose first place has a long name."""
    settings = settings_in(tmp_path_factory.mktemp("crowded"))
    settings.data.mkdir(parents=True, exist_ok=True)
    with Record(settings.database_url) as record:
        run(record, source([LONG]), [], Options(now=NOW), progress.silent)
        with record.reading() as reader:
            publish(reader, Plan(root=settings.generations, places=place_table, now=NOW), lambda _: None)
    with serve(create_app(settings, Serving(settings.generations))) as served:
        yield served


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", FIRST_PLACE)
@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("asked", TYPED)
def test_the_first_place_can_be_called_from_the_first_screen(
    phone: Page, crowded: str, width: int, prefix: str, asked: str
) -> None:
    phone.set_viewport_size({"width": width, "height": PHONE["height"]})
    phone.goto(f"{crowded}{prefix}/search?{asked}")
    hit = phone.locator("li.hit").first
    expect(hit.locator("h3")).to_have_text(LONG.name)
    for part in (hit.locator("h3 a"), hit.locator(".phone").first):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= FIRST_PLACE[width]
    assert phone.evaluate("scrollY") == 0
    assert phone.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_what_was_typed_and_how_it_was_read_opens_with_a_key(phone: Page, crowded: str, prefix: str) -> None:
    phone.goto(f"{crowded}{prefix}/search?q=my+son+needs+methadon+close+to+15213+without+insurance+and+open+now")
    fold = phone.locator("details.heard")
    expect(fold.locator("summary")).to_contain_text("my son needs methadon")
    expect(fold.locator("summary")).to_contain_text("open now")  # that it was not used
    expect(fold.locator("a").first).to_be_hidden()
    fold.locator("summary").press("Enter")
    expect(fold.locator("a").first).to_be_visible()
    for said_so in fold.locator("summary span").all():
        assert said_so.evaluate("part => part.scrollWidth <= part.clientWidth || !part.clientWidth"), "cut off"
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(fold.locator("summary")).to_be_hidden()
    expect(fold.locator("p").first).to_contain_text("my son needs methadon")


@pytest.mark.parametrize("url", BRIEF)
def test_the_crisis_lines_come_first_and_are_told_whole_on_request(phone: Page, address: str, url: str) -> None:
    phone.goto(address + url)
    lines = phone.locator("aside.crisis")
    for link in ("tel:988", "sms:988", "tel:911", "tel:+18006624357"):
        box = lines.locator(f"a[href='{link}']").bounding_box()
        assert box is not None
        assert round(box["height"]) >= 44
        assert box["y"] < phone.locator("main").bounding_box()["y"]  # type: ignore[index]  # it is in sight
    for aim in lines.locator(".aim").all():
        assert aim.evaluate("aim => parseFloat(getComputedStyle(aim).fontSize)") >= READABLE
    expect(lines.get_by_text("naloxone").locator("visible=true")).to_have_text(["overdose: give naloxone, stay"])
    told = lines.get_by_text("Give naloxone (Narcan) if you have it, and stay.")
    expect(told.locator("visible=true")).to_have_count(0)
    lines.get_by_text("More about these numbers").click()
    expect(told.locator("visible=true")).to_have_count(1)
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(told.locator("visible=true")).to_have_count(1)
    expect(lines.get_by_text("More about these numbers")).to_be_hidden()
    expect(lines.get_by_text("overdose: give naloxone, stay")).to_be_hidden()
    phone.emulate_media(media="print")
    expect(told.locator("visible=true")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_keyboard_goes_through_the_top_as_it_is_read_and_nothing_is_beside_the_screen(
    phone: Page, address: str, prefix: str, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    phone.goto(f"{address}{prefix}/search?near=15213")
    boxes = [
        stop.bounding_box() for stop in phone.locator("header nav li:not(:has(.leave)) a, aside :is(a, summary)").all()
    ]
    assert len(boxes) >= 10
    read = [(round(box["y"] + box["height"] / 2, -1), box["x"]) for box in boxes if box]
    assert read == sorted(read)
    assert all(box and 0 <= box["x"] < box["x"] + box["width"] <= width for box in boxes)


def test_what_to_ask_is_said_on_screens_and_on_paper_whatever_the_browser_can_fold(phone: Page, address: str) -> None:
    phone.goto(f"{address}/search?near=15213")
    told = phone.get_by_text("Ask about room, cost and medication")
    expect(told).to_be_visible()
    assert told.evaluate("told => told.closest('details')") is None
    phone.emulate_media(media="print")
    expect(told).to_be_visible()


def test_every_filter_that_is_on_can_be_reached_and_the_page_does_not_move_sideways(phone: Page, address: str) -> None:
    phone.goto(f"{address}/search?near=15213&payment=medicaid,private&care=substance-use&listed=all")
    fold = phone.locator("details.on")
    for label in ("Accepts Medicaid", "Accepts private health insurance", "Treatment for drug or alcohol use"):
        expect(fold.locator("summary")).to_contain_text(label)
    chips = fold.locator(".chips a")
    expect(chips.first).to_be_hidden()
    fold.locator("summary").press("Enter")
    assert chips.count() > 3
    chips.first.focus()
    for chip in chips.all():
        expect(chip).to_be_focused()
        box = chip.bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE["width"]
        phone.keyboard.press("Tab")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_names_on_a_map_are_seen_behind_the_pins_and_are_no_stop_of_the_keyboard(
    browser: Browser,  # noqa: F811
    address: str,
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}/search?near=Pennsylvania")
    page.get_by_role("button", name="Map of these places").click()
    names = page.locator("#map .name")
    expect(names.first).to_be_visible()
    assert set(names.evaluate_all("names => names.map(name => name.ariaHidden)")) == {"true"}
    assert set(names.evaluate_all("names => names.map(name => name.parentElement.tabIndex)")) == {-1}
    deepest = "parts => Math.min(...parts.map(part => part.closest('.leaflet-marker-icon').style.zIndex))"
    highest = deepest.replace("min", "max")
    assert names.evaluate_all(highest) < page.locator("#map .pin").evaluate_all(deepest)
    page.close()
