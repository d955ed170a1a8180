"""What passes with time: agreements come to their end, and are to be renewed before."""

from datetime import date

from domain.events import Event
from domain.vocabulary import Instant


class RenewalCalled(Event, name="network.renewal-called"):
    """A member is to sign anew: their agreement runs out, another code of conduct is in force, or they are back."""

    member: str
    until: date | None = None
    """The last day of the agreement that runs out."""
    code_version: str | None = None
    """The code of conduct that is in force now."""
    due: Instant


class AgreementEnded(Event, name="network.agreement-ended"):
    """A member who had signed has left: if they come back, they sign anew before they receive anything."""

    member: str


class AgreementExpired(Event, name="network.agreement-expired"):
    """The last day of a member's agreement is over: they receive nothing until they have signed again."""

    member: str
    until: date
