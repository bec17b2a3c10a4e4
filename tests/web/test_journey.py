"""The whole journey in a real browser, from a sentence to a call sheet on paper, for the invented sample and for real
listings, in every way people use the pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from directory.settings import Settings
from directory.store import Record
from directory.vocabulary import vocabulary
from importers import progress
from importers.registry import source_named
from importers.run import Options, run
from search.build import Plan, publish
from search.serving import Serving
from tests.web.conftest import serve
from tests.web.test_browser import browser, pytestmark
from tests.web.walking import Keyboard, Mouse, Watch
from tests.web.world import NOW, settings_in
from web.app import create_app

__all__ = ["browser", "pytestmark"]

SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REAL = SHARED / "findtreatment" / "california_residential_2025_flattened.json"


@dataclass(frozen=True)
class Mode:
    """How somebody comes: what the browser is told, and what it then answers to the pages; `hands` by what."""

    context: Mapping[str, Any] = field(default_factory=dict)  # arguments of Browser.new_context
    media: str = "all"
    hands: type[Mouse] = Mouse


PHONE = {"viewport": {"width": 320, "height": 640}}
STILL = {"reduced_motion": "reduce"}  # a smooth scroll would have to be waited for
MODES: Mapping[str, Mode] = {
    "scripts": Mode(),
    "no scripts": Mode({"java_script_enabled": False}),
    "keyboard": Mode(STILL, hands=Keyboard),
    "keyboard, no scripts": Mode({"java_script_enabled": False} | STILL, hands=Keyboard),
    "keyboard, narrow phone": Mode(PHONE | STILL, hands=Keyboard),
    "narrow phone": Mode(PHONE, "(width: 320px)"),
    "narrow phone, no scripts": Mode(PHONE | {"java_script_enabled": False}, "(width: 320px)"),
    "200 % zoom": Mode({"viewport": {"width": 640, "height": 360}, "device_scale_factor": 2}, "(resolution: 2dppx)"),
    "dark": Mode({"color_scheme": "dark"}, "(prefers-color-scheme: dark)"),
    "forced colors": Mode({"forced_colors": "active"}, "(forced-colors: active)"),
    "reduced motion": Mode(STILL, "(prefers-reduced-motion: reduce)"),
}


@dataclass(frozen=True)
class Wish:
    """What is asked for: a sentence in each language, and a filter that is added to what is understood."""

    sentence: Mapping[str, str]
    added: tuple[str, str]


SAMPLE_WISH = Wish(
    {
        "en": "outpatient help for drinking near New York, NY",
        "es": "ayuda ambulatoria para dejar el alcohol cerca de New York, NY",
    },
    ("payment", "medicaid"),
)
REAL_WISH = Wish(
    {
        "en": "residential detox near Riverside, CA",
        "es": "desintoxicación residencial cerca de Riverside, CA",
    },
    ("payment", "private"),
)
PREFIX = {"en": "", "es": "/es"}
"""Language -> what its addresses begin with."""
SPANISH = ("scripts", "no scripts", "keyboard", "narrow phone", "dark")
WAYS = [(mode, "en") for mode in MODES] + [(mode, "es") for mode in SPANISH]
"""How somebody comes, and in which language: what differs between languages is words."""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[str]:
    """The address of a server with the invented sample."""
    yield from served(settings_in(tmp_path_factory.mktemp("sample")), place_table, "sample", ())


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[str]:
    """The address of a server with the real residential places of one state."""
    if not REAL.exists():
        pytest.skip(f"needs the shared data: no {REAL} (set TREATMENT_DIRECTORY_SHARED_DATA)")
    yield from served(settings_in(tmp_path_factory.mktemp("real places")), place_table, "findtreatment", (REAL,))


def served(chosen: Settings, places: Path, source: str, paths: Sequence[Path]) -> Iterator[str]:
    """Import, publish and serve."""
    chosen.data.mkdir(parents=True, exist_ok=True)
    with Record(chosen.database_url) as record:
        run(record, source_named(source), paths, Options(now=NOW), progress.silent)
        with record.reading() as reader:
            publish(reader, Plan(root=chosen.generations, places=places, now=NOW, match=False), lambda _: None)
    with serve(create_app(chosen, Serving(chosen.generations))) as address:
        yield address


@pytest.mark.parametrize(("mode", "language"), WAYS)
def test_the_whole_journey_with_the_sample(browser: Browser, sample: str, mode: str, language: str) -> None:
    walk(browser, sample, MODES[mode], language, SAMPLE_WISH)


@pytest.mark.parametrize(("mode", "language"), WAYS)
def test_the_whole_journey_with_real_listings(browser: Browser, real: str, mode: str, language: str) -> None:
    walk(browser, real, MODES[mode], language, REAL_WISH)


def walk(browser: Browser, address: str, mode: Mode, language: str, wish: Wish) -> None:
    """From the first page to paper."""
    context = browser.new_context(**mode.context)
    watch = Watch(context, address)
    page = context.new_page()
    hand = mode.hands(page)
    here = Steps(page, hand, watch, language)
    page.goto(f"{address}{PREFIX[language]}/")
    assert page.evaluate("media => matchMedia(media).matches", mode.media)
    here.sound()
    here.ask(wish.sentence[language])
    here.filter(*wish.added)
    first = here.open_first()
    here.keep(first)
    here.ask(wish.sentence[language])
    second = here.add_another()
    here.compare(first, second)
    here.print_sheet(first, second)
    context.close()


@dataclass(frozen=True)
class Place:
    """What a page says of a place: its id, its name and the links of its telephones."""

    id: str
    name: str
    phones: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    """The steps of the journey, each with what must hold where it leads."""

    page: Page
    hand: Mouse
    watch: Watch
    language: str

    def sound(self) -> None:
        """The page that is open is in order, and in the language."""
        self.watch.sound(self.page)
        assert self.page.locator("html").get_attribute("lang") == self.language
        assert urlsplit(self.page.url).path.startswith(f"{PREFIX[self.language]}/")

    def ask(self, sentence: str) -> None:
        """Type a sentence and send it; suggestions that come are closed by Escape."""
        box = self.page.locator("form[role=search] #q")
        head, tail = sentence.split(" ", 1)
        self.hand.write(box, head)
        if box.get_attribute("role") == "combobox":
            expect(box).to_have_attribute("aria-expanded", "true")
            self.sound()
            self.page.keyboard.press("Escape")
            expect(self.page.locator("[role=listbox]:visible")).to_have_count(0)
            expect(box).to_have_value(head)
            expect(box).to_be_focused()
        self.hand.write(box, f"{head} {tail}")
        self.hand.send(box)
        self.page.wait_for_url("**/search?*")
        expect(self.page.locator(".heard")).to_contain_text(sentence)
        self.results()

    def results(self) -> None:
        """A page of results: its heading counts the list, there is a chip for each filter, and each place can be
        called."""
        self.sound()
        assert self.counted() == sum(self.pages_of_the_list()) > 1
        filters = chosen(self.page.url)
        assert filters
        without = [chosen(link) for link in links(self.page.locator(".chips a:not(.plain)"))]
        for each in filters:
            assert without.count([other for other in filters if other != each]) == 1, each
        assert all(place.phones for place in places_of(self.hits()))

    def counted(self) -> int:
        """The number in the heading."""
        return int(re.sub(r"\D", "", re.findall(r"\d[\d.,]*", self.page.locator("h1").inner_text())[0]))

    def pages_of_the_list(self) -> Iterator[int]:
        """How many places are on each page of the list that is open."""
        other = self.page.context.new_page()
        link: str | None = self.page.url
        while link:
            other.goto(link)
            self.watch.sound(other)
            yield other.locator("ol.hits > li.hit").count()
            following = other.locator("a[rel~=next]")
            link = str(following.evaluate("link => link.href")) if following.count() else None
        other.close()

    def hits(self) -> Locator:
        """The places of a page of results."""
        return self.page.locator("ol.hits > li.hit")

    def filter(self, facet: str, term: str) -> None:
        """Tick a box beside the list. Where scripts run, the button promises what then comes."""
        before, button = self.counted(), self.page.locator(".apply button")
        plain = button.inner_text()
        self.hand.press(self.page.locator(f"#filters input[name='{facet}'][value='{term}']"))
        promised = None
        if self.scripts():
            expect(button).not_to_have_text(plain)
            promised = int(re.sub(r"\D", "", button.inner_text()))
        self.hand.press(button)
        self.page.wait_for_url(f"**{facet}={term}*")
        self.results()
        assert self.counted() < before
        assert promised in (None, self.counted())
        assert (facet, term) in chosen(self.page.url)

    def scripts(self) -> bool:
        """Whether scripts run here."""
        return self.page.locator("[role=combobox]").count() > 0

    def open_first(self) -> Place:
        """Open the first place of the list: its page has its name and its numbers."""
        hit = self.hits().first
        (listed,) = places_of(hit)
        self.hand.press(hit.locator("h3 a"))
        self.page.wait_for_url(f"**/facility/{listed.id}/*")
        self.sound()
        expect(self.page.locator("h1")).to_have_text(listed.name)
        assert set(listed.phones) <= set(phones(self.page.locator("main .reach")))
        return listed

    def keep(self, place: Place) -> None:
        """Add the place whose page is open to one's list, and come to the list."""
        self.hand.press(self.page.locator("main a.go"))
        self.page.wait_for_url(f"**/shortlist?ids={place.id}*")
        self.sound()
        assert places_of(self.hits()) == [place]

    def add_another(self) -> Place:
        """Add the first place that is not in one's list from a page of results, stay there, and open the list."""
        hit = self.hits().filter(has=self.page.locator("a.add[href*='/search?']")).first
        (listed,) = places_of(hit)
        self.hand.press(hit.locator("a.add"))
        self.page.wait_for_url(f"**{listed.id}*")
        self.sound()
        self.hand.press(self.page.locator(f"#p-{listed.id} a.add"))
        self.page.wait_for_url("**/shortlist?*")
        return listed

    def compare(self, *places: Place) -> None:
        """The list holds these, and they stand side by side with their numbers."""
        self.sound()
        assert places_of(self.hits()) == list(places)
        table = self.page.locator("table.beside").first
        assert table.locator("thead th a").all_inner_texts() == [place.name for place in places]
        cells = table.locator("tbody").first.locator("td").all()
        assert [phones(cell) for cell in cells] == [place.phones for place in places]

    def print_sheet(self, *places: Place) -> None:
        """The call sheet, on the screen, as paper shows it, and as a PDF."""
        self.hand.press(self.page.locator("main a.go"))
        self.page.wait_for_url("**/shortlist/sheet?*")
        self.sound()
        printed = self.page.pdf(outline=True, tagged=True)
        self.page.emulate_media(media="print")
        assert not self.page.locator("form:visible, nav:visible, .no-print:visible").count()
        calls = self.page.locator(".call").all()
        assert len(calls) == len(places)
        assert len(re.findall(rb"/Type /Page\b", printed)) <= len(places)
        for number, (call, place) in enumerate(zip(calls, places, strict=True), 1):
            expect(call.locator("h2")).to_have_text(f"{number}. {place.name}")
            assert phones(call.locator(":scope:visible")) == place.phones
            assert call.evaluate("call => getComputedStyle(call).breakInside") == "avoid"
            assert f"{number}. {place.name}" in bookmarks(printed)
            assert all(f"({link})".encode() in printed for link in place.phones)


def bookmarks(printed: bytes) -> list[str]:
    """The titles of a PDF's outline: its headings."""
    written = re.findall(rb"/Title ?(?:<([0-9A-F\s]+)>|\(((?:[^()\\]|\\.)*)\))", printed)
    return [
        bytes.fromhex(wide.decode()).decode("utf-16") if wide else re.sub(rb"\\(.)", rb"\1", plain).decode("latin-1")
        for wide, plain in written
    ]


def chosen(url: str) -> list[tuple[str, str]]:
    """The filters of an address."""
    facets = vocabulary().facets
    return [pair for pair in parse_qsl(urlsplit(url).query) if pair[0].partition(".")[0] in facets]


def places_of(cards: Locator) -> list[Place]:
    """The places of cards, told by the first link of each."""
    told = cards.evaluate_all(
        """cards => cards.map((card) => {
          const link = card.querySelector('h2 a, h3 a');
          const phones = [...card.querySelectorAll('a[href^="tel:"]')].map((phone) => phone.getAttribute('href'));
          return [link.getAttribute('href').split('/facility/')[1].split('/')[0], link.innerText, phones];
        })"""
    )
    return [Place(id_, name, tuple(phones)) for id_, name, phones in told]


def phones(part: Locator) -> tuple[str, ...]:
    """The telephone links in a part of a page."""
    return tuple(links(part.locator("a[href^='tel:']")))


def links(found: Locator) -> list[str]:
    """Where links lead, as they are written."""
    written: list[str] = found.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return written
