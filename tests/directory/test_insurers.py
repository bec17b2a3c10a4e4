"""Insurers by name: `insurers.csv` keeps its promises, free text finds the one it names, issuers become what was held.

The property that a name belongs to one insurer is tested on what people type and on what registers write.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import fields
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.facility import HeldWith
from directory.insurers import KINDS, Insurer, held_with, insurer_called, insurer_named, insurers
from directory.listing import Listing
from directory.states import STATES
from directory.vocabulary import vocabulary
from importers.values import fold
from importers.wordings import implied, term_of

NAMED = [
    # The five that the field's own pages name, with their brands.
    ("Aetna", "aetna"),
    ("AETNA US HEALTHCARE PPO", "aetna"),
    ("AETNA/MEDSOLUTIONS-HMO", "aetna"),
    ("Aetna Better Health of Kentucky", "aetna"),
    ("AETNA PROV. NUMBER", "aetna"),
    ("Coventry Health Care of Iowa, Inc.", "aetna"),
    ("Cigna", "cigna"),
    ("CIGNA HEALTHCARE OF NH", "cigna"),
    ("Evernorth Behavioral Health", "cigna"),
    ("ORTHONET/CIGNA", "cigna"),
    ("Highmark Blue Shield", "highmark"),
    ("HIGHMARK BLUES", "highmark"),
    ("BC/BS OF WEST VIRGINIA", "highmark"),
    ("Gateway Health Plan", "highmark"),
    ("Beacon Health Options", "carelon"),
    ("VALUEOPTIONS, INC", "carelon"),
    ("Value Options", "carelon"),
    ("Carelon Behavioral Health", "carelon"),
    ("beacon", "carelon"),
    ("ComPsych", "compsych"),
    ("COMPSYCH GUIDANCE RESOURCES", "compsych"),
    ("GuidanceResources", "compsych"),
    # Blue Cross and Blue Shield, by company where a state is told, else as a group.
    ("BCBS", "bcbs"),
    ("BC/BS", "bcbs"),
    ("B.C.B.S. PROVIDER #", "bcbs"),
    ("BLUE CROSS & BLUE SHIELD", "bcbs"),
    ("BlueCross BlueShield", "bcbs"),
    ("BCBS ID #", "bcbs"),
    ("BLUE CROSS OP", "bcbs"),
    ("BLUE CROSS BLUE SHEILD", "bcbs"),
    ("BCBS OF TX - DME SUPPLIER", "bcbs-texas"),
    ("BCBSTX", "bcbs-texas"),
    ("Illinois Blue Cross", "bcbs-illinois"),
    ("BCBS OF KANSAS", "bcbs-kansas"),
    ("BCBS OF KANSAS CITY", "bcbs-kansas-city"),
    ("AR BLUE CROSS & BLUE SHIE", "arkansas-blue"),
    ("Blue Cross and Blue Shield of Georgia", "anthem"),
    ("ANTHEM BC / BS", "anthem"),
    ("EMPIRE BC/BS", "anthem"),
    ("Blue Cross of California", "anthem"),
    ("BLUE SHIELD OF CA", "blue-shield-california"),
    ("MD BLUE SHIELD", "carefirst"),
    ("CAREFIRST BC/BS NASCO", "carefirst"),
    ("Blue Cross of Idaho", "blue-cross-idaho"),
    ("Regence Blue Shield of Idaho", "regence"),
    ("WELLMARK BCBS OF IOWA", "wellmark"),
    ("Premera", "premera"),
    ("HORIZON BC/BS", "horizon"),
    ("KEYSTONE HEALTH PLAN EAST", "independence"),
    ("BCBSM", "bcbs-michigan"),
    ("FEP Blue", "bcbs-federal"),
    # National companies and what they own.
    ("UNITED HLTHCARE OF MID AT", "unitedhealthcare"),
    ("UBH", "unitedhealthcare"),
    ("UNITED BEHAVIORAL HEALTH", "unitedhealthcare"),
    ("Wellpoint", "wellpoint"),
    ("Optum", "unitedhealthcare"),
    ("OXFORD PROVIDER NUMBER", "unitedhealthcare"),
    ("AMERICHOICE/UHC", "unitedhealthcare"),
    ("Kaiser Permanente", "kaiser"),
    ("AMERIGROUP COMMUNITY CARE", "wellpoint"),
    ("HEALTHNET", "health-net"),
    ("BMC HealthNet Plan", "wellsense"),
    ("HARMONY HEALTH PLAN OF IN", "wellcare"),
    ("BUCKEYE COMMUNITY HEALTH PLAN", "buckeye"),
    ("Fidelis Care New York", "fidelis"),
    ("PASSPORT HEALTH PLAN #", "molina"),
    ("Humana Military", "humana-military"),
    ("HUMANA GOLD PLUS HMO", "humana"),
    ("Keystone First", "amerihealth"),
    # Regional and state plans.
    ("CAL-OPTIMA", "caloptima"),
    ("L.A. Care", "la-care"),
    ("U-CARE INSURANCE", "ucare"),
    ("MEDICA CHOICE PROV NO.", "medica"),
    ("HealthPartners", "healthpartners"),
    ("TUFTS INPATIENT", "tufts-harvard-pilgrim"),
    ("HPHC", "tufts-harvard-pilgrim"),
    ("CCBH", "community-care"),
    ("Massachusetts Behavioral Health Partnership (MBHP)", "mbhp"),
    ("Texas Children’s Health Plan", "texas-childrens"),
    ("NHP RI", "neighborhood-rhode-island"),
    ("Select Health of South Carolina", "amerihealth"),
    ("SELECTHEALTH", "select-health"),
]

NOT_NAMED = [
    "",
    "?!",
    "MEDICAID",
    "RAILROAD MEDICARE",
    "TRICARE",
    "MassHealth",
    "NPI",
    "203745677",
    "UNITED",
    "UNITED CONCORDIA",
    "MEDICARE OSCAR NUMBER",
    "BEACON HOSPICE",
    "Beacon Light Recovery House",
    "New Directions",
    "Alder United Behavioral Health",
    "Wellpoint Recovery of Alder",
    "Alder Community Healthlink",
    "Horizon House",
    "Oxford House of Alder Street",
    "TUFTS MEDICAL CENTER",
    "Providence Hospital",
    "Presbyterian Church Counseling",
    "NEIGHBORHOOD HEALTH PLAN",
    "HEALTH PARTNERS",
    "GROUP HEALTH PLAN",
    "HMO",
    "BC MD",
    "AETNA OR CIGNA",
    "TUFTS/SEC HORIZONS",
    "MEDICA AND QUARTZ",
]


def joined(name: str) -> str:
    return "".join(word for word in fold(name).split() if word not in "a an and by for of the".split())


# The file


def test_the_columns_are_the_fields_of_an_insurer() -> None:
    rows = list(csv.reader((files("directory") / "insurers.csv").read_text(encoding="utf-8").splitlines(), strict=True))
    assert rows[0] == [field.name for field in fields(Insurer)]
    assert {len(row) for row in rows} == {len(rows[0])}


def test_every_row_says_of_what_kind_where_and_where_that_can_be_checked() -> None:
    codes = {state.code for state in STATES}
    for one in insurers().values():
        assert one.kind in KINDS, one.key
        assert {*one.states, *one.blue} <= codes, one.key
        assert set(one.blue) <= set(one.states), one.key
        assert one.part_of in {"", *insurers()} - {one.key}, one.key
        assert re.fullmatch(r"[a-z0-9.]+\.[a-z.]{2,6}: \S.+", one.source), one.key
        assert re.fullmatch(r"20\d\d", one.as_of), one.key
        assert one.kind != "blue" or one.part_of == "bcbs" or one.key == "bcbs", one.key


def test_the_terms_of_the_facet_are_the_insurers() -> None:
    facet = vocabulary().facets["insurer"]
    assert list(facet.terms) == list(insurers())
    assert facet.help.endswith("confirm with the facility.")
    assert len(facet.terms) >= 100


def test_a_state_has_one_blue_company_of_its_own_or_none() -> None:
    states = [state for one in insurers().values() for state in one.blue]
    assert sorted(states) == sorted(set(states))
    assert not {"CA", "ID", "MO", "NY", "PA", "WA"} & set(states)


# Whom a text names


@pytest.mark.parametrize(("text", "key"), NAMED)
def test_a_text_names_an_insurer(text: str, key: str) -> None:
    assert key in insurers()
    assert insurer_named(text) == key


@pytest.mark.parametrize("text", NOT_NAMED)
def test_a_text_names_none_or_several(text: str) -> None:
    assert insurer_named(text) is None


@pytest.mark.parametrize("one", insurers().values(), ids=lambda one: one.key)
def test_every_name_of_an_insurer_names_it(one: Insurer) -> None:
    for name in one.names:
        assert insurer_named(name.upper()) == one.key, name
        assert insurer_called(f"{name} HMO, Inc.") == one.key, name


def test_no_name_belongs_to_two_insurers() -> None:
    owners = defaultdict(set)
    for one in insurers().values():
        for name in one.names:
            owners[joined(name)].add(one.key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1 or not name} == {}


def test_no_name_is_a_word_of_another_facet() -> None:
    words = {joined(word) for term in vocabulary().terms if term.facet != "insurer" for word in term.words}
    assert [(one.key, name) for one in insurers().values() for name in one.names if joined(name) in words] == []


@given(st.lists(st.sampled_from([*"BCBS AETNA OXFORD HMO OF TX UNITED BLUE CROSS - / & 7".split(), "ß", "’"])))
def test_case_and_spaces_change_nothing(words: list[str]) -> None:
    text = " ".join(words)
    found = insurer_named(text)
    assert found is None or found in insurers()
    assert insurer_named(f"  {text.casefold()}. ") == found


@given(st.text())
def test_any_text_names_an_insurer_or_none(text: str) -> None:
    assert insurer_named(text) in {None, *insurers()}


# What importers make of it


@pytest.mark.parametrize("facets", [("insurer",), ("payment", "insurer")])
@pytest.mark.parametrize("one", insurers().values(), ids=lambda one: one.key)
def test_a_column_of_insurers_knows_every_name(one: Insurer, facets: tuple[str, ...]) -> None:
    for name in (one.label, *one.brands, *one.aliases):
        assert term_of(name, facets) == f"insurer:{one.key}", name


@pytest.mark.parametrize(
    ("wording", "term"),
    [
        ("Aetna PPO", "insurer:aetna"),
        ("BC/BS of TX", "insurer:bcbs-texas"),
        ("Carelon Behavioral Health, Inc.", "insurer:carelon"),
        ("PPO", "payment:private"),
        ("Medicaid", "payment:medicaid"),
        ("Aetna and Cigna", None),
        ("most Aetna plans", None),
        ("HMO plans", None),
    ],
)
def test_a_column_of_payments_takes_whole_names_only(wording: str, term: str | None) -> None:
    assert term_of(wording, ("payment", "insurer")) == term


@pytest.mark.parametrize("wording", ["Beacon", "Mercy Care", "Community Behavioral Health", "Aetna PPO"])
def test_where_nothing_says_insurer_a_common_word_is_none(wording: str) -> None:
    assert term_of(wording) is None


@pytest.mark.parametrize(
    ("term", "also"),
    [
        ("insurer:premera", {"insurer:bcbs"}),
        ("insurer:anthem", {"insurer:bcbs"}),
        ("insurer:wellpoint", {"insurer:anthem"}),
        ("insurer:sunshine-health", {"insurer:centene"}),
        ("insurer:bcbs", set()),
        ("insurer:aetna", set()),
    ],
)
def test_who_takes_a_plan_takes_one_of_the_group(term: str, also: set[str]) -> None:
    assert set(implied(term)) == {term} | also


# With whom an identifier was held


def held(issuers: str) -> list[tuple[str, str]]:
    listing = Listing(key="1", scope="main", name="Alder Clinic", city="Erie", state="PA",
                      identifiers={"issuers": issuers} if issuers else {})  # fmt: skip
    found = held_with(listing, "nppes")
    assert {one.source for one in found} <= {"nppes"}
    return [(one.insurer, one.name) for one in found]


def test_issuers_become_insurers_each_once_in_their_order() -> None:
    assert held("CIGNA; MEDICAID; AETNA HMO; AETNA PPO; BCBS") == [
        ("cigna", "Cigna"),
        ("aetna", "Aetna"),
        ("bcbs", "Blue Cross Blue Shield"),
    ]


def test_who_has_no_issuers_held_nothing() -> None:
    assert held("") == []


@pytest.mark.parametrize(
    "issuer",
    [
        "RAILROAD MEDICARE",
        "MEDICARE PART B",
        "ANTHEM BLUE CROSS PART B",
        "HIGHMARK MEDICARE SERVICE",
        "MEDICAID",
        "STATE LICENSE #",
        "NPI",
        "203745677",
        "COMMERCIAL INSURANCE",
        "HEALTH PLAN",
        "DENTAL INSURANCE OF ALDER",
        "DR. ALDER, MEDICAL LICENSE",
        "ALDER HEALTH PLAN # FOR MAPLE",
    ],
)
def test_programs_licences_and_numbers_are_no_insurers(issuer: str) -> None:
    assert held(issuer) == []


@pytest.mark.parametrize(
    ("issuer", "name"),
    [
        ("ALDER VALLEY HEALTH PLAN", "Alder Valley Health Plan"),
        ("ALDER HMO", "Alder HMO"),
        ("LIFE ASSURANCE OF ALDER CO", "Life Assurance of Alder CO"),
        ("Alder managed care", "Alder managed care"),
    ],
)
def test_an_unknown_insurer_keeps_its_name(issuer: str, name: str) -> None:
    assert held(issuer) == [("", name)]


def test_what_was_held_says_who_told_it() -> None:
    listing = Listing(key="1", scope="main", name="Alder Clinic", city="Erie", state="PA",
                      identifiers={"issuers": "UBH"})  # fmt: skip
    assert held_with(listing, "nppes") == (
        HeldWith(insurer="unitedhealthcare", name="UnitedHealthcare and Optum", source="nppes"),
    )
