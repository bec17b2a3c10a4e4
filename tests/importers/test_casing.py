"""Capitals made readable: names, streets and cities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import casing

FORMS = [casing.name, casing.place]


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        ("ALDERFEN RECOVERY SERVICES", "Alderfen Recovery Services"),
        ("ALDERFEN RECOVERY, LLC", "Alderfen Recovery, LLC"),
        ("ALDERFEN RECOVERY INC.", "Alderfen Recovery Inc."),
        ("MORSE CLINIC OF DUNN PC", "Morse Clinic of Dunn PC"),
        ("FINCH CLINIC, PLLC.", "Finch Clinic, PLLC."),
        ("SMITH MD AND JONES MD, PA", "Smith MD and Jones MD, PA"),
        ("BHG XLII LLC", "BHG XLII LLC"),
        ("ALDERFEN CENTERS OH-XIV, L", "Alderfen Centers OH-XIV, L"),
        ("TREATMENT CENTER IV", "Treatment Center IV"),
        ("MCLEOD CENTER", "McLeod Center"),
        ("O'BRIEN HOUSE", "O'Brien House"),
        ("ST. JOSEPH'S HOSPITAL", "St. Joseph's Hospital"),
        ("HO'OLA LAHUI HAWAI'I", "Ho'ola Lahui Hawai'i"),
        ("PORTER-STARKE SERVICES", "Porter-Starke Services"),
        ("TARZANA CENTERS,INC.", "Tarzana Centers,Inc."),
        ("C.O.R.E. MEDICAL CLINIC", "C.O.R.E. Medical Clinic"),
        ("THE CENTER FOR HOPE AND HEALING OF", "The Center for Hope and Healing Of"),
        ("JK2C, LLC", "JK2C, LLC"),
        ("CLÍNICA ÁRBOL", "Clínica Árbol"),
        ("APT FOUNDATION", "APT Foundation"),
        ("KPHC", "KPHC"),
        ("BRIGHTVIEW", "Brightview"),
        ("Alderfen RECOVERY llc", "Alderfen RECOVERY llc"),
        ("", ""),
    ],
)
def test_names(written: str, readable: str) -> None:
    assert casing.name(written) == readable


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        ("12 E 2ND ST NW", "12 E 2nd St NW"),
        ("100 MARTIN LUTHER KING JR BLVD", "100 Martin Luther King Jr Blvd"),
        ("PO BOX 12, APT 3B", "PO Box 12, Apt 3B"),
        ("US-60 AT CR-539", "US-60 at CR-539"),
        ("FL 4", "Fl 4"),
        ("BERLIN", "Berlin"),
        ("MCALLEN", "McAllen"),
        ("COEUR D'ALENE", "Coeur D'Alene"),
    ],
)
def test_places(written: str, readable: str) -> None:
    assert casing.place(written) == readable


@pytest.mark.parametrize("form", FORMS)
@given(written=st.one_of(st.text(max_size=40), st.text("ABCDEIMNORSTVXLY .,'’-&/1234567890ÍÑÉßİΣǅ", max_size=60)))
def test_no_letter_changes_but_in_case(form: casing.Form, written: str) -> None:
    readable = form(written)
    assert len(readable) == len(written)
    assert all(a == b or a == b.upper() for a, b in zip(written, readable, strict=True))
    assert form(readable) == readable


@pytest.mark.parametrize("form", FORMS)
@given(written=st.text(max_size=40).filter(lambda text: any(map(str.islower, text))))
def test_what_has_small_letters_stays(form: casing.Form, written: str) -> None:
    assert form(written) == written


def test_the_spelling_is_kept_where_it_changed() -> None:
    raw: dict[str, str] = {}
    assert casing.kept(raw, "city", "BERLIN", casing.place) == "Berlin"
    assert casing.kept(raw, "street", "12 Oak Street", casing.place) == "12 Oak Street"
    assert raw == {"city": "BERLIN"}
