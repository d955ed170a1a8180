"""Who owes what is a role's to do: whoever has it, or who is to find somebody for it (R31, R79)."""

from domain.case.state import CaseState
from domain.policy import Policy


def owner_in_role(case: CaseState, role: str, policy: Policy) -> str:
    """The member in this role; while it is vacant, whoever answers for the case, who owes it too to find one.

    So nothing is owed by a mere name. What was owed meanwhile passes to the successor as soon as there is one.
    """
    member = case.in_role(role)
    known = case.member(member)
    if not policy.network.standing_counts or (known is not None and not known.is_gone):
        return member
    return case.responsible
