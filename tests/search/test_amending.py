"""What an operator decides of a facility: corrections field by field, closed, hidden, front gate only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from directory.facility import Ended, Facility
from directory.history import Then
from directory.listing import Amendment, Listing, Phone, Reason, public_id
from directory.store import Record
from importers.progress import silent
from importers.run import Options, run
from search.build import Plan, publish
from search.engine import Engine
from search.generation import Generation
from search.query import Query
from search.switch import folder_name, numbers
from tests.search.test_merging import HERE, LEGAL, LOCATOR, NOW, OTHER, STRANGER, listing, published, source

COUNTY = "overlay:berks"
ID = public_id(LOCATOR, "a")
WHY = Reason(field="phones", reason="Called: disconnected.", date="2026-11-18")


def correction(about: str = ID, amendment: Mapping[str, object] = {}, **values: object) -> Listing:  # read only
    said = msgspec.convert({"about": about, "reasons": (WHY,), **amendment}, Amendment)
    nothing = {"name": "", "city": "", "state": "", "key": about, "scope": "corrections", "amendment": said}
    return Listing(**(nothing | values))  # type: ignore[arg-type]  # values of a test


class Desk:
    """Publishes the three sources with an operator's list beside them."""

    def __init__(self, folder: Path, places: Path) -> None:
        self._folder, self._places = folder, places
        self._open: list[Generation] = []

    def publish(self, *corrections: Listing, sources: Mapping[str, list[Listing]] = HERE) -> Generation:
        return self.alone({COUNTY: list(corrections), **sources})

    def alone(self, sources: Mapping[str, list[Listing]]) -> Generation:
        """The same without the operator."""
        generation = published(self._folder, self._places, sources)
        self._open.append(generation)
        return generation

    def corrected(self, *corrections: Listing) -> Facility:
        found = self.publish(*corrections).facility(ID)
        assert found is not None
        return found

    def close(self) -> None:
        for generation in self._open:
            generation.close()


@pytest.fixture
def desk(tmp_path: Path, place_table: Path) -> Iterator[Desk]:
    one = Desk(tmp_path, place_table)
    yield one
    one.close()


def test_a_corrected_number_replaces_those_of_its_use_and_says_who_corrected_it(desk: Desk) -> None:
    found = desk.corrected(correction(phones=(Phone("6105550110"),)))
    assert [(p.number, p.use, p.source) for p in found.phones] == [
        ("6105550110", "main", COUNTY),
        ("6105550102", "intake", OTHER),
    ]
    assert found.voices[0].reasons == (WHY,)
    assert (found.name, found.street) == ("Harbor Clinic", "516 East 1st Street")


def test_a_struck_number_is_not_shown(desk: Desk) -> None:
    found = desk.corrected(correction(amendment={"struck": ("6105550101",)}))
    assert [phone.number for phone in found.phones] == ["6105550102"]
    assert "6105550101" not in {phone.number for voice in found.voices for phone in voice.phones}


def test_a_cleared_field_is_empty_and_others_stay(desk: Desk) -> None:
    found = desk.corrected(correction(amendment={"cleared": ("website",)}, name="Harbor House"))
    assert (found.website, found.name, found.city) == ("", "Harbor House", "Reading")


def test_a_correction_survives_a_later_import_and_applies_by_any_id_of_the_place(desk: Desk) -> None:
    desk.publish(correction(public_id(LEGAL, "c"), name="Harbor House"))
    later = {**HERE, LOCATOR: [msgspec.structs.replace(HERE[LOCATOR][0], name="Harbor Klinik")]}
    found = desk.publish(correction(public_id(LEGAL, "c"), name="Harbor House"), sources=later).facility(ID)
    assert found is not None
    assert found.name == "Harbor House"


def test_services_are_added_and_taken_away(desk: Desk) -> None:
    survey = "medication:naltrexone payment:medicaid"
    found = desk.corrected(
        correction(amendment={"no": ("payment:medicaid",)}, said=("medication:naltrexone",), survey=survey)
    )
    assert "naltrexone" in found.terms["medication"]
    assert "medicaid" not in found.terms.get("payment", [])
    assert "medicaid" not in found.not_stated.get("payment", [])


def test_another_address_moves_the_point(desk: Desk) -> None:
    found = desk.corrected(correction(street="1 New Road", zip="19601", state="PA", city="Reading"))
    assert (found.street, found.point, found.about) == ("1 New Road", "zip", True)
    assert (found.latitude, found.longitude) != (40.3, -75.9)


def test_what_is_closed_leaves_the_results_and_says_why(desk: Desk) -> None:
    why = Reason(field="closed", reason="The door is shut.", date="2026-11-02")
    generation = desk.publish(
        correction(amendment={"closed": "2026-10-31", "reasons": (why,)}), sources=HERE | STRANGER
    )
    found = generation.facility(ID)
    assert found is not None
    assert found.ended == (Ended(label=COUNTY.title(), since="2026-10-31", reason="The door is shut."),)
    engine = Engine(generation)
    assert (engine.search(Query()).total, engine.search(Query(listed="all")).total) == (1, 2)
    assert [hit.facility.listed for hit in engine.search(Query(listed="all")).hits] == [True, False]


def test_what_is_not_to_be_listed_is_nowhere(desk: Desk) -> None:
    generation = desk.publish(correction(amendment={"hidden": True}), sources=HERE | STRANGER)
    assert generation.facility(ID) is None
    assert generation.withheld(ID)
    assert generation.withheld(public_id(LEGAL, "c"))
    assert not generation.withheld("0000000000")
    assert Engine(generation).search(Query(listed="all")).total == 1


def test_a_front_gate_address_is_told_by_no_voice_and_found_by_no_word(desk: Desk) -> None:
    told = Reason(field="street", reason="It moved from 9 Secret Street.", date="2026-11-18")
    generation = desk.publish(correction(amendment={"front_gate": True, "reasons": (WHY, told)}))
    found = generation.facility(ID)
    assert found is not None
    assert (found.front_gate, found.street, found.point, found.about) == (True, "", "rounded", True)
    assert (found.latitude, found.longitude) == (40.3, -75.9)
    assert not any(voice.street or voice.latitude for voice in found.voices)
    assert [reason.field for voice in found.voices for reason in voice.reasons] == ["phones"]
    assert Engine(generation).search(Query(q="516")).total == 0
    assert found.exported().latitude is None


GATE = correction(amendment={"front_gate": True})


def test_a_front_gate_address_stays_so_under_another_name(desk: Desk) -> None:
    desk.publish(GATE)
    renamed = listing("x", name="Elm Programs Inc", street="516 E. First St.", phones=(Phone("6105550188"),))
    generation = desk.publish(GATE, sources={**HERE, "hrsa": [renamed]})
    other = generation.facility(public_id("hrsa", "x"))
    assert other is not None
    assert (other.front_gate, other.street) == (True, "")
    gone = desk.publish(GATE, sources={**{key: [] for key in HERE}, "hrsa": [renamed, *STRANGER["hrsa"]]})
    assert not any(f.street for f in gone.facilities(range(len(gone))))


def test_a_front_gate_address_stays_so_when_the_run_that_listed_it_is_undone(desk: Desk, tmp_path: Path) -> None:
    desk.publish(GATE)
    with Record(f"sqlite:///{tmp_path / 'record.sqlite'}") as record, record.writing() as writer:
        for made in writer.runs():
            if made.source != COUNTY:
                writer.undo(made.id, NOW)
    renamed = listing("x", name="Elm Programs Inc", phones=(Phone("6105550188"),))
    generation = desk.publish(GATE, sources={LOCATOR: [renamed]})
    assert [f.street for f in generation.facilities(range(len(generation)))] == [""]


def test_older_generations_that_tell_what_is_protected_are_removed(desk: Desk, tmp_path: Path) -> None:
    told = desk.publish(sources=HERE | STRANGER).manifest.number
    kept = desk.publish(correction(amendment={"hidden": True}), sources=HERE | STRANGER).manifest.number
    assert numbers(tmp_path / "generations") == [kept]
    assert kept == told + 1
    again = desk.publish(correction(amendment={"hidden": True}), sources=HERE | STRANGER).manifest.number
    assert numbers(tmp_path / "generations") == [kept, again]


@pytest.mark.parametrize("decided", [{"front_gate": True}, {"hidden": True}])
def test_an_earlier_day_keeps_what_is_protected_today(
    desk: Desk, tmp_path: Path, place_table: Path, decided: Mapping[str, object]
) -> None:
    desk.publish(correction(amendment=decided), sources=HERE | STRANGER)
    with Record(f"sqlite:///{tmp_path / 'record.sqlite'}") as record:
        with record.writing() as writer:  # the operator's run counts as of a later day
            runs = [run for run in writer.runs() if run.source == COUNTY]
            writer.undo(runs[0].id, NOW)
        dated = source(COUNTY, [correction(amendment=decided)])
        run(record, dated, [], Options(now=NOW, as_of="2026-12-01"), silent)
        with record.reading() as reader:
            plan = Plan(root=tmp_path / "then", places=place_table, now=NOW)
            manifest = publish(Then(reader, "2026-11-30"), plan, lambda _: None)
    generation = Generation(tmp_path / "then" / folder_name(manifest.number))
    shown = generation.facility(ID)
    assert shown is None or (shown.front_gate, shown.street) == (True, "")
    assert (shown is None) == ("hidden" in decided)
    generation.close()


def test_a_correction_of_nothing_known_is_told_and_not_shown(tmp_path: Path, place_table: Path) -> None:
    generation = published(tmp_path, place_table, {COUNTY: [correction("0123456789", name="Nowhere")], **HERE})
    assert len(generation) == 1
    generation.close()


EXPORTS = pytest.mark.parametrize("key", ["treatment-directory", "hsds", "hsds:md-211"])
"""Sources by which our own exports are read."""


def exported(**values: object) -> Listing:
    """A front gate as another directory's export tells of it: without street and point."""
    told = listing("x", **{"street": "", **values})
    return msgspec.structs.replace(told, amendment=Amendment(front_gate=True))


@EXPORTS
def test_what_an_export_of_ours_keeps_is_kept_here(desk: Desk, key: str) -> None:
    found = desk.alone({key: [exported()]}).facility(public_id(key, "x"))
    assert found is not None
    assert (found.front_gate, found.street) == (True, "")


@EXPORTS
def test_what_an_export_of_ours_keeps_is_told_by_no_other_source_and_no_older_generation(
    desk: Desk, tmp_path: Path, key: str
) -> None:
    told = desk.alone(HERE)
    assert told.facilities([0])[0].street
    generation = desk.alone({**HERE, key: [exported()]})
    (found,) = generation.facilities(range(len(generation)))
    assert {voice.citation.source for voice in found.voices} == {*HERE, key}
    assert (found.front_gate, found.street, found.exported().latitude) == (True, "", None)
    assert not any(voice.street or voice.latitude for voice in found.voices)
    assert Engine(generation).search(Query(q="516")).total == 0
    assert numbers(tmp_path / "generations") == [generation.manifest.number]
    renamed = listing("y", name="Elm Programs Inc", street="516 E. First St.", phones=(Phone("6105550188"),))
    later = desk.alone({**HERE, key: [exported()], "hrsa": [renamed]})
    assert not any(each.street for each in later.facilities(range(len(later))))


def test_an_addition_is_a_place_of_its_own(desk: Desk) -> None:
    added = listing("house", name="Quiet House", street="9 Elm Street", phones=(Phone("6105550155"),))
    added = msgspec.structs.replace(added, amendment=Amendment(front_gate=True, reasons=(WHY,)))
    found = desk.publish(added).facility(public_id(COUNTY, "house"))
    assert found is not None
    assert (found.name, found.street, found.front_gate, found.point) == ("Quiet House", "", True, "zip")


def test_without_rules_corrections_still_apply(tmp_path: Path, place_table: Path) -> None:
    generation = published(tmp_path, place_table, {COUNTY: [correction(name="Harbor House")], **HERE}, match=False)
    found = generation.facility(ID)
    assert found is not None
    assert (found.name, len(generation)) == ("Harbor House", 3)
    generation.close()
