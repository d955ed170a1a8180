"""What a policy says of the network: who is in it, by when they answer and sign, who stands in."""

from typing import Annotated

from pydantic import Field

from domain.policy_parts import AtLeastOne, Rules
from domain.span import Span, SpanBefore
from domain.vocabulary import PermanentRole, Word


class SubstituteRules(Rules):
    """What happens to a permanent role that is vacant."""

    after_escalations: Annotated[int, Field(ge=1)]
    """How often an invitation is escalated before somebody else is asked."""
    find: Span
    """For the case manager to find somebody, where the agency directory has nobody."""
    told_once: bool = False
    """Whether that it has nobody is recorded once for each vacancy; else every time that it is asked."""


class NetworkRules(Rules):
    permanent_roles: Annotated[tuple[PermanentRole, ...], AtLeastOne]
    answer: Span
    sign: Span
    renew: SpanBefore | None = None
    """How long before its last day an agreement is to be renewed; None: nobody asks, and none runs out."""
    code_version: Word | None = None
    """The code of conduct in force; who has signed an older version signs anew. None: any version will do."""
    moves: bool = False
    """Whether agencies of another area are asked for the seats of the network when the case has gone there."""
    moves_office: bool = False
    """Whether they are asked too where another office of the same area serves the case, in the place of local ones."""
    leaving_ends: bool = False
    """Whether who leaves and comes back signs anew."""
    authority_decides: bool = False
    """Whether in a vertical network the authority really decides: see ``domain.network.coordination``."""
    standing_counts: bool = False
    """Whether role and standing decide who may say what; a case that runs goes on as it began."""
    only_members_act: bool = False
    """Whether who is named as having done something for the case has to be in its network."""
    hears_signed: bool = False
    """Whether only who has accepted and signed is heard when an assessment is concluded or a plan agreed (R71)."""
    substitutes: SubstituteRules | None = None
    shrinks: bool = False
    """Whether at short notice there is less time to answer and to sign too: see ``domain.network.times``."""
