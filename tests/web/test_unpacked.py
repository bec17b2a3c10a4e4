"""The helper that looks into packed files finds what is in them, so that tests for what is not there mean something."""

from __future__ import annotations

import pytest

from directory.exports.format import Item
from directory.exports.formats import FORMATS
from tests.directory.test_exports import facility, written
from tests.web.unpacked import unpacked


@pytest.mark.parametrize("key", FORMATS)
def test_a_street_is_found_in_every_format(key: str) -> None:
    data = written(FORMATS[key], [Item(facility(street="5 Findable Lane"))])
    assert "5 Findable Lane" in unpacked(data)
