"""What the case records about its manager and its holder beside the facts it takes."""

from domain.appointment.sections import Appointment
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
    decided_on: Appointment | None = None
    """The nominees and votes that the network decided on, as they stood."""


class CaseHolderChanged(Event, name="appointment.case-holder-changed"):
    """Another area has become responsible: its probation service holds the case for justice from now on (R78)."""

    holder: str
    jurisdiction: str


class AppointmentReopened(Event, name="appointment.reopened"):
    """The manager was decided on by votes, or a nomination, that have since been withdrawn: it is decided anew."""

    due: Instant
