"""What the dearest questions cost that a visitor can type: long ones, of many common, misspelt and quoted words, as
many filters as are taken, far circles, late pages."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from statistics import median
from urllib.error import HTTPError
from urllib.parse import urlencode

from benchmarks import goals
from benchmarks.line import Line
from benchmarks.loads import client
from benchmarks.measure import output, say
from benchmarks.prepare import Crowd
from benchmarks.servers import ours, serving, uvicorn

MANY = 60
"""Questions."""

SECONDS = 30.0
"""For all of them, in turn."""

PATHS = ("/api/v1/facilities", "/api/v1/facets", "/search", "/embed", "/hsds/services")
NEAR = ("", "40.7,-74.0", "New York, NY", "California", "71.29,-156.79", "10001")
WORDS = """alcohol behavioral center clinic community counseling county drug health hope house inc services mill new
north program recovery river saint springs street treatment california texas virginia york""".split()


def dearest(crowd: Crowd) -> tuple[list[Line], list[str]]:
    """The dearest question against Q1 of the API, at its median and the first time it is asked."""
    say(f"long questions to {crowd.count:,} facilities")
    usual = json.loads(output("addresses"))["load"][0]
    with ExitStack() as stack:
        server = uvicorn("web.app:make_app", "--factory")
        app = stack.enter_context(serving(server, "/healthz", **ours(crowd.folder)))
        first = {app + asked: _answered(app + asked) for asked in _questions(MANY)}
        taken = client("turns", SECONDS, [f"{app}/api/v1/facilities?{usual}", *(one for one in first if first[one])])
    one, *others = (median(each) for each in taken)
    name = f"dearest of {len(others)} long questions, {crowd.count:,}, against Q1"
    goal = goals.DEAREST if crowd.count == goals.LARGE else None
    told = max(first.values()) / one
    return [Line(name, "ms", max(others), one, goal)], [f"The dearest was {told:.0f} times Q1 when it was first asked."]


def _answered(address: str) -> float:
    """Milliseconds of an answer; 0 for a question that is refused."""
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(address, timeout=60) as told:
            told.read()
    except HTTPError:
        return 0.0
    return 1000 * (time.perf_counter() - began)


def _questions(many: int) -> Iterator[str]:
    """The same ones each time."""
    facets = json.loads(output("terms"))
    random = Random(1)
    for number in range(many):
        path = PATHS[number % len(PATHS)]
        words = _words(random)
        if path.startswith("/hsds"):
            asked, filters = {"search": words, "full": "true", "per_page": "25"}, {}
        else:
            filters = _filters(random, facets, random.choice((0, 2, 180)))
            asked = {"q": words, "said": "x", "near": random.choice(NEAR), "within": "any", "listed": "all"}
            asked |= {"sort": random.choice(("best", "name", "updated")), "page": random.choice(("1", "40"))}
            asked |= {"size": "100"}
        given = {name: value for name, value in asked.items() if value}
        yield f"{path}?{urlencode({**given, **filters}, doseq=True)}"


def _words(random: Random) -> str:
    """As many as are taken: as they are, with a slip, in quotes, run together."""
    said = ""
    while len(said) < 190:
        word, other = random.choices(WORDS, k=2)
        at = random.randrange(len(word))
        slip = word[:at] + random.choice("aeinrst") + word[at + 1 :]
        said += random.choice((word, slip, f'"{word} {other}"', word + other, f"{word}-{other}")) + " "
    return said[:200].rpartition(" ")[0]


def _filters(random: Random, facets: dict[str, list[str]], many: int) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    for _ in range(many):
        facet = random.choice(list(facets))
        chosen.setdefault(facet + random.choice(("", ".not")), []).append(random.choice(facets[facet]))
    return chosen
