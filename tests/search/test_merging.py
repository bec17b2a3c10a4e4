"""Listings of one place become one facility that keeps who said what, whatever the order of the imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from directory.facility import Facility
from directory.listing import Listing, Phone, public_id
from directory.store import Record
from importers.progress import silent
from importers.run import Options, run
from importers.source import Outcome, Read, Reading, Source
from search.build import Plan, publish
from search.generation import Generation
from search.switch import folder_name

NOW = "2026-11-22T03:00:00+00:00"
LOCATOR, LEGAL, OTHER = "findtreatment", "cms-otp", "samhsa-directory"


def listing(key: str, **values: object) -> Listing:
    plain: dict[str, object] = {
        "scope": "all",
        "name": "Harbor Clinic",
        "street": "516 East 1st Street",
        "city": "Reading",
    }
    plain |= {"state": "PA", "zip": "19601", "phones": (Phone("6105550101"),)}
    return Listing(key=key, **(plain | values))  # type: ignore[arg-type]  # values of a test


def source(key: str, listings: Sequence[Listing]) -> Source:
    def read(_: Sequence[Path], reading: Reading) -> Iterator[Outcome]:
        reading.scopes.add("all")
        yield from (Read("f", line, item) for line, item in enumerate(listings, start=1))

    return Source(key=key, label=key.title(), publisher="p", url="", licence="", takes="", read=read, by_hand=True)


HERE = {
    LOCATOR: [
        listing(
            "a", website="https://harbor.example.org", said=("SA", "BU"), survey="su", latitude=40.3, longitude=-75.9
        )
    ],
    OTHER: [
        listing(
            "b", street="516 E 1st St", phones=(Phone("6105550101"), Phone("6105550102", use="intake")), said=("MD",)
        )
    ],
    LEGAL: [listing("c", name="Wchs Inc", street="516 E. 1st St.", said=("opioid:otp",))],
}
STRANGER = {
    "hrsa": [listing("d", name="Quiet Elm Dental", street="516 East 1st Street", phones=(Phone("6105550177"),))]
}


def published(
    folder: Path,
    place_table: Path,
    sources: Mapping[str, list[Listing]],
    decide: Sequence[tuple[str, str, bool]] = (),
    match: bool = True,
) -> Generation:
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        for key, listings in sources.items():
            run(record, source(key, listings), [], Options(now=NOW, allow_shrink=True), silent)
        with record.writing() as writer:
            for one, other, same in decide:
                writer.decide(one, other, same, "seen by a person", NOW)
        with record.reading() as reader:
            plan = Plan(root=folder / "generations", places=place_table, now=NOW, match=match)
            manifest = publish(reader, plan, lambda _: None)
    return Generation(folder / "generations" / folder_name(manifest.number))


@pytest.fixture
def one(tmp_path: Path, place_table: Path) -> Iterator[Facility]:
    generation = published(tmp_path, place_table, HERE)
    yield the_only(generation)
    generation.close()


def the_only(generation: Generation) -> Facility:
    assert len(generation) == 1
    return generation.facilities([0])[0]


def test_the_best_believed_shows_and_all_are_kept(one: Facility) -> None:
    assert (one.id, one.name, one.website) == (public_id(LOCATOR, "a"), "Harbor Clinic", "https://harbor.example.org")
    assert [voice.citation.source for voice in one.voices] == [LOCATOR, OTHER, LEGAL]
    assert one.voices[2].name == "Wchs Inc"
    assert (one.latitude, one.point) == (40.3, "source")


def test_of_the_two_ways_a_survey_is_published_the_newer_is_believed(tmp_path: Path, place_table: Path) -> None:
    old = listing("a", name="Harbor Clinic Old")
    new = listing("b", name="Harbor Clinic New")
    with Record(f"sqlite:///{tmp_path / 'record.sqlite'}") as record:
        for key, item, as_of in ((LOCATOR, old, "2022"), (OTHER, new, "2023"), (LEGAL, HERE[LEGAL][0], "2024")):
            run(record, source(key, [item]), [], Options(now=NOW, as_of=as_of), silent)
        with record.reading() as reader:
            plan = Plan(root=tmp_path / "generations", places=place_table, now=NOW)
            manifest = publish(reader, plan, lambda _: None)
    generation = Generation(tmp_path / "generations" / folder_name(manifest.number))
    found = the_only(generation)
    generation.close()
    assert (found.name, [voice.citation.source for voice in found.voices]) == (
        "Harbor Clinic New",
        [OTHER, LOCATOR, LEGAL],
    )


def test_each_telephone_says_which_source_gave_it(one: Facility) -> None:
    assert [(phone.number, phone.use, phone.source) for phone in one.phones] == [
        ("6105550101", "main", LOCATOR),
        ("6105550102", "intake", OTHER),
    ]


def test_a_term_is_yes_when_any_says_so_and_each_says_its_own(one: Facility) -> None:
    assert "medicaid" in one.terms["payment"]
    assert {"mat", "otp"} <= set(one.terms["opioid"])
    assert [voice.terms.get("opioid") for voice in one.voices] == [["mat"], None, ["otp"]]


def test_other_ids_lead_to_it(tmp_path: Path, place_table: Path) -> None:
    generation = published(tmp_path, place_table, HERE)
    for key, own in ((OTHER, "b"), (LEGAL, "c")):
        assert generation.moved(public_id(key, own)) == public_id(LOCATOR, "a")
    generation.close()


def test_the_order_of_imports_changes_nothing(tmp_path: Path, place_table: Path) -> None:
    found = []
    for number, order in enumerate(([LOCATOR, OTHER, LEGAL], [LEGAL, LOCATOR, OTHER], [OTHER, LEGAL, LOCATOR])):
        folder = tmp_path / str(number)
        folder.mkdir()
        generation = published(folder, place_table, {key: HERE[key] for key in order})
        found.append(the_only(generation))
        generation.close()
    assert found[0] == found[1] == found[2]


def test_strangers_at_one_address_stay_apart(tmp_path: Path, place_table: Path) -> None:
    generation = published(tmp_path, place_table, HERE | STRANGER)
    assert len(generation) == 2
    generation.close()


def test_what_an_operator_decides_is_kept(tmp_path: Path, place_table: Path) -> None:
    ids = [public_id(LOCATOR, "a"), public_id(OTHER, "b"), public_id(LEGAL, "c"), public_id("hrsa", "d")]
    apart = [(ids[2], ids[0], False), (ids[2], ids[1], False)]
    generation = published(tmp_path, place_table, HERE | STRANGER, [*apart, (ids[3], ids[0], True)])
    assert {frozenset(v.id for v in f.voices) for f in generation.facilities([0, 1])} == {
        frozenset({ids[0], ids[1], ids[3]}),
        frozenset(),
    }
    generation.close()


def test_a_withdrawn_listing_still_leads_to_its_place(tmp_path: Path, place_table: Path) -> None:
    published(tmp_path, place_table, HERE).close()
    generation = published(
        tmp_path, place_table, {LOCATOR: [listing("z", name="Far Away", zip="90012", state="CA", street="9 Elm St")]}
    )
    here = next(f for f in generation.facilities([0, 1]) if f.state == "PA")
    assert here.id == public_id(LOCATOR, "a")
    assert [voice.citation.source for voice in here.voices] == [OTHER, LEGAL]
    assert [ended.label for ended in here.dropped] == [LOCATOR.title()]
    assert here.listed
    generation.close()


def test_a_place_that_nobody_lists_any_more_is_one_too(tmp_path: Path, place_table: Path) -> None:
    elsewhere = [listing("z", name="Far Away", zip="90012", state="CA", city="Los Angeles", street="9 Elm St")]
    published(tmp_path, place_table, HERE).close()
    generation = published(tmp_path, place_table, dict.fromkeys(HERE, elsewhere))
    gone = generation.facility(public_id(LOCATOR, "a"))
    assert gone is not None
    assert {ended.label for ended in gone.ended} == {LOCATOR.title(), OTHER.title(), LEGAL.title()}
    assert (gone.listed, gone.phones, gone.website) == (False, (), "")
    assert not any(voice.phones for voice in gone.voices)
    assert generation.moved(public_id(LEGAL, "c")) == gone.id
    assert (generation.manifest.facilities, generation.manifest.gone) == (1, 1)
    generation.close()


def test_a_number_of_many_places_is_flagged(tmp_path: Path, place_table: Path) -> None:
    many = [listing(str(i), name=f"Place {i}", street=f"{i} Elm Street", zip=f"1960{i}") for i in range(1, 6)]
    generation = published(tmp_path, place_table, {LOCATOR: many})
    assert {phone.shared for f in generation.facilities(range(5)) for phone in f.phones} == {5}
    generation.close()
