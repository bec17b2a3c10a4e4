"""Tantivy, for misspelt words: each word may be one slip away in any field. All terms are counted by one aggregation,
and the page's facilities are read from what it stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from benchmarks.sides import Seen
from directory.facility import Facility
from directory.vocabulary import vocabulary
from search.generation import Generation
from search.indexing import FIELDS
from search.query import Query
from search.stored import Stored
from search.text import texts
from search.words import asked, tokens

BATCH = 1000
NUMBERS = {(term.facet, term.key): term.number for term in vocabulary().terms}
COUNTED = {"terms": {"terms": {"field": "terms", "size": len(NUMBERS)}}}


class Tantivy:
    """An index of tantivy, made once and kept."""

    kinds = frozenset({"Q5"})

    def __init__(self, folder: Path, generation: Generation) -> None:
        made = folder.is_dir()
        folder.mkdir(exist_ok=True)
        self._schema = _schema()
        index = tantivy.Index(self._schema, path=str(folder))
        if not made:
            _fill(index, generation)
        index.reload()
        self._searcher = index.searcher()

    def ready(self, kind: str, query: Query) -> Callable[[], Any]:
        """A search for the page, and the counts."""
        return lambda: self._search(query)

    def seen(self, query: Query, answer: tuple[int, list[Facility], dict[str, Any]]) -> Seen:
        """Which words are near is its own."""
        return Seen(answer[0])

    def _search(self, query: Query) -> tuple[int, list[Facility], dict[str, Any]]:
        wanted = self._wanted(query.q)
        found = self._searcher.search(wanted, query.size)
        rows = [self._searcher.doc(address)["data"][0] for _, address in found.hits]
        counted = self._searcher.aggregate(wanted, COUNTED)["terms"]["buckets"]
        return found.count, [msgspec.msgpack.decode(row, type=Stored).facility for row in rows], counted

    def _wanted(self, words: str) -> Any:  # Any: tantivy's Query
        every = []
        for wish in asked(words).wishes:
            token = wish.forms[0][0]
            fields = [tantivy.Query.fuzzy_term_query(self._schema, field, token, 1, True) for field in FIELDS]
            every.append((tantivy.Occur.Must, tantivy.Query.boolean_query([(tantivy.Occur.Should, f) for f in fields])))
        return tantivy.Query.boolean_query(every)


def _schema() -> Any:  # Any: tantivy's Schema
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace")
    builder.add_unsigned_field("terms", fast=True)
    builder.add_bytes_field("data", stored=True)
    return builder.build()


def _fill(index: Any, generation: Generation) -> None:  # Any: tantivy's Index
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    for start in range(0, len(generation), BATCH):
        for one in generation.facilities(range(start, min(start + BATCH, len(generation)))):
            document = tantivy.Document()
            for field, text in texts(one).items():
                document.add_text(field, " ".join(tokens(text, FIELDS[field])))
            for facet, keys in one.terms.items():
                for key in keys:
                    document.add_unsigned("terms", NUMBERS[facet, key])
            document.add_bytes("data", msgspec.msgpack.encode(Stored(one, (), b"")))
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
