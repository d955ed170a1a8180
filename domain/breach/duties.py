"""What is owed until an alleged breach is decided (R12): each step by a person, none by itself."""

from collections.abc import Iterator

from domain.breach.fold import STAGES
from domain.breach.sections import Breach
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.obligations.reconcile import earliest
from domain.policy import Policy


def breach_duties(breach: Breach, case: CaseState, policy: Policy) -> list[Duty]:
    return list(_steps(breach, case, policy))


def _steps(breach: Breach, case: CaseState, policy: Policy) -> Iterator[Duty]:
    assert case.calendar is not None
    local, rules, reported = case.calendar, policy.breach, breach.reported_at
    # A later step that has been taken makes good for the ones before it.
    referred = earliest((breach.referred_at, breach.settled_at))
    reviewed = earliest((breach.reviewed_at, referred))
    triaged = earliest((breach.triaged_at, reviewed))
    responsible, about = case.responsible, breach.breach
    yield from owed(
        case,
        policy,
        "triage-breach",
        f"triage alleged breach {about}",
        owner=responsible,
        due=rules.triage[breach.urgency].after(reported, local),
        met_at=triaged,
        about=about,
    )
    yield from owed(
        case,
        policy,
        "review-breach",
        f"review alleged breach {about} together",
        owner=responsible,
        due=rules.review.after(reported, local),
        met_at=reviewed,
        about=about,
    )
    yield from owed(
        case,
        policy,
        "refer-breach",
        f"refer alleged breach {about}, or withdraw it",
        owner=_refers(case, policy),
        due=rules.refer.after(reported, local),
        met_at=referred,
        about=about,
    )
    if breach.referred_at is not None or breach.state not in STAGES:
        yield from owed(
            case,
            policy,
            "decide-breach",
            f"decide alleged breach {about}",
            owner="court",
            due=rules.decide.after(breach.referred_at or reported, local),
            met_at=breach.settled_at,
            about=about,
        )


def _refers(case: CaseState, policy: Policy) -> str:
    """The justice case holder answers to the court, whoever coordinates the programme (R78)."""
    holder = case.case_holder if policy.breach.referred_by == "case-holder" else None
    return holder or case.responsible
