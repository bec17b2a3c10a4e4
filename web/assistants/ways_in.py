"""The two ways in for assistants, of which the SDK of their protocol is loaded only when one is used: it is an extra,
and takes a second."""

from __future__ import annotations

from importlib.util import find_spec

from starlette.routing import Route

from directory.errors import DirectoryError
from directory.settings import Settings
from web.addresses import Streets

PATH = "/mcp"


def routes(chosen: Settings) -> list[Route]:
    """The address for assistants, if the operator wants one. It takes nothing but POST: there is no stream to open and
    no session to end."""
    if not chosen.assistants:
        return []
    _need()
    from web.assistants.door import door  # noqa: PLC0415 - an extra

    return [Route(PATH, door(chosen), methods=["POST"])]


def answer(chosen: Settings, streets: Streets | None) -> None:
    """Answer over standard input and output until the input ends."""
    _need()
    from web.assistants.pipe import answer as answer_pipe  # noqa: PLC0415 - an extra

    answer_pipe(chosen, streets)


def _need() -> None:
    """Raise DirectoryError where the SDK is not installed."""
    if find_spec("mcp") is None:
        raise DirectoryError(
            "Answering assistants needs one more package: python -m pip install 'treatment-directory[mcp]'."
        )
