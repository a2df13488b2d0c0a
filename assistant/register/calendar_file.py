"""The register as a calendar file (iCalendar, RFC 5545) that Outlook, Google and Apple calendars read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vDDDTypes, vText

from assistant.register.wording import body_words, clean, due_words, place_words, shortened
from assistant.register.works import Work, elsewhere_words, last_day
from index.entry import Entry, Status

NAME = "Sổ nhiệm vụ"
PRODUCT = "-//chidao//so nhiem vu//VI"
LONGEST_SUMMARY = 150
"""A calendar shows a line; the whole work stands in the description."""


def calendar(works: Iterable[Work], now: datetime) -> bytes:
    """An all-day event for each work that has a day, on the last permitted one; works without a day are left out.

    An event keeps its UID as long as its task has its id, so that a calendar which takes the file again updates it.

    Args:
        works: the works.
        now: when the file is made (an aware time): the stamp of every event.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.calendar_name = NAME  # NAME of RFC 7986, and X-WR-CALNAME, which Google and Outlook read
    stamp = vDDDTypes(now)
    for work in works:
        if day := _day(work):
            made.add_component(_event(work, day, stamp))
    return bytes(made.to_ical())


def dated(works: Iterable[Work]) -> list[Work]:
    """The works that have a day, and so an event."""
    return [work for work in works if _day(work) is not None]


def _day(work: Work) -> date | None:
    """The last permitted day of the head, else of the first other entry that names one."""
    return next(filter(None, map(last_day, (work.head, *work.others))), None)


def _event(work: Work, day: date, stamp: vDDDTypes) -> Event:
    entry = work.head
    done = "[đã xong] " if entry.status is Status.DONE else ""
    event = Event()  # its values set as they are: `Event.new` takes three times as long over thousands
    event["SUMMARY"] = vText(shortened(f"{done}{body_words(entry.lead, ())}: {clean(entry.action)}", LONGEST_SUMMARY))
    event["DTSTART"] = vDDDTypes(day)
    if day < date.max:
        event["DTEND"] = vDDDTypes(day + timedelta(days=1))
    event["DTSTAMP"] = stamp
    event["UID"] = vText(f"{entry.id}@chidao")
    event["DESCRIPTION"] = vText(_description(entry, work.others))
    event["TRANSP"] = vText("TRANSPARENT")  # a deadline blocks no time of the day
    return event


def _description(entry: Entry, others: Iterable[Entry]) -> str:
    lines = [
        f"Việc: {clean(entry.action)}",
        f"Chủ trì: {body_words(entry.lead, entry.today)}",
        f"Phối hợp: {body_words(entry.coordinating, entry.today)}" * bool(entry.coordinating),
        f"Hạn: {due_words(entry.due)}",
        f"Sản phẩm: {clean(entry.product)}" * bool(entry.product),
        f"Văn bản: {place_words(entry)}",
        f"Trích: “{clean(entry.quote)}”",
        *(f"Cũng nêu tại: {elsewhere_words(entry, other)}" for other in others),
        f"Mã: {entry.id}",
    ]
    return "\n".join(filter(None, lines))
