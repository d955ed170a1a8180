"""A file with one event about a case, judged as the gateway judges it."""

from pathlib import Path

from domain.inbox import InboundFact
from domain.reconciliation.facts import SOURCE
from workers.event_files import NotEvents, read
from workers.gateway.cloud_events import from_structured
from workers.gateway.problems import Problem


def read_fact(file: Path) -> InboundFact:
    """Raises ``NotEvents``, with all that is wrong."""
    events = list(read(file))
    if len(events) != 1:
        raise NotEvents(f"{file}: one event is needed, and {len(events)} are there")
    try:
        (told,) = from_structured(events[0].json.encode())
    except UnicodeEncodeError as exc:
        raise NotEvents(f"{events[0].place}: half a character, which is no UTF-8") from exc
    except Problem as problem:
        wrong = (f"{events[0].place}: {fault.sentence}" for fault in problem.details.errors)
        raise NotEvents("\n".join(wrong)) from problem
    if not isinstance(told, InboundFact):
        raise NotEvents(f"{events[0].place}: type: is about an agency, and not about a case")
    if told.source == SOURCE:
        raise NotEvents(f"{events[0].place}: source ({SOURCE!r}): is ours alone")
    return told
