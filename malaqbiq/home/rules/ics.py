"""Whole days as an iCalendar file (RFC 5545), for the calendar of a phone or a mail program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from malaqbiq.kernel.canonical import digest
from malaqbiq.kernel.periods import DAY

WIDTH = 75
"""Octets of a line, at most; the rest goes on in the next after a space (section 3.1)."""
_SPECIAL = re.compile(r"([\\;,])")


@dataclass(frozen=True, slots=True)
class Event:
    """What is on a day: a name that stays over exports, a title, more about it, and where it is dealt with."""

    name: str
    day: date
    title: str
    text: str
    address: str


def calendar(title: str, events: Iterable[Event], at: datetime) -> bytes:
    """The file, in UTF-8. `at` is the aware moment at which it is made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Malaqbiq//Kalender//ID", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_text(title)}")
    for event in events:
        lines += _event(event, f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{digest(event.name.encode())[:32]}@malaqbiq",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + DAY:%Y%m%d}",
        f"SUMMARY:{_text(event.title)}",
        f"DESCRIPTION:{_text(event.text)}",
        f"URL:{event.address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(text: str) -> str:
    """The text with what means something in the format escaped (section 3.3.11)."""
    return _SPECIAL.sub(r"\\\1", text).replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    part = ""
    for character in line:
        if len((part + character).encode()) > WIDTH:
            yield part
            part = " "
        part += character
    yield part
