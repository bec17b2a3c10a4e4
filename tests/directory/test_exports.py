"""Every format says everything, in order, whatever the text is, and without holding the list."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any  # what a file holds when it is read again

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.exports.csv_file import columns, plain_cell, safe_cell
from directory.exports.format import Format, Heading, Item, TooLongError
from directory.exports.formats import FORMATS
from directory.exports.record import PIECE, record
from directory.facility import Citation, Ended, Facility, HeldWith, Voice
from directory.listing import Phone
from directory.vocabulary import vocabulary

MADE = datetime(2026, 1, 2, 10, 30, 15, tzinfo=UTC)
HEADING = Heading(link="https://example.org/search?near=02108", made=MADE, generation="7", total=1)
SOURCE = Citation(source="sample", label="Sample", url="https://example.org", as_of="2025-12", imported="2026-01-01")
ANY_TEXT = st.text(st.characters()) | st.sampled_from(
    [
        '=1+1"',
        "@SUM(A1)",
        "-1",
        "+1",
        "\t=x",
        "\r\nx",
        "'",
        "''=",
        "a\0b",
        "\ud800",
        "שלום\u202e",
        "🏥",
        '"";;,',
        "",
        "  ",
    ]
)


def facility(**values: Any) -> Facility:
    return Facility(
        **({"id": "0abc", "name": "Elderfen Cove", "city": "Boston", "state": "MA", "zip": "02108"} | values)
    )


def written(form: Format, items: Iterable[Item], heading: Heading = HEADING) -> bytes:
    return b"".join(form.write(items, heading))


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


READ: dict[str, Callable[[bytes], list[Any]]] = {
    "csv": csv_rows,
    "geojson": lambda data: [feature["properties"] for feature in json.loads(data)["features"]],
    "jsonl": lambda data: [json.loads(line) for line in data.decode().split("\n")[:-1]],
}


WHOLE = {key: FORMATS[key] for key in READ}
"""The formats that tell everything and are written as they are read. Others have tests of their own beside this."""


def test_a_format_is_listed_under_its_key() -> None:
    assert {key: form.key for key, form in FORMATS.items()} == {key: key for key in FORMATS}
    extensions = [form.extension for form in FORMATS.values()]
    assert not [one for one in extensions if not one or one.startswith(".")]


@pytest.mark.parametrize(
    "form", [form for form in FORMATS.values() if form.most is not None], ids=lambda form: form.key
)
def test_a_list_that_is_too_long_is_refused_with_a_way_on(form: Format) -> None:
    assert form.most is not None
    form.check(form.most)
    with pytest.raises(TooLongError, match=f"{form.most + 1:,} places.*at most {form.most:,}.*or take the list as CSV"):
        form.check(form.most + 1)


def test_the_formats_of_a_whole_directory_have_no_limit() -> None:
    for form in WHOLE.values():
        form.check(10**9)


@pytest.mark.parametrize("form", WHOLE.values(), ids=WHOLE.keys())
@pytest.mark.parametrize("count", [0, 1, 700])
def test_every_item_is_there_in_order(form: Format, count: int) -> None:
    items = [Item(facility(id=f"a{number}")) for number in range(count)]
    assert [row["id"] for row in READ[form.key](written(form, items))] == [f"a{number}" for number in range(count)]


CHANGED = {
    **dict.fromkeys(("id", "name", "name2", "street", "street2", "city", "county", "state", "zip"), "changed"),
    **{"website": "https://example.org", "point": "zip", "updated": "2026-01-01", "unknown": ("OM|Something new",)},
    **{"latitude": 42.5, "longitude": -71.5, "phones": (Phone("6175550123"),), "sources": (SOURCE,)},
    **dict.fromkeys(("ended", "dropped"), (Ended(label="A list", since="2023"),)),
    "front_gate": True,
    "held_with": (HeldWith(insurer="aetna", name="Aetna", source="nppes"),),
    "voices": (Voice(id="other", citation=SOURCE, name="n", city="c", state="MA"),),
    **{"terms": {"payment": ["medicaid"]}, "not_stated": {"detox": list(vocabulary().facets["detox"].terms)}},
}
"""Another value for each field. A new field fails below until it is here and in every format."""


@pytest.mark.parametrize("form", WHOLE.values(), ids=WHOLE.keys())
@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Facility)])
def test_every_field_of_a_facility_is_in_every_format(form: Format, field: str) -> None:
    changed = facility(**{field: CHANGED[field]})
    assert written(form, [Item(changed)]) != written(form, [Item(facility())])


@pytest.mark.parametrize("form", WHOLE.values(), ids=WHOLE.keys())
@pytest.mark.parametrize("item", [Item(facility(), miles=1.5), Item(facility(), about=True)])
def test_distance_is_in_every_format(form: Format, item: Item) -> None:
    assert written(form, [item]) != written(form, [Item(facility())])


@pytest.mark.parametrize("form", WHOLE.values(), ids=WHOLE.keys())
def test_writing_does_not_run_ahead_of_reading(form: Format) -> None:
    pulled = 0

    def counted() -> Iterator[Item]:
        nonlocal pulled
        for number in range(2000):
            pulled = number + 1
            yield Item(facility(id=f"number-{number}-", street="x" * 500))

    seen = b""
    for piece in form.write(counted(), HEADING):
        seen += piece
        assert len(piece) < PIECE + 4000
        assert f"number-{pulled - 1}-".encode() in seen
    assert pulled == 2000


@pytest.mark.parametrize("form", WHOLE.values(), ids=WHOLE.keys())
@given(
    texts=st.lists(ANY_TEXT, min_size=14, max_size=14),
    point=st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.just((None, None)),
)
def test_any_text_can_be_written_and_read_again(form: Format, texts: list[str], point: tuple[Any, Any]) -> None:
    hostile = hostile_facility(texts, point)
    (row,) = READ[form.key](written(form, [Item(hostile, miles=3.14159)], Heading(texts[0], MADE, texts[1], 1)))
    expected = texts[0].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert len(row) == (len(columns()) if form.key == "csv" else len(record(Item(hostile))))
    if not any("\ud800" <= c <= "\udfff" or c == "\0" for c in texts[0]):
        assert (plain_cell(row["name"]) if form.key == "csv" else row["name"]) == expected


def hostile_facility(texts: list[str], point: tuple[Any, Any]) -> Facility:
    return Facility(
        id="0abc",
        name=texts[0],
        name2=texts[1],
        street=texts[2],
        street2=texts[3],
        city=texts[4],
        county=texts[5],
        state=texts[6],
        zip=texts[7],
        phones=(Phone(number=texts[8], extension=texts[9], use=texts[10]),),
        website=texts[11],
        latitude=point[0],
        longitude=point[1],
        terms={"payment": [texts[12]], texts[13]: [texts[12]]},
        not_stated={texts[13]: [texts[12]]},
        unknown=tuple(texts),
        sources=(Citation(source=texts[0], label=texts[1], url=texts[2], as_of=texts[3], imported=texts[4]),),
        updated=texts[5],
    )


@given(ANY_TEXT)
def test_a_safe_cell_is_no_formula_and_gives_the_text_back(value: str) -> None:
    assert not safe_cell(value).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert plain_cell(safe_cell(value)) == value


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "'-5"), ("'quoted'", "''quoted'"), ("02108", "02108"), ("a=b", "a=b")],
)
def test_what_a_safe_cell_looks_like(value: str, cell: str) -> None:
    assert safe_cell(value) == cell


def test_csv_keeps_zips_as_text_and_numbers_as_numbers() -> None:
    data = written(FORMATS["csv"], [Item(facility(latitude=42.3576, longitude=-71.0684), miles=1.2, about=True)])
    assert data.startswith(b'\xef\xbb\xbf"id","name",')
    assert data.endswith(b"\r\n")
    assert b'"02108"' in data
    assert b",42.3576,-71.0684," in data
    (row,) = csv_rows(data)
    assert (row["zip"], row["distance_miles"], row["distance_about"]) == ("02108", "1.20", "yes")


def test_csv_says_phones_terms_sources_and_what_is_not_stated() -> None:
    detox = list(vocabulary().facets["detox"].terms)
    place = facility(
        phones=(Phone("6175550123", "10", "intake"), Phone("6175550100")),
        terms={"payment": ["medicaid", "self-pay"]},
        not_stated={"detox": detox, "payment": ["free"]},
        sources=(SOURCE, msgspec.structs.replace(SOURCE, as_of="", fictional=True)),
    )
    (row,) = csv_rows(written(FORMATS["csv"], [Item(place)]))
    assert row["phones"] == "(617) 555-0123 x10 (intake); (617) 555-0100"
    assert row["payment"] == "medicaid; self-pay"
    assert row["not_stated"].split("; ") == ["payment:free", "detox"]
    assert row["sources"] == "Sample, as of 2025-12, imported 2026-01-01; Sample, imported 2026-01-01"
    assert (row["fictional"], row["link"]) == ("yes", HEADING.link)


def test_csv_columns_have_names_of_their_own() -> None:
    assert len(set(columns())) == len(columns())


def test_geojson_is_a_feature_collection_that_says_what_it_is() -> None:
    items = [Item(facility(latitude=42.123456789, longitude=-71.5)), Item(facility(id="without"))]
    made = json.loads(written(FORMATS["geojson"], items, Heading("L", MADE, "7", 2, fictional=True, asked="A")))
    assert {key: value for key, value in made.items() if key != "features"} == {
        "type": "FeatureCollection",
        "asked": "A",
        "link": "L",
        "made": "2026-01-02T10:30:15Z",
        "generation": "7",
        "total": 2,
        "fictional": True,
    }
    first, second = made["features"]
    assert (first["type"], first["id"]) == ("Feature", "0abc")
    assert first["geometry"] == {"type": "Point", "coordinates": [-71.5, 42.1234568]}
    assert second["geometry"] is None


def test_a_record_has_the_shape_the_api_promises() -> None:
    place = facility(phones=(Phone("6175550123", "10", "intake"),), sources=(SOURCE,), latitude=42.5, longitude=-71.0)
    assert record(Item(place, miles=2.34567, about=True)) == {
        "id": "0abc",
        "name": "Elderfen Cove",
        "name2": "",
        "address": {"street": "", "street2": "", "city": "Boston", "county": "", "state": "MA", "zip": "02108"},
        "phones": [
            {
                "number": "6175550123",
                "display": "(617) 555-0123 x10",
                "extension": "10",
                "use": "intake",
                "source": "sample",
                "shared": 0,
            }
        ],
        "website": "",
        "latitude": 42.5,
        "longitude": -71.0,
        "point": "",
        "distance_miles": 2.35,
        "about": True,
        "terms": {},
        "not_stated": {},
        "unknown": (),
        "sources": [msgspec.structs.asdict(SOURCE)],
        "voices": (),
        "listed": True,
        "ended": (),
        "dropped": (),
        "front_gate": False,
        "held_with": (),
        "updated": "",
    }


@pytest.mark.parametrize("form", WHOLE.values(), ids=WHOLE.keys())
def test_a_front_gate_address_never_leaves(form: Format) -> None:
    voice = Voice(
        id="other", citation=SOURCE, name="n", street="5 Secret St", city="c", state="MA", latitude=1.5, longitude=2.5
    )
    secret = {"street": "5 Secret St", "street2": "Rear", "latitude": 42.123456, "longitude": -71.123456}
    data = written(form, [Item(facility(**secret, front_gate=True, voices=(voice,)), miles=3.0)])
    assert not [told for told in (b"Secret", b"Rear", b"42.1", b"-71.1", b"2.5") if told in data]


def test_a_number_keeps_its_own_source_also_where_the_place_names_none() -> None:
    phones = (Phone("6175550123", source="sample"), Phone("6175550124"))
    told = json.loads(written(FORMATS["jsonl"], [Item(facility(phones=phones))]))["phones"]
    assert [one["source"] for one in told] == ["sample", ""]
    told = json.loads(written(FORMATS["jsonl"], [Item(facility(phones=phones[1:], sources=(SOURCE,)))]))["phones"]
    assert [one["source"] for one in told] == [SOURCE.source]
