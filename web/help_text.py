"""What the help pages say: topics, a glossary and the sources of both, read from `help/`.

Every sentence is in a file of its language (`help/en/`), so that a translator needs no code; addresses and dates of
sources are in `help/sources.toml`. English words in the text of another language stand in `<en>…</en>`. `explained` is
for any page that wants to explain a word where it stands.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from markupsafe import Markup

from search.query import Query
from web import links
from web.language import vocabulary

_GLOSSARY = "glossary.toml"
_ENGLISH = re.compile(r"<en>(.*?)</en>", re.DOTALL)
_SPAN = Markup('<span lang="en">{}</span>')


class Said(str):
    """A text as it is written in its file. A template prints it escaped; what is in `<en>…</en>` is marked as English
    there, so that it is read aloud as such."""

    __slots__ = ()

    def __html__(self) -> Markup:
        parts = _ENGLISH.split(str(self))
        return Markup("").join(_SPAN.format(part) if number % 2 else part for number, part in enumerate(parts))


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An official page. `as_of` tells how old the knowledge is that we use of it, `checked` the day somebody compared
    it with what we say; "" where nobody has. `read` are the official texts that were compared if not that page."""

    publisher: str
    title: str
    url: str
    as_of: str
    checked: str = ""
    read: tuple[str, ...] = ()


class Search(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way from a topic to places: what it is called, and facet -> terms that are chosen there."""

    label: str
    choose: dict[str, tuple[str, ...]]

    @property
    def address(self) -> str:
        """The page of results."""
        return links.search(Query(any_of=self.choose))


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word of the glossary. `also` are other names, `terms` what it explains of the vocabulary ("opioid:otp"),
    `topic` the page that tells more, "" for none."""

    key: str
    name: str
    text: Said
    sources: tuple[str, ...]
    also: tuple[Said, ...] = ()
    terms: tuple[str, ...] = ()
    topic: str = ""

    @property
    def places(self) -> list[Search]:
        """The searches for its terms, called what their filters are called."""
        pairs = [term.split(":") for term in self.terms]
        facets = vocabulary().facets
        return [Search(label=facets[facet].terms[key].label, choose={facet: (key,)}) for facet, key in pairs]

    def adds_to(self, told: str) -> bool:
        """Whether the text has a word that the first sentence of what a help has `told` (up to a semicolon) lacks."""
        return not _words_of(self.text) <= _words_of(re.split(r"[.;]", told)[0])


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a topic: paragraphs, then points. `key` is its anchor and the same in every language."""

    key: str
    heading: str
    text: tuple[Said, ...]
    points: tuple[Said, ...] = ()
    sources: tuple[str, ...] = ()


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One help page. `tab` is what the browser shows, neutral for whoever looks over the shoulder; `words` are keys of
    the glossary, `see` of other topics; `written` is a day."""

    key: str
    order: int
    title: str
    tab: str
    summary: str
    written: str
    words: tuple[str, ...]
    see: tuple[str, ...]
    sections: tuple[Section, ...] = msgspec.field(name="section")
    searches: tuple[Search, ...] = msgspec.field(name="search", default=())


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    """The one thing in the file of the glossary that is no entry."""

    written: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything of one language: topics in their order, the glossary by name. `version` changes when a file does."""

    topics: Mapping[str, Topic]
    glossary: Mapping[str, Entry]
    glossary_written: str
    sources: Mapping[str, Source]
    by_term: Mapping[str, Entry]
    version: str

    def cited(self, keys: Iterable[str]) -> list[Source]:
        """The sources of these keys, each once."""
        return [self.sources[key] for key in dict.fromkeys(keys)]

    def compared(self, keys: Iterable[str]) -> set[bool]:
        """Whether somebody has compared these sources with what we say: both, if that is so of some only."""
        return {bool(source.checked) for source in self.cited(keys)}


def explained(term: str, language: str = "en") -> Entry | None:
    """The entry for a term of the vocabulary ("opioid:otp") or for a key of the glossary ("otp"); None for none."""
    texts = texts_in(language)
    return texts.by_term.get(term) or texts.glossary.get(term)


@cache
def texts_in(language: str = "en") -> Texts:
    """The texts of a language. Raises msgspec.ValidationError where a file is not of this shape."""
    folder = files("web").joinpath("help")
    written = {entry.name: entry.read_bytes() for entry in folder.joinpath(language).iterdir()}
    shared = folder.joinpath("sources.toml").read_bytes()
    glossary = _glossary(_table(written[_GLOSSARY]))
    return Texts(
        topics=_topics(written),
        glossary=glossary,
        glossary_written=msgspec.convert(_table(written[_GLOSSARY]), _Words).written,
        sources=msgspec.convert(_table(shared), dict[str, Source]),
        by_term={term: entry for entry in glossary.values() for term in entry.terms},
        version=hashlib.blake2b(
            shared + b"".join(written[name] for name in sorted(written)), digest_size=6
        ).hexdigest(),
    )


def _topics(written: Mapping[str, bytes]) -> dict[str, Topic]:
    named = {name.removesuffix(".toml"): content for name, content in written.items() if name != _GLOSSARY}
    topics = [msgspec.convert({"key": key} | _table(content), Topic, dec_hook=_said) for key, content in named.items()]
    return {topic.key: topic for topic in sorted(topics, key=lambda topic: topic.order)}


def _glossary(table: dict[str, Any]) -> dict[str, Entry]:
    rows = [{"key": key} | row for key, row in table.items() if isinstance(row, dict)]
    entries = msgspec.convert(rows, list[Entry], dec_hook=_said)
    return {entry.key: entry for entry in sorted(entries, key=lambda entry: _unaccented(entry.name))}


def _unaccented(name: str) -> str:
    """What a name is sorted by: "Índice" stands between "hotel" and "jardín"."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def _words_of(text: str) -> set[str]:
    """The words of a sentence, in small letters."""
    return set(re.findall(r"\w+", text.casefold()))


def _said(kind: type, value: object) -> Said:
    """A text of a file; `kind` is Said, the one type here that msgspec does not know."""
    if not isinstance(value, str):
        raise TypeError(f"a text, not {value!r}")
    return Said(value)


def _table(content: bytes) -> dict[str, Any]:  # Any: whatever TOML may hold; msgspec gives it its shape
    return tomllib.loads(content.decode())
