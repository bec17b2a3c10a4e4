"""The questions: Q1 to Q8, each with its variants. What is asked of whom is in `asking.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import sqrt

from search.query import MAX_WITHIN, Query

CITIES = (
    *((40.7128, -74.0060), (29.7604, -95.3698), (33.4484, -112.0740), (39.9612, -82.9988)),
    *((41.2565, -95.9345), (35.9606, -83.9207), (43.6150, -116.2023), (46.7867, -92.1005)),
)
"""New York, Houston, Phoenix, Columbus, Omaha, Knoxville, Boise, Duluth: latitude, longitude. Large to small."""

NAMES = (
    *("New York, NY", "Houston, TX", "Phoenix, AZ", "Columbus, OH"),
    *("Omaha, NE", "Knoxville, TN", "Boise, ID", "Duluth, MN"),
)
"""The same as people type them."""

DENSE = ((40.7128, -74.0060), (34.0522, -118.2437), (39.9526, -75.1652))
"""New York, Los Angeles, Philadelphia."""

WORDS = ("meadow texas", "mill california", "grove florida", "orchard ohio", "cove virginia", "glen michigan")
MISSPELT = ("medow hazelmre", "brindel orchrad", "lavendar grvoe", "cattial bnak", "sundw lnading", "warblar cliearing")
STARTS = ("am", "haz", "birch", "lav", "sed", "wren", "qui", "moss")
CHOSEN = {"care": ("substance-use",), "payment": ("medicaid",)}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question with its variants: places, words, or beginnings of a name. A `few` facilities are meant,
    however many there are: its miles are for 25,000."""

    key: str
    label: str
    within: float | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Sequence[tuple[float, float]] = ()
    words: Sequence[str] = ("",)
    few: bool = False

    def queries(self, facilities: int) -> list[Query]:
        """Every variant as a question to so many."""
        near = [f"{latitude},{longitude}" for latitude, longitude in self.places] or [""]
        return [
            Query(
                q=words,
                near=place,
                within=self._within(facilities),
                any_of=dict(self.chosen),
                sort=self._sort(words, place),
            )
            for words, place in product(self.words, near)
        ]

    def _within(self, facilities: int) -> float | None:
        if self.within is None or not self.few:
            return self.within
        return min(MAX_WITHIN, round(self.within * sqrt(25_000 / facilities)))

    @staticmethod
    def _sort(words: str, place: str) -> str:
        return "best" if words else "distance" if place else "name"


KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("Q1", "25 miles, two filters, all counts", 25.0, CHOSEN, CITIES),
        Kind("Q2", "100 miles of a large city, all counts", 100.0, {}, DENSE),
        Kind("Q3", "two words in the whole country, all counts", words=WORDS),
        Kind("Q4", "a word, 100 miles, two filters, all counts", 100.0, CHOSEN, DENSE, ("grove", "associates")),
        Kind("Q5", "two misspelt words, all counts", words=MISSPELT),
        Kind("Q6", "the beginning of a name, eight suggestions", words=STARTS),
        Kind("Q7", "everything by name, all counts"),
        Kind("Q8", "a few thousand rows as CSV", 100.0, {"payment": ("medicaid",)}, DENSE[2:], few=True),
    )
}
