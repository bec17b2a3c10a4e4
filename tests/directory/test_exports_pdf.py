"""The booklet, read again by pypdf."""

from __future__ import annotations

import io
from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any  # what pypdf makes of a file

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from directory.crisis import CRISIS
from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.exports.pdf import PDF
from directory.exports.pdf_booklet import LONG
from directory.exports.pdf_page import FOOT_LINE, NAME, SMALL
from directory.exports.pdf_type import known, lines, width
from directory.facility import Citation, Ended
from directory.listing import Phone
from tests.directory.test_exports import ANY_TEXT, HEADING, MADE, SOURCE, csv_rows, facility, hostile_facility, written

BORDERS = (((-72.0, 42.0), (-71.0, 42.0), (-71.0, 43.0)), ((10.0, 10.0), (11.0, 11.0)))
WITH_MAP = replace(HEADING, outlines=lambda: BORDERS)
PLACED = {"latitude": 42.36, "longitude": -71.06, "point": "source"}


def read(items: Sequence[Item], heading: Heading = HEADING) -> PdfReader:
    return PdfReader(io.BytesIO(written(PDF, items, replace(heading, total=len(items)))), strict=True)


def told(items: Sequence[Item], heading: Heading = HEADING) -> str:
    """All its words, with one space between them."""
    return " ".join(" ".join(page.extract_text() for page in read(items, heading).pages).split())


def some(count: int) -> list[Item]:
    """Places of three towns in two states, in turns."""
    towns = [("Boston", "MA"), ("Providence", "RI"), ("Worcester", "MA")]
    cities = [towns[number % 3] for number in range(count)]
    return [Item(facility(name=f"Place {number}x", city=c, state=s)) for number, (c, s) in enumerate(cities)]


def test_a_place_tells_whom_to_call_where_it_is_what_it_offers_and_who_says_so() -> None:
    place = facility(
        name2="Harbor program",
        street="5 Elm St",
        point="zip",
        phones=(Phone("6175550123", "10"), Phone("6175550124", use="intake")),
        website="https://example.org/",
        terms={"payment": ["medicaid"], "medication": ["methadone"]},
        sources=(SOURCE,),
    )
    assert (
        "1. Elderfen Cove Harbor program (617) 555-0123 x10 (617) 555-0124 (to start treatment) "
        "5 Elm St, Boston, MA 02108 (about 2.4 miles) https://example.org/ Medications: Methadone, given here "
        "Listed ways to pay, ask when you call: Accepts Medicaid "
        "Source: Sample, data of December 2025, imported 1 Jan 2026"
    ) in told([Item(place, miles=2.44, about=True)])


def test_numbers_can_be_tapped() -> None:
    pages = read([Item(facility(phones=(Phone("6175550123", "10"), Phone("6175550124", use="fax"))))]).pages
    uris = [note.get_object()["/A"]["/URI"] for page in pages for note in page.get("/Annots", ())]
    assert uris == [HEADING.link, "tel:+16175550123;ext=10"]


def test_the_first_page_says_what_it_is_and_whom_to_call() -> None:
    page = read(some(2), replace(HEADING, fictional=True)).pages[0].extract_text()
    for line in CRISIS:
        assert f"{line.name}: call {'or text ' if line.text else ''}{line.number}" in page
    for words in (
        "2 places",
        "List of 2 Jan 2026, 10:30 UTC",
        HEADING.link,
        "Generation 7",
        "invented for demonstration",
    ):
        assert words in page


def test_the_first_page_says_what_was_asked_and_when_also_without_a_public_address() -> None:
    heading = replace(HEADING, link="/search?near=02108", asked="2 places · Accepts Medicaid")
    first = read(some(2), heading).pages[0]
    page = " ".join(first.extract_text().split())
    assert "2 places · Accepts Medicaid List of 2 Jan 2026, 10:30 UTC" in page
    assert "/search?near=02108 (at the server this list is from)" in page
    assert "/Annots" not in first


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 70), min_size=8, max_size=25))
def test_a_place_that_fits_on_a_page_is_on_one(lengths: list[int]) -> None:
    """Of many lengths: a name of up to some 140 mm, and a last line that tells where the place ends."""
    items = [
        Item(facility(name=f"Begin{number}x {'elder ' * length}", sources=(replace_label(f"End{number}x"),)))
        for number, length in enumerate(lengths)
    ]
    pages = [page.extract_text() for page in read(items).pages]
    for number in range(len(items)):
        (page,) = [page for page in pages if f"Begin{number}x" in page]
        assert f"End{number}x" in page
    towns = [page for page in pages if "Boston, MA\n" in page and "Begin0x" in page]
    assert towns  # the heading of a town stands where its first place does


def test_a_place_that_is_longer_than_a_page_is_told_whole_without_an_empty_page() -> None:
    many = tuple(replace_label(f"Source {number}x") for number in range(60))
    pages = [
        page.extract_text() for page in read([Item(facility(sources=many)), Item(facility(name="After it"))]).pages
    ]
    assert all(f"Source {number}x" in "".join(pages) for number in range(60))
    assert all("Source" in page or "After it" in page for page in pages[1:])


def replace_label(label: str) -> Citation:
    return msgspec.structs.replace(SOURCE, label=label)


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        read(some(2))
    assert caplog.records == []


def test_every_page_has_its_number_and_the_crisis_line_at_its_foot() -> None:
    pages = read(some(20)).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert FOOT_LINE in text
        assert f"Page {number}" in text


def test_places_are_grouped_by_state_and_town_with_their_numbers_in_the_list() -> None:
    items = some(6)
    words = told(items)
    expected = ["Boston, MA", "1. Place 0x", "4. Place 3x", "Worcester, MA", "3. Place 2x", "6. Place 5x"]
    expected += ["Providence, RI", "2. Place 1x", "5. Place 4x"]
    at = [words.index(each) for each in expected]
    assert at == sorted(at)


def test_every_place_of_the_csv_is_there_under_its_number() -> None:
    items = some(60)
    words = told(items)
    table = csv_rows(written(FORMATS["csv"], items))
    assert not [row["name"] for number, row in enumerate(table, start=1) if f"{number}. {row['name']} " not in words]


def test_a_long_booklet_has_a_list_of_towns_that_tells_their_pages() -> None:
    reader = read(some(LONG + 1))
    page = reader.pages[1].extract_text()
    assert "Towns and cities" in page
    for entry in reader.outline:
        assert not isinstance(entry, list)
        number = reader.get_destination_page_number(entry)
        assert str(entry.title) in reader.pages[number or 0].extract_text()
        assert f"{entry.title} page {(number or 0) + 1}" in " ".join(page.split())
    assert len(reader.outline) == 3
    assert "Towns and cities" not in told(some(LONG))


def test_the_list_of_towns_goes_from_a_to_z_within_each_state() -> None:
    towns = [("Worcester", "MA"), ("Warwick", "RI"), ("Boston", "MA"), ("acton", "MA"), ("Cranston", "RI")]
    reader = read([Item(facility(city=city, state=state)) for city, state in towns * 3])
    lines_of = [line.rpartition(" page ")[0] for line in reader.pages[1].extract_text().split("\n")]
    listed = [line for line in lines_of if line.endswith((", MA", ", RI"))]
    assert listed == ["acton, MA", "Boston, MA", "Worcester, MA", "Cranston, RI", "Warwick, RI"]
    nearest = [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]
    assert nearest == ["Worcester, MA", "Boston, MA", "acton, MA", "Warwick, RI", "Cranston, RI"]


def test_a_list_of_towns_may_have_several_pages() -> None:
    items = [Item(facility(name=f"Place {number}", city=f"Town {number}x")) for number in range(70)]
    reader = read(items)
    assert [n for n, page in enumerate(reader.pages) if "Town 69x, MA" in page.extract_text()][0] == 3  # noqa: RUF015
    listed = " ".join(page.extract_text() for page in reader.pages[1:4])
    assert not [number for number in range(70) if f"Town {number}x" not in listed]
    assert FOOT_LINE in reader.pages[3].extract_text()


def test_it_has_a_title_a_language_and_its_typeface_within() -> None:
    reader = read(some(1))
    assert reader.metadata is not None
    assert reader.metadata.title == "Treatment places"
    root: Any = reader.root_object
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"].value) == ("en-US", True)
    pages: list[Any] = list(reader.pages)
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert inner
    assert all("/FontFile2" in one for one in inner)


def test_type_is_large() -> None:
    sizes: dict[str, set[float]] = {}

    def note(text: str, _cm: list[float], _tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes.setdefault(text.strip(), set()).add(size)

    for page in read([Item(facility(**PLACED, sources=(SOURCE,)))], WITH_MAP).pages:
        page.extract_text(visitor_text=note)
    assert min(min(each) for each in sizes.values()) >= SMALL >= 12
    assert min(size for text, each in sizes.items() if "1. Elderfen" in text for size in each) >= NAME >= 16


def test_the_same_list_is_the_same_file() -> None:
    assert written(PDF, some(3), WITH_MAP) == written(PDF, some(3), WITH_MAP)
    assert written(PDF, some(3)) != written(PDF, some(3), replace(HEADING, made=MADE.replace(second=16)))


def test_the_map_shows_the_points_that_are_told() -> None:
    secret = facility(**PLACED, street="5 Secret St", front_gate=True)
    with_map = told([Item(facility(**PLACED)), Item(secret)], WITH_MAP)
    assert "The map shows 1 place. 1 without a point are not on it." in with_map
    assert "The map shows" not in told([Item(secret)], WITH_MAP)
    assert "The map shows" not in told([Item(facility(**PLACED))])


@pytest.mark.parametrize("point", [(-90.0, 180.0), (90.0, -180.0), (0.0, 0.0)])
def test_a_map_may_be_of_anywhere(point: tuple[float, float]) -> None:
    far = [Item(facility(**PLACED)), Item(facility(latitude=point[0], longitude=point[1], point="source"))]
    assert "The map shows 2 places." in told(far, WITH_MAP)


def test_a_map_without_a_border_is_left_out() -> None:
    """A border may go around all places and not be seen."""
    around = ((-75.0, 38.0), (-67.0, 38.0), (-67.0, 46.0), (-75.0, 46.0), (-75.0, 38.0))
    beside = ((-72.0, 42.44), (-71.14, 43.3))  # its box holds the map, its line passes a corner of it
    across = ((-71.4, 42.1), (-70.7, 42.6))
    items = [Item(facility(**PLACED))]
    shows = [
        "The map shows" in told(items, replace(HEADING, outlines=partial(tuple, lines)))
        for lines in ((around,), (beside,), (around, across))
    ]
    assert shows == [False, False, True]


def test_a_map_says_how_many_places_are_only_about_where_they_are() -> None:
    exact, about = Item(facility(**PLACED)), Item(facility(**{**PLACED, "point": "zip"}))
    assert "The map shows 2 places, 1 of them only roughly." in told([exact, about], WITH_MAP)
    assert "The map shows 2 places, all of them only roughly." in told([about, about], WITH_MAP)


def test_a_number_that_many_places_share_says_so() -> None:
    shared = facility(phones=(Phone("6175550123", shared=78), Phone("6175550124", use="intake", shared=1312)))
    assert (
        "(617) 555-0123 (shared by 78 places) (617) 555-0124 (to start treatment; shared by 1,312 places) "
        "A number that many places share may be a call center. Say which place you mean."
    ) in told([Item(shared)])


def test_a_front_gate_address_never_leaves() -> None:
    words = told([Item(facility(**PLACED, street="5 Secret St", street2="Rear", front_gate=True))], WITH_MAP)
    assert "Secret" not in words
    assert "Rear" not in words
    assert "Address not given out: call first, Boston, MA 02108" in words


def test_a_place_that_is_no_longer_listed_has_no_number() -> None:
    words = told([Item(facility(phones=(Phone("6175550123"),), ended=(Ended(label="A list", since="2023"),)))])
    assert "No longer listed by A list since 2023." in words
    assert "555-0123" not in words


HOSTILE = (
    "a\u202eb",
    "🏥",
    "x" * 10_000,
    "a\0b\x1b",
    "\ud800",
    "שלום",
    "{nb}",
    "(a\\)",
    "",
    "  ",
    "é" * 900,
    "- " * 6000,
)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_is_readable(value: str) -> None:
    hostile = hostile_facility([value] * 14, (42.0, -71.0))
    reader = read([Item(hostile, miles=1.0), Item(facility(name="After it"))], WITH_MAP)
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "2. After it" in words
    assert "{nb}" in words or value != "{nb}"
    assert words.isprintable()


@settings(deadline=None, max_examples=40)
@given(texts=st.lists(ANY_TEXT, min_size=14, max_size=14), point=st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
def test_any_text_makes_a_booklet_that_can_be_read(texts: list[str], point: tuple[float, float]) -> None:
    hostile = hostile_facility(texts, point)
    heading = Heading(texts[0], MADE, texts[1], 1, outlines=lambda: BORDERS)
    pages = read([Item(hostile, miles=3.0)], heading).pages
    assert all(FOOT_LINE in page.extract_text() for page in pages)


@given(st.text(max_size=300).map(lambda value: known(" ".join(value.split()))), st.floats(20, 200))
def test_lines_fit_and_lose_nothing(value: str, most: float) -> None:
    made = list(lines(value, 17, most))
    assert all(width(line, 17) <= most for line in made)
    assert "".join(made).replace(" ", "") == value.replace(" ", "")


def test_it_can_be_left_half_made() -> None:
    pieces = PDF.write(some(5), HEADING)
    assert next(pieces) == b""
    assert isinstance(pieces, Generator)
    pieces.close()
