"""Every answer equals a pass over the source rows with plain Python sets and geopy's geodesic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from directory.errors import QueryError
from directory.exports.format import Item
from directory.vocabulary import Term, vocabulary
from search import walk
from search.engine import Engine
from search.query import MAX_SIZE, Query
from search.relaxing import RINGS
from tests.search.conftest import SourceRow

FACETS = {facet.key: tuple(facet.terms.values()) for facet in vocabulary().facets.values()}
TOWNS = (
    "15213",
    "02108",
    "96910",
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


Choices = dict[str, tuple[str, ...]]
facets = st.sampled_from(["setting", "opioid", "medication", "payment", "group", "language", "care", "service"])


def _some(facet: str, seed: int) -> tuple[str, ...]:
    terms = FACETS[facet]
    return tuple(dict.fromkeys(terms[(seed >> shift) % len(terms)].key for shift in (0, 9)[: 1 + seed % 2]))


def choices(most: int) -> st.SearchStrategy[Choices]:
    """One or two values of up to so many facets."""
    pairs = st.dictionaries(facets, st.integers(0, 2**30), max_size=most)
    return pairs.map(lambda chosen: {facet: _some(facet, seed) for facet, seed in chosen.items()})


questions = st.builds(
    Query,
    near=st.sampled_from(TOWNS),
    within=st.sampled_from(RADII),
    any_of=choices(2),
    all_of=choices(2),
    none_of=choices(1),
    stated=st.sampled_from(["yes", "yes", "unknown"]),
    q=st.sampled_from(["", "", "meadow", "california"]),
    sort=st.just("distance"),
    size=st.just(MAX_SIZE),
)


class Brute:
    """The sample held against a question row by row, with sets and geopy."""

    def __init__(self, engine: Engine, rows: list[SourceRow]) -> None:
        self.engine = engine
        self.rows = rows
        self._miles: dict[str, dict[int, float]] = {}
        self._holding: dict[str, set[int]] = {}

    def found(self, query: Query) -> list[int]:
        """The rows that fit, in no order."""
        return [number for number in self.near(query) if self.fits(self.rows[number], query)]

    def near(self, query: Query) -> list[int]:
        """The rows in reach that hold the words."""
        miles = self.miles(query.near)
        within = [number for number, m in miles.items() if query.within is None or m <= query.within]
        return [number for number in within if number in self.holding(query.q)]

    def miles(self, near: str) -> dict[int, float]:
        """Row number -> miles; a row without a point of its own has its ZIP code's."""
        if near not in self._miles:
            place = self.engine.places.find(near)
            centre = (place.latitude, place.longitude)
            points = [row.point or self.engine.places.zip_point(row.values["zip"]) for row in self.rows]
            self._miles[near] = {i: geodesic(centre, point).miles for i, point in enumerate(points) if point}
        return self._miles[near]

    def holding(self, words: str) -> set[int]:
        """The rows that hold words that name nothing offered, as the engine finds them in the whole country."""
        if not words:
            return set(range(len(self.rows)))
        if words not in self._holding:
            found = {(f.name, f.street, f.zip) for f in (i.facility for i in self.engine.items(Query(q=words))[1])}
            marks = [tuple(row.values[name] for name in ("name1", "street1", "zip")) for row in self.rows]
            self._holding[words] = {number for number, mark in enumerate(marks) if mark in found}
        return self._holding[words]

    def fits(self, row: SourceRow, query: Query) -> bool:
        """`Query`, word by word."""
        unfit = [facet for facet in {*query.any_of, *query.all_of, *query.none_of} if not _fits(row, query, facet)]
        if query.stated == "yes" or not (query.any_of or query.all_of):
            return not unfit
        return len(unfit) == 1 and _open(row, query, unfit[0])

    def not_stated(self, query: Query, facet: str) -> int:
        """How many fit everything else, and nothing is said of this."""
        others = replace(without(query, facet), stated="yes")
        return sum(self.fits(self.rows[i], others) and _open(self.rows[i], query, facet) for i in self.near(query))


def _fits(row: SourceRow, query: Query, facet: str) -> bool:
    some = [_yes(row, term) for term in _terms(facet, query.any_of.get(facet, ()))]
    every = [_yes(row, term) for term in _terms(facet, query.all_of.get(facet, ()))]
    none = [_yes(row, term) for term in _terms(facet, query.none_of.get(facet, ()))]
    return (any(some) or not some) and all(every) and not any(none)


def _open(row: SourceRow, query: Query, facet: str) -> bool:
    survey = "mh" if row.values["type_facility"] == "MH" else "su"
    wished = list(_terms(facet, (*query.any_of.get(facet, ()), *query.all_of.get(facet, ()))))
    excluded = any(_yes(row, term) for term in _terms(facet, query.none_of.get(facet, ())))
    stated = any(_yes(row, term) or survey in term.asked_by for term in wished)
    return bool(wished) and not stated and not excluded


def _yes(row: SourceRow, term: Term) -> bool:
    return bool(row.codes & (term.codes | term.derived))


def _terms(facet: str, keys: Iterable[str]) -> list[Term]:
    return [vocabulary().facets[facet].terms[key] for key in keys]


def without(query: Query, facet: str) -> Query:
    """The question without the choices of a facet."""
    ways = {way: getattr(query, way) for way in ("any_of", "all_of", "none_of")}
    return replace(query, **{way: {f: k for f, k in chosen.items() if f != facet} for way, chosen in ways.items()})


@pytest.fixture(scope="session")
def brute(engine: Engine, rows: list[SourceRow]) -> Brute:
    """The sample, to be looked through row by row."""
    return Brute(engine, rows)


@given(query=questions)
@settings(max_examples=100, deadline=None)
def test_an_answer_is_what_looking_through_every_row_finds(engine: Engine, brute: Brute, query: Query) -> None:
    answer = engine.search(query)
    found = brute.found(query)
    assert answer.total == len(found)
    miles = sorted(brute.miles(query.near)[number] for number in found)
    assert [hit.miles for hit in answer.hits] == pytest.approx(miles[:MAX_SIZE], abs=1e-6)
    chosen = dict.fromkeys([*query.any_of, *query.all_of])
    assert answer.not_stated == {facet: brute.not_stated(query, facet) for facet in chosen}
    for facet, terms in FACETS.items():  # each counted without its own choice
        own = {*chosen, *query.none_of} & {facet}
        fitting = [brute.rows[number] for number in (brute.found(without(query, facet)) if own else found)]
        counted = Counter(term.key for row in fitting for term in terms if _yes(row, term))
        assert answer.facets[facet] == {term.key: counted[term.key] for term in terms}


@given(query=questions)
@settings(max_examples=40, deadline=None)
def test_places_that_do_not_say_are_those_that_are_counted(engine: Engine, query: Query) -> None:
    said, unsaid = (engine.search(replace(query, stated=stated)) for stated in ("yes", "unknown"))
    assert said.not_stated == unsaid.not_stated
    assert unsaid.total == (sum(said.not_stated.values()) if said.not_stated else said.total)
    if said.not_stated:
        assert not {hit.facility.id for hit in said.hits} & {hit.facility.id for hit in unsaid.hits}


@given(query=questions)
@settings(max_examples=40, deadline=None)
def test_ways_on_find_what_they_promise(engine: Engine, query: Query) -> None:
    total = engine.search(query).total
    ways = engine.relax(replace(query, page=3))
    for way in ways:
        assert engine.search(way.query).total == way.total > total
        assert way.query.page == 1
    chosen = dict.fromkeys([*query.any_of, *query.all_of, *query.none_of])
    more = {facet for facet in chosen if engine.search(without(query, facet)).total > total}
    assert {way.facet for way in ways if way.kind == "facet"} == more
    wordless = engine.search(replace(query, q="")).total
    assert [way.total for way in ways if way.kind == "words"] == ([wordless] if wordless > total else [])
    wider = [ring for ring in RINGS if query.within is not None and (ring is None or ring > query.within)]
    totals = [(ring, engine.search(replace(query, within=ring)).total) for ring in wider]
    first = next(((ring, found) for ring, found in totals if found > total), None)
    assert [(way.query.within, way.total) for way in ways if way.kind == "within"] == ([first] if first else [])
    ring = engine.next_ring(engine.search(query))
    assert (ring and (ring.query.within, ring.total)) == first


@given(query=questions)
@settings(max_examples=40, deadline=None)
def test_places_that_serve_from_afar(engine: Engine, brute: Brute, query: Query) -> None:
    remote = engine.remote(query)
    state = engine.places.find(query.near).state
    if not state:
        assert remote is None
        return
    inside = set(brute.near(query))
    anywhere = replace(query, near="")
    numbers = set(brute.holding(query.q)) - inside
    numbers = {i for i in numbers if brute.fits(brute.rows[i], anywhere) and brute.rows[i].values["state"] == state}
    offering = [i for i in numbers if _yes(brute.rows[i], vocabulary().facets["setting"].terms["telehealth"])]
    assert remote is not None
    assert (remote.state, remote.total) == (state, len(offering))
    miles = sorted(brute.miles(query.near)[i] for i in offering if i in brute.miles(query.near))
    assert [hit.miles for hit in remote.hits if hit.miles is not None] == pytest.approx(miles[:5], abs=1e-6)
    assert len(remote.hits) == min(5, len(offering))


def test_a_county_is_served_from_the_rest_of_its_state(engine: Engine, rows: list[SourceRow]) -> None:
    county, state = next((r.values["county"], r.values["state"]) for r in rows if r.values["county"])
    whole, inside = engine.remote(Query(near=state)), Query(near=f"{county} County, {state}")
    afar: Choices = {"setting": ("telehealth",)}
    assert whole is not None
    assert whole.total == engine.search(Query(near=state, any_of=afar)).total > 0
    outside = engine.remote(inside)
    assert outside is not None
    assert outside.total == whole.total - engine.search(replace(inside, any_of=afar)).total
    assert engine.remote(Query()) is None


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        (Query(none_of={"colour": ("red",)}), "colour", "setting"),
        (Query(none_of={"setting": ("red",)}), "setting", "telehealth"),
        (Query(all_of={"setting": ("telehealth", "red")}), "setting", "telehealth"),
        (Query(stated="no"), "stated", "unknown"),
    ],
)
def test_a_filter_there_is_not_is_refused(engine: Engine, query: Query, parameter: str, allowed: str) -> None:
    for ask in (engine.search, engine.items, engine.relax, engine.remote):
        with pytest.raises(QueryError) as caught:
            ask(query)
        assert caught.value.problems[0].parameter == parameter
        assert allowed in caught.value.problems[0].allowed


@pytest.mark.parametrize("sort", ["best", "distance", "name", "updated"])
@pytest.mark.parametrize("words", ["", "recovery center"])
def test_pages_are_one_list_cut_in_pieces(engine: Engine, sort: str, words: str) -> None:
    query = Query(near="Chicago", within=500.0, sort=sort, q=words, size=7)
    total, items = engine.items(query)
    whole = [item.facility.id for item in items]
    pages = [Query(near="Chicago", within=500.0, sort=sort, q=words, size=7, page=n) for n in range(1, total // 7 + 3)]
    assert [hit.facility.id for page in pages for hit in engine.search(page).hits] == whole
    assert len(set(whole)) == total


@given(
    st.lists(st.integers(0, 12), max_size=8), st.sampled_from(["", "recovery center"]), st.sampled_from(["", "Chicago"])
)
def test_a_list_that_rested_goes_on_where_it_was(engine: Engine, taken: list[int], words: str, near: str) -> None:
    query = Query(near=near, within=500.0, q=words)
    _, steady = engine.items(query)
    _, resting = engine.items(query)
    found: list[Item] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk, "BATCH", 5)
        for many in taken:
            found += islice(resting, many)
            resting.rest()
        found += resting
    assert found == list(steady)
    assert list(resting) == []


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


def test_a_word_that_is_nowhere_is_told(engine: Engine) -> None:
    answer = engine.search(Query(q="xqzvkw"))
    assert (answer.total, answer.missing) == (0, ("xqzvkw",))


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
