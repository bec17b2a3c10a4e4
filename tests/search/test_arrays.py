"""A file of arrays: written the same each time, readable by numpy, mapped read-only at even places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.arrays import ALIGNED, Array, mapped, save

ARRAYS: dict[str, Array] = {
    "bits": np.arange(14, dtype=np.uint8).reshape(7, 2),
    "a": np.array([1.5, np.nan]),
    "names_of_counties": np.array(["Alpha", "Ōmega"], np.str_),
    "none": np.empty((0, 3), np.int32),
    "flags": np.array([True, False, True]),
    "words": np.arange(130, dtype=np.uint64).reshape(2, 65)[:, ::2],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save(tmp_path / "arrays.npz", ARRAYS)
    return tmp_path / "arrays.npz"


def test_what_was_saved_is_mapped(path: Path) -> None:
    found = mapped(path)
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array, strict=True)


def test_numpy_reads_it_too(path: Path) -> None:
    with np.load(path) as found:
        for name, array in ARRAYS.items():
            np.testing.assert_array_equal(found[name], array, strict=True)


def test_a_file_of_numpys_own_is_mapped(tmp_path: Path) -> None:
    np.savez(tmp_path / "theirs.npz", **ARRAYS, turned=np.asfortranarray(ARRAYS["bits"]))  # type: ignore[arg-type]  # its flag
    found = mapped(tmp_path / "theirs.npz")
    for name, array in {**ARRAYS, "turned": ARRAYS["bits"]}.items():
        np.testing.assert_array_equal(found[name], array, strict=True)


def test_every_array_begins_at_an_even_place(path: Path) -> None:
    assert {array.ctypes.data % ALIGNED for array in mapped(path).values() if array.size} == {0}


def test_the_same_arrays_are_the_same_bytes(path: Path, tmp_path: Path) -> None:
    save(tmp_path / "again.npz", ARRAYS)
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()


def test_nobody_writes_to_them_and_they_outlive_their_file(path: Path) -> None:
    found = mapped(path)["bits"]
    path.unlink()
    with pytest.raises(ValueError, match="read-only"):
        found[0, 0] = 1
    np.testing.assert_array_equal(found, ARRAYS["bits"])


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1000])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "none.npz").write_bytes(content)
    with pytest.raises(Exception, match=r"zip|empty"):
        mapped(tmp_path / "none.npz")


def test_objects_are_neither_written_nor_read(tmp_path: Path) -> None:
    told = {"things": np.array([{}, None], object)}
    with pytest.raises(ValueError, match="allow_pickle"):
        save(tmp_path / "ours.npz", told)
    np.savez(tmp_path / "theirs.npz", **told)  # type: ignore[arg-type]  # its flag
    with pytest.raises(ValueError, match="object"):
        mapped(tmp_path / "theirs.npz")
