"""Values as TOML writes them, for drafts of mappings."""

from __future__ import annotations

import re


def toml(value: object) -> str:
    """A text, number or list as TOML writes it."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]" if len(value) != 1 else toml(value[0])
    if isinstance(value, int):
        return str(value)
    plain = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", plain) + '"'
