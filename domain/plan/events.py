"""What the case records about the plan beside the facts it takes."""

from domain.events import Event
from domain.vocabulary import Activity


class ActivitiesUnavailable(Event, name="plan.activities-unavailable"):
    """There are none of these where the case is: all of them, each time that this changes (R103)."""

    activities: tuple[Activity, ...]
