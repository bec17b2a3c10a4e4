"""Numbers people type: how far ("within 10 miles", "a 20 millas") and how old ("my son is 15", "de 70 años")."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.phrases import Meaning
from search.query import MAX_WITHIN
from search.word_spans import Span, Word

MILES_PER_KM = 0.621371

ANYWHERE = math.inf
"""Miles: any distance was asked for."""

NO_PATIENT = 5
"""Years. "My 2 year old" is a child that has to come along, not who needs treatment."""

_NUMBER_WORDS = {
    **{
        "one": 1,
        "five": 5,
        "ten": 10,
        "fifteen": 15,
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "hundred": 100,
    },
    **{"cinco": 5, "diez": 10, "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "cien": 100},
}
_NUMBER = rf"(?P<number>[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?|{'|'.join(_NUMBER_WORDS)})"
_RADIUS = re.compile(
    r"\b(?:(?:within|under|in|inside|up to|less than|no more than|not more than|about|around|at most|max|a menos de"
    rf"|menos de|hasta|dentro de|no mas de|a)(?: (?:a|about|un|unas|unos))? )?{_NUMBER} ?(?P<unit>mi|miles?|millas?"
    r"|m(?= (?:of|from|radius)\b)"
    r"|kms?|kilometers?|kilometros?|kilometres?)\b(?: (?:or less|radius|drive|distance|away|around|max|a la redonda))*"
    r"(?: (?:of|from|around|near|de|del)\b)?"
)
_ANYWHERE = re.compile(
    r"\b(?<!is there )(?:any ?where(?! (?:that|which|who|for|i can|we can|he can|she can|to go))"
    r"(?: in the (?:us|usa|country|united states))?|any distance|nationwide|willing to travel"
    r"|will travel|can travel|out of state|a cualquier distancia|en cualquier (?:lugar|parte)|cualquier lugar"
    r"|todo el pais)\b"
)
_UNUSED = re.compile(
    r"\b(?:1 ?)?[0-9]{3} ?[0-9]{3} ?[0-9]{4}\b"  # a telephone number: no word of any place
    r"|\b(?:(?:within|in|a) )?(?:an?|[0-9]{1,3}|half an?|una|media) ?(?:minutes?|mins?|minutos?|hours?|hrs?|horas?)"
    r"(?: (?:drive|walk|away|or less|of|from|de))*\b"
    # how long somebody has been well, and a dose: "90 days clean", "methadone 90mg"
    r"|\b[0-9]{1,3} ?(?:days?|weeks?|months?|years?|yrs?) (?:clean|sober|of sobriety|in recovery|drug free)\b"
    r"|\b[0-9]{1,3} meetings? in [0-9]{1,3} days\b|\b[0-9]{1,4} ?mgs?\b"
    # a time of day: "opens at 5am", "after 6:30 pm"
    r"|\b(?:(?:opens?|opening|open|closes?|at|by|after|before|until|till|past|from|a las|despues de las"
    r"|antes de las) )*"
    r"(?:1[0-2]|[1-9])(?: [0-5][0-9])? ?(?:am|pm|a m|p m|oclock)(?: (?:to|a|and|or|until) (?:1[0-2]|[1-9])"
    r"(?: [0-5][0-9])? ?(?:am|pm|a m|p m))?\b"
)

_WHO = (
    r"(?:son|daughter|brother|sister|kid|child|boy|girl|nephew|niece|husband|wife|mother|father|mom|dad|grandson|patient|client"
    r"|granddaughter|grandmother|grandfather|grandma|grandpa|hijo|hija|hermano|hermana|sobrino|sobrina|nieto|nieta|esposo|esposa"
    r"|abuelo|abuela|mama|papa|padre|madre|novio|novia|he|she|hes|shes|im|i am|teen|teenager|male|female|man|woman)"
)
_AGES = (
    re.compile(r"\b(?P<age>[0-9]{1,3}) ?(?:(?:years?|yrs?|ys?) ?(?:olds?|o)|yo|anos de edad)(?: [mf])?\b"),
    re.compile(r"\b(?:de|tiene|tengo|con) (?P<age>[0-9]{1,3}) anos\b"),
    re.compile(r"\b(?P<age>[5-9][0-9]) ?(?:plus|and (?:over|older|up)|or (?:over|older)|y mas)\b"),
    re.compile(
        r"\b(?:over|above|mayores de) (?P<age>[5-9][0-9])\b"
        r"(?! ?(?:beds?|days?|weeks?|months?|years (?!old)|years?$|times?|miles?|mi|minutes?|mins?|percent|dollars?)\b)"
    ),
    re.compile(r"\b(?:aged?|edad|just turned|turned|turning|turns) (?P<age>[0-9]{1,3})\b"),
    # As counsellors write it: "23 f", "34m"; not "20 m from here".
    re.compile(r"\b(?P<age>1[0-9]|[2-9][0-9]) ?(?:m|f|male|female)\b(?! (?:of|from|to|around|away|radius)\b)"),
    re.compile(
        rf"\b{_WHO}(?: (?:is|just|only|who is|thats|de|que tiene|tiene|age))* (?P<age>[0-9]{{1,2}})\b"
        r"(?! (?:steps?|days?|dias|weeks?|months?|meses|hours?|years?|anos|times|miles?|mi|min|minutes?|mg|pills?|th"
        r"|street|st|ave)\b)"
    ),
)
_TERMS = (
    (11, (Meaning("age", "children"),), ()),
    (17, (Meaning("age", "children"),), (Meaning("group", "adolescents"),)),
    (25, (Meaning("age", "young-adults"), Meaning("age", "adults")), (Meaning("group", "young-adults"),)),
    (64, (Meaning("age", "adults"),), ()),
    (120, (Meaning("age", "older-adults"), Meaning("age", "adults")), (Meaning("group", "older-adults"),)),
)
"""Years up to -> filters of which any fits, and what may be meant. Places that accept adults accept who is 20 or 70."""


class Radius(NamedTuple):
    """Miles around the place, ANYWHERE for any distance; None where the words say a time, which no map here tells."""

    span: Span
    miles: float | None


class Age(NamedTuple):
    """The filters of an age."""

    span: Span
    sure: tuple[Meaning, ...]
    possible: tuple[Meaning, ...]


class Line:
    """The folded words in one line, so that patterns can be looked for; matches are spans of words."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        end = at = 0
        for word in words:
            between = "." if text[end : word.start] == "." and pieces and pieces[-1].isdigit() else " "
            pieces.append(between if pieces else "")
            at += len(pieces[-1])
            self._starts.append(at)
            pieces.append(word.folded)
            at += len(word.folded)
            end = word.end
        self.text = "".join(pieces)

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[Span, re.Match[str]]]:
        """Where the pattern is found."""
        for match in pattern.finditer(self.text):
            first = bisect_right(self._starts, match.start()) - 1
            yield Span(first, bisect_left(self._starts, match.end())), match


def radii(line: Line) -> Iterator[Radius]:
    """Every distance that is said."""
    for span, match in line.matches(_RADIUS):
        yield Radius(span, _miles(match["number"], match["unit"]))
    for span, _ in line.matches(_ANYWHERE):
        yield Radius(span, ANYWHERE)
    for span, _ in line.matches(_UNUSED):
        yield Radius(span, None)


def ages(line: Line) -> Iterator[Age]:
    """Every age that is said."""
    for pattern in _AGES:
        for span, match in line.matches(pattern):
            years = int(match["age"])
            if years < NO_PATIENT:
                yield Age(span, (), (Meaning("service", "children-stay"),))
            elif years <= _TERMS[-1][0]:
                _, sure, possible = next(row for row in _TERMS if years <= row[0])
                yield Age(span, sure, possible)


def _miles(number: str, unit: str) -> float | None:
    said = float(_NUMBER_WORDS.get(number, 0) or number)
    miles = round(said * MILES_PER_KM, 1) if unit.startswith("k") else said
    if miles <= 0:
        return None
    return miles if miles <= MAX_WITHIN else ANYWHERE
