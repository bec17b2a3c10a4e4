"""What the API can be asked: one row an address. Its document, its page for people and the test that compares them with
the routes are made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from directory.exports.formats import FORMATS
from search.access_file import FORMATS as ACCESS_FORMATS
from web import api_answers, api_changes, api_types
from web import api_parameters as given
from web.api_parameters import Parameter
from web.feed import FEED

WRONG = "A parameter is wrong; each is named with what would be right."
NEVER_WAS = "There is no such facility."
NO_FILE = "There is no such file, or there are no files (yet)."
NOT_KEPT = "The generation that it was of is not kept any more."
NO_MORE = "It is not listed any more (who is listed there now is named), or kept out of the directory."
BUSY = "Too much was asked for at once; Retry-After says when to ask again."
CLOSED = "Nothing can be answered right now; Retry-After says when to ask again."

TOO_LONG = "The address is longer than any question needs."
USUAL: Mapping[int, str] = {400: WRONG, 414: TOO_LONG, 429: BUSY, 503: CLOSED}
OF_ONE: Mapping[int, str] = {400: WRONG, 404: NEVER_WAS, 410: NO_MORE, 414: TOO_LONG, 429: BUSY, 503: CLOSED}


@dataclass(frozen=True, slots=True)
class Operation:
    """One address. `answer` is the type of its JSON, None for a file of one of `media`. `status` is that of its answer,
    302 where it leads on. `tagged`: it has an ETag; `parts`: some of its bytes may be asked for. `problem` is the type
    of its errors, None for a page."""

    path: str
    id: str
    summary: str
    description: str
    told: str
    answer: type | None
    parameters: tuple[Parameter, ...] = ()
    errors: Mapping[int, str] = field(default_factory=lambda: USUAL)
    tagged: bool = True
    media: tuple[str, ...] = ()
    example: str = ""
    problem: type | None = api_types.ProblemAnswer
    status: int = 200
    parts: bool = False


_MEDIA = tuple(dict.fromkeys(made.media_type.partition(";")[0] for made in FORMATS.values()))

OPERATIONS = (
    Operation(
        path="/api/v1/facilities",
        id="findFacilities",
        summary="Find facilities",
        description="The places that fit a question, nearest or best first, with how many fit each filter.",
        told="A page of facilities with counts.",
        answer=api_answers.FacilitiesAnswer,
        parameters=(*given.QUESTION, given.FIELDS),
        example="?near=15213&medication=methadone&payment=medicaid",
    ),
    Operation(
        path="/api/v1/facilities/{id}",
        id="getFacility",
        summary="One facility",
        description="Everything that is published of a place, each fact with its source and date.",
        told="The facility.",
        answer=api_types.FacilityAnswer,
        parameters=(given.ID, given.FIELDS),
        errors=OF_ONE,
    ),
    Operation(
        path="/api/v1/facilities/{id}/history",
        id="getHistory",
        summary="What has changed of a facility",
        description="The changes since its sources were first read, the newest first.",
        told="The changes.",
        answer=api_changes.HistoryAnswer,
        parameters=(given.ID,),
        errors=OF_ONE,
    ),
    Operation(
        path="/api/v1/changes",
        id="listChanges",
        summary="What has changed everywhere",
        description="Places opened and closed, services gained and lost, by day, state and county: the newest day "
        "first, and of a day what closed, what opened, services lost, services gained, then all else.",
        told="A page of changes.",
        answer=api_changes.ChangesAnswer,
        parameters=given.CHANGED,
        example="?since=2026&state=PA",
    ),
    Operation(
        path="/feeds/changes.atom",
        id="followChanges",
        summary="The same as an Atom feed",
        description="For readers of news: the changes of a state or county in the same order, one entry for each place "
        "and day with all that changed. `size` is entries a page.",
        told="The feed.",
        answer=None,
        parameters=given.CHANGED,
        media=(FEED,),
        example="?state=PA",
    ),
    Operation(
        path="/api/v1/facets",
        id="listFacets",
        summary="Filters and their counts",
        description="Every filter and value with what it means, and how many places a question finds of each.",
        told="The vocabulary with counts.",
        answer=api_answers.FacetsAnswer,
        parameters=given.QUESTION,
        example="?near=Pennsylvania",
    ),
    Operation(
        path="/api/v1/places",
        id="findPlaces",
        summary="Places by the beginning of a name",
        description="Towns, ZIP codes, neighborhoods, counties and states, the likeliest first.",
        told="The places.",
        answer=api_answers.PlacesAnswer,
        parameters=(given.PREFIX,),
        tagged=False,
        example="?prefix=pittsb",
    ),
    Operation(
        path="/api/v1/suggest",
        id="suggest",
        summary="What somebody may be typing",
        description="Filters, places and names of facilities that the last words of a sentence begin.",
        told="Suggestions.",
        answer=api_answers.SuggestAnswer,
        parameters=(given.TYPED, given.LANGUAGE),
        tagged=False,
        example="?q=methad",
    ),
    Operation(
        path="/api/v1/map",
        id="drawMap",
        summary="What a map shows of a question",
        description="At most 300 pins in a view, places that lie close together as one, and names of towns, counties "
        "or states in it. Places that do not give out their address are not on it.",
        told="The pins and the names.",
        answer=api_answers.MapAnswer,
        parameters=(*given.QUESTION, *given.VIEW, given.LANGUAGE),
        tagged=False,
        example="?near=Pittsburgh,+PA&zoom=9&bounds=-80.5,40.1,-79.5,40.8",
    ),
    Operation(
        path="/api/v1/sources",
        id="listSources",
        summary="Where the listings come from",
        description="Every source with its publisher, licence, the date of its data and how many listings it gave.",
        told="The sources.",
        answer=api_types.About,
    ),
    Operation(
        path="/api/v1/generations/current",
        id="getGeneration",
        summary="What is being served",
        description="The number of the generation, when it was built, and what it holds.",
        told="The generation.",
        answer=api_changes.GenerationAnswer,
    ),
    Operation(
        path="/api/v1/files",
        id="listFiles",
        summary="The whole directory as files",
        description="Files that were made when the generation was published, with their sizes and checksums. They are "
        "served with ETag and Range, and stay under their address as long as the generation is kept.",
        told="The files.",
        answer=api_changes.FilesAnswer,
    ),
    Operation(
        path="/files/{name}",
        id="findFile",
        summary="A file by its name alone",
        description="Leads to the file of the generation that is served.",
        told="Its address.",
        answer=None,
        parameters=(given.FILE,),
        errors={400: WRONG, 404: NO_FILE, 414: TOO_LONG, 429: BUSY, 503: CLOSED},
        tagged=False,
        problem=None,
        status=302,
    ),
    Operation(
        path="/files/{number}/{name}",
        id="getFile",
        summary="A file of the whole directory",
        description="As it was made for a generation, and never changed. Its ETag is its SHA-256; a broken download "
        "goes on with Range and If-Range. It goes when the generation goes.",
        told="The file.",
        answer=None,
        parameters=(given.EDITION, given.FILE, given.RANGE, given.IF_RANGE),
        errors={400: WRONG, 404: NO_FILE, 410: NOT_KEPT, 414: TOO_LONG, 429: BUSY, 503: CLOSED},
        media=_MEDIA,
        problem=None,
        parts=True,
    ),
    Operation(
        path="/api/v1/access",
        id="reportAccess",
        summary="How far treatment is",
        description="For each county or ZIP code of a state: the nearest place of several kinds of help, how many "
        "there are around, and how sure that is. As the crow flies; `method` says how it was made. Where it is not "
        "among the files, the first answer of an edition takes seconds.",
        told="The report.",
        answer=api_changes.AccessAnswer,
        parameters=(*given.MEASURED, given.ACCESS_STATE),
        example="?state=PA&measure=otp",
    ),
    Operation(
        path="/api/v1/access.{format}",
        id="takeAccess",
        summary="The same as a file",
        description="CSV, or GeoJSON with the areas as points, of a state or of the whole country.",
        told="The file.",
        answer=None,
        parameters=(given.ACCESS_FORMAT, *given.MEASURED, given.ACCESS_OF),
        errors={
            400: WRONG,
            404: "There is no such file.",
            414: TOO_LONG,
            429: BUSY,
            503: "Too many downloads at once, or closed.",
        },
        media=tuple(made.media_type.partition(";")[0] for made in ACCESS_FORMATS.values()),
        example="?by=county&state=PA",
    ),
    Operation(
        path="/download/{format}",
        id="download",
        summary="The whole list as a file",
        description="All that a question finds, in the order of the pages, whatever page is asked for.",
        told="The file.",
        answer=None,
        parameters=(given.FORMAT, *given.QUESTION),
        errors={
            400: WRONG,
            404: "There is no such format.",
            414: TOO_LONG,
            429: BUSY,
            503: "Too many downloads at once, or closed.",
        },
        tagged=False,
        media=_MEDIA,
        problem=None,
        example="?near=15213&payment=medicaid",
    ),
)
