"""What we export comes back: facilities, each format, our importers, published again, the same facilities.

The same are (`facts`): name, address, telephones with extension and use, website, point and its kind, terms, what is
not stated, unknown wordings, and with whom an identifier was held. Another are the public id, which tells the source it
is from, and the citation: what other directories' sources said, and when, is kept as it was written (`raw`). Of the
dates `test_round_trip_dates.py` has more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # facts of many types

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from directory import clean
from directory.errors import SourceError
from directory.exports.format import Heading, Item
from directory.exports.formats import FORMATS
from directory.facility import Ended, Facility
from directory.listing import Amendment, Listing, Phone
from directory.store import Record
from directory.vocabulary import vocabulary
from importers.progress import silent
from importers.registry import source_named
from importers.run import Options, Report, run
from search.engine import Engine
from search.generation import Generation
from search.query import Query
from search.switch import folder_name
from tests.conftest import METHADONE, NOW, Desk, listing

READERS = {
    "csv": "treatment-directory",
    "geojson": "treatment-directory",
    "jsonl": "treatment-directory",
    "hsds": "hsds",
    "hsds-package": "hsds",
}
"""Format -> the source that reads it."""

each_format = pytest.mark.parametrize("form", READERS)


def facts(facility: Facility) -> dict[str, Any]:
    """What must come back of a facility. A looked-up point comes back as given by the directory it is from."""
    told = facility.exported()
    plain = ("name", "name2", "street", "street2", "city", "county", "state", "zip", "website", "terms", "not_stated")
    about = told.point in ("zip", "rounded")
    return {
        **{name: getattr(told, name) for name in plain},
        "phones": [(phone.number, phone.extension, phone.use) for phone in told.phones],
        "point": ("zip",) if about else (told.point.replace("geocoder", "source"), told.latitude, told.longitude),
        "unknown": sorted(told.unknown),
        "held_with": [(held.insurer, held.name) for held in told.held_with],
    }


def published(desk: Desk, folder: Path, place_table: Path, **plan: object) -> list[Facility]:
    """The facilities of the record."""
    number = desk.publish(folder, place_table, **plan).number
    generation = Generation(folder / folder_name(number))
    try:
        return [item.facility for item in Engine(generation).items(Query())[1]]
    finally:
        generation.close()


def exported(facilities: list[Facility], form: str, folder: Path) -> Path:
    """The facilities as a file."""
    path = folder / f"list.{FORMATS[form].extension.lstrip('.')}"
    heading = Heading(link="", made=datetime(2026, 11, 22, tzinfo=UTC), generation="1", total=len(facilities))
    path.write_bytes(b"".join(FORMATS[form].write(map(Item, facilities), heading)))
    return path


def taken(record: Record, form: str, path: Path) -> Report:
    """The file imported."""
    return run(record, source_named(READERS[form]), [path], Options(now=NOW), silent)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(clean.text)
NAME = (TEXT | st.sampled_from(["=1+1", "'quoted'", '"a" & b', "Ōlelo 🏥", "@home", "St. Mary's; Annex"])).filter(bool)
TERMS = [f"{term.facet}:{term.key}" for term in vocabulary().terms]
POINTS = [("PA", "15213", 40.44, -79.95), ("HI", "96813", 21.3, -157.85), ("GU", "96910", 13.47, 144.75)]
TELEPHONES = st.sampled_from(["412-555-0100", "(808) 555-0177 x12", "412-555-0133 ext 007", "888-PARNEXT", "555-0123"])


@st.composite
def places(draw: st.DrawFn, number: int) -> Listing:
    """A listing with text of any kind, somewhere."""
    state, zip5, latitude, longitude = draw(st.sampled_from(POINTS))
    located = draw(st.booleans())
    uses = draw(st.lists(st.sampled_from(["main", "intake", "hotline", "tty", "fax"]), max_size=3))
    phones = {phone.number: phone for use in uses if (phone := clean.phone(draw(TELEPHONES), use))}
    name = draw(NAME)
    return listing(
        str(number),
        name=name,
        name2=draw(TEXT.filter(lambda text: text != name)),
        street=draw(TEXT),
        street2=draw(TEXT),
        city=draw(NAME),
        county=draw(st.sampled_from(["", "Allegheny", "Harford"])),
        state=state,
        zip=draw(st.sampled_from([zip5, "", "00001", "02108"])),
        phones=tuple(phones.values()),
        website=draw(st.sampled_from(["", "https://alder.example.org/a?b=c,d;e", "http://example.org"])),
        latitude=latitude + draw(st.floats(-0.5, 0.5)) if located else None,
        longitude=longitude + draw(st.floats(-0.5, 0.5)) if located else None,
        survey=draw(st.sampled_from(["su", "mh", "mh su", "", "opioid:otp", "su care:mental-health"])),
        said=tuple(sorted(draw(st.sets(st.sampled_from([*TERMS, "SA", "MH", "OTP", "QZQ", "OM|Poems, read"]))))),
        identifiers=draw(st.sampled_from([{}, {"issuers": "AETNA; Acme Health Plan"}])),
    )


LISTS = st.tuples(*map(places, range(25)))
"""Many at a time, of which few are tried and none made smaller: six publications are a second."""


@settings(
    deadline=None,
    max_examples=2,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(LISTS)
def test_facilities_come_back(place_table: Path, listings: tuple[Listing, ...]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Record(f"sqlite:///{folder / 'first.sqlite'}") as record:
            desk = Desk(record)
            desk.take(listings)
            before = published(desk, folder / "first", place_table)
        assert len(before) == len(listings)
        for form in READERS:
            with Record(f"sqlite:///{folder / f'{form}.sqlite'}") as record:
                report = taken(record, form, exported(before, form, folder))
                assert (list(report.refused), report.saved) == ([], len(before))
                after = published(Desk(record), folder / form, place_table)
            assert sorted(map(facts, after), key=str) == sorted(map(facts, before), key=str), form


@pytest.fixture
def again(tmp_path: Path) -> Iterator[Record]:
    """The record of another directory."""
    with Record(f"sqlite:///{tmp_path / 'again.sqlite'}") as record:
        yield record


def only(record: Record) -> Listing:
    """The one listing of a record."""
    (current,) = Desk(record).current().values()
    return current.listing


@each_format
def test_its_sources_and_their_dates_are_kept(
    form: str, desk: Desk, again: Record, tmp_path: Path, place_table: Path
) -> None:
    desk.take([METHADONE], as_of="2023-05")
    facilities = published(desk, tmp_path / "gen", place_table)
    report = taken(again, form, exported(facilities, form, tmp_path))
    assert report.as_of == "2023-05"
    assert report.partial
    assert only(again).raw["sources"] == f"The test directory, as of 2023-05, imported {NOW[:10]}"


@each_format
def test_what_several_sources_said_comes_back_as_one(
    form: str, desk: Desk, again: Record, tmp_path: Path, place_table: Path
) -> None:
    desk.take([METHADONE])
    desk.take(
        [listing("methadone", survey="opioid:otp", said=("opioid:otp",), website="https://x.example.org")], key="b"
    )
    facilities = published(desk, tmp_path / "gen", place_table, match=True)
    assert len(facilities[0].voices) == 2
    taken(again, form, exported(facilities, form, tmp_path))
    (after,) = published(Desk(again), tmp_path / "again", place_table)
    assert facts(after) == facts(facilities[0])


@each_format
def test_a_number_that_many_places_share_comes_back_as_the_number(
    form: str, desk: Desk, again: Record, tmp_path: Path, place_table: Path
) -> None:
    """What is said of it there is found out anew here: it may be listed for few."""
    phones = (Phone("8005550177", "12", "intake"), Phone("8005550178"))
    towns = ("Pittsburgh", "Monroeville", "Braddock", "Etna", "Oakmont")
    desk.take([listing(town, name=f"{town} Home", city=town, street="1 Ash Street", phones=phones) for town in towns])
    before = published(desk, tmp_path / "gen", place_table, match=True)
    assert [phone.shared for place in before for phone in place.phones] == [5] * 10
    report = taken(again, form, exported(before[:1], form, tmp_path))
    assert (report.saved, list(report.refused)) == (1, [])
    assert not [column for column in report.unused_columns if "phone" in column]
    (after,) = published(Desk(again), tmp_path / "again", place_table)
    assert facts(after) == facts(before[0])
    assert [phone.shared for phone in after.phones] == [0, 0]


@pytest.fixture
def shown(desk: Desk, tmp_path: Path, place_table: Path) -> Facility:
    """A facility."""
    desk.take([METHADONE])
    (facility,) = published(desk, tmp_path / "gen", place_table)
    return facility


@each_format
def test_a_place_that_nobody_lists_any_more_does_not_come_back(
    form: str, shown: Facility, again: Record, tmp_path: Path
) -> None:
    ended = msgspec.structs.replace(shown, ended=(Ended(label="The test directory", since="2024"),))
    report = taken(again, form, exported([ended], form, tmp_path))
    assert (report.saved, len(report.refused)) == (0, 1)


@each_format
def test_a_place_that_one_source_has_dropped_does(form: str, shown: Facility, again: Record, tmp_path: Path) -> None:
    dropped = msgspec.structs.replace(shown, dropped=(Ended(label="Another directory", since="2024"),))
    assert taken(again, form, exported([dropped], form, tmp_path)).saved == 1


@each_format
def test_an_invented_place_does_not_become_a_real_one(
    form: str, shown: Facility, again: Record, tmp_path: Path
) -> None:
    source = msgspec.structs.replace(shown.sources[0], fictional=True)
    invented = msgspec.structs.replace(shown, sources=(source,))
    report = taken(again, form, exported([invented], form, tmp_path))
    assert (report.saved, len(report.refused)) == (0, 1)
    assert "invented" in report.refused[0].reason


@each_format
def test_what_is_kept_from_everybody_is_not_in_it_and_stays_so(
    form: str, shown: Facility, again: Record, tmp_path: Path, place_table: Path
) -> None:
    path = exported([msgspec.structs.replace(shown, front_gate=True)], form, tmp_path)
    taken(again, form, path)
    back = only(again)
    assert (back.street, back.latitude, back.longitude) == ("", None, None)
    assert back.amendment == Amendment(front_gate=True)
    Desk(again).take([listing("elsewhere")], key="overlay:any")
    told = {facility.name: facility for facility in published(Desk(again), tmp_path / "again", place_table)}
    assert (told[shown.name].front_gate, told[shown.name].street) == (True, "")


@each_format
def test_importing_it_twice_changes_nothing(form: str, shown: Facility, again: Record, tmp_path: Path) -> None:
    path = exported([shown], form, tmp_path)
    taken(again, form, path)
    report = taken(again, form, path)
    assert (report.added, report.changed, report.unchanged, report.withdrawn) == (0, 0, 1, 0)


def test_one_list_is_the_same_in_every_format(shown: Facility, again: Record, tmp_path: Path) -> None:
    taken(again, "csv", exported([shown], "csv", tmp_path))
    for form in ("geojson", "jsonl"):
        report = taken(again, form, exported([shown], form, tmp_path))
        assert (report.changed, report.unchanged) == (0, 1), form


@each_format
def test_a_list_is_never_the_whole_directory(
    form: str, desk: Desk, again: Record, tmp_path: Path, place_table: Path
) -> None:
    desk.take([METHADONE, listing("other")])
    first, second = published(desk, tmp_path / "gen", place_table)
    taken(again, form, exported([first], form, tmp_path))
    assert taken(again, form, exported([second], form, tmp_path)).withdrawn == 0
    assert len(Desk(again).current()) == 2


def test_a_zip_stays_text_and_a_spreadsheets_zip_is_mended(shown: Facility, again: Record, tmp_path: Path) -> None:
    boston = msgspec.structs.replace(shown, state="MA", city="Boston", zip="02108", latitude=None, longitude=None)
    path = exported([boston], "csv", tmp_path)
    text = path.read_text("utf-8-sig")
    assert '"02108"' in text
    path.write_text(text.replace('"02108"', "2108"), "utf-8")
    taken(again, "csv", path)
    assert only(again).zip == "02108"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.csv", "id,name\n1,Alder\n", "no column city"),
        ("list.jsonl", "", "is empty"),
        ("list.jsonl", "id,name", "is plain text"),
        ("list.geojson", '{"type": "Feature"}', "another form"),
        ("list.xml", "<a/>", "does not end in"),
    ],
)
def test_another_file_is_refused(name: str, content: str, said: str, again: Record, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(SourceError, match=said):
        run(again, source_named("treatment-directory"), [path], Options(now=NOW), silent)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": ""}, "id is empty"),
        ({"name": ""}, "name is empty"),
        ({"phones": "412"}, "no facility of ours"),
        ({"latitude": "north"}, "no facility of ours"),
        ({"address": {"state": "PA"}}, "city and ZIP"),
    ],
)
def test_a_bad_line_is_refused_alone(
    changed: dict[str, Any], said: str, shown: Facility, again: Record, tmp_path: Path
) -> None:
    path = exported([shown], "jsonl", tmp_path)
    good = path.read_text("utf-8")
    path.write_text(f"{json.dumps(json.loads(good) | changed)}\n\n{good}", "utf-8")
    report = taken(again, "jsonl", path)
    (refusal,) = report.refused
    assert (report.saved, refusal.line) == (1, 1)
    assert said in refusal.reason


def test_a_bad_cell_refuses_its_row(shown: Facility, again: Record, tmp_path: Path) -> None:
    path = exported([shown], "csv", tmp_path)
    path.write_text(path.read_text("utf-8-sig").replace(",40.44,", ",north,"), "utf-8")
    report = taken(again, "csv", path)
    assert [refusal.reason for refusal in report.refused] == ["latitude is 'north', which is no number."]


def test_a_term_of_another_vocabulary_is_kept_as_it_is(shown: Facility, again: Record, tmp_path: Path) -> None:
    strange = msgspec.structs.replace(shown, terms=shown.terms | {"approach": ["moon-dance"]})
    for form in ("jsonl", "hsds"):
        report = taken(again, form, exported([strange], form, tmp_path))
        assert report.unknown == {"approach:moon-dance": 1}
    assert all("approach:moon-dance" in item.listing.said for item in Desk(again).current().values())
