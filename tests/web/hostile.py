"""A directory in which every text of every listing is hostile: a table and an operator's corrections, read from files
as an operator gives them. Each kind of text is one place, which has it in every field."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

from directory.listing import public_id
from directory.settings import Settings
from directory.store import Record
from importers import progress
from importers.registry import source_named
from importers.run import Options, Report, run
from search.build import Plan, publish

NOW = "2026-11-22T03:00:00+00:00"
FLAG = "struck"
"""What a script of a listing would set in `window`."""
LONG = 10_000

TEXTS: Mapping[str, str] = {
    "script": f"<script>window.{FLAG}=1</script>",
    "image": f'"><img src=x onerror="window.{FLAG}=1">',
    "drawing": f"<svg/onload=window.{FLAG}=1><iframe srcdoc='<script>parent.{FLAG}=1</script>'>",
    "attribute": f"' autofocus onfocus='window.{FLAG}=1' \" onmouseover=\"window.{FLAG}=1\" `",
    "closing": f"</script></title></textarea></style>--><script>window.{FLAG}=1</script><!--",
    "address": f"javascript:window.{FLAG}=1",
    "elsewhere": "<link rel=stylesheet href=//evil.example/a><base href=//evil.example/><form action=//evil.example>",
    "override": "Safe \u202eesrever\u202c \u2066inside\u2069 \u200f\u061cmark \u2067open",
    "letters": "שלום مرحبا Harbor (555) שלום",
    "marks": "Z" + "\u0301\u0316\u0489" * 120,
    "control": "Nul\x00 bell\x07 back\x08 escape\x1b[31m unit\x1f delete\x7f next\x85 line\u2028 end\ufffd",
    "emoji": "🏥👩‍👩‍👧‍👦🇺🇸 \U000e0041 👋🏿 \uffff\U0010fffe",
    "template": "{{7*7}} {% raw %} ${7*7} #{7*7} <%= 7*7 %> %s %(a)s {0}",
    "formula": '=HYPERLINK("http://evil.example","x") @SUM(1) +1 -1 |calc',
    "entities": "&lt;script&gt; &#60;img&#62; &amp;amp; %3Cscript%3E \\u003cscript\\u003e",
    "long": "Endless" + "x" * (LONG - 7),
    "wordy": "many words " * (LONG // 11),
}
"""Kind of hostile text -> the text."""

COLUMNS = ("name", "name2", "street", "street2", "city", "county", "website")
_MAPPING = """
[source]
key = "hostile"
label = {text}
publisher = {text}
url = "https://evil.example/"
licence = {text}
as_of = "2026-03"
complete = true
[fields]
{fields}
state = "state"
zip = "zip"
latitude = "latitude"
longitude = "longitude"
[phones]
main = "phone"
intake = "intake"
[key]
columns = ["key"]
[[terms.values]]
column = "services"
[[terms.values]]
column = "known"
vocabulary = true
separator = ";"
"""
_CORRECTIONS = """
[overlay]
key = "notes"
label = {text}
publisher = {text}
url = "https://evil.example/"
licence = {text}
as_of = 2026-01-20
"""
_CORRECTION = """
[[correct]]
facility = "{id}"
reason = {text}
date = "2026-01-15"
{change}
"""


def id_of(kind: str) -> str:
    """The public id of the place that has a kind of text."""
    return public_id("table:hostile", kind)


def publish_hostile(chosen: Settings, places: Path) -> tuple[Report, ...]:
    """Write the files, import them and publish; what the runs said."""
    chosen.data.mkdir(parents=True, exist_ok=True)
    table, notes = _table(chosen.data), _notes(chosen.data)
    with Record(chosen.database_url) as record:
        told = tuple(_run(record, name, path) for name, path in (("table", table), ("overlay", notes)))
        with record.reading() as reader:
            publish(reader, Plan(root=chosen.generations, places=places, now=NOW, match=False), lambda _: None)
    return told


def _run(record: Record, name: str, path: Path) -> Report:
    found = source_named(name)
    source = found.described([path])[0] if found.described else found
    return run(record, source, [path], Options(now=NOW, allow_shrink=True), progress.silent)


def _table(folder: Path) -> Path:
    """A table, and the mapping beside it."""
    extra = ("key", "phone", "intake", "services", "known", "state", "zip", "latitude", "longitude")
    with (folder / "hostile.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, (*COLUMNS, *extra))
        writer.writeheader()
        writer.writerows(_row(number, kind, text) for number, (kind, text) in enumerate(TEXTS.items()))
    fields = "\n".join(f'{column} = "{column}"' for column in COLUMNS)
    path = folder / "hostile.toml"
    path.write_text(f'files = ["hostile.csv"]\n{_MAPPING.format(text=_toml(TEXTS["image"]), fields=fields)}', "utf-8")
    return path


def _row(number: int, kind: str, text: str) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, text) | {
        "key": kind,
        "phone": f"412-555-01{number:02} ext. 7",
        "intake": text,
        "services": text,
        "known": "Methadone;Medicaid",
        "state": "PA",
        "zip": "15213",
        "latitude": f"{40.44 + number / 400}",
        "longitude": "-79.95",
    }


def _notes(folder: Path) -> Path:
    corrections = (
        _CORRECTION.format(id=id_of(kind), text=_toml(text), change=f"name2 = {_toml(text)}")
        for kind, text in TEXTS.items()
    )
    path = folder / "notes.toml"
    path.write_text(_CORRECTIONS.format(text=_toml(TEXTS["script"])) + "".join(corrections), "utf-8")
    return path


def _toml(text: str) -> str:
    """A TOML string. JSON's are TOML's but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
