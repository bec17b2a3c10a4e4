"""Names of downloaded files: readable where they can be, harmless whatever the server says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.file_name import LONGEST, file_name

URL = "https://example.org/files/List%20of%20Programs_20260131.csv?x=1"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("", "List_of_Programs_20260131.csv"),
        ("attachment", "List_of_Programs_20260131.csv"),
        ('attachment; filename="TreatmentProgram_20250704.csv"', "TreatmentProgram_20250704.csv"),
        ("attachment; filename=a.csv", "a.csv"),
        ("attachment; filename*=UTF-8''caf%C3%A9.csv", "caf_.csv"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\temp\\\\x.csv"', "x.csv"),
        ('attachment; filename=".download.json"', "download.json"),
        ('attachment; filename="..."', "download"),
        ("attachment; filename*=nonsense''a%FF.csv", "a_.csv"),
        (f'attachment; filename="{"x" * 300}.csv"', f"{'x' * (LONGEST - 4)}.csv"),
    ],
)
def test_the_name(disposition: str, name: str) -> None:
    assert file_name(URL, disposition) == name


@given(st.text(), st.text())
def test_any_name_is_safe_and_stays_what_it_is(url: str, disposition: str) -> None:
    for said in (disposition, f'attachment; filename="{disposition}"', f"attachment; filename*={disposition}"):
        name = file_name(f"https://example.org/{url}", said)
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
        assert len(name) <= LONGEST
        assert file_name("", f'attachment; filename="{name}"') == name
