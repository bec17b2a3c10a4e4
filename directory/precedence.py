"""Which source is believed first where several speak of one place, and whose id the place keeps.

The order is by how close a source is to the place: what an operator corrected; what the place itself told SAMHSA, in
the locator or in the yearly directory, the newer first; lists of certification; a list an operator brought;
and last the registers of billing, which places fill in once and forget.
"""

from __future__ import annotations

_ORDER = (
    "overlay",
    "findtreatment",
    "samhsa-directory",
    "va",
    "samhsa-otp",
    "table",
    "hsds",
    "hrsa",
    "cms-otp",
    "nppes",
    "sample",
)


SAME_SURVEY = ("findtreatment", "samhsa-directory")
"""What a place told SAMHSA, published in two ways: here the newer of the two is believed first."""


def tier(source: str) -> int:
    """Smaller is believed first, whatever the dates; of sources in one tier the newer data is."""
    kind = source.partition(":")[0]
    return rank(SAME_SURVEY[0] if kind in SAME_SURVEY else source)


def rank(source: str) -> int:
    """Smaller is believed first. A source's own name may follow a colon: "table:md-bha"."""
    kind = source.partition(":")[0]
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
