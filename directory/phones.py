"""Telephone numbers as people read them and as a telephone dials them. Pages, the API and the exports use these."""

from __future__ import annotations

import re

from directory.listing import Phone

_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_PLAIN = re.compile(r"([0-9]{3})([0-9]{3})([0-9]{4})")
_DIALLED = re.compile(r"\+?1?([2-9][0-9]{2})([0-9A-Za-z]{7})")  # the area code in digits: "see website" is ten letters


def phone_display(phone: Phone) -> str:
    """ "(617) 555-0123 x10"; a number that is not ten digits as its source spells it ("888-PARNEXT")."""
    found = _PLAIN.fullmatch(phone.number)
    number = "({}) {}-{}".format(*found.groups()) if found else phone.number
    return f"{number} x{phone.extension}" if phone.extension else number


def phone_link(phone: Phone) -> str:
    """ "tel:+16175550123;ext=10" (RFC 3966), letters as the digits of their keys; "" when it cannot be dialled.

    A number can be dialled when it has the ten digits of the North American plan: neither area code nor exchange
    begins with 0 or 1. Anything else is left to the reader rather than guessed.
    """
    found = _DIALLED.fullmatch(re.sub(r"[\s().\-]", "", phone.number))
    line = found[2].upper().translate(_KEYS) if found else ""
    if not found or line[0] in "01":
        return ""
    extension = f";ext={phone.extension}" if re.fullmatch("[0-9]+", phone.extension) else ""
    return f"tel:+1{found[1]}{line}{extension}"
