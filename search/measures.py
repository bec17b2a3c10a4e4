"""What the access report measures: one row a kind of help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.vocabulary import vocabulary
from search.generation import Generation

Mask = NDArray[np.bool_]
"""One bool a document."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of help. A place offers it if of each of `needs` it lists any term ("facet:key")."""

    key: str
    label: str
    needs: tuple[tuple[str, ...], ...]

    @property
    def column(self) -> str:
        """Its key as a part of the name of a column."""
        return self.key.replace("-", "_")

    def numbers(self) -> tuple[tuple[int, ...], ...]:
        """Its needs as numbers of terms."""
        facets = vocabulary().facets
        parted = ([term.split(":") for term in some] for some in self.needs)
        return tuple(tuple(facets[facet].terms[key].number for facet, key in some) for some in parted)

    def offering(self, generation: Generation) -> Mask:
        """The documents that are listed now and offer it."""
        found = generation.listed.copy()
        for some in self.numbers():
            found &= generation.terms.any_of(some)
        return found

    def unsaid(self, generation: Generation) -> Mask:
        """The listed documents that neither offer it nor are known not to: no source states a need that they do not
        list."""
        terms, open_still = generation.terms, generation.listed.copy()
        for some in self.numbers():
            open_still &= terms.any_of(some) | ~terms.asking(some).take(terms.surveys)
        return open_still & ~self.offering(generation)


MEASURES: Mapping[str, Measure] = {
    each.key: each
    for each in (
        Measure("otp", "Opioid treatment program (OTP)", (("opioid:otp",),)),
        Measure(
            "buprenorphine-medicaid",
            "Buprenorphine, and accepts Medicaid",
            (("medication:buprenorphine",), ("payment:medicaid",)),
        ),
        Measure("detox", "Detox (help through withdrawal)", (("care:detox",),)),
        Measure("substance-use", "Any treatment for drug or alcohol use", (("care:substance-use",),)),
    )
}
"""By key, which addresses and columns carry: it never changes."""
