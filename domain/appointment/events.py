"""What follows for an appointment from facts that turn out to be wrong."""

from domain.events import Event
from domain.vocabulary import Instant


class AppointmentReopened(Event, name="appointment.reopened"):
    """The manager was decided on by votes, or a nomination, that have since been withdrawn: it is decided anew."""

    due: Instant
