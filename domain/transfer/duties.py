"""What is owed until a case has arrived in another area: nothing of it is lost on the way (R14)."""

from domain.calendar import LocalCalendar
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.transfer.policy import TransferRules
from domain.transfer.sections import AreaHandover


def transfer_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """None where the case has come back to the area that hadn't handed it over yet."""
    known, rules = case.area_handover, policy.transfer
    if rules is None or known is None or case.calendar is None or known.area != case.jurisdiction:
        return []
    return [
        *_hand_over(known, case, policy, rules, case.calendar),
        *_acknowledge(known, case, policy, rules, case.calendar),
    ]


def hands_on(case: CaseState, known: AreaHandover) -> str:
    """The service of the former area; where it is gone, the new one has to fetch what there is."""
    outgoing = case.member(known.outgoing)
    return known.to if outgoing is None or outgoing.is_gone else known.outgoing


def _hand_over(
    known: AreaHandover, case: CaseState, policy: Policy, rules: TransferRules, local: LocalCalendar
) -> list[Duty]:
    return owed(
        case,
        policy,
        "pass-on-case",
        f"hand over the case to {known.to}: {', '.join(known.parts)}",
        owner=hands_on(case, known),
        due=rules.hand_over.after(known.since, local),
        since=known.since,
        met_at=known.handed_at,
        about=_name(known, local),
    )


def _acknowledge(
    known: AreaHandover, case: CaseState, policy: Policy, rules: TransferRules, local: LocalCalendar
) -> list[Duty]:
    """Once everything is there."""
    if known.handed_at is None:
        return []
    return owed(
        case,
        policy,
        "acknowledge-case",
        f"acknowledge the case from {known.outgoing}",
        owner=known.to,
        due=rules.acknowledge.after(known.handed_at, local),
        since=known.handed_at,
        met_at=known.acknowledged_at,
        about=_name(known, local),
    )


def _name(known: AreaHandover, local: LocalCalendar) -> str:
    return f"{known.area}-{local.local_date(known.since)}"
