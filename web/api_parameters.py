"""The parameters of the API as its document tells them: names, limits and values come from where they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from directory.changes import KINDS
from directory.exports.formats import FORMATS
from directory.states import STATES
from directory.vocabulary import Facet, vocabulary
from search.access_areas import AREAS
from search.access_file import FORMATS as ACCESS_FORMATS
from search.clusters import MAX_ZOOM
from search.measures import MEASURES
from search.query import DEFAULT_SIZE, DEFAULT_WITHIN, LISTED, MAX_PAGE, MAX_SIZE, MAX_WITHIN, MAX_WORDS, SORTS, STATED
from web.api import MAX_PREFIX
from web.api_types import RECORD_FIELDS
from web.changes_asked import MAX_COUNTY
from web.changes_asked import SIZE as CHANGES_SIZE
from web.language import DEFAULT, LANGUAGES
from web.map import NUMBERS
from web.param_names import SIDES
from web.param_values import MAX_PLACE
from web.whole_files import NAMES

Schema = dict[str, Any]
"""A JSON Schema. Any: JSON."""

MEANT = {"": "A place needs one of these.", ".all": "A place needs every one of these.", ".not": "A place has none."}


READ = 20
"""Values of a choice that people read; the states are more."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `where` is "query", "path" or "header"."""

    name: str
    description: str
    schema: Schema
    where: str = "query"
    required: bool = False
    example: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Its name, and what tells it from another of this name."""
        return self.name, self.description

    @property
    def values(self) -> list[str]:
        """All that it takes, where that is a choice short enough to be read."""
        every: list[str] = self.schema.get("enum") or self.schema.get("items", {}).get("enum", [])
        return every if len(every) <= READ else []


def _text(longest: int) -> Schema:
    return {"type": "string", "maxLength": longest}


def _whole(most: int, usual: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": usual}


def _list(keys: list[str]) -> Schema:
    return {"type": "array", "items": {"type": "string", "enum": keys}}


def _one_of(keys: list[str], usual: str) -> Schema:
    return {"type": "string", "enum": keys, "default": usual}


def _facet(facet: Facet) -> list[Parameter]:
    return [
        Parameter(
            facet.key + side,
            f"{facet.label}. {MEANT[side]} Values may be repeated or separated by commas.",
            _list(list(facet.terms)),
        )
        for side in SIDES
    ]


_MILES = {"type": "number", "exclusiveMinimum": 0, "maximum": MAX_WITHIN}
_CODE = {"type": "string", "enum": [state.code for state in STATES]}
_PAGE = Parameter("page", "Which page, from 1.", _whole(MAX_PAGE, 1))

WORDS = (
    Parameter(
        "q",
        "Words or a sentence, English or Spanish. Filters, a place and a distance in it are understood, and told in "
        "`understood`.",
        _text(MAX_WORDS),
        example="methadone clinic near 15213 that takes medicaid",
    ),
    Parameter(
        "said",
        "The sentence that the rest was understood from; then `q` is taken literally.",
        _text(MAX_WORDS),
    ),
    Parameter(
        "near",
        "A ZIP code, city and state, county, state, or latitude,longitude in degrees: of more than 3 decimals both are "
        "rounded to 2, so that no link repeats where a visitor is; distances are from the rounded point.",
        _text(MAX_PLACE),
        example="Pittsburgh, PA",
    ),
    Parameter(
        "within",
        "Miles around a point, geodesic, or `any`. A state or a county is an area, to which it does not apply.",
        {"anyOf": [_MILES, {"const": "any"}], "default": DEFAULT_WITHIN},
    ),
)
FILTERS = tuple(each for facet in vocabulary().facets.values() for each in _facet(facet))
CHOICES = (
    Parameter("stated", "`unknown`: no source says whether they have it.", _one_of(list(STATED), "yes")),
    Parameter("listed", "`all`: also those nobody lists any more, last.", _one_of(list(LISTED), "now")),
)
ORDER = (
    Parameter("sort", "The order; each ends in name and id.", _one_of(list(SORTS), "best")),
    _PAGE,
    Parameter("size", "Places a page.", _whole(MAX_SIZE, DEFAULT_SIZE)),
)
QUESTION = (*WORDS, *FILTERS, *CHOICES, *ORDER)
"""The parameters of a question: the same on pages, in the API, for downloads and on the command line."""

FIELDS = Parameter(
    "fields",
    "Only these fields of a facility, and its id; repeated or separated by commas. All without it.",
    _list(list(RECORD_FIELDS)),
    example="",
)
ID = Parameter(
    "id",
    "The id of a facility, in small letters or capitals. Ids of listings that are the same place lead to it.",
    {"type": "string", "pattern": "^[0-9A-Za-z]{10}$"},
    where="path",
    required=True,
)
FORMAT = Parameter(
    "format", "The format of the file.", {"type": "string", "enum": list(FORMATS)}, where="path", required=True
)
PREFIX = Parameter(
    "prefix", "The beginning of a place's name or ZIP code.", _text(MAX_PREFIX), required=True, example="pittsb"
)
TYPED = Parameter("q", "What was typed so far.", _text(MAX_PREFIX), required=True, example="methad")
LANGUAGE = Parameter("lang", "The language of words for people.", _one_of(list(LANGUAGES), DEFAULT))
CHANGED = (
    Parameter(
        "since",
        "From this day, month or year on: of the import, which is when what we show changed.",
        {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"},
        example="2026-11",
    ),
    Parameter("state", "A state or territory, by code or name.", _CODE),
    Parameter("county", "A county of `state`, which it needs.", _text(MAX_COUNTY)),
    Parameter("kind", "Only changes of these kinds; repeated or separated by commas.", _list(list(KINDS))),
    _PAGE,
    Parameter("size", "Changes a page.", _whole(MAX_SIZE, CHANGES_SIZE)),
)
VIEW = (
    Parameter(
        "zoom",
        "How near, as maps count it.",
        {"type": "integer", "minimum": 0, "maximum": MAX_ZOOM},
        required=True,
    ),
    Parameter(
        "bounds",
        "West, south, east and north of the view, in degrees, separated by commas.",
        {"type": "string"},
        required=True,
        example="-80.2,40.3,-79.8,40.6",
    ),
    Parameter("numbers", "`none`: pins without the numbers of a list.", _one_of(list(NUMBERS), NUMBERS[0])),
)
MEASURED = (
    Parameter("by", "One area a county, or a ZIP code.", _one_of(list(AREAS), "county")),
    Parameter("measure", "Only these kinds of help; repeated.", _list(list(MEASURES))),
)
EDITION = Parameter(
    "number",
    "The number of a generation that is kept.",
    {"type": "integer", "minimum": 1},
    where="path",
    required=True,
)
FILE = Parameter(
    "name", "The name of a file, as the list has it.", {"type": "string", "enum": list(NAMES)}, "path", required=True
)
RANGE = Parameter(
    "Range",
    "Which of its bytes, counted from 0: `bytes=100-199`, `bytes=100-` or the last, `bytes=-100`. Anything else is "
    "passed over, and so are several parts at once.",
    {"type": "string", "pattern": r"^bytes=([0-9]{1,15}-[0-9]{0,15}|-[0-9]{1,15})$"},
    "header",
    example="bytes=0-999",
)
IF_RANGE = Parameter(
    "If-Range", "The ETag of the file that the part is to be of; of another, all of it is sent.", _text(200), "header"
)
ACCESS_STATE = Parameter("state", "The state or territory, by code or name.", _CODE, required=True, example="PA")
ACCESS_OF = Parameter("state", "Only of this state or territory, by code or name.", _CODE)
ACCESS_FORMAT = Parameter(
    "format", "CSV or GeoJSON.", {"type": "string", "enum": list(ACCESS_FORMATS)}, where="path", required=True
)
