"""The command line of the treatment directory: gathers the commands of the packages."""

from __future__ import annotations

import errno
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
import uvicorn
from msgspec.structs import replace
from starlette.applications import Starlette

from directory import commands as looking_back
from directory.changes import Lens
from directory.commands import DAY, as_of_option, imported_by_option
from directory.errors import DirectoryError, GenerationError, QueryError
from directory.exports.formats import FORMATS
from directory.history import Then, after
from directory.listing import Listing
from directory.reading import Reader
from directory.settings import PREFIX, Settings, settings
from directory.store import Record
from directory.vocabulary import vocabulary
from importers import commands as importing
from importers import places, progress
from importers.geocoder_search import StreetSearch
from importers.registry import source_named
from importers.run import Options, run
from importers.update_command import command as update_command
from search import commands as generations
from search import facility_commands as joining
from search.access_command import access_command
from search.asking import ask
from search.build import Plan
from search.build import publish as build_generation
from search.engine import Engine
from search.grouping import group
from search.making import county_name
from search.manifest import Manifest, read_manifest
from search.places import Places
from search.query import Query
from search.serving import Serving
from search.switch import current, folder_name, numbers
from web import addresses, whole_files
from web.app import make_app as make_web
from web.assistants import ways_in
from web.county_outlines import county_corners
from web.params import parse
from web.site import now
from web.terminal import answer_json, answer_table, export_pieces, understood
from web.words import capitalized
from web.words import places as places_of


class Commands(click.Group):
    """A group whose errors for people, and the system's about files, are printed as sentences, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:  # Any: as click declares it
        try:
            return super().invoke(ctx)
        except DirectoryError as error:
            raise click.ClickException(_sentence(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has seen enough; click ends quietly
                raise
            what = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{what}{error.strerror or error}.") from error


def _sentence(error: DirectoryError) -> str:
    if not isinstance(error, QueryError):
        return str(error)
    return "\n".join(
        f"{_typed(problem.parameter)} {problem.value!r}: {problem.message}"
        + (f" Allowed: {problem.allowed.removeprefix('one of: ')}." if problem.allowed else "")
        + (f" Did you mean: {'; '.join(problem.choices)}?" if problem.choices else "")
        for problem in error.problems
    )


def _typed(parameter: str) -> str:
    """How the command line takes a parameter: words as they are, all else by an option of its name."""
    return "WORDS" if parameter == "q" else f"--{parameter}"


def _moved(reader: Reader) -> Mapping[str, str]:
    """Which ids lead to which: as published, if that is newer than every import and undo; else worked out anew, which
    takes a national record half a minute."""
    chosen = settings()
    try:
        with ExitStack() as stack:
            engine = _engine(stack)
            touched = max((max(made.imported, made.undone or "") for made in reader.runs()), default="")
            if engine.manifest.built > touched:
                return engine.all_moved()
    except GenerationError:
        pass  # nothing was published yet
    return group(reader, chosen.match).moved


@contextmanager
def lens(reader: Reader) -> Iterator[Lens]:
    """What the commands that look back show beside the record: the ids and counties that a publication would."""
    places.ensure(settings().places)
    table = Places(settings().places)

    def county(listing: Listing) -> str:
        return county_name(listing.state, listing.county, table.zip_county(listing.zip) if listing.zip else "")

    try:
        yield Lens(moved=_moved(reader), county=county)
    finally:
        table.close()


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100, "obj": lens}


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(package_name="treatment-directory")
def main() -> None:
    """A directory of treatment facilities: public listings in, places found, lists out.

    Settings come from the environment (TREATMENT_DIRECTORY_DATA and others; see docs/operating.md).
    """


@main.command()
@as_of_option
@imported_by_option
@click.option("--to", type=click.Path(path_type=Path), help="Folder for the generation, instead of the live ones.")
def publish(as_of: str, imported_by: str, to: Path | None) -> None:
    """Build a new generation from the record, verify it and switch to it.

    With --as-of or --imported-by it is the record of another day, in the folder --to; point GENERATIONS at that folder
    to search or serve it.
    """
    if to is None and (as_of or imported_by):
        raise DirectoryError("Another day is never what is live: add --to FOLDER, a folder for it alone.")
    if to is not None and to.resolve() == settings().generations.resolve():
        raise DirectoryError(f"{to} holds what is live; --to needs a folder of its own.")
    manifest = _publish(lambda text: click.echo(text, err=True), to, as_of, imported_by)
    points = manifest.facilities - manifest.with_point
    without = f", {points:,} of them without a point on the map" if points else ""
    where = f"in {to}" if to else "live"
    click.echo(f"Generation {manifest.number} is {where}: {manifest.facilities:,} facilities{without}.")
    _write_files(lambda text: click.echo(text, err=True), to)


def _publish(say: Callable[[str], None], to: Path | None = None, as_of: str = "", imported_by: str = "") -> Manifest:
    chosen = settings()
    whole_files.chosen_formats(chosen)
    chosen.data.mkdir(parents=True, exist_ok=True)
    say("preparing the place table")
    places.ensure(chosen.places)
    root = to or chosen.generations
    plan = Plan(root=root, places=chosen.places, now=importing.now(), keep=chosen.keep, match=chosen.match)
    with Record(chosen.database_url) as record, record.reading() as reader:
        _check_day(reader, as_of, imported_by)
        return build_generation(Then(reader, as_of, imported_by), plan, say)


def _check_day(reader: Reader, as_of: str, imported_by: str) -> None:
    """Raise DirectoryError where the record begins only after these days, and say when it does."""
    runs = reader.runs()
    imported = min((run.imported[:10] for run in runs), default="")
    if after(imported, imported_by):
        raise DirectoryError(f"Nothing had been imported by {imported_by}: the first import was on {imported}.")
    standing = [run for run in Then(reader, known_by=imported_by).runs() if run.undone is None]
    oldest = min((run.order[0] for run in standing), default="")
    if after(oldest, as_of):
        told = f"The record says nothing of {as_of}: its oldest data is of {oldest}. Ask for that day or a later one."
        raise DirectoryError(told)


def _write_files(say: Callable[[str], None], root: Path | None = None) -> None:
    """The whole directory as files, after it has gone live: what goes wrong here leaves it as it is."""
    chosen = settings()
    if not chosen.files:
        return
    say(f"writing the whole directory as files: {', '.join(chosen.files)}")
    root = root or chosen.generations
    with ExitStack() as stack:
        whole_files.write(_engine(stack, root), chosen, now(), chosen.files, root)


def _published(say: Callable[[str], None]) -> int:
    """What `update` does when there is something new."""
    number = _publish(say).number
    _write_files(say)
    return number


def _newest_built() -> str:
    """When the newest generation was built, live or rolled back from; "" when there is none that can be read."""
    root = settings().generations
    try:
        return max((read_manifest(root / folder_name(number)).built for number in numbers(root)[-1:]), default="")
    except GenerationError:
        return ""


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for every URL parameter, with the same name."""
    for name, help_text in reversed(_parameters().items()):
        option = click.option(f"--{name}", name.replace(".", "__").replace("-", "_"), multiple=True, help=help_text)
        command = option(command)
    return command


def _parameters() -> dict[str, str]:
    facets = {f.key: f"{f.label}: any of {', '.join(list(f.terms)[:6])} ..." for f in vocabulary().facets.values()}
    every = {f"{key}.all": "The same; a place needs every one of them." for key in facets}
    none = {f"{key}.not": "The same; a place must have none of them." for key in facets}
    return {
        "q": "Words or a sentence, if not given as WORDS.",
        "near": "ZIP code, city and state, county, state, or latitude,longitude: at most 3 decimals, as more are "
        "rounded to 2.",
        "within": "Miles, or any.",
        **facets,
        **every,
        **none,
        "stated": "yes, or unknown for places of which no source says whether they have what is asked for.",
        "listed": "now, or all for places that are no longer listed too; they come last.",
        "sort": "best, distance, name or updated.",
        "page": "Page, from 1.",
        "size": "Places a page.",
        "said": "The sentence that the words and filters were understood from; then the words are taken literally.",
    }


def _query(words: tuple[str, ...], given: dict[str, tuple[str, ...]]) -> Query:
    names = {name.replace(".", "__").replace("-", "_"): name for name in _parameters()}
    pairs = [(names[option], value) for option, values in given.items() for value in values]
    return parse([*([("q", " ".join(words))] if words else []), *pairs])


def _settled(query: Query, engine: Engine) -> Query:
    """The question with its place as the web reads it, which is told where it rounds a point."""
    settled = addresses.settled(query, engine, _streets(settings()))
    if told := addresses.rounding(query, settled, engine):
        click.echo(told, err=True)
    return settled


@main.command()
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the API's answer.")
@filters
def search(words: tuple[str, ...], as_json: bool, **given: tuple[str, ...]) -> None:
    """Find places: WORDS, a sentence, and filters, as on the page."""
    query = _query(words, given)
    with ExitStack() as stack:
        engine = _engine(stack)
        reply = ask(engine, _settled(query, engine))
        click.echo(answer_json(engine, reply, settings()) if as_json else answer_table(engine, reply))


@main.command("as-of")
@click.argument("day", type=DAY)
@click.argument("words", nargs=-1)
@imported_by_option
@click.option("--json", "as_json", is_flag=True, help="Print the API's answer.")
@filters
def search_as_of(day: str, words: tuple[str, ...], imported_by: str, as_json: bool, **given: tuple[str, ...]) -> None:
    """Find places as the record has them of DATE, by the date of the data: WORDS and filters, as for search.

    Builds a generation for this one search. For more than one, use publish --as-of DATE --to FOLDER.
    """
    query = _query(words, given)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="treatment-directory-")))
        _publish(lambda text: click.echo(text, err=True), folder, day, imported_by)
        engine = _engine(stack, folder)
        reply = ask(engine, _settled(query, engine))
        click.echo(answer_json(engine, reply, settings()) if as_json else answer_table(engine, reply))


@main.command()
@click.argument("words", nargs=-1)
@click.option("--format", "format_name", required=True, help=f"One of: {', '.join(FORMATS)}.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output without it.")
@filters
def export(words: tuple[str, ...], format_name: str, output: Path | None, **given: tuple[str, ...]) -> None:
    """Write every place that fits, in the order of the pages; how the question was read is told beside the file."""
    query = _query(words, given)
    with ExitStack() as stack:
        engine = _engine(stack)
        query = _settled(query, engine)
        pieces = export_pieces(engine, query, format_name, settings(), now())
        reply = ask(engine, replace(query, page=1, size=1))
        for line in understood(engine, reply):
            click.echo(line, err=True)
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
        else:
            _write(output, pieces)
        told = capitalized(places_of(reply.answer.total))
        click.echo(f"{told} written{f' to {output}' if output else ''}.", err=True)


def _write(output: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all: what stands there under this name stays until the new one is complete."""
    unfinished = output.with_name(f"{output.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)


def _engine(stack: ExitStack, root: Path | None = None) -> Engine:
    serving = Serving(root or settings().generations)
    stack.callback(serving.close)
    return stack.enter_context(serving.engine())


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages, the API and the downloads from the live generation."""
    _warn_of_nothing(settings().generations)
    # No access log: uvicorn's would print what people search for, and from where.
    uvicorn.run("treatment_directory:make_app", factory=True, host=host, port=port, workers=workers, access_log=False)


FIRST = "run `treatment-directory import SOURCE FILES`, then `treatment-directory publish`."
"""What makes a first generation."""


def _warn_of_nothing(generations: Path) -> None:
    """Say at once what every visitor would be told later, and what mends it; the server takes it up by itself."""
    try:
        told = "" if current(generations) else f"nothing is published in {generations} yet: {FIRST}"
    except GenerationError as error:
        told = str(error)
    if told:
        click.echo(f"Warning: {told} Until then searches are answered with 503.", err=True)


def make_app() -> Starlette:
    """What uvicorn's workers serve: the web, with what only the importers know how to ask."""
    return make_web(_streets(settings()))


def _streets(chosen: Settings) -> StreetSearch | None:
    return StreetSearch(chosen.geocoder_url) if chosen.geocode_searches else None


@main.command()
def mcp() -> None:
    """Answer an AI assistant over standard input and output (Model Context Protocol).

    The assistant starts this command itself and ends it; see the README.
    """
    chosen = settings()
    ways_in.answer(chosen, _streets(chosen))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.pass_context
def demo(ctx: click.Context, host: str, port: int) -> None:
    """Import the invented sample listings into a folder of their own, publish and serve them."""
    _check_free(host, port)
    folder = settings().data / "demo"
    os.environ |= {f"{PREFIX}DATA": str(folder), f"{PREFIX}DATABASE_URL": "", f"{PREFIX}GENERATIONS": ""}
    os.environ[f"{PREFIX}FILES"] = ",".join(key for key in settings().files if key != whole_files.ACCESS) or "none"
    with Record(settings().database_url) as record:
        run(record, source_named("sample"), [], Options(now=importing.now()), progress.silent)
    manifest = _publish(click.echo)
    _write_files(click.echo)
    click.echo(
        f"{manifest.facilities:,} invented facilities; starting to serve them at http://{host}:{port}/ (Ctrl+C ends)"
    )
    ctx.invoke(serve, host=host, port=port, workers=1)


def _check_free(host: str, port: int) -> None:
    """Raise DirectoryError when something listens on this port already: better before the work than after it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            told = f"{host}:{port} cannot be listened on: {error.strerror}. Choose another with --port."
            raise DirectoryError(told) from error


_update = update_command(_published, _newest_built)
for _command in (*importing.COMMANDS, _update, *looking_back.COMMANDS, *generations.COMMANDS, *joining.COMMANDS):
    main.add_command(_command)
main.add_command(access_command(county_corners, _write))


if __name__ == "__main__":
    main()
