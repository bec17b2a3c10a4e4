"""Every answer equals a pass over the source rows with plain Python sets and geopy's geodesic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from geopy.distance import geodesic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.errors import QueryError
from directory.vocabulary import Term, vocabulary
from search.engine import Engine
from search.query import MAX_SIZE, Answer, Query
from tests.search.conftest import SourceRow

FACETS = {facet.key: tuple(facet.terms.values()) for facet in vocabulary().facets.values()}
TOWNS = (
    "15213",
    "02108",
    "Guam",
    "99546",
    "96799",
    "Chicago",
    "99723",
    "00601",
    "96950",
    "33101",
    "90012",
    "51.9,179.9",
)
RADII = (1.0, 10.0, 25.0, 100.0, 500.0, None)


def _choices() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    facets = st.sampled_from(["setting", "opioid", "medication", "payment", "group", "language", "care", "service"])
    pairs = st.dictionaries(facets, st.integers(0, 2**30), max_size=2)
    return pairs.map(lambda chosen: {facet: _some(facet, seed) for facet, seed in chosen.items()})


def _some(facet: str, seed: int) -> tuple[str, ...]:
    terms = FACETS[facet]
    return tuple(dict.fromkeys(terms[(seed >> shift) % len(terms)].key for shift in (0, 9)[: 1 + seed % 2]))


@given(near=st.sampled_from(TOWNS), within=st.sampled_from(RADII), any_of=_choices(), all_of=_choices(), data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_radius_and_filters(
    engine: Engine,
    rows: list[SourceRow],
    near: str,
    within: float | None,
    any_of: dict[str, tuple[str, ...]],
    all_of: dict[str, tuple[str, ...]],
    data: st.DataObject,
) -> None:
    query = Query(near=near, within=within, any_of=any_of, all_of=all_of, sort="distance", size=MAX_SIZE)
    answer = engine.search(query)
    if answer.place is None or answer.place.kind == "state":
        return
    miles = _miles(engine, answer, rows)
    fitting = [i for i in miles if _fits(rows[i], any_of, all_of)]
    assert answer.total == len(fitting)
    exact = sorted(miles[i] for i in fitting)
    assert [hit.miles for hit in answer.hits] == pytest.approx(exact[:MAX_SIZE], abs=0.01)
    _counts_agree(answer, [rows[i] for i in miles], any_of, all_of)


def _miles(engine: Engine, answer: Answer, rows: list[SourceRow]) -> dict[int, float]:
    """Row number -> miles, of the rows in the circle; a row without a point of its own has its ZIP code's."""
    assert answer.place is not None
    assert answer.place.latitude is not None
    centre = (answer.place.latitude, answer.place.longitude)
    points = {i: row.point or engine.places.zip_point(row.values["zip"]) for i, row in enumerate(rows)}
    miles = {i: geodesic(centre, point).miles for i, point in points.items() if point}
    return {i: m for i, m in miles.items() if answer.within is None or m <= answer.within}


def _fits(row: SourceRow, any_of: dict[str, tuple[str, ...]], all_of: dict[str, tuple[str, ...]]) -> bool:
    some = all(any(_yes(row, term) for term in _terms(facet, keys)) for facet, keys in any_of.items())
    return some and all(_yes(row, term) for facet, keys in all_of.items() for term in _terms(facet, keys))


def _yes(row: SourceRow, term: Term) -> bool:
    return bool(row.codes & (term.codes | term.derived))


def _terms(facet: str, keys: Iterable[str]) -> list[Term]:
    return [vocabulary().facets[facet].terms[key] for key in keys]


def _counts_agree(
    answer: Answer, near: list[SourceRow], any_of: dict[str, tuple[str, ...]], all_of: dict[str, tuple[str, ...]]
) -> None:
    """Every count of every facet, each facet counted without its own choice."""
    for facet, terms in FACETS.items():
        others = [{f: k for f, k in chosen.items() if f != facet} for chosen in (any_of, all_of)]
        fitting = [row for row in near if _fits(row, *others)]
        counted = Counter(term.key for row in fitting for term in terms if _yes(row, term))
        assert answer.facets[facet] == {term.key: counted[term.key] for term in terms}


@pytest.mark.parametrize("sort", ["best", "distance", "name", "updated"])
@pytest.mark.parametrize("words", ["", "recovery center"])
def test_pages_are_one_list_cut_in_pieces(engine: Engine, sort: str, words: str) -> None:
    query = Query(near="Chicago", within=500.0, sort=sort, q=words, size=7)
    total, items = engine.items(query)
    whole = [item.facility.id for item in items]
    pages = [Query(near="Chicago", within=500.0, sort=sort, q=words, size=7, page=n) for n in range(1, total // 7 + 3)]
    assert [hit.facility.id for page in pages for hit in engine.search(page).hits] == whole
    assert len(set(whole)) == total


def test_a_state_is_an_area_without_distances(engine: Engine, rows: list[SourceRow]) -> None:
    answer = engine.search(Query(near="Alaska", within=25.0, size=MAX_SIZE))
    assert answer.total == sum(row.values["state"] == "AK" for row in rows)
    assert answer.within is None
    assert {hit.miles for hit in answer.hits} == {None}


def test_a_county_is_an_area(engine: Engine, rows: list[SourceRow]) -> None:
    county, state = next((r.values["county"], r.values["state"]) for r in rows if r.values["county"])
    answer = engine.search(Query(near=f"{county} County, {state}", size=MAX_SIZE))
    named = [r for r in rows if r.values["state"] == state and r.values["county"] == county]
    assert answer.total >= len(named) > 0
    assert {hit.facility.state for hit in answer.hits} == {state}


def test_what_no_source_asks_is_not_stated_and_never_no(engine: Engine, rows: list[SourceRow]) -> None:
    asking_nothing = sum(row.values["type_facility"] == "MH" for row in rows)
    answer = engine.search(Query(any_of={"opioid": ("mat",)}))
    assert answer.not_stated["opioid"] == asking_nothing
    mental = engine.search(Query(any_of={"care": ("mental-health",)}, size=MAX_SIZE)).hits
    assert all("mat" in hit.facility.not_stated["opioid"] for hit in mental if not hit.facility.terms.get("opioid"))


def test_accepting_medicine_from_elsewhere_is_not_mat(engine: Engine, rows: list[SourceRow]) -> None:
    only_accepts = [r for r in rows if "MOA" in r.codes and not r.codes & {"MU", "BU", "NU"}]
    assert only_accepts
    found = engine.search(Query(any_of={"opioid": ("mat",)})).total
    assert found == sum(bool(r.codes & {"MU", "BU", "NU"}) for r in rows)


def test_a_name_that_is_typed_comes_first(engine: Engine) -> None:
    wanted = engine.search(Query(sort="name", size=1, page=100)).hits[0].facility
    answer = engine.search(Query(q=wanted.name))
    assert answer.hits[0].facility.name == wanted.name


def test_a_word_for_what_is_offered_finds_it(engine: Engine, rows: list[SourceRow]) -> None:
    found = engine.search(Query(q="suboxone")).total
    assert found >= sum("BU" in row.codes for row in rows) > 0


@pytest.mark.parametrize(
    ("near", "choice"), [("Springfield", "Springfield, IL"), ("Philadelfia", "Philadelphia, PA"), ("0,0", "")]
)
def test_a_place_that_cannot_be_used_says_so(engine: Engine, near: str, choice: str) -> None:
    with pytest.raises(QueryError) as caught:
        engine.search(Query(near=near))
    problem = caught.value.problems[0]
    assert problem.parameter == "near"
    assert choice in (*problem.choices, "")


def test_a_zip_point_is_called_about(engine: Engine, rows: list[SourceRow]) -> None:
    row = next(r for r in rows if r.point is None and engine.places.zip_point(r.values["zip"]))
    answer = engine.search(Query(near=row.values["zip"], within=5.0, size=MAX_SIZE))
    hit = next(h for h in answer.hits if h.facility.name == row.values["name1"] and h.facility.point == "zip")
    assert hit.about
    assert hit.miles == pytest.approx(0)
