"""Generations: published whole, verified to the byte, switched to, rolled back, pruned."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import numpy as np
import pytest
import xxhash

from directory.errors import GenerationError
from directory.facility import Citation, Ended, Facility
from directory.vocabulary import vocabulary
from search import build
from search.engine import Engine
from search.generation import Generation
from search.making import LONGEST
from search.manifest import FORMAT, MANIFEST, SEAL, Manifest, read_manifest, verify, write_manifest
from search.query import Query
from search.sums import file_sum
from search.switch import current, folder_name, numbers, prune, publishing, rollback, switch
from tests.conftest import (
    CLOSED,
    LISTED,
    MENTAL,
    METHADONE,
    NEW_CODE,
    NOW,
    NOWHERE,
    ZIP_ONLY,
    Desk,
    id_of,
    listing,
    listings,
)

FILES = (
    "manifest.json",
    "manifest.sha256",
    "facilities.sqlite",
    "columns.npz",
    "places.sqlite",
    "text/names.bin",
    "text/names.npy",
    *(
        f"text/{part}/{file}"
        for part in ("names", "places")
        for file in ("_MAIN_1.toc", "*.seg", "lines.bin", "lines.npy", "words.txt", "words.npy")
    ),
)


@contextmanager
def opened(root: Path, number: int | None = None) -> Iterator[Generation]:
    chosen = current(root) if number is None else number
    assert chosen is not None
    generation = Generation(root / folder_name(chosen))
    try:
        yield generation
    finally:
        generation.close()


def facility(root: Path, public_id: str) -> Facility:
    with opened(root) as generation:
        found = generation.facility(public_id)
        assert found is not None
        return found


def file_of(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


class TestPublished:
    """What a generation holds."""

    def test_the_manifest_counts_and_sums(self, small_generation: Path) -> None:
        folder = small_generation / "gen-000001"
        manifest = read_manifest(folder)
        assert (manifest.format, manifest.number, manifest.built) == (FORMAT, 1, NOW)
        assert (manifest.facilities, manifest.gone, manifest.with_point) == (5, 1, 4)
        (source,) = manifest.sources
        assert (source.key, source.as_of, source.imported, source.count) == ("test", "2023-05", NOW[:10], 5)
        assert not manifest.fictional
        found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        assert set(manifest.files) == found - {MANIFEST, SEAL}
        for name, expected in manifest.files.items():
            content = (folder / name).read_bytes()
            sums = hashlib.sha256(content).hexdigest(), xxhash.xxh3_128_hexdigest(content)
            assert (expected.size, expected.sha256, expected.xxh3) == (len(content), *sums)
        written = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
        assert (folder / SEAL).read_text() == f"{written}  {MANIFEST}\n"

    def test_every_file_is_of_a_kind_we_corrupt(self, small_generation: Path) -> None:
        folder = small_generation / "gen-000001"
        covered = {file_of(folder, pattern) for pattern in FILES}
        left = {path for path in folder.rglob("*") if path.is_file()} - covered
        assert {path.name for path in left} <= {"MAIN_WRITELOCK"}

    def test_a_facility(self, small_generation: Path) -> None:
        found = facility(small_generation, id_of(METHADONE))
        assert (found.name, found.city, found.point) == (METHADONE.name, "Pittsburgh", "source")
        assert found.county == "Allegheny County"
        assert found.terms["medication"] == ["methadone"]
        assert "otp" in found.terms["opioid"]
        assert found.updated == "2023-05"
        assert found.sources == (
            Citation(
                source="test",
                label="The test directory",
                url="https://example.org/",
                as_of="2023-05",
                imported=NOW[:10],
            ),
        )

    def test_what_nobody_asked_is_not_stated_and_never_no(self, small_generation: Path) -> None:
        asked, unasked = (facility(small_generation, id_of(item)) for item in (METHADONE, MENTAL))
        assert "methadone" in unasked.not_stated["medication"]
        assert "methadone" not in unasked.terms.get("medication", [])
        assert "buprenorphine" not in asked.not_stated.get("medication", [])
        assert "buprenorphine" not in asked.terms["medication"]

    def test_without_coordinates_it_gets_those_of_its_zip(self, small_generation: Path) -> None:
        found = facility(small_generation, id_of(ZIP_ONLY))
        assert found.point == "zip"
        assert found.latitude == pytest.approx(40.44, abs=0.02)
        assert found.longitude == pytest.approx(-79.95, abs=0.02)

    def test_without_coordinates_and_zip_it_has_no_point(self, small_generation: Path) -> None:
        found = facility(small_generation, id_of(NOWHERE))
        assert (found.point, found.latitude, found.longitude) == ("", None, None)

    def test_unknown_codes_are_shown_as_they_were_said(self, small_generation: Path) -> None:
        assert facility(small_generation, id_of(NEW_CODE)).unknown == ("QZQ", "TC|Care by kindness")

    def test_a_long_text_is_shown_in_part_and_what_is_not_to_be_seen_not_at_all(
        self, desk: Desk, tmp_path: Path, place_table: Path
    ) -> None:
        written = {"name": "n" * 10_000, "street2": "s" * LONGEST, "phones": [{"number": "call " * 2_000}]}
        desk.take([listing("long", said=("OP", "TC|\u202eesrever\x07", "TC|" + "w" * 10_000), **written)])
        desk.publish(tmp_path / "generations", place_table)
        with opened(tmp_path / "generations") as generation:
            (facility,) = generation.facilities([0])
        assert facility.name == "n" * (LONGEST - 1) + "…"
        assert facility.street2 == "s" * LONGEST
        assert len(facility.phones[0].number) <= LONGEST
        assert set(facility.unknown) == {"TC|esrever", "TC|" + "w" * (LONGEST - 4) + "…"}

    def test_what_is_no_longer_listed_is_remembered_without_its_telephone(self, small_generation: Path) -> None:
        gone = facility(small_generation, id_of(CLOSED))
        assert (gone.name, gone.listed, gone.phones) == (CLOSED.name, False, ())
        assert gone.ended == (Ended(label="The test directory", since="2023-05"),)
        assert facility(small_generation, id_of(METHADONE)).listed

    def test_documents_are_in_the_order_of_names(self, small_generation: Path) -> None:
        with opened(small_generation) as generation:
            names = [found.name for found in generation.facilities(range(len(generation)))]
            assert names == sorted(item.name for item in (*LISTED, CLOSED))
            assert [found.name for found in generation.facilities([3, 0])] == [names[3], names[0]]


class TestPublishing:
    """From the record to the live generation."""

    def test_twice_gives_the_same_answers(self, desk: Desk, tmp_path: Path, place_table: Path) -> None:
        desk.take([*LISTED, *listings(30)])
        for _ in range(2):
            desk.publish(tmp_path / "generations", place_table)
        first, second = (contents(tmp_path / "generations" / folder_name(number)) for number in (1, 2))
        assert first == second
        assert answers(tmp_path / "generations", 1) == answers(tmp_path / "generations", 2)

    def test_only_the_number_and_time_differ_in_the_manifest(
        self, desk: Desk, tmp_path: Path, place_table: Path
    ) -> None:
        desk.take(LISTED)
        one, two = (desk.publish(tmp_path / "generations", place_table, now=now) for now in (NOW, NOW[:-1] + "1"))
        assert (one.number, two.number) == (1, 2)
        assert msgspec.structs.replace(two, number=1, built=NOW, files={}) == msgspec.structs.replace(one, files={})
        same = set(one.files) - {name for name in one.files if name.startswith("text/")}
        assert {name: one.files[name] for name in same} == {name: two.files[name] for name in same}

    def test_an_empty_record_is_not_published(self, desk: Desk, generations: Path, place_table: Path) -> None:
        with pytest.raises(GenerationError, match=r"holds no current listing.*import a source first"):
            desk.publish(generations, place_table)
        assert (current(generations), numbers(generations)) == (1, [1])
        assert sorted(path.name for path in generations.iterdir()) == ["current", "gen-000001", "publish.lock"]

    def test_an_empty_one_may_be_asked_for(self, desk: Desk, tmp_path: Path, place_table: Path) -> None:
        manifest = desk.publish(tmp_path / "generations", place_table, allow_empty=True)
        assert manifest.facilities == 0
        with opened(tmp_path / "generations") as generation:
            assert Engine(generation).search(Query(q="anything", near="15213")).total == 0

    def test_a_second_publisher_is_refused(self, desk: Desk, generations: Path, place_table: Path) -> None:
        desk.take(LISTED)
        with publishing(generations), pytest.raises(GenerationError, match="Another publish or rollback is at work"):
            desk.publish(generations, place_table)
        assert desk.publish(generations, place_table).number == 2

    def test_what_a_killed_one_left_is_cleared_away(self, desk: Desk, generations: Path, place_table: Path) -> None:
        shutil.copytree(generations / "gen-000001", generations / "gen-000002.building")
        (generations / "current.17.new").symlink_to("gen-000002.building")
        desk.take(LISTED)
        desk.publish(generations, place_table)
        names = sorted(path.name for path in generations.iterdir())
        assert names == ["current", "gen-000001", "gen-000002", "publish.lock"]

    def test_what_fails_leaves_nothing_behind(
        self, desk: Desk, generations: Path, place_table: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device", "columns.npz")

        desk.take(LISTED)
        monkeypatch.setattr(build, "_save_columns", full)
        with pytest.raises(GenerationError, match=r"No generation could be built: .*No space left.*stays as it is"):
            desk.publish(generations, place_table)
        assert (current(generations), numbers(generations)) == (1, [1])
        assert not list(generations.glob("*.building"))

    def test_what_does_not_verify_is_not_switched_to(
        self, desk: Desk, generations: Path, place_table: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def then_damaged(folder: Path, manifest: Manifest) -> None:
            write_manifest(folder, manifest)
            (folder / "columns.npz").write_bytes(b"")

        desk.take(LISTED)
        monkeypatch.setattr(build, "write_manifest", then_damaged)
        with pytest.raises(GenerationError, match=r"columns\.npz is not what was published"):
            desk.publish(generations, place_table)
        assert (current(generations), numbers(generations)) == (1, [1])

    @pytest.mark.parametrize(("keep", "left"), [(1, [4]), (2, [3, 4]), (3, [2, 3, 4]), (9, [1, 2, 3, 4])])
    def test_so_many_are_kept(
        self, desk: Desk, generations: Path, place_table: Path, keep: int, left: list[int]
    ) -> None:
        for number in (2, 3):
            shutil.copytree(generations / "gen-000001", generations / folder_name(number))
        desk.take(LISTED)
        desk.publish(generations, place_table, keep=keep)
        assert numbers(generations) == left

    def test_the_live_one_is_never_removed(self, generations: Path) -> None:
        for number in (2, 3, 4):
            shutil.copytree(generations / "gen-000001", generations / folder_name(number))
        prune(generations, keep=1)
        assert (numbers(generations), current(generations)) == ([1, 4], 1)

    def test_a_number_is_never_used_again(self, desk: Desk, generations: Path, place_table: Path) -> None:
        desk.take(LISTED)
        desk.publish(generations, place_table)
        shutil.rmtree(generations / "gen-000002")
        assert desk.publish(generations, place_table).number == 3


def contents(folder: Path) -> dict[str, object]:
    """What the files of a generation hold, whatever their bytes."""
    generation = Generation(folder)
    try:
        facilities = generation.facilities(range(len(generation)))
        with np.load(folder / "columns.npz") as columns:
            arrays = {name: (columns[name].dtype, columns[name].tobytes()) for name in columns.files}
        words = {
            word: generation.text.postings(word)
            for found in facilities
            for word in f"{found.name} {found.street}".lower().split()
        }
        postings = {word: (found.docs.tolist(), found.scores.tolist()) for word, found in words.items()}
        return {"facilities": facilities, **arrays, "postings": postings}
    finally:
        generation.close()


def answers(root: Path, number: int) -> list[object]:
    questions = [
        Query(q="place", sort="best"),
        Query(near="15213", sort="distance"),
        Query(any_of={"medication": ("methadone",)}),
        Query(near="15213", within=None, sort="name", size=3, page=2),
    ]
    with opened(root, number) as generation:
        return [Engine(generation).search(question) for question in questions]


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def remove(path: Path) -> None:
    path.unlink()


def flip_at(share: float) -> object:
    def flip(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[int(share * (len(content) - 1))] ^= 1
        path.write_bytes(content)

    flip.__name__ = f"flip at {share}"
    return flip


DAMAGE = (truncate, empty, append, remove, *(flip_at(share) for share in (0.0, 0.37, 1.0)))


@pytest.fixture(scope="session")
def two_generations(small_generation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sound generations, the second live."""
    root = Path(shutil.copytree(small_generation, tmp_path_factory.mktemp("two") / "generations", symlinks=True))
    shutil.copytree(root / "gen-000001", root / "gen-000002")
    reseal(root / "gen-000002", number=2)
    switch(root, 2)
    return root


def reseal(folder: Path, **changes: object) -> None:
    write_manifest(folder, msgspec.structs.replace(read_manifest(folder), **changes))


class TestDamage:
    """One wrong byte anywhere is enough to refuse a generation."""

    @pytest.fixture
    def kept(self, two_generations: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
        """The second generation's folder, whose damaged file is put back afterwards."""
        path = file_of(two_generations / "gen-000002", request.getfixturevalue("name"))
        before = path.read_bytes()
        yield two_generations
        path.write_bytes(before)

    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
    def test_it_is_refused_by_name(self, kept: Path, name: str, damage: object) -> None:
        path = file_of(kept / "gen-000002", name)
        assert callable(damage)
        damage(path)
        said = "manifest" if name.startswith("manifest") else path.name
        with pytest.raises(GenerationError, match=f"gen-000002: .*{said}"):
            verify(kept / "gen-000002")
        with pytest.raises(GenerationError, match=f"gen-000002: .*{said}"):
            Generation(kept / "gen-000002")
        switch(kept, 1)
        with pytest.raises(GenerationError, match=said):
            switch(kept, 2)
        assert current(kept) == 1
        with opened(kept) as generation:
            assert generation.facility(id_of(METHADONE)) is not None

    def test_opening_compares_one_checksum_and_everything_else_both(self, generations: Path) -> None:
        folder = generations / "gen-000001"
        files = read_manifest(folder).files
        forged = msgspec.structs.replace(files["columns.npz"], sha256="0" * 64)
        reseal(folder, files=files | {"columns.npz": forged})
        Generation(folder).close()
        for refuse in (lambda: verify(folder), lambda: switch(generations, 1)):
            with pytest.raises(GenerationError, match=r"columns\.npz is not what was published"):
                refuse()

    def test_a_quick_checksum_that_differs_is_refused_by_all(self, generations: Path) -> None:
        folder = generations / "gen-000001"
        files = read_manifest(folder).files
        other = msgspec.structs.replace(files["columns.npz"], xxh3="0" * 32)
        reseal(folder, files=files | {"columns.npz": other})
        for refuse in (lambda: verify(folder), lambda: Generation(folder)):
            with pytest.raises(GenerationError, match=r"columns\.npz is not what was published"):
                refuse()

    def test_an_open_one_outlives_its_folder(self, generations: Path) -> None:
        questions = Query(near="15213", sort="distance"), Query(any_of={"medication": ("methadone",)})
        with opened(generations) as generation:
            before = [Engine(generation).search(question).total for question in questions]
            shutil.rmtree(generations / "gen-000001")
            assert [Engine(generation).search(question).total for question in questions] == before != [0, 0]

    @pytest.mark.parametrize("name", ["facilities.sqlite", "columns.npz", "places.sqlite"])
    def test_what_was_sealed_but_cannot_be_read_is_refused_too(self, generations: Path, name: str) -> None:
        folder = generations / "gen-000001"
        path = file_of(folder, name)
        path.write_bytes(b"nonsense" * 1000)
        manifest = read_manifest(folder)
        sums = manifest.files | {str(path.relative_to(folder)): file_sum(path)}
        write_manifest(folder, msgspec.structs.replace(manifest, files=sums))
        with pytest.raises(GenerationError, match="gen-000001"):
            Generation(folder)

    def test_parts_that_do_not_belong_together_are_refused(
        self, desk: Desk, generations: Path, place_table: Path
    ) -> None:
        desk.take(LISTED[:3])
        desk.publish(generations, place_table)
        shutil.copy(generations / "gen-000001" / "columns.npz", generations / "gen-000002" / "columns.npz")
        manifest = read_manifest(generations / "gen-000002")
        sums = manifest.files | {"columns.npz": file_sum(generations / "gen-000002" / "columns.npz")}
        write_manifest(generations / "gen-000002", msgspec.structs.replace(manifest, files=sums))
        with pytest.raises(GenerationError, match="different numbers of facilities"):
            Generation(generations / "gen-000002")

    def test_a_folder_of_another_format_is_refused(self, generations: Path) -> None:
        reseal(generations / "gen-000001", format=FORMAT + 1)
        with pytest.raises(GenerationError, match=rf"manifest\.json has format {FORMAT + 1}.*publish again"):
            Generation(generations / "gen-000001")

    def test_a_sealed_manifest_that_is_none_is_refused(self, generations: Path) -> None:
        for text in (b"[]", f'{{"format": {FORMAT}}}'.encode(), b"{"):
            (generations / "gen-000001" / MANIFEST).write_bytes(text)
            sealed = f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n"
            (generations / "gen-000001" / SEAL).write_text(sealed)
            with pytest.raises(GenerationError, match=r"manifest\.json cannot be understood"):
                read_manifest(generations / "gen-000001")

    def test_no_folder_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(GenerationError, match=r"gen-000009: manifest\.json cannot be read"):
            Generation(tmp_path / "gen-000009")


class TestRollback:
    """Going back."""

    @pytest.fixture
    def four(self, generations: Path) -> Path:
        """Four generations, the last one live."""
        for number in (2, 3, 4):
            shutil.copytree(generations / "gen-000001", generations / folder_name(number))
        switch(generations, 4)
        return generations

    def test_to_the_one_before(self, four: Path) -> None:
        assert rollback(four) == 3
        assert current(four) == 3
        assert rollback(four) == 2

    def test_over_a_damaged_one(self, four: Path) -> None:
        truncate(four / "gen-000003" / "columns.npz")
        remove(four / "gen-000002" / MANIFEST)
        assert rollback(four) == 1

    @pytest.mark.parametrize("number", [1, 3, 4])
    def test_to_one_that_is_named_older_or_newer(self, four: Path, number: int) -> None:
        switch(four, 2)
        assert rollback(four, number) == number
        assert current(four) == number

    @pytest.mark.parametrize(("number", "said"), [(9, "no generation 9; there are"), (2, r"columns\.npz is not")])
    def test_not_to_one_that_is_missing_or_damaged(self, four: Path, number: int, said: str) -> None:
        truncate(four / "gen-000002" / "columns.npz")
        with pytest.raises(GenerationError, match=said):
            rollback(four, number)
        assert current(four) == 4

    def test_not_when_there_is_nothing_earlier(self, generations: Path, tmp_path: Path) -> None:
        for root in (generations, tmp_path / "nothing"):
            with pytest.raises(GenerationError, match="no sound earlier generation"):
                rollback(root)
        assert current(generations) == 1

    def test_not_beside_a_publisher(self, four: Path) -> None:
        with publishing(four), pytest.raises(GenerationError, match="Another publish"):
            rollback(four)


class TestAnotherVocabulary:
    """A generation that another version of the program published, with its terms in another order."""

    def shuffle(self, folder: Path, terms: list[str], order: list[int]) -> None:
        """Rewrite the bits in this order of terms."""
        with np.load(folder / "columns.npz") as columns:
            arrays = dict(columns)
        for name in ("yes", "asked"):
            bits = np.unpackbits(arrays[name], axis=1, count=len(vocabulary().terms), bitorder="little")
            known = np.pad(bits, ((0, 0), (0, 1)))
            arrays[name] = np.packbits(known[:, order], axis=1, bitorder="little")
        np.savez(folder / "columns.npz", **arrays)
        manifest = read_manifest(folder)
        sums = manifest.files | {"columns.npz": file_sum(folder / "columns.npz")}
        write_manifest(folder, msgspec.structs.replace(manifest, terms=tuple(terms), files=sums))

    def test_its_filters_and_counts_are_right(self, generations: Path) -> None:
        before = self.counted(generations)
        terms = [f"{term.facet}:{term.key}" for term in vocabulary().terms]
        last = len(terms)  # a column of zeros: a term this program does not know
        order = [last, *reversed(range(last)), last]
        self.shuffle(generations / "gen-000001", ["old:term", *reversed(terms), "old:other"], order)
        assert self.counted(generations) == before
        assert before[0] == [METHADONE.name]

    def test_a_term_it_did_not_know_is_nobodys(self, generations: Path) -> None:
        terms = [f"{term.facet}:{term.key}" for term in vocabulary().terms]
        left = [number for number, name in enumerate(terms) if name != "medication:methadone"]
        self.shuffle(generations / "gen-000001", [terms[number] for number in left], left)
        assert self.counted(generations)[0] == []

    def counted(self, root: Path) -> tuple[list[str], object]:
        with opened(root) as generation:
            answer = Engine(generation).search(Query(any_of={"medication": ("methadone",)}))
            return [hit.facility.name for hit in answer.hits], (answer.facets, answer.not_stated)
