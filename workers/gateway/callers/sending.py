"""What a caller may tell: events of which types, as whom, about what. Of a batch all or nothing."""

from collections.abc import Iterator, Sequence

from activities.inbox import Inbound
from domain.case.facts import FactWithdrawn
from domain.events import PREFIX
from domain.inbox import InboundFact
from domain.patterns import event_name
from domain.person.facts import PersonsMerged, PersonsUnmerged
from workers.gateway.callers.caller import EVENTS, Caller
from workers.gateway.callers.refusing import forbidden, lacking, not_spoken_for
from workers.gateway.faults import FieldFault

ANYWHERE = (PersonsMerged.TYPE, PersonsUnmerged.TYPE)
"""What is said of person records decides whom later facts reach, in whichever jurisdiction their cases are."""


def ensure_may_say_something(caller: Caller) -> None:
    """Before the content is read: whoever may send nothing has nothing read."""
    if not caller.may_send_something:
        raise forbidden([lacking(f"{EVENTS}<name>")])


def ensure_may_tell(caller: Caller, told: Sequence[Inbound], *, batch: bool) -> None:
    found = [
        fault for place, each in enumerate(told) for fault in _faults(caller, each, place if batch else None)
    ]
    if found:
        raise forbidden(found)


def _faults(caller: Caller, told: Inbound, index: int | None) -> Iterator[FieldFault]:
    type_name = _type_of(told)
    name = event_name(type_name)
    if not caller.may_send(name):
        yield lacking(EVENTS + name, index)
    if not caller.speaks_as(told.source):
        yield not_spoken_for(told.source, "source", index)
    # Who could take back what others have said would speak for them.
    if isinstance(told, InboundFact) and type_name == FactWithdrawn.TYPE:
        withdrawn = str(told.data["source"])
        if not caller.speaks_as(withdrawn):
            yield not_spoken_for(withdrawn, "data.source", index)
    if type_name in ANYWHERE and caller.jurisdictions is not None:
        reason = "reaches cases of any jurisdiction, and the token is bound to some"
        yield FieldFault(field="type", value=type_name, reason=reason, index=index)


def _type_of(told: Inbound) -> str:
    if isinstance(told, InboundFact):
        return told.type
    return f"{PREFIX}agency.{'changed' if told.agency else 'withdrawn'}.v1"
