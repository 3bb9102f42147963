"""The year as an iCalendar file: what a phone reads."""

from __future__ import annotations

from datetime import UTC, date, datetime

from malaqbiq.home.rules.ics import Event, calendar

AT = datetime(2022, 1, 11, 4, tzinfo=UTC)


def lines(**parts: str) -> list[str]:
    event = Event("name", date(2022, 12, 31), **{"title": "t", "text": "", "address": "http://x/", **parts})
    return calendar("Kalender", [event], AT).decode().split("\r\n")


def test_a_day_is_whole_and_ends_in_the_next_year() -> None:
    found = lines()
    assert "DTSTART;VALUE=DATE:20221231" in found
    assert "DTEND;VALUE=DATE:20230101" in found
    assert "DTSTAMP:20220111T040000Z" in found
    assert (found[0], found[-2], found[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")


def test_what_means_something_in_the_format_is_escaped() -> None:
    found = lines(title="a, b; c\\d\nEND:VEVENT")
    assert "SUMMARY:a\\, b\\; c\\\\d\\nEND:VEVENT" in found
    assert found.count("END:VEVENT") == 1


def test_long_lines_are_folded_between_characters_and_read_the_same() -> None:
    title = "Ångström – panjang sekali " * 12
    raw = calendar("k", [Event("n", date(2022, 1, 1), title, "", "")], AT)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert f"SUMMARY:{title}" in raw.decode().replace("\r\n ", "")


def test_the_same_thing_keeps_its_name_over_exports() -> None:
    (one,) = (line for line in lines(title="x") if line.startswith("UID:"))
    assert one in lines(title="y")
