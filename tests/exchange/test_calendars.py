"""A calendar file is read by the library as what went into it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import icalendar

from carebook.exchange.calendars import Event, calendar_file

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_events_come_back_as_they_were() -> None:
    long = "Vật lý trị liệu; phòng 1, khu A – " + "tập đi với khung " * 10
    made = calendar_file(
        [
            Event("01", 3, date(2026, 11, 23), time(6, 15), 45, long, place="Phòng PHCN 1", note="Dòng 1\nDòng 2"),
            Event("02", 1, date(2026, 11, 24), time(8, 30), 30, "Chuyện xưa", cancelled=True),
        ],
        now=NOW,
    )
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    first, second = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert first.decoded("dtstart") == datetime(2026, 11, 22, 23, 15, tzinfo=UTC)
    assert first.decoded("dtend") == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert first.decoded("dtstamp") == NOW
    assert (str(first["uid"]), first["sequence"]) == ("01@carebook", 3)
    assert (str(first["summary"]), str(first["location"])) == (long, "Phòng PHCN 1")
    assert str(first["description"]) == "Dòng 1\nDòng 2"
    assert (str(first["status"]), str(second["status"])) == ("CONFIRMED", "CANCELLED")
    assert "location" not in second


def test_an_empty_calendar_is_still_one() -> None:
    made = icalendar.Calendar.from_ical(calendar_file([], now=NOW))
    assert str(made["version"]) == "2.0"
    assert not made.walk("VEVENT")
