"""How people say that children come along, and are not who is to be treated: "takes kids", "bring my two kids"."""

from __future__ import annotations

from search.plain_words import phrases as listed

WITH_CHILDREN = listed(
    """
    with kids; with children; w kids; w children; take kids; take children; takes kids; takes children; accept kids;
    accept children; accepts kids; accepts children; kids stay; women with kids; women with children; women and
    children; women and kids; moms and kids; moms with kids; moms with children; mothers and children; mothers with
    kids; mothers with children; parents with children; parents with kids
    """
)
"""What is said of who may bring children along, and as well of whom somebody treats: a filter only beside `LIVED`."""

LIVED = listed(
    """
    rehab; rehabs; drug rehab; inpatient rehab; residential rehab; long term rehab; residential; resi; residential
    treatment; sober living; sober house; sober home; halfway house; halfway houses; recovery house; recovery home;
    transitional housing
    """
)
"""Where people live while they are treated; each stands for the filters that it means alone."""

BROUGHT = (
    "bring {}",
    "bringing {}",
    "keep {}",
    "keeping {}",
    "take {} with me",
    "{} with me",
    "{} can come",
    "{} can stay",
)
"""How somebody says that `CHILDREN` are to be with them."""

CHILDREN = tuple(
    " ".join((*whose, *number, child))
    for whose in (("my",), ("our",), ("her",), ("his",), ("their",))
    for number in ((), ("2",), ("3",), ("4",), ("two",), ("three",), ("four",), ("little",), ("young",), ("small",))
    for child in ("kids", "children", "babies", "toddlers", "sons", "daughters")
)
"""What they call them."""

STAYING = ("{} {}", "{} for {}", "{} that {}", "{} who {}", "{} where {}", "{} program for {}", "{1} {0}")
"""How the two are said together."""
