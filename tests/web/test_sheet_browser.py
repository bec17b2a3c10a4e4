"""The call sheet on paper, as a real browser prints it: no sheet for the introduction alone, no place torn in two."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from directory.listing import Phone
from directory.store import Record
from directory.vocabulary import vocabulary
from search.serving import Serving
from tests.conftest import Desk, id_of
from tests.web.conftest import serve
from tests.web.test_browser import browser, pytestmark
from tests.web.world import listing, settings_in
from web import id_list
from web.app import create_app

__all__ = ["browser", "pytestmark"]

OFFERED = tuple(
    f"{facet}:{key}" for facet in ("setting", "medication", "payment") for key in vocabulary().facets[facet].terms
)
TOWNS = ("Pittsburgh", "Monroeville", "Braddock", "Etna", "Oakmont")
NUMBERS = (Phone("4125550101"), Phone("4125550102", use="intake"))
PLACES = tuple(
    listing(
        town, name=f"{town} Recovery", city=town, street="1200 East Invented Boulevard", phones=NUMBERS, said=OFFERED
    )
    for town in TOWNS
)
"""Places that say much, whose two numbers are those of all of them: about the most that real ones need."""


@dataclass(frozen=True)
class Words:
    """What the sheet is called, what it says first, and its last question."""

    title: str
    lead: str
    last: str


SAID = {
    "": Words("Call sheet", "What to say", "6. If you cannot take me, who else should I call?"),
    "/es": Words("Hoja para llamar", "Qué decir", "6. Si no me pueden atender, ¿a quién más debo llamar?"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, place_table: Path) -> Iterator[str]:
    chosen = settings_in(tmp_path_factory.mktemp("sheet"))
    with Record(chosen.database_url) as record:
        desk = Desk(record)
        desk.take(PLACES)
        desk.publish(chosen.generations, place_table, match=True)
    with serve(create_app(chosen, Serving(chosen.generations))) as served:
        yield served


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("prefix", SAID)
def test_a_list_has_as_many_sheets_as_places(
    browser: Browser, address: str, prefix: str, paper: str, count: int
) -> None:
    page = browser.new_page()
    page.goto(address + prefix + id_list.address(tuple(map(id_of, PLACES[:count])), "/shortlist/sheet"))
    printed = PdfReader(io.BytesIO(page.pdf(format=paper, prefer_css_page_size=True)))
    page.close()
    sheets = [" ".join(sheet.extract_text().split()) for sheet in printed.pages]
    assert len(sheets) == count
    words = SAID[prefix]
    assert [each in sheets[0] for each in ("1-800-662-4357", words.title, words.lead)] == [True] * 3
    for number, (sheet, place) in enumerate(zip(sheets, PLACES, strict=False), start=1):
        assert f"{number}. {place.name}" in sheet
        assert sheet.count(words.last) == 1
