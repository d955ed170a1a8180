"""Meetings as iCalendar (RFC 5545, RFC 5546), for the calendars of members: references only, no names, no addresses.

The same event always gives the same file: what it is stamped with is when the case recorded it, not when it is
rendered.
"""

from collections.abc import Iterable

import icalendar

from domain.events import Envelope
from domain.meetings.events import AgendaItem, MeetingCalled, MeetingCancelled

PRODUCT = "-//Throughcare//Network meetings//EN"


def calendar_file(recorded: Envelope, to: str) -> str:
    """The invitation of one member, or its cancellation, out of a recorded ``meeting.called`` or ``.cancelled``."""
    event = recorded.event()
    if not isinstance(event, MeetingCalled | MeetingCancelled):
        raise TypeError(f"{recorded.type} calls nobody to a meeting")
    invited = isinstance(event, MeetingCalled) and to in event.invited
    agenda = event.agenda if isinstance(event, MeetingCalled) and invited else ()
    meeting = icalendar.Event()
    meeting.add("uid", event.uid)
    meeting.add("sequence", event.sequence)
    meeting.add("dtstamp", recorded.recorded_at)
    meeting.add("dtstart", event.at)
    meeting.add("dtend", event.ends)
    meeting.add("summary", f"Network meeting, case {recorded.case}")
    meeting.add("class", "CONFIDENTIAL")
    meeting.add("status", "CONFIRMED" if invited else "CANCELLED")
    meeting.add("organizer", icalendar.vCalAddress(f"urn:throughcare:{recorded.case}"))
    meeting.add("attendee", icalendar.vCalAddress(f"urn:throughcare:{recorded.case}:member:{to}"))
    if agenda:
        meeting.add("description", _told(agenda))
    return _calendar("REQUEST" if invited else "CANCEL", meeting)


def _told(agenda: Iterable[AgendaItem]) -> str:
    return "\n".join(f"{item.kind}: {item.about}" for item in agenda)


def _calendar(method: str, meeting: icalendar.Event) -> str:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(meeting)
    written: bytes = calendar.to_ical()
    return written.decode()
