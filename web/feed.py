"""Changes as an Atom feed (RFC 4287), an entry for each place and day: for readers of news, and for programs that look
at a county every morning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from xml.etree import ElementTree

from directory.exports.record import text
from directory.facility import Facility
from directory.states import state_name
from search.chronicle import Since
from search.manifest import Manifest
from web import news
from web.api_changes import Change

FEED = "application/atom+xml"
TAG = "tag:treatment-directory.invalid,2026:"
SPACE = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"

ElementTree.register_namespace("", SPACE)
ElementTree.register_namespace("xhtml", XHTML)

News = tuple[Sequence[Change], Facility | None]
"""What changed of one place on one day, and the place as it is listed today."""


def feed(found: Sequence[News], since: Since, manifest: Manifest, own: str, following: str, public_url: str) -> bytes:
    """The feed. `own` is its address, `following` that of its next page or "", `public_url` what goes before them (""
    where the operator has set none; ids are then those of a directory anywhere). Its dates are days of imports; all
    else an entry says is in its title and content."""
    made = ElementTree.Element(f"{{{SPACE}}}feed")
    _add(made, "title", f"Changes in the treatment directory{_where(since)}")
    _add(made, "id", f"{public_url}{own}" if public_url else f"{TAG}{own}")
    _add(made, "updated", f"{found[0][0][0].day}T00:00:00Z" if found else _moment(manifest.built))
    _add(made, "link", "", href=public_url + own, rel="self")
    author = ElementTree.SubElement(made, f"{{{SPACE}}}author")
    _add(author, "name", "treatment-directory")
    if manifest.fictional:
        _add(made, "subtitle", "Invented listings: nothing here is a real place.")
    if following:
        _add(made, "link", "", href=public_url + following, rel="next")
    _entries(made, found, f"{public_url}{own.partition('?')[0]}" if public_url else TAG)
    written: bytes = ElementTree.tostring(made, encoding="utf-8", xml_declaration=True)
    return written


def _entries(made: ElementTree.Element, found: Iterable[News], start: str) -> None:
    for changes, now in found:
        first = changes[0]
        entry = ElementTree.SubElement(made, f"{{{SPACE}}}entry")
        _add(entry, "title", news.title(changes, now))
        _add(entry, "id", f"{start}#{_digest(changes)}")
        _add(entry, "updated", f"{first.day}T00:00:00Z")
        _add(entry, "link", "", href=first.url)
        for kind, what in {change.kind: change.what for change in changes}.items():
            _add(entry, "category", "", term=kind, label=what)
        _content(entry, news.lines(changes, now))


def _digest(changes: Sequence[Change]) -> str:
    """Another one where anything else is told: days have no hour, so that readers of feeds go by the id alone."""
    told = [(each.id, each.day, each.kind, each.facet, each.before, each.after, each.source) for each in changes]
    return blake2b(repr(told).encode(), digest_size=10).hexdigest()


def _content(entry: ElementTree.Element, lines: Iterable[str]) -> None:
    content = ElementTree.SubElement(entry, f"{{{SPACE}}}content", {"type": "xhtml"})
    within = ElementTree.SubElement(content, f"{{{XHTML}}}div")
    for line in lines:
        ElementTree.SubElement(within, f"{{{XHTML}}}p").text = _clean(line)


def _where(since: Since) -> str:
    if not since.state:
        return ""
    return f": {since.county}, {state_name(since.state)}" if since.county else f": {state_name(since.state)}"


def _moment(built: str) -> str:
    """A time of ours as RFC 3339 wants it."""
    return built if built.endswith("Z") or "+" in built else f"{built}Z"


def _add(to: ElementTree.Element, name: str, value: str, **attributes: str) -> None:
    """An element whose text and attributes hold only characters that XML knows."""
    made = ElementTree.SubElement(to, f"{{{SPACE}}}{name}", {key: _clean(told) for key, told in attributes.items()})
    made.text = _clean(value) or None


def _clean(value: str) -> str:
    return "".join(c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text(value))
