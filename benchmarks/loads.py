"""Over HTTP: our pages and our API against an application that only says hello, and against datasette."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median
from typing import Any

from benchmarks import goals
from benchmarks.line import Line
from benchmarks.measure import output, say
from benchmarks.prepare import Crowd
from benchmarks.servers import KEPT, answer, ours, serving, uvicorn

SECONDS = 2.0
"""Of one load."""

ANEW = ", worked out anew"

PATIENCE = 20.0
"""Seconds for one question to datasette and to us in turn."""

LIMITS = {"facet_time_limit_ms": 600_000, "sql_time_limit_ms": 600_000, "max_returned_rows": 1000, "suggest_facets": 0}
"""Of datasette: it would leave facets out, rather than wait for them."""


def hello(crowd: Crowd, times: int) -> tuple[list[Line], list[str]]:
    """Requests a second of Q1, as a page and from the API, over those of a hello in the same run: as they come, which
    is mostly from what is kept, and each worked out anew."""
    say(f"loads of {crowd.count:,} facilities")
    addresses = json.loads(output("addresses"))
    with ExitStack() as stack:
        plain = stack.enter_context(serving(uvicorn("benchmarks.hello:app")))
        loads = {"hello": [f"{plain}/"]}
        for how, kept in (("", KEPT), (ANEW, "0")):
            command = uvicorn("web.app:make_app", "--factory")
            app = stack.enter_context(serving(command, "/healthz", **ours(crowd.folder, kept)))
            loads[f"Q1 page{how}"] = [f"{app}/search?{one}" for one in addresses["load"]]
            loads[f"Q1 API{how}"] = [f"{app}/api/v1/facilities?{one}" for one in addresses["load"]]
        rates: dict[str, list[float]] = {name: [] for name in loads}
        for _ in range(times):
            for name, wanted in loads.items():
                rates[name].append(client("load", SECONDS, wanted))
    shown = {name: median(one) for name, one in rates.items()}
    say(", ".join(f"{name} {rate:,.0f}/s" for name, rate in shown.items()))
    return [
        Line(
            f"{name}, {crowd.count:,}, requests a second against hello",
            "/s",
            rate,
            shown["hello"],
            goals.HELLO.get(name),
            most=True,
        )
        for name, rate in shown.items()
        if name != "hello"
    ], []


def datasette(crowd: Crowd, times: int) -> tuple[list[Line], list[str]]:
    """Our API against datasette: the same facilities, every facet counted. Its circle is a box."""
    if not importlib.util.find_spec("datasette"):
        return [], ["datasette is not compared: it is not installed (`make bench` does)."]
    say(f"datasette with {crowd.count:,} facilities")
    output("datasette", str(crowd.folder))
    settings = [part for name, value in LIMITS.items() for part in ("--setting", name, str(value))]
    command = ["datasette", "serve", "-i", str(crowd.folder / "others-datasette.sqlite"), "--port", "{port}", *settings]
    addresses = json.loads(output("addresses"))
    lines, notes = [], []
    with ExitStack() as stack:
        theirs = stack.enter_context(serving(command))
        app = stack.enter_context(serving(uvicorn("web.app:make_app", "--factory"), "/healthz", **ours(crowd.folder)))
        for kind in goals.DATASETTE:
            mine, other = addresses[kind]
            ask = [f"{app}/api/v1/facilities?{mine}", f"{theirs}{other}"]
            found = answer(ask[0])["total"], answer(ask[1])["filtered_table_rows_count"]
            notes.append(f"{kind} over HTTP, {crowd.count:,}: {found[0]:,} found by us, {found[1]:,} by datasette.")
            lines.append(_turns(kind, crowd.count, client("turns", PATIENCE * times / 5, ask)))
    return lines, notes


def _turns(kind: str, count: int, taken: Sequence[Sequence[float]]) -> Line:
    mine, theirs = (sorted(one) for one in taken)
    tails = (mine[int(0.95 * (len(mine) - 1))], theirs[int(0.95 * (len(theirs) - 1))])
    goal = goals.DATASETTE[kind] if count == goals.LARGE else None
    return Line(f"{kind} over HTTP, {count:,}, datasette", "ms", median(mine), median(theirs), goal, tails)


def client(task: str, seconds: float, addresses: Sequence[str]) -> Any:  # Any: a rate, or times
    """What the small client of `client.py` measured."""
    command = [sys.executable, "-m", "benchmarks.client", task, str(seconds), *addresses]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
