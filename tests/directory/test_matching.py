"""Which listings are one place: rules by example, an operator's decisions, and the pairs labelled by hand.

The real files are read where they are present (see `benchmarks/matching.py`); the tests of them are skipped elsewhere.
"""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching import FILES, LABELLED, Score, labelled, listings, present, profiles, score
from directory.evidence import alike
from directory.likeness import plain
from directory.listing import Listing, Phone, public_id
from directory.matching import Matched, match
from directory.profile import Profile, profile
from directory.vocabulary import vocabulary

PRECISION, RECALL = 0.995, 0.95


def place(name: str, source: str = "a", /, **changes: object) -> Profile:
    """A listing in Pittsburgh, of source and id as given."""
    usual: dict[str, object] = {
        "key": name,
        "scope": "su",
        "name": "Harbor Treatment Center",
        "street": "516 East 1st Street",
        "city": "Pittsburgh",
        "state": "PA",
        "zip": "15213",
        "phones": (Phone(number="4125550100"),),
    }
    return profile(name, source, msgspec.convert(usual | changes, Listing))


def phone(number: str, use: str = "main") -> tuple[Phone, ...]:
    """One telephone."""
    return (Phone(number=number, use=use),)


A, B = phone("4125550101"), phone("4125550102")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"name": "WCHS, Inc."}, id="legal name, same telephone"),
        pytest.param({"phones": B, "street": "516 E. First St."}, id="other telephone, same name"),
        pytest.param({"phones": B, "name": "WCHS Inc", "name2": "DBA Harbor Trt Ctr"}, id="trade name"),
        pytest.param({"phones": B, "name": "HARBOR TREATMENT CENTER OF PITTSB"}, id="cut name"),
        pytest.param({"street": "516 E 1st Ave", "name": "WCHS"}, id="other kind of street, same telephone"),
        pytest.param({"street2": "Suite 3"}, id="suite told by one"),
        pytest.param({"zip": "15232"}, id="mistyped ZIP with all three"),
        pytest.param({"zip": "", "phones": B}, id="no ZIP, same address and name"),
    ],
)
def test_one_place(changes: dict[str, object]) -> None:
    assert groups(place("1"), place("2", "b", **changes)) == (("1", "2"),)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"street": "99 Elm Street", "name": "Elm House"}, id="telephone alone"),
        pytest.param({"street": "99 Elm Street", "phones": B}, id="name and city alone"),
        pytest.param({"street": "99 Elm Street"}, id="telephone and name, another address"),
        pytest.param({"name": "Elm House", "phones": B}, id="address alone"),
        pytest.param({"zip": "15232", "phones": B}, id="another ZIP, no telephone"),
        pytest.param({"street2": "Suite 9", "phones": B, "name": "Elm House"}, id="another suite"),
    ],
)
def test_two_places(changes: dict[str, object]) -> None:
    assert groups(place("1", street2="Suite 3"), place("2", "b", **changes)) == (("1",), ("2",))


def test_one_name_in_two_suites_is_for_a_person() -> None:
    matched = match([place("1", street2="Suite 3"), place("2", "b", street2="Suite 9", phones=B)])
    assert [(one, other) for one, other, _ in matched.reviews] == [("1", "2")]
    assert "another suite, floor or building" in matched.reviews[0][2]


def test_programs_of_one_source_stay_apart_unless_all_agrees() -> None:
    assert groups(place("1", name2="Detox"), place("2", name2="Adolescents")) == (("1",), ("2",))
    assert groups(place("1", name2="Detox"), place("2", name2="Detox", phones=B)) == (("1",), ("2",))
    assert groups(place("1", name2="Detox"), place("2", name2="Detox")) == (("1", "2"),)


def test_another_sources_listing_joins_the_program_it_names() -> None:
    programs = place("1", name2="Adolescents"), place("2", name2="Methadone Clinic")
    assert groups(*programs, place("3", "b", name2="Opioid Treatment Program")) == (("1",), ("2", "3"))


def test_the_veterans_administration_is_one_under_any_name_and_its_vet_center_is_not() -> None:
    clinic = place("1", name="Olin E. Teague Veterans' Center", phones=A)
    assert groups(clinic, place("2", "b", name="Central Texas VAHCS", phones=B)) == (("1", "2"),)
    assert groups(clinic, place("2", "b", name="Temple Vet Center", phones=B)) == (("1",), ("2",))


def test_a_call_centers_number_is_no_evidence_beside_the_house() -> None:
    elsewhere = [place(str(n), street=f"{n} Elm Street", name=f"House {n}") for n in range(5, 9)]
    assert groups(place("1"), *elsewhere, place("2", "b", street="517 Oak Road", name="Harbor Center")) == tuple(
        (name,) for name in ("1", "2", "5", "6", "7", "8")
    )


def test_a_third_listing_does_not_bring_strangers_together() -> None:
    """B has the name of A and the telephone of C: A and C are in two suites."""
    a = place("a", "x", name="Ash House", street2="Suite 1", phones=A)
    b = place("b", "y", name="Ash House", phones=B)
    c = place("c", "z", name="Oak Practice", street2="Suite 9", phones=B)
    assert sorted(map(len, groups(a, b, c))) == [1, 2]


def test_operators_win_over_rules_and_hold_through_others() -> None:
    apart = [place("1"), place("2", "b", name="Elm House", phones=B), place("3", "c", street="9 Oak Rd", phones=B)]
    together = frozenset({("1", "2"), ("2", "3")})
    assert match(apart, together).groups == (("1", "2", "3"),)
    same = [place("1"), place("2", "b"), place("3", "c")]
    split = match(same, apart=frozenset({("1", "2")}))
    assert sorted(map(len, split.groups)) == [1, 2]
    assert match(same, frozenset({("1", "3")}), frozenset({("1", "2")})).groups == (("1", "3"), ("2",))


def test_what_an_operator_joined_through_a_listing_that_is_gone_stays_joined() -> None:
    places = [place("1"), place("3", "c", street="9 Oak Rd", phones=B)]
    assert match(places, frozenset({("1", "2"), ("2", "3")})).groups == (("1", "3"),)


def test_a_pair_told_apart_is_not_asked_about_again() -> None:
    doubtful = [place("1", street2="Suite 3"), place("2", "b", street2="Suite 9", phones=B)]
    assert match(doubtful).reviews
    assert not match(doubtful, apart=frozenset({("1", "2")})).reviews


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rhode Island Substance Abuse Treatment", "RISAT Inc"),
        ("Saint Vincents Hosp", "St. Vincent's Hospital"),
        ("HowardCenter", "Howard Center Inc"),
        ("BrightView LLC, OTP Canton", "BrightView"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert alike(place("1", name=one), place("2", name=other)) >= 80


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pittsburgh Center", "Pittsburgh Community Health Centers"),
        ("Bear River Mental Health Center", "Bear River Health Department"),
        ("Oaklawn Psychiatric Center", "Integrated Health at Oaklawn"),
    ],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert alike(place("1", name=one), place("2", name=other)) < 80


NAMES = ("Ash House", "Ash House Inc", "Oak Practice", "Elm Recovery", "VA Clinic", "VAMC Pittsburgh")
PLACES = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(NAMES),
        st.sampled_from(("", "Detox", "Methadone Clinic")),
        st.sampled_from(("1 Elm St", "1 Elm Street", "1 Elm Ave", "11 Elm St", "Elm Corner", "1-3 Elm St")),
        st.sampled_from(("", "Suite 1", "Suite 2")),
        st.sampled_from(("4125550101", "4125550102", "4125550103")),
        st.sampled_from(("15213", "15232", "")),
    ),
    min_size=2,
    max_size=9,
)


@settings(deadline=None)
@given(PLACES, st.randoms())
def test_the_order_of_the_listings_changes_nothing_and_programs_stay_apart(
    told: list[tuple[str, ...]], chance: random.Random
) -> None:
    made = [
        place(str(n), source, name=name, name2=name2, street=street, street2=street2, phones=phone(number), zip=zip5)
        for n, (source, name, name2, street, street2, number, zip5) in enumerate(told)
    ]
    shuffled = list(made)
    chance.shuffle(shuffled)
    first = match(made)
    assert match(shuffled) == first
    known = {item.id: item for item in made}
    for group in first.groups:
        for one, other in combinations([known[name] for name in group], 2):
            assert one.part != other.part or one.names == other.names


def groups(*places: Profile) -> tuple[tuple[str, ...], ...]:
    """The groups of these listings."""
    return match(places).groups


def test_the_labelled_pairs_are_enough_and_are_keys_only() -> None:
    pairs = labelled()
    assert len(pairs) >= 300
    assert len({(pair.one, pair.other) for pair in pairs}) == len(pairs)
    assert min(sum(pair.same for pair in pairs), sum(not pair.same for pair in pairs)) >= 100
    assert all(len(pair.one) == len(pair.other) == 10 for pair in pairs)
    assert LABELLED.stat().st_size < 120 * len(pairs) + 200


HOUSES = {"name": "Harbor Agency", "name2": "Men's House"}, {"name": "Harbor Agency", "name2": "Women's House"}
"""Two rows of one list: the same address and telephone, two programs."""


@pytest.mark.parametrize("source", ["table:county", "hsds", "hsds:us", "hrsa"])
@pytest.mark.parametrize(
    "asked", [("", "care:detox"), ("care:detox", "care:detox opioid:otp"), ("su", "su mh"), ("su", "mh")]
)
def test_rows_of_one_list_are_two_places_whatever_was_asked_of_each(source: str, asked: tuple[str, str]) -> None:
    men, women = (
        place(name, source, **changes, survey=survey)
        for name, changes, survey in zip(("1", "2"), HOUSES, asked, strict=True)
    )
    assert groups(men, women) == (("1",), ("2",))


@pytest.mark.parametrize("source", ["findtreatment", "samhsa-directory"])
def test_what_was_asked_of_a_row_but_for_a_few_terms_is_the_survey_all_the_same(source: str) -> None:
    words = vocabulary()
    terms = {survey: sorted(words.asked(survey)) for survey in ("su", "mh")}
    told = {
        survey: " ".join(f"{words.terms[n].facet}:{words.terms[n].key}" for n in numbers[3:])
        for survey, numbers in terms.items()
    }
    men = place("1", source, **HOUSES[0], survey="su")
    assert groups(men, place("2", source, **HOUSES[1], survey=told["su"])) == (("1",), ("2",))
    assert groups(men, place("2", source, **HOUSES[1], survey=told["mh"])) == (("1", "2"),)


@pytest.fixture(scope="module")
def everything() -> Matched:
    """The places of all real files taken together."""
    missing = sorted(FILES.keys() - present())
    if missing:
        pytest.skip(f"the real files, or the sources that read them, are not here: {', '.join(missing)}")
    return match(profiles(FILES))


@pytest.mark.parametrize("drawn", ["hard", "random", "all"])
def test_precision_on_labelled_pairs(everything: Matched, drawn: str) -> None:
    assert _score(everything, drawn).precision >= PRECISION, _score(everything, drawn).wrong


def test_recall_on_labelled_pairs(everything: Matched) -> None:
    assert _score(everything, "all").recall >= RECALL, _score(everything, "all").missed


def _score(matched: Matched, drawn: str) -> Score:
    return score(matched.groups, [pair for pair in labelled() if drawn in (pair.drawn, "all")])


def test_no_two_agencies_of_one_address_are_merged_in_the_directory_of_2023() -> None:
    if "su-2023" not in present():
        pytest.skip("the directory of 2023 is not here")
    held: dict[str, Listing] = {}
    rows: Counter[tuple[str, str]] = Counter()
    for listing in listings("su-2023"):
        held.setdefault(public_id("su-2023", listing.key), listing)
        rows[listing.street.casefold(), listing.zip] += 1
    assert sum(count > 1 for count in rows.values()) == 366
    for group in match([profile(name, "samhsa-directory", listing) for name, listing in held.items()]).groups:
        for one, other in combinations([held[name] for name in group], 2):
            assert plain(one.name) == plain(other.name)
            assert {p.number for p in one.phones} & {p.number for p in other.phones}
