"""The lines to call in a crisis: one table, on every page and error page, in every answer of the API and on lists for
people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A number that helps now. `call` and `text` are what a phone dials; "" where texting is not offered. `aim` is
    `when` in few words, for small screens."""

    name: str
    number: str
    call: str
    text: str
    when: str
    aim: str


CRISIS: tuple[CrisisLine, ...] = (
    CrisisLine(
        "988 Suicide & Crisis Lifeline",
        "988",
        "tel:988",
        "sms:988",
        "In distress, or thinking about suicide. Any hour.",
        "crisis or suicide",
    ),
    CrisisLine(
        "Emergency",
        "911",
        "tel:911",
        "",
        "Overdose or danger to life. Give naloxone (Narcan) if you have it, and stay.",
        "overdose: give naloxone, stay",
    ),
    CrisisLine(
        "SAMHSA National Helpline",
        "1-800-662-4357",
        "tel:+18006624357",
        "",
        "Help finding treatment. Free, confidential, any hour, English and Spanish.",
        "find treatment",
    ),
)


def crisis_line(number: int) -> CrisisLine | None:
    """The line that has this number of ten digits, or None."""
    return next((line for line in CRISIS if number and line.call == f"tel:+1{number}"), None)
