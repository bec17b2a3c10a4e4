"""The languages of the pages: which one a request is answered in, messages of its catalogue, addresses of its pages.

A page under `/es/` is Spanish. What is asked for elsewhere (the API, downloads, the command line) is English.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from directory import vocabulary as words_of_terms
from directory.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Language:
    """Its code, what it calls itself, and what stands before the addresses of its pages."""

    code: str
    name: str
    prefix: str


DEFAULT = "en"
LANGUAGES: Mapping[str, Language] = {
    "en": Language("en", "English", ""),
    "es": Language("es", "Español", "/es"),
}
"""By code. The messages are English; each other language has a catalogue in `locale/`."""

_CURRENT: ContextVar[Language] = ContextVar("language", default=LANGUAGES[DEFAULT])


@dataclass(frozen=True, slots=True)
class Twin:
    """The same page in a language."""

    language: Language
    url: str


def current() -> str:
    """The code of the language that is spoken now."""
    return _CURRENT.get().code


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speaks a language for the length of the `with`, in this task or thread."""
    token = _CURRENT.set(LANGUAGES[code])
    try:
        yield
    finally:
        _CURRENT.reset(token)


def gettext(message: str) -> str:
    """A message in the current language."""
    code = _CURRENT.get().code
    return message if code == DEFAULT or not message else str(catalogue(code).gettext(message))


def ngettext(one: str, many: str, count: int) -> str:
    """One of two messages by a count, in the current language."""
    code = _CURRENT.get().code
    if code == DEFAULT:
        return one if count == 1 else many
    return str(catalogue(code).ngettext(one, many, count))


def marked(message: str) -> str:
    """The message as it is: one that goes into the catalogue and is translated where it is shown."""
    return message


def vocabulary() -> Vocabulary:
    """The vocabulary with labels and helps of the current language."""
    return words_of_terms.vocabulary(current())


def path(address: str) -> str:
    """The address of one of our pages, "/search?q=detox", in the current language."""
    return _in(_CURRENT.get(), address)


def bare(address: str) -> str:
    """The address of a page without what stands before it in the current language."""
    return address.removeprefix(_CURRENT.get().prefix) or "/"


def twins(address: str) -> tuple[Twin, ...]:
    """A page, by its bare address, in every language."""
    return tuple(Twin(language, _in(language, address)) for language in LANGUAGES.values())


@cache
def catalogue(code: str) -> Translations:
    """The messages of a language."""
    compiled = io.BytesIO(written(code))
    with io.BytesIO() as binary:
        write_mo(binary, read_po(compiled, locale=code))
        binary.seek(0)
        return Translations(binary)


def written(code: str) -> bytes:
    """The catalogue of a language as its translators wrote it; nothing for the language of the messages."""
    if code == DEFAULT:
        return b""
    return files("web").joinpath("locale", code, "LC_MESSAGES", "messages.po").read_bytes()


def _in(language: Language, address: str) -> str:
    if not language.prefix or address == "/":
        return language.prefix or address
    return language.prefix + address
