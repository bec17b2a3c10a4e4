"""What a file says, whatever it is packed in."""

from __future__ import annotations

import io
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader


def unpacked(data: bytes) -> str:
    """The words of a file: of a PDF those of its pages, of a ZIP (a workbook too) those of all files in it. Folded
    lines are one."""
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK") and is_zipfile(io.BytesIO(data)):
        with ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(packed.read(name).decode() for name in packed.namelist())
    return data.decode().replace("\r\n ", "")
