"""Telephone numbers for people and for telephones."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.listing import Phone
from directory.phones import phone_display, phone_link


@pytest.mark.parametrize(
    ("number", "extension", "display", "link"),
    [
        ("6175550123", "", "(617) 555-0123", "tel:+16175550123"),
        ("6175550123", "10", "(617) 555-0123 x10", "tel:+16175550123;ext=10"),
        ("888-PARNEXT", "", "888-PARNEXT", "tel:+18887276398"),
        ("800-662-help", "7", "800-662-help x7", "tel:+18006624357;ext=7"),
        ("1-800-662-HELP", "", "1-800-662-HELP", "tel:+18006624357"),
        ("+1 (617) 555-0123", "", "+1 (617) 555-0123", "tel:+16175550123"),
        ("617.555.0123", "", "617.555.0123", "tel:+16175550123"),
        # These are read, not dialled: too short, too long, no such area code or exchange, words, nothing.
        ("555-0123", "", "555-0123", ""),
        ("800-GET-HELP-NOW", "", "800-GET-HELP-NOW", ""),
        ("0175550123", "", "(017) 555-0123", ""),
        ("6171550123", "", "(617) 155-0123", ""),
        ("+691 320 2213 4", "", "+691 320 2213 4", ""),
        ("see website", "", "see website", ""),
        ("", "", "", ""),
        ("6175550123", "x<", "(617) 555-0123 xx<", "tel:+16175550123"),
        ("٦١٧٥٥٥٠١٢٣", "", "٦١٧٥٥٥٠١٢٣", ""),
    ],
)
def test_display_and_link(number: str, extension: str, display: str, link: str) -> None:
    phone = Phone(number=number, extension=extension)
    assert phone_display(phone) == display
    assert phone_link(phone) == link


@given(st.text(st.characters()), st.text(st.characters()))
def test_a_link_is_never_anything_but_a_number(number: str, extension: str) -> None:
    assert re.fullmatch(r"|tel:\+1[2-9]\d{9}(;ext=\d+)?", phone_link(Phone(number, extension)), re.ASCII)
