"""What a policy says of the plan, and of those who provide its activities."""

from typing import Annotated, Literal

from pydantic import Field

from domain.policy_parts import AtLeastOne, Rules
from domain.span import Span
from domain.vocabulary import Activity, AdHocRole, PermanentRole


class PlanRules(Rules):
    review: Span
    """To look at the plan again; counted from the assessment that changed the level or the needs (R20)."""
    review_terms: Span | None = None
    """The same after a breach that has changed the terms; None: nobody asks."""
    in_sequence: bool = False
    """Whether an activity that is planned several times is owed each time; else the last word on it counts."""
    agencies: Annotated[int, Field(ge=1)] | None = None
    """How many agencies agree a plan (R22). None: anybody in the network does."""
    recall: Literal["anew"] | None = None
    """Whether what was provided before a return to custody is owed anew after the next release (R14)."""


class ProviderRules(Rules):
    """Who has to be in the network for the activities of the plan (R32, R93)."""

    find: Span
    """For the case manager to find them, from the plan in which the activity is new."""
    roles: dict[Activity, Annotated[tuple[PermanentRole | AdHocRole, ...], AtLeastOne]]
    """The roles that can provide each activity."""
    signed: bool = False
    """Whether who is named in a plan owes nothing before they have accepted and signed (R71)."""
    replace: Span | None = None
    """To find another where the provider whom the plan names has left; counted from then. None: nobody asks."""
