"""What a name that is not known was probably meant to be, as the end of a sentence. Called by readers of TOML files."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from directory import clean
from importers.wordings import near_terms


def near(wrong: str, right: Iterable[str]) -> str:
    """ " (near: phones, hide)", or "" when no name is like it."""
    names = {clean.text(name).casefold(): name for name in right if name}
    found = process.extract(clean.text(wrong).casefold(), names.keys(), scorer=fuzz.WRatio, limit=3, score_cutoff=60)
    return _hint(names[name] for name, _, _ in found)


def near_term(wrong: str) -> str:
    """ " (near: care:detox)" for "care:detoks", or "" when no term is called anything like it."""
    return _hint(term for term, _ in near_terms(wrong.replace(":", " ").replace("-", " ")))


def _hint(names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f" (near: {listed})" if listed else ""
