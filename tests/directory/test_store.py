"""The record: opened, refused, written whole or not at all, one writer at a time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from directory import database
from directory.content import encoded
from directory.errors import RecordError
from directory.listing import Listing
from directory.reading import BATCH, Run, batches
from directory.store import Record, Writer
from tests.conftest import NOW, Desk, id_of, listing, listings

ENTRY = {"key": "s", "label": "S", "publisher": "P", "url": "", "licence": "L", "fictional": False}


def save(writer: Writer, items: list[Listing], **fields: object) -> int:
    writer.save_source(ENTRY)
    made = msgspec.convert({"source": "s", "imported": NOW, "scopes": ["su"]} | fields, Run)
    return writer.save_run(made, {item.key: encoded(item) for item in items}, [])


def test_an_empty_record_answers(desk: Desk) -> None:
    with desk.record.reading() as reader:
        assert reader.runs() == []
        assert reader.sources() == []
        assert list(reader.current()) == []
        assert list(reader.gone()) == []
        assert reader.held("s") == {}


def test_it_is_all_there_when_it_is_opened_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'folder' / 'record.sqlite'}"
    items = [*listings(5), listing("said", said=("MU", "OTP", "SA", "TC|Care by kindness"), raw={"zip": "15213-1"})]
    with Record(url) as record, record.writing() as writer:
        assert save(writer, items) == 1
    with Record(url) as record:
        found = Desk(record).current()
        assert {public: item.listing for public, item in found.items()} == {id_of(item, "s"): item for item in items}
        assert {item.run.id for item in found.values()} == {1}


def test_what_leaves_a_transaction_by_an_error_was_never_there(desk: Desk) -> None:
    def interrupted() -> None:
        with desk.record.writing() as writer:
            save(writer, listings(5))
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    with desk.record.reading() as reader:
        assert reader.sources() == []
        assert reader.runs() == []


def test_a_source_is_written_anew(desk: Desk) -> None:
    with desk.record.writing() as writer:
        writer.save_source(ENTRY)
        writer.save_source(ENTRY | {"label": "New"})
        assert writer.sources() == [ENTRY | {"label": "New"}]


def test_a_reader_sees_one_state_while_another_writes(desk: Desk, tmp_path: Path) -> None:
    desk.take(listings(3))
    with Record(f"sqlite:///{tmp_path / 'record.sqlite'}") as other, other.reading() as reader:
        assert len(list(reader.current())) == 3
        desk.take(listings(9))
        assert len(list(reader.current())) == 3
    assert len(desk.current()) == 9


def test_a_second_writer_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "busy_timeout=1"))
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    with Record(url) as one, Record(url) as other, one.writing() as writer:
        save(writer, listings(1))
        with pytest.raises(RecordError, match="Another import or undo is writing"), other.writing():
            pass


def test_more_rows_than_one_statement_takes(desk: Desk) -> None:
    with desk.record.writing() as writer:
        save(writer, listings(BATCH + 7))
        assert len(list(writer.current())) == BATCH + 7
        assert len(writer.contents(writer.held("s"))) == BATCH + 7


@pytest.mark.parametrize(("rows", "sizes"), [(0, []), (1, [1]), (BATCH, [BATCH]), (BATCH + 1, [BATCH, 1])])
def test_batches(rows: int, sizes: list[int]) -> None:
    assert [len(batch) for batch in batches(range(rows))] == sizes


def test_terms_are_noted_with_their_place_in_the_vocabulary(desk: Desk, tmp_path: Path) -> None:
    desk.take([listing("a", said=("MU", "QZQ"))])
    with closing(sqlite3.connect(tmp_path / "record.sqlite")) as rows:
        found = rows.execute("SELECT spelled, facet, term FROM terms ORDER BY spelled").fetchall()
    assert found == [("MU", "medication", "methadone"), ("QZQ", None, None)]


def test_a_record_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    Record(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as rows:
        rows.execute("UPDATE alembic_version SET version_num = '9999'")
        rows.commit()
    with pytest.raises(RecordError, match=f"schema 9999, this program knows {database.HEAD}"):
        Record(f"sqlite:///{path}")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "cannot be opened: Could not parse"),
        ("nothing://host/x", "cannot be opened: Can't load plugin"),
        ("sqlite:///{0}/file/inside/record.sqlite", "cannot be opened: .*Not a directory"),
        ("sqlite:///{0}/file", "cannot be opened: file is not a database"),
        ("sqlite:///{0}", "cannot be opened: unable to open database file"),
    ],
)
def test_what_is_no_record_is_refused_in_a_sentence(tmp_path: Path, url: str, said: str) -> None:
    (tmp_path / "file").write_bytes(b"not a database at all" * 100)
    with pytest.raises(RecordError, match=said):
        Record(url.format(tmp_path))


def test_a_damaged_record_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Record(f"sqlite:///{path}") as record:
        Desk(record).take(listings(300))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + b"\xa5" * (len(content) - len(content) // 2))
    with Record(f"sqlite:///{path}") as record:
        with pytest.raises(RecordError, match=r"could not be read: .*restore a backup"):
            Desk(record).current()
        with pytest.raises(RecordError, match=r"could not be written: .*restore a backup"):
            Desk(record).take(listings(400))


def test_a_record_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    Record(f"sqlite:///{path}").close()
    url = f"sqlite:///file:{path}?mode=ro&uri=true"
    with Record(url) as record, pytest.raises(RecordError, match="cannot be written to; check who owns"):
        Desk(record).take(listings(1))


def test_the_database_holds_together(desk: Desk, tmp_path: Path) -> None:
    desk.take(listings(30))
    desk.take([*listings(25), listing("twin"), listing("twin")])
    desk.undo(1)
    with closing(sqlite3.connect(tmp_path / "record.sqlite")) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert rows.execute("PRAGMA foreign_key_check").fetchall() == []
