"""Our vocabulary as the HSDS API lists it, one taxonomy with its terms; and the pages of its lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from directory.errors import QueryError
from directory.exports.hsds_service import TAXONOMY, Values
from search.query import Query
from web.hsds_documents import terms
from web.hsds_parameters import PARENT_ID, Wanted
from web.params import read


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list that is the same in every generation. `name` is the last part of its address, `all` has it by id."""

    name: str
    all: Callable[[], Mapping[str, Values]]

    def page(self, want: Wanted) -> Values:
        """A page of those that have every word looked for. Raises QueryError that names what is wrong. Ours have no
        parents: whoever asks for the children of one finds nothing."""
        query, problems = read(want.pairs)
        if problems or want.problems:
            raise want.renamed(QueryError(problems))
        words = query.q.casefold().split()
        found = [] if want.one(PARENT_ID) else [each for each in self.all().values() if _has(each, words)]
        first = (query.page - 1) * query.size
        return paged(len(found), query, found[first : first + query.size])


def paged(total: int, query: Query, contents: Sequence[Values]) -> Values:
    """A page as the specification has it. Beyond the last one there is an empty one, which is last too."""
    pages = -(-total // query.size)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": query.page,
        "size": len(contents),
        "first_page": query.page == 1,
        "last_page": query.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _taxonomies() -> Mapping[str, Values]:
    return {TAXONOMY["id"]: dict(TAXONOMY)}


def _has(values: Values, words: Sequence[str]) -> bool:
    told = " ".join(str(values.get(name, "")) for name in ("code", "name", "description")).casefold()
    return all(word in told for word in words)


VOCABULARIES = (Vocabulary("taxonomies", _taxonomies), Vocabulary("taxonomy_terms", terms))
