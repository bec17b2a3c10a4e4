"""Which new listing continues a lost one: two of name, street and telephone, never one alone, in any order."""

from __future__ import annotations

import random
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listing import Listing, Phone
from importers.succession import successors
from tests.conftest import listing

BEFORE = listing("before", name="River House", street="12 Oak Street", phones=(Phone(number="4125550111"),))
OTHER_PHONE = (Phone(number="4125550122"),)


def after(**changes: object) -> Listing:
    fields = msgspec.to_builtins(BEFORE) | {"key": "su|after"} | msgspec.to_builtins(changes)
    return msgspec.convert(fields, Listing)


@pytest.mark.parametrize(
    ("changes", "continues"),
    [
        ({}, True),
        ({"name": "Oak House"}, True),
        ({"name": "RIVER  HOUSE."}, True),
        ({"name2": "East Wing"}, True),
        ({"name2": "East Wing", "phones": OTHER_PHONE}, True),
        ({"street": "99 Elm Avenue"}, True),
        ({"street": "12 Oak Street", "zip": "15217"}, True),
        ({"street": "99 Elm Avenue", "zip": "15217"}, True),
        ({"phones": ()}, True),
        ({"key": BEFORE.key, "name": "A", "street": "B", "phones": ()}, False),  # `naming.py` looks at the key
        ({"name": "Oak House", "street": "99 Elm Avenue"}, False),  # the telephone alone
        ({"name": "Oak House", "phones": OTHER_PHONE}, False),  # the street alone
        ({"street": "99 Elm Avenue", "phones": OTHER_PHONE}, False),  # the name alone
        ({"name": "Oak House", "zip": "15217"}, False),  # street and telephone, but in another ZIP
        ({"state": "OH", "zip": "15217"}, False),
        ({"scope": "mh"}, False),
        ({"name": "Oak House", "street": "", "phones": ()}, False),
    ],
)
def test_what_must_agree(changes: Mapping[str, object], continues: bool) -> None:
    new = after(**changes)
    assert successors({BEFORE.key: BEFORE}, {"new": new}) == ({"new": BEFORE.key} if continues else {})


@pytest.mark.parametrize("shared", [{"street": ""}, {"phones": ()}, {"zip": ""}])
def test_what_is_empty_on_both_sides_is_no_evidence(shared: Mapping[str, object]) -> None:
    lost, new = (after(**({"name": name} | dict(shared))) for name in ("One", "Two"))
    assert successors({"lost": lost}, {"new": msgspec.structs.replace(new, key="su|other")}) == {}


def test_of_two_that_share_the_evidence_neither_is_chosen() -> None:
    twins = {"one": after(name="Oak House", key="1"), "two": after(name="Elm House", key="2")}
    assert successors({BEFORE.key: BEFORE}, twins) == {}
    assert successors(twins, {"new": after(name="Ash House")}) == {}


def test_a_stronger_rule_leaves_the_rest_to_weaker_ones() -> None:
    lost = {"a": after(key="a", name="Alpha"), "b": after(key="b", name="Beta")}
    new = {"c": after(key="c", name="Alpha", phones=OTHER_PHONE), "d": after(key="d", name="Gamma")}
    assert successors(lost, new) == {"c": "a", "d": "b"}


SOME = st.builds(
    lambda name, street, phone, zip5, scope: listing(
        "x", name=name, street=street, phones=(Phone(number=phone),) if phone else (), zip=zip5, scope=scope
    ),
    st.sampled_from(["River House", "Oak House", "Elm House"]),
    st.sampled_from(["", "1 A St", "2 B St", "3 C St"]),
    st.sampled_from(["", "4125550101", "4125550102", "4125550103"]),
    st.sampled_from(["15213", "15217", ""]),
    st.sampled_from(["su", "mh"]),
)


def keyed(found: list[Listing], letter: str) -> dict[str, Listing]:
    return {f"{letter}{n}": msgspec.structs.replace(x, key=f"{letter}{n}") for n, x in enumerate(found)}


@given(lost=st.lists(SOME, max_size=8), new=st.lists(SOME, max_size=8), seed=st.randoms(use_true_random=False))
def test_no_order_matters_and_every_pair_shares_two_facts(
    lost: list[Listing], new: list[Listing], seed: random.Random
) -> None:
    before, now = keyed(lost, "l"), keyed(new, "n")
    found = successors(before, now)
    assert successors(shuffled(before, seed), shuffled(now, seed)) == found
    assert len(set(found.values())) == len(found)
    for after_key, before_key in found.items():
        one, other = before[before_key], now[after_key]
        assert one.scope == other.scope
        assert facts_shared(one, other) >= 2


def shuffled(items: Mapping[str, Listing], seed: random.Random) -> dict[str, Listing]:
    return {key: items[key] for key in seed.sample(sorted(items), len(items))}


def facts_shared(one: Listing, other: Listing) -> int:
    alike = [
        one.name == other.name,
        one.street == other.street != "",
        one.phones == other.phones != (),
    ]
    return sum(alike)
