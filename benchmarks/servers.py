"""Servers for a while, on this machine alone, each a process of its own with one worker."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

from directory.settings import SETTINGS

PATIENCE = 120.0
"""Seconds for a server to say hello."""


@contextmanager
def serving(module: Sequence[str], ready: str = "/", **environment: str) -> Iterator[str]:
    """`python -m MODULE ...` with `{port}` filled in, while it is needed; its address."""
    with process(module, ready, **environment) as (address, _):
        yield address


@contextmanager
def process(module: Sequence[str], ready: str = "/", **environment: str) -> Iterator[tuple[str, int]]:
    """The same; its address and the number of its process."""
    port = str(_free())
    command = [sys.executable, "-m", *(part.format(port=port) for part in module)]
    server = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}{ready}", server)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait()


def uvicorn(app: str, *more: str) -> list[str]:
    """One worker, as `treatment-directory serve` starts it."""
    return ["uvicorn", app, *more, "--port", "{port}", "--no-access-log", "--log-level", "warning"]


def ours(folder: Path, kept: str = "0") -> Mapping[str, str]:
    """The settings that serve the generations of a folder, to one visitor who asks without end. No answers are kept,
    unless what is `kept` is measured, in megabytes."""
    return {
        "TREATMENT_DIRECTORY_KEPT": kept,
        "TREATMENT_DIRECTORY_DATA": str(folder),
        "TREATMENT_DIRECTORY_GENERATIONS": "",
        "TREATMENT_DIRECTORY_RATE": "0",
    }


KEPT = next(setting.default for setting in SETTINGS if setting.name == "KEPT")
"""Megabytes of answers that are kept where an operator says nothing."""


def answer(address: str) -> Any:  # Any: JSON
    """What an address answers."""
    with urllib.request.urlopen(address, timeout=600) as told:
        return json.load(told)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer.")
