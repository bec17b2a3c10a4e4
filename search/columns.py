"""columns.npz: what is known of every document, in document order, and what follows from it and takes long to work out.
It is worked out when a generation is published, so that opening one only maps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from directory.vocabulary import Vocabulary, vocabulary
from search.areas import Areas, Grouped, grouped
from search.arrays import Array, mapped, save
from search.bitmaps import Bits
from search.geo import CellOrder, GeoIndex, cell_order
from search.terms import TermIndex, TermSets, term_sets
from search.window import CellBits, CellTerms, cell_bits

AREAS = ("states", "counties")

CHUNK = 8192
"""Documents whose bits are put in another order at a time: unpacked they are 4 MB."""


def save_columns(path: Path, known: Mapping[str, Array]) -> None:
    """Write what is known, and what follows. `known` are `points`, `listed`, `gated`, `updated`, `yes`, `surveys`,
    `asked` (as GeoIndex and TermIndex take them), and the codes `states` and `counties` with `states_names` and
    `counties_names`."""
    order, sets = cell_order(known["points"]), term_sets(known["yes"])
    areas = {name: grouped(known[name], len(known[f"{name}_names"])) for name in AREAS}
    bits = cell_bits(sets, known["surveys"], order.docs)
    made: dict[str, Mapping[str, Array]] = {"cells": order._asdict(), "terms": sets._asdict(), "bits": bits._asdict()}
    made |= {name: area._asdict() for name, area in areas.items()}
    kept = {name: array for name, array in known.items() if name not in AREAS}
    save(path, kept | {f"{of}_{name}": array for of, arrays in made.items() for name, array in arrays.items()})


class Columns(NamedTuple):
    """A generation's columns.npz, opened. `updated` are dates as numbers (20260131), `listed` says whether a current
    source lists a document, `gated` that it does not give out its address."""

    geo: GeoIndex
    areas: Areas
    terms: TermIndex
    cells: CellTerms
    updated: NDArray[np.int32]
    listed: NDArray[np.bool_]
    gated: NDArray[np.bool_]


def open_columns(path: Path, published: tuple[str, ...]) -> Columns:
    """`published` are the terms in the order of its bits, as "facet:key". Under another vocabulary than this program's
    what follows from them is worked out anew."""
    held, words = mapped(path), vocabulary()
    geo = GeoIndex(held["points"], CellOrder(*_of(held, "cells", CellOrder._fields)))
    same = published == tuple(_numbers(words))
    yes, asked = (held[name] if same else _reorder(held[name], published, words) for name in ("yes", "asked"))
    sets = TermSets(*_of(held, "terms", TermSets._fields)) if same else None
    terms = TermIndex(yes, asked, held["surveys"], len(words.terms), sets)
    cells = CellTerms(terms, geo.docs, CellBits(*_of(held, "bits", CellBits._fields)) if same else None)
    states, counties = (
        Grouped(held[f"{name}_names"].tolist(), held[f"{name}_docs"], held[f"{name}_ends"]) for name in AREAS
    )
    return Columns(geo, Areas(states, counties), terms, cells, held["updated"], held["listed"], held["gated"])


def _of(held: Mapping[str, Array], of: str, names: tuple[str, ...]) -> list[Array]:
    return [held[f"{of}_{name}"] for name in names]


def _numbers(words: Vocabulary) -> dict[str, int]:
    return {f"{term.facet}:{term.key}": term.number for term in words.terms}


def _reorder(bits: Bits, published: tuple[str, ...], words: Vocabulary) -> Bits:
    """Term bits in the order of this program's vocabulary, should a newer or older one have published them."""
    ours = _numbers(words)
    theirs = [published.index(name) if name in published else len(published) for name in ours]
    turned = [
        np.packbits(_unpacked(bits[start : start + CHUNK], len(published))[:, theirs], axis=1, bitorder="little")
        for start in range(0, len(bits), CHUNK)
    ]
    return np.concatenate(turned) if turned else np.zeros((0, -(-len(ours) // 8)), np.uint8)


def _unpacked(bits: Bits, terms: int) -> Bits:
    """One byte a bit, and a last column of 0."""
    return np.pad(np.unpackbits(bits, axis=1, count=terms, bitorder="little"), ((0, 0), (0, 1)))
