"""What is owed when the case has a manager, or another one: to hand it over, and to tell the person (R14, R75)."""

from domain.appointment.sections import CaseHandover, Manager
from domain.calendar import LocalCalendar
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.policy import Policy


def manager_duties(case: CaseState, policy: Policy) -> list[Duty]:
    if case.calendar is None:
        return []
    return [*_hand_over(case, policy, case.calendar), *_introduction(case, policy, case.calendar)]


def hands_over(case: CaseState) -> str | None:
    """The outgoing manager; where they are gone, the justice case holder. None: nobody followed."""
    if case.case_handover is None:
        return None
    outgoing = case.member(case.case_handover.outgoing)
    has_left = outgoing is None or outgoing.is_gone
    return case.case_holder if has_left and case.case_holder else case.case_handover.outgoing


def _hand_over(case: CaseState, policy: Policy, local: LocalCalendar) -> list[Duty]:
    known, owner = case.case_handover, hands_over(case)
    if known is None or owner is None or policy.appointment.hand_over is None or not _takes_over(case, known):
        return []
    return owed(
        case,
        policy,
        "hand-over-case",
        f"hand over the case to {known.to}",
        owner=owner,
        due=policy.appointment.hand_over.after(known.since, local),
        since=known.since,
        met_at=known.done_at,
        about=f"{known.to}-{local.local_date(known.since)}",
    )


def _takes_over(case: CaseState, handover: CaseHandover) -> bool:
    """Nobody hands a case over to who has left, or isn't its manager any more; what was handed over stays so."""
    successor = case.member(handover.to)
    has_left = successor is not None and successor.is_gone
    return handover.done_at is not None or (case.decided_manager == handover.to and not has_left)


def _introduction(case: CaseState, policy: Policy, local: LocalCalendar) -> list[Duty]:
    """Whoever has become manager by decision says so to the person; nobody does it for the time of a stand-in.

    Where the person turns to them already, as to their justice case holder, there is nothing new to tell.
    """
    manager, told = case.case_manager, case.contact_told
    if manager is None or manager.interim or policy.appointment.introduce is None:
        return []
    return owed(
        case,
        policy,
        "inform-person",
        "tell the person who their point of contact is",
        owner=manager.member,
        due=policy.appointment.introduce.after(manager.since, local),
        since=manager.since,
        met_at=told if _is_known(case, manager) else None,
        about=f"contact-{manager.member}-{local.local_date(manager.since)}",
    )


def _is_known(case: CaseState, manager: Manager) -> bool:
    told = case.contact_told
    return told is not None and (told >= manager.since or case.contact_known == manager.member)
