"""How names of places are compared: "St. Louis", "Saint-Louis" and "ST LOUIS" have one key.

The builder of the place table writes keys with it and look-ups read them with it, so both always fold alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

SCHEMA = "1"
"""Of the place table: its columns and how keys are folded. A table of another schema is built anew."""

OUTSHINES = 20
BIG = 100_000
"""A bare name is taken for a town or county when it is the only one of the name, or when more than `BIG` people live
there and at least `OUTSHINES` times as many as in the next of the name: Chicago, Philadelphia, not Portland (10 times
Portland, Maine) or Columbus (4 times Columbus, Georgia). Within a state the second half of the rule is enough.
A state's name is taken for the state unless a town of more than `BIG` people has it: New York, Washington."""

UNLISTED = 500
"""People a town may have that GeoNames does not list: what counts where the number is not known."""

SHORT: Mapping[str, str] = {
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
    "mtn": "mountain",
    "hts": "heights",
    "hgts": "heights",
    "spgs": "springs",
    "jct": "junction",
    "bch": "beach",
    "twp": "township",
    "vlg": "village",
}
"""Short forms, as people write them and as the Postal Service does."""

DIRECTIONS: Mapping[str, str] = {"n": "north", "s": "south", "e": "east", "w": "west"}

_KIND = re.compile(
    r"\s+(county|parish|city and borough|borough|municipality|municipio|census area|planning region|district|island)$",
    re.IGNORECASE,
)
_WORD = re.compile("[a-z0-9]+")
_MARKS = str.maketrans({"'": "", "`": "", "&": " and "})
_INITIAL = re.compile(r"\b([a-z])\.\s?(?=[a-z]\b)")


def words(text: str) -> tuple[str, ...]:
    """Lower-case ASCII words of a-z and 0-9: "Cañon City" is canon, city; "Coeur d'Alene" coeur, dalene; "D.C." dc."""
    plain = (
        text.lower()
        if text.isascii()
        else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    )
    joined = _INITIAL.sub(r"\1", plain) if "." in plain else plain
    return tuple(_WORD.findall(joined.translate(_MARKS)))


def key(parts: Sequence[str]) -> str:
    """What a name is looked up by: short forms written out, no leading "the", no spaces.

    Without spaces because people and sources part names differently: Mc Keesport, La Grange, Winston-Salem.
    """
    kept = parts[1:] if len(parts) > 1 and parts[0] == "the" else parts
    last = len(kept) - 1
    # A direction at the end is none: "Avenue E".
    return "".join(SHORT.get(w, w) if at == last else DIRECTIONS.get(w, SHORT.get(w, w)) for at, w in enumerate(kept))


def county_key(state: str, county: str) -> str:
    """One key for "Bell", "Bell County" and "BELL COUNTY" of a state; "" without a county.

    An independent city keeps its "city": Baltimore city lies beside Baltimore County.
    """
    name = key(words(_KIND.sub("", county)))
    return f"{state} {name}" if name else ""
