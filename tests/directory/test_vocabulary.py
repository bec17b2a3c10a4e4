"""`terms.csv` keeps its promises: every code has one home, every key that links carry exists, every wording is known.

The tests that need the official key sheets and listings read them from the shared data (`shared/data` beside the
checkout, or TREATMENT_DIRECTORY_SHARED_DATA) and are skipped, saying so, where it is absent.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from directory.vocabulary import SURVEYS, Facet, Term, spelling, vocabulary

TERMS = files("directory") / "terms.csv"
COLUMNS = ["facet", "key", "label", "help", "su", "mh", "derived", "spellings", "brands", "synonyms"]
SHARED = Path(os.environ.get("TREATMENT_DIRECTORY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))

# Keys that links out there carry: none may ever go or move to another facet (more may be added).
PROMISED = {
    "care": "substance-use mental-health co-occurring detox transitional-housing",
    "setting": "inpatient residential short-term-residential long-term-residential outpatient "
    "intensive-outpatient partial-hospitalization telehealth",
    "opioid": "otp mat accepts-mat no-mat",
    "medication": "methadone buprenorphine buprenorphine-injection naltrexone naltrexone-injection "
    "lofexidine clonidine acamprosate disulfiram naloxone",
    "payment": "medicaid medicare private military self-pay sliding-fee assistance free state-funded indian-health",
    "insurer": "aetna bcbs cigna unitedhealthcare anthem humana kaiser centene molina highmark carelon magellan "
    "compsych caresource upmc community-care geisinger amerihealth tufts-harvard-pilgrim oscar",
    "group": "veterans pregnant lgbtq adolescents young-adults older-adults women men trauma criminal-justice hiv",
    "age": "children young-adults adults older-adults",
    "sex": "female male",
    "language": "spanish sign-language",
    "approach": "cbt dbt contingency-management motivational-interviewing 12-step tms",
    "service": "aftercare naloxone-education child-care peer-support case-management housing-services "
    "employment transportation",
    "detox": "opioids alcohol benzodiazepines cocaine methamphetamine",
    "operator": "private-nonprofit private-for-profit federal state local tribal va",
    "licence": "joint-commission carf state-sud-agency",
    "policy": "",
}

# Wordings of 2019 that no present code means: three answers were dropped from the survey, one became
# a wider one ("other addiction"), and one joined telemedicine with programs run by a computer.
UNKNOWN_2019 = {
    ("EXCL", "All Clients in Opioid Treatment Program"),
    ("EXCL", "Methadone and buprenorphine clients only"),
    ("OTHR", "Treatment for internet use disorder"),
    ("SET", "Computerized treatment/telemedicine"),
    ("TAP", "Rational emotive behavioral therapy"),
}

NEVER_SHOWN = re.compile(r"\b(addicts?|abusers?|clean|dirty|habits?)\b", re.IGNORECASE)


def name(term: Term) -> str:
    return f"{term.facet}/{term.key}"


def find(path: str) -> Term:
    facet, key = path.split("/")
    return vocabulary().facets[facet].terms[key]


def means(*said: str) -> set[str]:
    """The terms that are *yes* for a listing that says these codes."""
    return {name(vocabulary().terms[number]) for number in vocabulary().meaning(said)}


def asks(survey: str) -> set[str]:
    return {name(vocabulary().terms[number]) for number in vocabulary().asked(survey)}


def folded(word: str) -> str:
    """Words that a search cannot tell apart: case, accents and hyphens do not count."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("-", " "))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def shared(path: str) -> Path:
    if not (SHARED / path).exists():
        pytest.skip(f"needs the shared data: no {path} (set TREATMENT_DIRECTORY_SHARED_DATA)")
    return SHARED / path


def official_codes() -> list[dict[str, str]]:
    with shared("codes/samhsa_codes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wordings(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The (category, wording) pairs of locator rows."""
    for row in rows:
        for block in row["services"] or []:
            yield from ((block["f2"], wording.strip()) for wording in block["f3"].split(";"))


# The file


def test_file_is_plain_csv_with_one_line_a_row() -> None:
    text = TERMS.read_bytes().decode("utf-8")
    rows = list(csv.reader(text.splitlines(), strict=True))
    assert rows[0] == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert "\r" not in text
    assert text.count("\n") == len(rows), "a cell holds a line break, or the last line does not end"


def test_each_facet_is_declared_once_and_its_terms_follow_it() -> None:
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    rows = [(row["facet"], row["key"]) for row in csv.DictReader(lines)]
    declared = [facet for facet, key in rows if not key]
    in_order = [facet for at, (facet, _) in enumerate(rows) if at == 0 or rows[at - 1][0] != facet]
    assert in_order == declared
    assert max(Counter(rows).values()) == 1


@pytest.mark.parametrize("facet", PROMISED)
def test_promised_keys_exist(facet: str) -> None:
    assert set(PROMISED[facet].split()) <= set(vocabulary().facets[facet].terms)


def test_no_facet_is_empty() -> None:
    assert all(facet.terms for facet in vocabulary().facets.values())


def test_keys_are_kebab_case() -> None:
    keys = [*vocabulary().facets, *(term.key for term in vocabulary().terms)]
    assert [key for key in keys if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []


# What people read


def test_every_label_and_help_is_fit_to_be_shown() -> None:
    items: list[Facet | Term] = [*vocabulary().facets.values(), *vocabulary().terms]
    for item in items:
        assert 0 < len(item.label) <= 60, item
        assert len(item.help) > 15, item
        assert item.help.endswith("."), item
        assert ". " not in item.help.replace("U.S. ", ""), f"one sentence, please: {item}"
        assert not NEVER_SHOWN.search(f"{item.label} {item.help}"), item


def test_labels_tell_terms_apart() -> None:
    labels = Counter(folded(term.label) for term in vocabulary().terms)
    assert [label for label, count in labels.items() if count > 1] == []


# What people type


def test_no_word_leads_to_two_terms() -> None:
    owners = defaultdict(set)
    for term in vocabulary().terms:
        for word in (*term.brands, *term.synonyms):
            owners[folded(word)].add(name(term))
        owners[folded(term.label)].add(name(term))
    assert {word: terms for word, terms in owners.items() if len(terms) > 1} == {}


def test_synonyms_are_lower_case() -> None:
    assert [word for term in vocabulary().terms for word in term.synonyms if word != word.lower()] == []


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("Suboxone", "medication/buprenorphine"),
        ("Sublocade", "medication/buprenorphine-injection"),
        ("Brixadi", "medication/buprenorphine-injection"),
        ("Vivitrol", "medication/naltrexone-injection"),
        ("Lucemyra", "medication/lofexidine"),
        ("Narcan", "medication/naloxone"),
        ("metadona", "medication/methadone"),
        ("methadone clinic", "opioid/otp"),
        ("moud", "opioid/mat"),
        ("iop", "setting/intensive-outpatient"),
        ("php", "setting/partial-hospitalization"),
        ("rehab", "care/substance-use"),
        ("sober living", "care/transitional-housing"),
        ("halfway house", "care/transitional-housing"),
        ("desintoxicación", "care/detox"),
        ("dual diagnosis", "care/co-occurring"),
        ("tricare", "payment/military"),
        ("uninsured", "payment/sliding-fee"),
        ("beacon", "insurer/carelon"),
        ("veteranos", "group/veterans"),
        ("va", "operator/va"),
        ("español", "language/spanish"),
    ],
)
def test_common_words_find_their_term(word: str, term: str) -> None:
    assert folded(word) in {folded(known) for known in find(term).words}


# Codes and their meaning


def test_derived_codes_have_a_home_in_another_term() -> None:
    homes = vocabulary().homes
    for term in vocabulary().terms:
        for code in term.derived:
            assert code in homes, f"{name(term)} derives from the unknown code {code}"
            assert homes[code] is not term, f"{name(term)} derives from its own code {code}"


@pytest.mark.parametrize(
    ("said", "yes", "not_yes"),
    [
        ("MOA", "opioid/accepts-mat", "opioid/mat medication/methadone medication/buprenorphine opioid/otp"),
        ("OTP", "opioid/otp", "opioid/mat medication/methadone licence/otp-certification"),
        ("SOTP", "licence/otp-certification", "opioid/otp opioid/mat"),
        ("NMOA", "opioid/no-mat", "opioid/mat opioid/accepts-mat"),
        ("BU", "opioid/mat medication/buprenorphine", "medication/buprenorphine-injection opioid/otp"),
        ("MU", "opioid/mat medication/methadone", "opioid/otp"),
        ("NU", "opioid/mat medication/naltrexone", "medication/naltrexone-injection"),
        ("BERI", "medication/buprenorphine medication/buprenorphine-injection", "opioid/mat"),
        ("VTRL", "medication/naltrexone medication/naltrexone-injection", "opioid/mat"),
        ("UB", "opioid/prescribes-buprenorphine", "opioid/mat"),
        ("PMAT", "alcohol/medication", "opioid/mat"),
        ("NOE", "service/naloxone-education", "medication/naloxone"),
        ("PSY", "setting/inpatient kind/psychiatric-hospital", "setting/residential"),
        ("PSYH", "kind/psychiatric-hospital", "setting/inpatient"),
        ("HID", "setting/inpatient setting/hospital-detox care/detox", "setting/residential"),
        ("RD", "setting/residential setting/residential-detox care/detox", "setting/inpatient"),
        ("OD", "setting/outpatient setting/outpatient-detox care/detox", "setting/inpatient"),
        ("RS", "setting/residential setting/short-term-residential", "setting/long-term-residential"),
        ("RTCC", "setting/residential kind/residential-center-children", "age/children"),
        ("OIT", "setting/outpatient setting/intensive-outpatient", "setting/partial-hospitalization"),
        ("PHDT", "setting/outpatient setting/partial-hospitalization", "setting/inpatient"),
        ("MD", "payment/medicaid", "payment/medicare"),
        ("MC", "payment/medicare", "payment/medicaid"),
        ("SF", "payment/self-pay", "payment/sliding-fee"),
        ("TAY", "group/young-adults", "age/young-adults"),
        ("YAD", "age/young-adults", "group/young-adults"),
        ("CO", "group/co-occurring", "care/co-occurring"),
        ("VET", "group/veterans", "operator/va"),
        ("VAHC", "operator/va kind/va-health-care", "group/veterans"),
        ("SEMP", "service/employment service/supported-employment", "service/vocational-rehabilitation"),
    ],
)
def test_what_a_code_means_and_does_not(said: str, yes: str, not_yes: str) -> None:
    meaning = means(said)
    assert set(yes.split()) <= meaning
    for term in not_yes.split():
        assert find(term)
        assert term not in meaning


def test_unknown_codes_mean_nothing() -> None:
    assert means("NO-SUCH-CODE", "EXCL|All Clients in Opioid Treatment Program") == set()


@pytest.mark.parametrize("facet", ["opioid", "alcohol", "detox", "sex"])
def test_mental_health_survey_does_not_ask(facet: str) -> None:
    assert {term for term in asks("mh") if term.startswith(f"{facet}/")} == set()


def test_mental_health_survey_asks_nothing_about_opioid_medications() -> None:
    medications = {f"medication/{key}" for key in PROMISED["medication"].split()}
    assert medications & asks("mh") == set()
    assert medications - asks("su") == {"medication/naloxone"}


@pytest.mark.parametrize(
    "term",
    [
        "care/substance-use",
        "care/co-occurring",
        "setting/inpatient",
        "setting/residential",
        "setting/outpatient",
        "setting/partial-hospitalization",
        "setting/telehealth",
        "payment/medicaid",
        "group/veterans",
        "language/spanish",
        "operator/va",
    ],
)
def test_both_surveys_ask(term: str) -> None:
    assert find(term).asked_by == set(SURVEYS)


@pytest.mark.parametrize("term", ["care/detox", "setting/intensive-outpatient", "group/pregnant"])
def test_only_the_substance_use_survey_asks(term: str) -> None:
    assert find(term).asked_by == {"su"}


@pytest.mark.parametrize("term", ["care/mental-health", "approach/dbt", "crisis/mobile"])
def test_only_the_mental_health_survey_asks(term: str) -> None:
    assert find(term).asked_by == {"mh"}


def test_no_survey_asks_for_insurers() -> None:
    assert {name(term) for term in vocabulary().facets["insurer"].terms.values() if term.asked_by} == set()


# Wordings


def test_spellings_belong_to_their_term_and_resolve() -> None:
    seen: dict[str, str] = {}
    for term in vocabulary().terms:
        for entry in term.spellings:
            code, category, wording = entry.split(":", 2)
            assert code in term.codes, f"{name(term)}: {entry}"
            assert category == category.strip().upper(), f"{name(term)}: {entry}"
            assert not set(wording) & set(";|"), f"{name(term)}: {entry}"
            assert seen.setdefault(spelling(category, wording), code) == code, f"{name(term)}: {entry}"
            assert vocabulary().code(category, wording) == code


def test_every_code_has_a_wording() -> None:
    worded = {entry.split(":", 1)[0] for term in vocabulary().terms for entry in term.spellings}
    assert worded == set(vocabulary().homes)


@pytest.mark.parametrize(
    ("category", "wording", "code"),
    [
        ("OM", "Methadone used in Treatment", "MU"),
        ("OT", "Buprenorphine used in Treatment", "BU"),
        ("PHR", "acamprosate  (CAMPRAL®)", "ACM"),
        ("PHR", "Acamprosate (Campral)", "ACM"),
        ("OMSC", "In-network prescribing entity", "INPE"),
        ("SMAT", "In-network prescribing entity", "AUINPE"),
        ("SG", "Young adults", "TAY"),
        ("AGE", "Young adults", "YAD"),
        ("FT", "Psychiatric hospital", "PSY"),
        ("HOSP", "Psychiatric hospital", "PSYH"),
        ("GN", "Female", "FEM"),
        ("SN", "Female", "FEM"),
        ("ASSES", "Comprehensive substance use assessment", "CSAA"),
        ("CODE", "msnh", "MSMH"),
        ("OM", "Something else", None),
    ],
)
def test_wording_is_read_within_its_category(category: str, wording: str, code: str | None) -> None:
    assert vocabulary().code(category, wording) == code


# The official files


def test_each_official_code_has_one_home_in_the_surveys_that_ask_it() -> None:
    asked: dict[str, set[str]] = {"su": set(), "mh": set()}
    for row in official_codes():
        if "SU-directory-" in row["source"]:
            asked["su"].add(row["service_code"])
        if "MH-directory-" in row["source"] or "locator-key-2022-05(MH)" in row["source"]:
            asked["mh"].add(row["service_code"])
    assert len(asked["su"] | asked["mh"]) == 317
    assert asked == {survey: set(vocabulary().codes(survey)) for survey in SURVEYS}
    assert set(vocabulary().homes) == asked["su"] | asked["mh"]


def test_each_official_wording_is_known() -> None:
    for row in official_codes():
        assert vocabulary().code(row["category_code"], row["service_name"]) == row["service_code"], row


@pytest.mark.parametrize(
    "file",
    [
        "National_Directory_SA_Facilities_2022.xlsx",
        "National_Directory_MH_Facilities_2022.xlsx",
        "national-directory-su-facilities-2023.xlsx",
    ],
)
def test_each_wording_of_a_directory_key_is_known(file: str) -> None:
    book = CalamineWorkbook.from_path(shared(f"samhsa_directory/{file}"))
    rows = book.get_sheet_by_name("Service Code Reference").to_python()[1:]
    assert len(rows) > 170
    for category, _, code, wording, *_ in rows:
        assert vocabulary().code(str(category), str(wording)) == str(code).strip()


def test_each_wording_of_the_locator_pages_is_known() -> None:
    expected = {spelling(row["category_code"], row["service_name"]) for row in official_codes()}
    met: set[tuple[str, str]] = set()
    for page in sorted(shared("findtreatment/reconstructed_2022").glob("page-*.json.gz")):
        met.update(wordings(json.loads(gzip.decompress(page.read_bytes()))["rows"]))
    assert len(met) > 250
    assert {pair for pair in met if vocabulary().code(*pair) is None} == set()
    assert {spelling(*pair) for pair in met} <= expected


def test_each_wording_of_the_2025_pull_is_known() -> None:
    path = shared("findtreatment/california_residential_2025_flattened.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    met = {wording.strip() for row in rows for wording in row["all_services"].split(";") if wording.strip()}
    known = {spelling("", entry.split(":", 2)[2]) for term in vocabulary().terms for entry in term.spellings}
    assert len(met) > 200
    assert {wording for wording in met if spelling("", wording) not in known} == set()


def test_wordings_of_2019_are_known_where_a_present_code_means_the_same() -> None:
    path = shared("findtreatment/listing_2019-05-23.json")
    met = set(wordings(json.loads(path.read_text(encoding="utf-8"))["rows"]))
    assert {pair for pair in met if vocabulary().code(*pair) is None} == UNKNOWN_2019
    assert len(met) - len(UNKNOWN_2019) >= 130
