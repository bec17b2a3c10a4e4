"""What understanding never does, whatever is typed: raise, lose a word, or filter by what nobody meant."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.errors import AmbiguousPlaceError
from directory.vocabulary import Vocabulary, vocabulary
from search.care_words import CARE_UNKNOWN
from search.meanings import POSSIBLE_TABLES, TABLES
from search.places import Places
from search.spanish_words import SPANISH
from search.understand import Reader, understand
from search.understood import KINDS, Understood
from search.word_spans import split

WORDS = [word for term in vocabulary().terms for name in term.words for word in name.split()]
PHRASES = [name for term in vocabulary().terms for name in (*term.brands, *term.synonyms)]
TALK = """no not without sin or and near in de cerca within 10 miles millas of the my mi son 15 years old philadelphia
pittsburgh reading pa or ohio me miami, fl hope house center clinic hospital serenity gateway xyzzy qwfp 15213 jackson
insurance seguro takes accepts women's springfeild suboxne , . ; / - new york bronx va la 12 step free""".split()

QUESTION = st.lists(st.sampled_from(PHRASES) | st.sampled_from(WORDS) | st.sampled_from(TALK), max_size=9).map(" ".join)
ANYTHING = st.text(max_size=200) | QUESTION


@pytest.fixture(scope="module")
def places(place_table: Path) -> Iterator[Places]:
    opened = Places(place_table)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reader(places: Places) -> Reader:
    return Reader(vocabulary(), places)


def filters(found: Understood) -> set[tuple[str, str, bool]]:
    return {(f.facet, f.key, f.exclude) for f in found.filters}


def named(found: Understood) -> set[str]:
    return {f"{facet}:{key}" for facet, key, _ in filters(found)}


# Never what was not meant


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("i live in boston", "setting:residential setting:inpatient"),
        ("medical center", "payment:medicaid"),
        ("the rapist", "approach:individual"),
        ("home again", "setting:telehealth service:housing-services"),
        ("women's center", "group:women"),
        ("children's hospital", "age:children setting:inpatient"),
        ("vet center", "group:veterans operator:va"),
        ("hope", "care:substance-use"),
        ("harmony house", "care:transitional-housing"),
        ("beacon house", "insurer:carelon"),
        ("anthem az", "insurer:anthem"),
        ("no insurance", "payment:private insurer:aetna"),
        ("i have no medicaid", "payment:medicaid"),
        ("not on medicare", "payment:medicare"),
        ("my mother", "group:women group:pregnant"),
        ("my son", "age:children"),
        ("my 2 year old", "age:children"),
        ("sober 12 years", "age:children"),
        ("within 15 miles", "age:children"),
        ("physical therapy", "approach:individual"),
        ("doctor in va", "operator:va"),
        ("norfolk va", "operator:va"),
        ("homeless", "service:housing-services"),
        ("ability", "medication:aripiprazole"),
        ("heroine", "care:substance-use"),
        ("decade", "medication:naltrexone-oral"),
        ("council", "approach:individual"),
        ("traps", "group:lgbtq"),
        ("presidential", "setting:residential"),
        ("impatient", "setting:inpatient"),
        ("trama", "group:trauma"),
        ("aid", "group:hiv"),
        ("prep school", "medication:prep"),
        ("suicide", "crisis:suicide-prevention"),
        ("overdose", "service:naloxone-education"),
        ("french quarter", "language:french"),
        ("german township", "language:german"),
        ("clubhouse", "service:psychosocial-rehabilitation"),
        ("hospital", "setting:inpatient kind:general-hospital"),
        ("methadone", "opioid:otp opioid:mat"),
        ("suboxone", "medication:buprenorphine-naloxone opioid:mat"),
        ("free rehab", "payment:sliding-fee"),
        ("mental health clinic", "licence:mental-health-clinic"),
        ("no mat", "opioid:no-mat"),
        ("él va a terapia", "operator:va"),
        ("mi mamá va muy mal", "operator:va"),
        ("cuando va a la clínica", "operator:va"),
        ("centro con atención médica", "insurer:medica"),
        ("acepta ayuda humana", "insurer:humana"),
        ("tengo seguro médico", "payment:private payment:medicaid insurer:medica"),
        ("there is no hospital here", "setting:inpatient kind:general-hospital"),
        ("no hospital takes my insurance", "setting:inpatient kind:general-hospital"),
        ("ketamine addiction", "approach:ketamine"),
        ("methadone withdrawal", "medication:methadone"),
        ("my son wont go to rehab", "-care:substance-use"),
        ("clinic that doesnt drug test", "testing:urine"),
        ("medicaid waitlist", "service:interim-services"),
        ("halfway between here and boston", "care:transitional-housing"),
        ("i work from home", "setting:telehealth"),
    ],
)
def test_no_filter_that_was_not_meant(question: str, never: str, reader: Reader) -> None:
    assert named(reader.read(question)) & set(never.split()) == set()


@pytest.mark.parametrize("before", ["", "de ", "cerca de ", "mi hijo tiene ", "detox near "])
def test_a_spanish_word_is_never_taken_for_a_misspelt_one(before: str, reader: Reader) -> None:
    """ "Prueba de sangre" is not in Sanger."""
    assert {word: found for word in SPANISH if (found := reader.read(before + word).corrections)} == {}


@pytest.mark.parametrize(("question", "key"), [("hospital del VA", "va-health-care"), ("EL VA A MIAMI", "")])
def test_the_agency_is_told_from_the_verb(question: str, key: str, reader: Reader) -> None:
    assert {found.key for found in reader.read(question).filters} == {key} - {""}


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("vivo en jacksonvile", "Jacksonville"),
        ("tratamiento de alcohol en hueston", "Houston"),
        ("problemas de hueston", ""),
        ("clínica en el condado de Orange, Florida", "Orange County, FL"),
        ("rehab in hueston", "Houston"),
    ],
)
def test_among_spanish_words_a_town_is_misspelt_less(question: str, near: str, reader: Reader) -> None:
    assert reader.read(question).near == near


@pytest.mark.parametrize(
    "question",
    [
        "hope",
        "serenity",
        "harbor",
        "me",
        "in or me",
        "hi",
        "ok",
        "help my ma",
        "pa and ma",
        "near me",
        "la",
        "a place",
        "home",
        "cleveland clinic",
        "phoenix house",
        "boston medical center",
        "madison house",
        "in recovery",
        "in spanish",
        "in pain",
    ],
)
def test_no_place_that_was_not_meant(question: str, reader: Reader) -> None:
    assert reader.read(question).near == ""


# What is not sure is suggested


@pytest.mark.parametrize(
    ("question", "suggested"),
    [
        ("methadone", "opioid:otp"),
        ("free rehab", "payment:sliding-fee"),
        ("women's center", "group:women"),
        ("beacon house", "insurer:carelon"),
        ("my kids", "service:children-stay"),
        ("homeless", "service:housing-services"),
        ("hospital", "setting:inpatient"),
        ("teen rehab", "group:adolescents"),
        ("overdose", "service:naloxone-education"),
        ("not religious", "-approach:12-step"),
        ("no car", "service:transportation"),
        ("hep c", "testing:hepatitis-c"),
        ("needle exchange", "medication:naloxone"),
        ("against his will", "service:court-ordered-treatment"),
        ("therapist who takes kids", "service:children-stay"),
        ("therapist who takes kids", "age:children"),
        ("methadone rehab", "opioid:otp"),
        ("Springfield ma meetings", "approach:12-step"),
        ("healthy connections", "payment:medicaid"),
        ("csu", "crisis:on-site"),
        ("cheaper", "payment:sliding-fee"),
        ("diversion", "group:criminal-justice"),
        ("financing", "payment:assistance"),
        ("shuttle", "service:transportation"),
        ("zoom", "setting:telehealth"),
        ("wd", "care:detox"),
        ("rehab upon release from the hospital", "group:criminal-justice"),
        ("level iii", "setting:residential"),
        ("level 3 trauma center", "setting:residential"),
        ("tcm", "service:case-management"),
        ("csat", "care:other-addictions"),
        ("deep program", "group:dui"),
        ("court order of protection", "group:criminal-justice"),
    ],
)
def test_what_is_not_sure_is_suggested(question: str, suggested: str, reader: Reader) -> None:
    found = reader.read(question).suggestions
    assert suggested in {("-" * one.exclude) + f"{one.facet}:{one.key}" for one in found}


@pytest.mark.parametrize(
    "question",
    [
        "dv offender",
        "dv perpetrators",
        "domestic violence offender program",
        "batterers program",
        "bip",
        "26 week dv",
        "batterer intervention",
        "52 week batterers intervention program",
        "perpetrator program",
    ],
)
def test_who_hurt_somebody_is_sent_to_no_program_for_survivors(question: str, reader: Reader) -> None:
    found = reader.read(question)
    meant = {(each.facet, each.key) for each in found.filters} | {(one.facet, one.key) for one in found.suggestions}
    assert not meant & {("group", "domestic-violence"), ("service", "domestic-violence")}
    assert "ignored" in {part.kind for part in found.parts}
    assert not found.text


@pytest.mark.parametrize("table", [*TABLES, *POSSIBLE_TABLES, CARE_UNKNOWN])
def test_no_phrase_stands_twice_in_a_table(table: str) -> None:
    lines = (f"{line};" if line.endswith("=") else line for line in table.splitlines() if not line.startswith("#"))
    parts = (" ".join(part.split()) for part in re.sub(r"\n(?=\S)", ";\n", "\n".join(lines)).split(";"))
    said = Counter(part for part in parts if part and not part.endswith("="))
    assert said
    assert [phrase for phrase, times in said.items() if times > 1] == []


@pytest.mark.parametrize(
    ("question", "near"),
    [("me", {"Maine"}), ("la", {"Los Angeles, CA", "Louisiana"}), ("methadone me", {"Maine"}), ("help me", set())],
)
def test_a_state_whose_code_is_a_word_is_suggested(question: str, near: set[str], reader: Reader) -> None:
    found = reader.read(question)
    assert (found.near, {one.near for one in found.suggestions if one.near}) == ("", near)


@pytest.mark.parametrize("word", ["network", "video", "possession", "maria", "harding", "booking", "union"])
def test_a_word_is_no_misspelling_of_what_was_added(word: str, reader: Reader) -> None:
    assert reader.read(word).corrections == ()


def test_what_is_left_is_read_once_more(reader: Reader) -> None:
    """ "Pittsburgh" is kept for the sake of "Treatment", which says nothing by itself: a second place, and a filler."""
    found = reader.read("pittsburgh near Treatment fl")
    assert (found.near, found.text) == ("fl", "")
    assert [part.kind for part in found.parts] == ["ignored", "filler", "place"]
    assert "pittsburgh" in {one.near for one in found.suggestions}


def test_a_name_that_is_a_town_is_suggested(reader: Reader) -> None:
    assert {one.near for one in reader.read("cleveland clinic").suggestions} == {"cleveland"}


def test_a_name_that_holds_a_filter_is_suggested_whole(reader: Reader) -> None:
    assert "gateway rehab" in {one.text for one in reader.read("gateway rehab").suggestions}


# Places


@pytest.mark.parametrize(
    "question", ["rehab springfield", "suboxone portland", "detox near jackson", "washington detox"]
)
def test_an_ambiguous_place_is_passed_on_so_that_it_can_be_asked_back(
    question: str, reader: Reader, places: Places
) -> None:
    with pytest.raises(AmbiguousPlaceError):
        places.find(reader.read(question).near)


@pytest.mark.parametrize(
    "question",
    [
        "detox philadelphia",
        "rehab denver co",
        "cerca de Miami",
        "rehab in la",
        "suboxone albequerque",
        "north carolina",
        "in the bronx",
        "rehab pa",
        "allegheny county",
        "bend or",
        "nyc",
        "detox filadelfia",
        "rehab pittsburg pa",
    ],
)
def test_a_place_that_is_understood_is_found(question: str, reader: Reader, places: Places) -> None:
    assert places.find(reader.read(question).near)


def test_the_place_field_wins_and_the_place_in_the_text_is_suggested(reader: Reader) -> None:
    found = reader.read("detox in miami", "15213")
    assert (found.near, found.text, named(found)) == ("15213", "", {"care:detox"})
    assert {one.near for one in found.suggestions} == {"miami"}


def test_an_unknown_place_after_near_is_passed_on(reader: Reader) -> None:
    assert reader.read("detox near xyzzy").near == "xyzzy"


# Chips and corrections


def test_a_chip_knows_its_words_and_can_be_removed(reader: Reader) -> None:
    found = reader.read("methadone clinic near 15213, that takes Medicaid")
    chip = next(part for part in found.parts if part.kind == "place")
    assert chip.words == "near 15213"
    rest = reader.read(found.without(chip))
    assert (rest.near, filters(rest)) == ("", filters(found))


def test_corrections_are_told(reader: Reader) -> None:
    found = reader.read("suboxne springfeild")
    assert found.corrections == (("suboxne", "suboxone"), ("springfeild", "Springfield"))
    assert [one.correction for one in found.filters] == ["suboxone"]


def test_alternatives_share_their_words(reader: Reader) -> None:
    found = reader.read("uninsured")
    assert [(one.key, one.words) for one in found.filters] == [
        (key, "uninsured") for key in ("sliding-fee", "free", "assistance")
    ]


def test_the_reader_is_kept_between_questions(places: Places) -> None:
    assert understand("detox", "", vocabulary(), places) == understand("detox", "", vocabulary(), places)


def test_a_vocabulary_without_terms_understands_places(places: Places) -> None:
    found = Reader(Vocabulary({}, (), {}, {}, {}), places).read("xyzzy in miami")
    assert (found.near, found.text, found.filters) == ("miami", "xyzzy", ())


# Whatever is typed


@settings(max_examples=200, deadline=None)
@given(text=ANYTHING)
def test_every_word_is_accounted_for_once(text: str, reader: Reader) -> None:
    found = reader.read(text)
    owned = [at for part in found.parts for at in range(part.start, part.end)]
    assert len(owned) == len(set(owned))
    assert {at for word in split(text) for at in range(word.start, word.end)} <= set(owned)
    assert {part.kind for part in found.parts} <= set(KINDS)
    assert [part.start for part in found.parts] == sorted(part.start for part in found.parts)
    assert all(text[part.start : part.end] == part.words for part in found.parts)
    assert set(found.filters) == {one for part in found.parts for one in part.filters}
    assert all(bool(part.filters) == (part.kind == "filter") for part in found.parts)


@settings(max_examples=2000, deadline=None)
@given(text=QUESTION, near=st.sampled_from(["", "15213"]))
def test_the_leftover_text_holds_no_filter_and_no_place(text: str, near: str, reader: Reader) -> None:
    found = reader.read(text, near)
    again = reader.read(found.text, found.near)
    assert (again.filters, again.near, again.within) == ((), found.near, None)
    assert again.text == found.text


@settings(max_examples=150, deadline=None)
@given(text=QUESTION)
def test_case_accents_and_spaces_do_not_count(text: str, reader: Reader) -> None:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not "\u0300" <= c <= "\u036f")
    found = reader.read(plain)
    for other in (plain.upper(), plain.title(), "  ".join(plain.split(" ")), unicodedata.normalize("NFD", text)):
        again = reader.read(other)
        assert filters(again) == filters(found)
        assert " ".join(again.near.casefold().split()) == " ".join(found.near.casefold().split())
        assert again.within == found.within


@pytest.mark.parametrize(
    "text",
    ["near " * 40, "a b " * 50, "no " * 66, "1 " * 100, "x" * 200, "st " * 66, "san fr " * 30, "within 10 miles " * 12],
)
def test_the_longest_questions_are_read(text: str, reader: Reader) -> None:
    found = reader.read(text[:200])
    assert sum(len(split(part.words)) for part in found.parts) == len(split(text[:200]))


def test_what_is_longer_than_is_read_is_searched_as_text(reader: Reader) -> None:
    found = reader.read("detox " * 80 + "lastword")
    assert found.text.endswith("lastword")
    assert found.asked.endswith("lastword")
