"""What the parameters of a question are called: those of one value, and those of the facets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from directory.vocabulary import vocabulary
from web.param_values import VALUES

SIDES: Mapping[str, str] = {"": "any_of", ".all": "all_of", ".not": "none_of"}
"""What ends the name of a facet's parameter -> the field of Query: one of the values is needed, every one, none."""

BEFORE = ("q", "near", "within")
"""The parameters of one value that are written before those of the facets."""
AFTER = tuple(name for name in VALUES if name not in BEFORE)
"""Those that are written after them."""

# What social networks and mailers append to a link somebody shares. Refusing it would turn away the person
# who follows the link; it is dropped, never read and never written.
_APPENDED = re.compile(r"utm_[a-z]+|fbclid|gclid|msclkid|mc_[ce]id|igshid|twclid|ttclid")


def names() -> list[str]:
    """Every parameter there is, in the order they are written."""
    return [*BEFORE, *(facet + side for facet in vocabulary().facets for side in SIDES), *AFTER]


def facet_of(name: str) -> tuple[str, str]:
    """The facet of a parameter and the field of Query it fills ("payment.not" -> "payment", "none_of"); ("", "") for a
    parameter that is of no facet."""
    facet, dot, rest = name.partition(".")
    field = SIDES.get(dot + rest, "")
    return (facet, field) if field and facet in vocabulary().facets else ("", "")


def appended(name: str) -> bool:
    """Whether it is what others append to an address, and of no meaning here."""
    return bool(_APPENDED.fullmatch(name))
