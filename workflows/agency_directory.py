"""How a case asks the agency directory: whom to name for a role. Only references come back, never an address."""

from collections.abc import Sequence
from datetime import date

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.agencies import CHOOSE_MEMBERS, MembersAsked, MembersChosen
    from domain.case.state import CaseState
    from domain.network.sections import NetworkMember
from workflows.outside import ask

DIRECTORY = "agency-directory"
"""The patch with which cases began to ask: those that were opened before go on as they began."""


async def named(case: CaseState, roles: Sequence[str], day: date) -> dict[str, str]:
    """The next available member by role. Who is in the network, or has left it, isn't asked again."""
    return (await chosen(case, roles, day)).members


async def chosen(
    case: CaseState, roles: Sequence[str], day: date, seats: Sequence[NetworkMember] = ()
) -> MembersChosen:
    """The same, and which of the seats are national."""
    assert case.jurisdiction is not None
    asked = MembersAsked(
        roles=tuple(roles),
        jurisdiction=case.jurisdiction,
        office=case.office,
        day=day,
        without=tuple(each.member for each in case.network),
        seats=tuple(each.member for each in seats),
    )
    return await ask(CHOOSE_MEMBERS, asked, MembersChosen, "who there is in the agency directory")
