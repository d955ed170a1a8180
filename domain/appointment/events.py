"""What the case records about its manager and its holder beside the facts it takes."""

from domain.events import Event
from domain.vocabulary import Instant


class AppointmentOpened(Event, name="appointment.opened"):
    """Nominations are open; the network decides by the due date."""

    due: Instant


class ManagerAppointed(Event, name="appointment.manager-appointed"):
    """By joint decision, by default, or ad interim until there is a decision."""

    member: str
    interim: bool
    reason: str


class CaseHolderChanged(Event, name="appointment.case-holder-changed"):
    """Another area has become responsible: its probation service holds the case for justice from now on (R78)."""

    holder: str
    jurisdiction: str
