"""An operator's own list: corrections field by field, additions, and what is refused with what would be right."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.errors import SourceError
from directory.listing import Amendment, Listing, Phone, Reason
from directory.store import Record
from importers.given import given as given_files
from importers.progress import silent
from importers.run import Options, Report, run
from importers.source import Read, Reading, Refused
from importers.sources.overlay import HELD_BACK, SOURCE, described, read

NOW = "2026-02-01T00:00:00+00:00"
TODAY = "2026-02-01"
SAMPLE = Path(__file__).parents[1] / "samples" / "overlay_county.toml"
DOCUMENT = Path(__file__).parents[2] / "docs" / "overlay.md"
HEAD = '[overlay]\nkey = "county"\nlabel = "A county"\npublisher = "Its office"\n'
CORRECT = '\n[[correct]]\nfacility = "0123456789"\nreason = "Called."\ndate = "2026-01-15"\n'
ADD = '\n[[add]]\nkey = "a"\nreason = "Seen."\ndate = "2026-01-15"\nname = "A"\ncity = "Erie"\nstate = "PA"\n'
COLUMNS = "facility,field,value,reason,date\n"


class Found:
    """What a reading found."""

    def __init__(self, folder: Path, toml: str, *tables: str | bytes, today: str = TODAY) -> None:
        self.paths = [folder / "o.toml", *(folder / f"{number}.csv" for number, _ in enumerate(tables))]
        self.paths[0].write_text(toml, encoding="utf-8")
        for path, table in zip(self.paths[1:], tables, strict=True):
            path.write_bytes(table if isinstance(table, bytes) else table.encode())
        self.reading = Reading()
        self.outcomes = list(read(self.paths, self.reading, today))

    @property
    def listings(self) -> list[Listing]:
        return [outcome.listing for outcome in self.outcomes if isinstance(outcome, Read)]

    @property
    def refused(self) -> list[Refused]:
        return [outcome for outcome in self.outcomes if isinstance(outcome, Refused)]


def amendment(item: Listing) -> Amendment:
    assert item.amendment is not None
    return item.amendment


def imported(folder: Path, paths: list[Path], allow_shrink: bool = False) -> Report:
    with Record(f"sqlite:///{folder / 'record.sqlite'}") as record:
        return run(record, *described(paths), Options(now=NOW, allow_shrink=allow_shrink), silent)


def row(field: str, value: str, facility: str = "0123456789") -> str:
    return f'{facility},{field},"{value}",Called.,2026-01-15\n'


def test_the_sample_is_read_as_it_says() -> None:
    reading = Reading()
    outcomes = list(read([SAMPLE], reading, TODAY))
    assert [outcome for outcome in outcomes if isinstance(outcome, Refused)] == []
    items = {outcome.listing.key: outcome.listing for outcome in outcomes if isinstance(outcome, Read)}
    assert list(items) == [
        "0123456789", "abcdefghjk", "zzzzzzzzzz", "vvvvvvvvvv", "add|harbor-house", "add|quiet-door",
    ]  # fmt: skip
    called, sign = "Called on 15 January: the old number is disconnected.", "A sign at the door."
    assert items["0123456789"] == Listing(
        key="0123456789",
        scope="corrections",
        survey="payment:medicaid payment:medicare",
        name="",
        street2="Suite 4",
        city="",
        state="",
        phones=(
            Phone("4125550110"),
            Phone("4125550111", extension="4", use="intake"),
            Phone("4125550112", use="intake"),
        ),
        amendment=Amendment(
            about="0123456789",
            reasons=(
                Reason("payment:medicaid", "Its own page says so.", "2026-01-17"),
                Reason("payment:medicare", "Its own page says so.", "2026-01-17"),
                Reason("phones.intake", called, "2026-01-15"),
                Reason("phones.main", called, "2026-01-15"),
                Reason("street2", "The suite is on its door.", "2026-01-16"),
                Reason("strike", called, "2026-01-15"),
                Reason("website", called, "2026-01-15"),
            ),
            no=("payment:medicaid", "payment:medicare"),
            cleared=("website",),
            struck=("4125550100",),
        ),
    )
    licensed = items["abcdefghjk"]
    assert (licensed.zip, licensed.latitude, licensed.longitude) == ("15222", 40.4406, -79.9959)
    assert licensed.said == ("medication:methadone", "setting:intensive-outpatient", "setting:outpatient")
    assert amendment(licensed).no == ("payment:medicaid",)
    assert licensed.survey == " ".join(sorted([*licensed.said, "payment:medicaid"]))
    assert amendment(items["zzzzzzzzzz"]).hidden
    closed = amendment(items["vvvvvvvvvv"])
    assert (closed.closed, closed.front_gate, closed.hidden) == ("2025-12-31", True, False)
    assert closed.reasons[0] == Reason("closed", sign, "2026-01-05")
    assert (reading.as_of, reading.scopes) == ("2026-01-20", {"corrections", "additions"})
    assert reading.warnings == {"entries joined with an earlier one of the same facility": 3}


def test_an_addition_is_a_place_of_its_own() -> None:
    outcomes = list(read([SAMPLE], Reading(), TODAY))
    harbor, quiet = (o.listing for o in outcomes if isinstance(o, Read) and o.listing.scope == "additions")
    assert (harbor.name, harbor.street, harbor.city, harbor.state, harbor.zip) == (
        "Harbor House", "5 Invented Way", "Pittsburgh", "PA", "15222",
    )  # fmt: skip
    assert harbor.said == ("care:substance-use", "insurer:aetna")
    assert {"insurer:aetna", "insurer:cigna", "setting:residential", "care:substance-use"} <= set(harbor.survey.split())
    assert "payment:medicaid" not in harbor.survey
    assert harbor.amendment == Amendment(
        reasons=(Reason("", "Opened in December; visited by the county.", "2026-01-20"),), no=("setting:residential",)
    )
    assert amendment(quiet).front_gate
    assert (quiet.street, quiet.phones) == ("", (Phone("4125550130", use="hotline"),))


def test_a_second_import_changes_nothing_and_a_removed_entry_is_withdrawn(tmp_path: Path) -> None:
    entries = [CORRECT.replace("0123456789", f"{number:010}") + 'name = "A"\n' for number in range(6)]
    path = tmp_path / "o.toml"
    path.write_text(HEAD + 'as_of = "2026-01-20"\n' + "".join(entries) + ADD, encoding="utf-8")
    first, second = imported(tmp_path, [path]), imported(tmp_path, [path])
    assert (first.source, first.rows, first.saved, first.added) == ("overlay:county", 7, 7, 7)
    assert (second.unchanged, second.added, second.changed, second.withdrawn) == (7, 0, 0, 0)
    path.write_text(HEAD + 'as_of = "2026-01-20"\n' + "".join(entries[1:]) + ADD, encoding="utf-8")
    third = imported(tmp_path, [path])
    assert (third.unchanged, third.withdrawn, third.older) == (6, 1, False)
    path.write_text(HEAD + 'as_of = "2026-01-20"\n', encoding="utf-8")
    assert imported(tmp_path, [path]).withdrawn == 6


def test_a_correction_of_another_facility_never_continues_one(tmp_path: Path) -> None:
    said = 'name = "A"\nstreet = "1 Oak"\nstate = "PA"\nzip = 16501\nphones.main = "412-555-0100"\n'
    for facility in ("0123456789", "1111111111"):
        path = tmp_path / "o.toml"
        path.write_text(HEAD + CORRECT.replace("0123456789", facility) + said, encoding="utf-8")
        imported(tmp_path, [path])
    with Record(f"sqlite:///{tmp_path / 'record.sqlite'}") as record, record.reading() as reader:
        assert [amendment(item.listing).about for item in reader.current()] == ["1111111111"]


def test_the_command_finds_it_and_the_tables_beside_it(tmp_path: Path) -> None:
    source, files = given_files("overlay", [str(SAMPLE)], tmp_path, print)
    assert (source.key, source.label, source.licence) == (
        "overlay:allegheny",
        "Allegheny County corrections",
        "CC0-1.0",
    )
    assert [path.name for path in files] == ["overlay_county.toml", "overlay_county.csv"]
    report = imported(tmp_path, files)
    assert report.rows == report.saved == 6


def test_rows_are_facilities_additions_and_refused_entries(tmp_path: Path) -> None:
    table = COLUMNS + row("name", "A") + row("city", "Erie") + row("zip", "no") + row("state", "Q", "1111111111")
    Found(tmp_path, HEAD + ADD, table)
    report = imported(tmp_path, [tmp_path / "o.toml", tmp_path / "0.csv"])
    assert (report.rows, report.saved, len(report.refused)) == (4, 1, 3)


@pytest.mark.parametrize(
    "typed", ["O12345678I", "o12345678l", " 0123456781 ", "https://x.example/facility/0123456781/a?b"]
)
def test_an_id_is_taken_as_people_type_it(tmp_path: Path, typed: str) -> None:
    found = Found(tmp_path, HEAD + CORRECT.replace("0123456789", typed) + "hide = true\n")
    assert [item.key for item in found.listings] == ["0123456781"]


@pytest.mark.parametrize("written", [{}, {"facility": "1"}, {"facility": "u123456789"}, {"facility": "1.23E+08"}])
def test_a_malformed_id_is_refused(tmp_path: Path, written: dict[str, str]) -> None:
    table = COLUMNS + row("hide", "yes", written.get("facility", ""))
    found = Found(tmp_path, HEAD, table)
    assert "is no id; right are the ten letters and digits" in found.refused[0].reason
    assert (found.refused[0].file, found.refused[0].line) == ("0.csv", 2)


WRONG = [
    ("name", "", "name is empty; only name2, street2, county, website, phones can be emptied"),
    ("phone", "412-555-0110", "'phone' is no field (near: phones"),
    ("phones", "412-555-0110", "phones says no use; right are phones.main"),
    ("phones.main", "412-555", "'412-555' is no telephone number; ten digits are right"),
    ("phones.main", "999-999-9999", "is no telephone number"),
    ("phones.fax", "", "phones.fax is empty; strike takes a number away"),
    ("strike", "call us", "'call us' is no telephone number"),
    ("strike", "", "strike is empty"),
    ("zip", "15222x", "zip '15222x' is no ZIP code; five digits are right"),
    ("state", "Q", "state 'Q' is not known; a two-letter code"),
    ("website", "javascript:x", "is no web address; https://example.org is right"),
    ("latitude", "40.44", "latitude and longitude belong together"),
    ("latitude", "north", "'north' is no number"),
    ("yes", "medication:metadone", "'medication:metadone' is no term (near: medication:methadone"),
    ("no", "", "no is empty; a term is right"),
    ("closed", "2026-02-30", "closed '2026-02-30' is no day; 2026-11-18 or 11/18/2026 is right"),
    ("closed", "2026-02-02", "closed 2026-02-02 lies in the future"),
    ("hide", "no", "hide is yes or is not there; to take it back, remove the entry"),
    ("front_gate", "maybe", "front_gate is yes or is not there"),
    ("asks", "insurer", "'asks' is no field"),
    ("", "x", "'' is no field; right are name, name2"),
]


@pytest.mark.parametrize(("field", "value", "right"), WRONG)
def test_a_wrong_row_is_refused_and_its_facility_stays_as_it_was(
    tmp_path: Path, field: str, value: str, right: str
) -> None:
    found = Found(tmp_path, HEAD, COLUMNS + row("name", "Good", "1111111111") + row(field, value) + row("city", "Erie"))
    wrong, held_back = sorted(found.refused, key=lambda refused: refused.line)
    assert [(refused.file, refused.line) for refused in (wrong, held_back)] == [("0.csv", 3), ("0.csv", 4)]
    assert right in wrong.reason
    assert wrong.reason.endswith(".")
    assert held_back.reason == HELD_BACK
    assert [item.key for item in found.listings] == ["1111111111"]
    assert found.reading.scopes == {"additions"}


def test_what_is_left_goes_in_where_it_protects_the_facility(tmp_path: Path) -> None:
    kept = Found(tmp_path, HEAD, COLUMNS + row("hide", "yes") + row("zip", "1522A"))
    assert [item.key for item in kept.listings] == ["0123456789"]
    gate = Found(tmp_path, HEAD, COLUMNS + row("front_gate", "yes") + row("hide", "maybe"))
    assert gate.listings == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "right"),
    [
        ("0", "0", "coordinates 0,0; right is such as"),
        ("-79.99", "40.44", "swapped coordinates"),
        ("48.85", "2.35", "coordinates outside the United States"),
        ("nan", "inf", "coordinates that are not two numbers"),
        ("40.44", "79.99", "longitude without its minus sign"),
    ],
)
def test_a_point_that_cannot_be_right_is_refused(tmp_path: Path, latitude: str, longitude: str, right: str) -> None:
    table = COLUMNS + row("latitude", latitude) + row("city", "Erie") + row("longitude", longitude)
    found = Found(tmp_path, HEAD, table)
    assert [refused.line for refused in found.refused if right in refused.reason] == [2, 4]
    assert [refused.line for refused in found.refused if refused.reason == HELD_BACK] == [3]
    assert found.listings == []


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ('reason = "Called."', "", "reason is empty; a sentence is right"),
        ('reason = "Called."', 'reason = "\u200b"', "reason is empty"),
        ('date = "2026-01-15"', "", "date '' is no day"),
        ('date = "2026-01-15"', 'date = "2026-02-02"', "date 2026-02-02 lies in the future"),
        ('date = "2026-01-15"', 'date = "January"', "date 'January' is no day"),
        ('name = "A"', "", "nothing is said; give at least one field"),
        ('name = "A"', "hide = false", "nothing is said"),
        ('name = "A"', 'yes = "care:detox"\nno = ["care:detox"]', "care:detox is in no, and in yes or meant by a term"),
        (
            'name = "A"',
            'yes = "setting:intensive-outpatient"\nno = "setting:outpatient"',
            "setting:outpatient is in no, and in yes or meant by a term there",
        ),
        (
            'name = "A"',
            'phones.main = "412-555-0100"\nstrike = "(412) 555-0100"',
            "4125550100 is both in phones.main and in strike",
        ),
        ('facility = "0123456789"', "", "facility '' is no id"),
    ],
)
def test_a_wrong_entry_is_refused_alone(tmp_path: Path, old: str, new: str, right: str) -> None:
    entry = CORRECT + 'name = "A"\n'
    assert old in entry
    found = Found(tmp_path, HEAD + ADD + entry.replace(old, new))
    assert [(refused.file, refused.line) for refused in found.refused] == [("o.toml", 14)]
    assert right in found.refused[0].reason
    assert [item.scope for item in found.listings] == ["additions"]
    assert found.reading.scopes == {"additions"}


@pytest.mark.parametrize(
    ("first", "second", "right"),
    [
        (("name", "A"), ("name", "B"), "name of 0123456789 is said otherwise in 0.csv line 2"),
        (("yes", "care:detox"), ("no", "care:detox"), "care:detox of 0123456789 is said otherwise"),
        (("phones.main", "412-555-0100"), ("phones.main", "412-555-0101"), "phones.main of 0123456789"),
        (("phones.fax", "412-555-0100"), ("strike", "412-555-0100"), "4125550100 is both in phones.fax and in strike"),
        (("closed", "2026-01-01"), ("closed", "2026-01-02"), "closed of 0123456789 is said otherwise"),
        (("county", "Erie"), ("county", ""), "county of 0123456789 is said otherwise"),
    ],
)
def test_what_is_said_twice_and_differently_is_refused(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str], right: str
) -> None:
    found = Found(tmp_path, HEAD, COLUMNS + row(*first), COLUMNS + row(*second))
    told = {(refused.file, refused.line): refused.reason for refused in found.refused}
    assert right in told["1.csv", 2]
    assert told["0.csv", 2] == HELD_BACK
    assert found.listings == []


def test_what_is_said_twice_and_alike_counts_once_with_the_newest_reason(tmp_path: Path) -> None:
    table = COLUMNS + row("name", "A") + "0123456789,name,A,Called again.,2026-01-30\n"
    (item,) = Found(tmp_path, HEAD, table).listings
    assert amendment(item).reasons == (Reason("name", "Called again.", "2026-01-30"),)


def test_a_table_may_split_what_a_file_says_together(tmp_path: Path) -> None:
    toml = CORRECT + 'phones = ""\nyes = ["care:detox", "payment:medicaid"]\nlatitude = 40.44\nlongitude = -79.99\n'
    rows = [("phones", ""), ("yes", "care:detox"), ("yes", "payment:medicaid"), ("latitude", "40.44")]
    table = COLUMNS + "".join(row(*pair) for pair in [*rows, ("longitude", "-79.99")])
    together, apart = Found(tmp_path, HEAD + toml), Found(tmp_path, HEAD, table)
    assert together.listings == apart.listings
    assert amendment(together.listings[0]).cleared == ("phones",)


def test_the_order_of_entries_does_not_matter(tmp_path: Path) -> None:
    rows = [row("phones.fax", "412-555-0100"), row("phones.main", "412-555-0101"), row("zip", "15222-1234")]
    rows += [row("state", "Penna"), row("no", "care:detox")]
    forth, back = (Found(tmp_path, HEAD, COLUMNS + "".join(some)).listings[0] for some in (rows, reversed(rows)))
    assert forth.digest() == back.digest()
    assert forth.raw == {"zip": "15222-1234", "state": "Penna"}


def test_numbers_and_days_need_no_quotation_marks(tmp_path: Path) -> None:
    bare = CORRECT.replace('"2026-01-15"', "2026-01-15").replace('"0123456789"', "1123456789")
    (item,) = Found(tmp_path, HEAD + bare + "zip = 15222\nclosed = 2026-01-01\nphones.tty = 4125550110\n").listings
    assert (item.key, item.zip, amendment(item).closed) == ("1123456789", "15222", "2026-01-01")
    assert item.phones == (Phone("4125550110", use="tty"),)


def test_a_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    content = f"\ufeff{COLUMNS.upper()}".encode() + row("Name", "Clínica").encode()
    assert Found(tmp_path, HEAD, content).listings[0].name == "Clínica"
    old = Found(tmp_path, HEAD, (COLUMNS + row("name", "Clínica")).encode("cp1252"))
    assert old.listings[0].name == "Clínica"
    assert old.reading.warnings["0.csv is not UTF-8; read as Windows-1252"] == 1


def test_a_ragged_row_is_refused_and_a_column_nobody_knows_is_told(tmp_path: Path) -> None:
    table = "facility,field,value,reason,date,by\n" + "0123456789,name,A,Called.,2026-01-15,me\n" + "1,2,3\n"
    found = Found(tmp_path, HEAD, table)
    assert found.refused == [Refused("0.csv", 3, "3 cells where the header has 6.")]
    assert found.reading.unused_columns == {"by"}


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ('key = "a"', 'key = "A House"', "small letters, digits and hyphens are right"),
        ('key = "a"', "", "key ''; small letters"),
        ('name = "A"', "", "name missing; an addition needs a name, a state, and a city or ZIP"),
        ('state = "PA"', "", "state missing"),
        ('city = "Erie"', "", "city and zip are both missing"),
        ('city = "Erie"', 'city = "Erie"\nlatitude = 40.4', "latitude and longitude belong together"),
        ('city = "Erie"', "zip = 16501\nlatitude = 34.05\nlongitude = -118.24", "in another state than the address"),
        ('city = "Erie"', 'city = "Erie"\nasks = ["insurers"]', "asks: 'insurers:*' is no term"),
        ('reason = "Seen."', "", "reason is empty"),
    ],
)
def test_a_wrong_addition_is_refused_alone(tmp_path: Path, old: str, new: str, right: str) -> None:
    found = Found(tmp_path, HEAD + ADD.replace(old, new) + ADD.replace('"a"', '"b"') + CORRECT + "hide = true\n")
    assert [refused.line for refused in found.refused] == [6]
    assert right in found.refused[0].reason
    assert [item.key for item in found.listings] == ["0123456789", "add|b"]
    assert found.reading.scopes == {"corrections"}


def test_two_additions_of_one_key_are_told(tmp_path: Path) -> None:
    found = Found(tmp_path, HEAD + ADD + ADD)
    assert [refused.reason for refused in found.refused] == [
        "key 'a' is that of line 6 already; each addition needs its own."
    ]


@pytest.mark.parametrize(
    ("toml", "right"),
    [
        (HEAD + CORRECT + 'phone = "1"', "o.toml line 6: [correct[0]] has no key 'phone' (near: phones"),
        (HEAD + CORRECT + 'phones.mian = "1"', "line 6: [correct[0].phones] has no key 'mian' (near: main"),
        (HEAD + ADD + "closed = 2026-01-01", "line 6: [add[0]] has no key 'closed'"),
        (HEAD + CORRECT + 'hide = "yes"', "line 6: [correct[0].hide]: Expected `bool`, got `str`"),
        (HEAD + "colour = 1", "[overlay] has no key 'colour' (near: url); right are key, label, publisher"),
        (HEAD + "[corect]\n", "the top level has no key 'corect' (near: correct"),
        (CORRECT, "'overlay' is missing"),
        (HEAD.replace('label = "A county"', ""), "[overlay]: 'label' is missing"),
        (HEAD.replace('"A county"', '" "'), "[overlay] label is empty"),
        (HEAD.replace('"county"', '"A county"'), "small letters, digits and hyphens"),
        (HEAD + 'url = "javascript:x"', "[overlay] url: 'javascript:x' is no web address"),
        (HEAD + 'as_of = "last May"', "[overlay] as_of: 'last May' is no date"),
        (HEAD + "as_of = 2026-02-02", "as_of 2026-02-02 lies in the future"),
        (HEAD + "[[correct]\n", "is no TOML: Expected ']]' at the end of an array declaration (at line 5"),
        (HEAD + CORRECT + "zip = 02108", "is no TOML: Expected newline or end of document"),
        ('files = ["gone.csv"]\n' + HEAD, "gone.csv does not exist"),
        ('files = ["other.toml"]\n' + HEAD, "an overlay is one .toml file"),
        (HEAD + "x = " + "9" * 5000, "is no TOML"),
    ],
)
def test_a_file_that_is_no_overlay_says_where(tmp_path: Path, toml: str, right: str) -> None:
    with pytest.raises(SourceError) as error:
        Found(tmp_path, toml)
    assert right in str(error.value)


def test_a_table_without_its_columns_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=re.escape("0.csv has no column field, value; found: facility, reason, date")):
        Found(tmp_path, HEAD, "facility,reason,date\n")


def test_a_table_parted_by_semicolons_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Its cells are parted by semicolons; save it with commas"):
        Found(tmp_path, HEAD, "facility;field;value;reason;date\n")


def test_the_first_path_is_the_overlay(tmp_path: Path) -> None:
    for paths in ([], [SAMPLE.with_suffix(".csv")], [tmp_path / "missing.toml"]):
        with pytest.raises(SourceError, match="overlay"):
            list(SOURCE.read(paths, Reading()))


def test_without_a_date_it_counts_as_of_its_import(tmp_path: Path) -> None:
    found = Found(tmp_path, HEAD + CORRECT + "hide = true\n", COLUMNS + row("name", "A"), today="2026-01-15")
    assert found.reading.as_of == ""


def test_the_clock_says_what_is_in_the_future(tmp_path: Path) -> None:
    found = Found(tmp_path, HEAD + CORRECT.replace("2026-01-15", "9999-12-31") + "hide = true\n", today="")
    assert "date 9999-12-31 lies in the future" in found.refused[0].reason


def test_the_example_of_the_document_does_what_is_said_of_it(tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    (toml,) = re.findall(r"^```toml\n(# allegheny.toml\n.*?)^```", text, re.MULTILINE | re.DOTALL)
    (table,) = re.findall(r"^```csv\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "allegheny.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "corrections.csv").write_text(table, encoding="utf-8")
    report = imported(tmp_path, [tmp_path / "allegheny.toml"])
    told = re.search(r"(\d+) rows: (\d+) saved, (\d+) refused", text)
    assert told is not None
    assert told.groups() == (str(report.rows), str(report.saved), str(len(report.refused)))
    assert [refused.reason in text for refused in report.refused] == [True, True]


FIELDS = [field for field, _, _ in WRONG] + ["yes", "no", "phones.main", "longitude"]
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.sampled_from(
    ["0123456789", "O123456789", "care:detox", "412-555-0100", "2026-01-15", "40.44", "-79.99", "yes", ""]
)
row_of_cells = st.tuples(cells, st.sampled_from(FIELDS) | cells, cells, cells, cells)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=100)
@given(rows=st.lists(row_of_cells, max_size=8))
def test_whatever_a_table_holds_each_row_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    lines = ['"' + '","'.join(cell.replace('"', '""') for cell in cells) + '"' for cells in rows]
    table = COLUMNS + "\n".join(lines) + "\n"
    found = Found(tmp_path_factory.mktemp("overlay"), HEAD, table)
    held = [cells for cells in rows if any(map(str.strip, cells))]
    joined = found.reading.warnings["entries joined with an earlier one of the same facility"]
    assert len(found.outcomes) + joined == len(held)
    assert all(item.amendment and item.amendment.about == item.key for item in found.listings)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"\\'), max_size=12
) | st.sampled_from(["", "0123456789", "care:detox", "412-555-0100", "2026-01-15", "40.44", "-79.99", "PA", "insurer"])
KEYS = "name name2 county state zip website latitude longitude phones phones.main yes no asks closed strike".split()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=100)
@given(
    said=st.dictionaries(st.sampled_from([*KEYS, "reason", "date", "facility", "key", "city"]), TEXTS),
    table=st.sampled_from(["correct", "add"]),
)
def test_whatever_an_entry_holds_it_is_read_or_refused_or_the_file_is(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, str], table: str
) -> None:
    lines = [f'{key} = "{value}"' for key, value in said.items()]
    with contextlib.suppress(SourceError):
        found = Found(tmp_path_factory.mktemp("overlay"), HEAD + f"[[{table}]]\n" + "\n".join(lines))
        assert len(found.outcomes) == 1


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(toml=st.text(max_size=60) | st.lists(st.sampled_from((HEAD + CORRECT + ADD).splitlines())).map("\n".join))
def test_whatever_a_file_is_only_a_source_error_escapes(tmp_path_factory: pytest.TempPathFactory, toml: str) -> None:
    folder = tmp_path_factory.mktemp("overlay")
    (folder / "o.toml").write_text(toml, encoding="utf-8", errors="replace")
    with contextlib.suppress(SourceError):
        list(read([folder / "o.toml"], Reading(), TODAY))
