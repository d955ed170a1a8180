"""What is owed until an alleged breach is decided (R12): each step by a person, none by itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.breach.fold import STAGES
from domain.breach.sections import Breach
from domain.case.owing import also_reminded, owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.obligations.reconcile import earliest
from domain.policy import Policy
from domain.vocabulary import ObligationKind


class _Step(NamedTuple):
    kind: ObligationKind
    what: str
    owner: str
    due: datetime
    taken_at: datetime | None
    since: datetime | None = None
    """From when it is somebody's turn; None for the court's, of which nothing but a person reminds it."""


def breach_duties(breach: Breach, case: CaseState, policy: Policy) -> list[Duty]:
    return [
        duty
        for step in _steps(breach, case, policy)
        for duty in owed(
            case,
            policy,
            step.kind,
            step.what,
            owner=step.owner,
            due=step.due,
            since=also_reminded(policy, step.since),
            met_at=step.taken_at,
            about=breach.breach,
        )
    ]


def _steps(breach: Breach, case: CaseState, policy: Policy) -> Iterator[_Step]:
    """Each from the report on. A later step that has been taken makes good for the ones before it."""
    assert case.calendar is not None
    local, rules, reported = case.calendar, policy.breach, breach.reported_at
    alleged, responsible = f"alleged breach {breach.breach}", case.responsible
    referred = earliest((breach.referred_at, breach.settled_at))
    reviewed = earliest((breach.reviewed_at, referred))
    triaged = earliest((breach.triaged_at, reviewed))

    due = rules.triage[breach.urgency].after(reported, local)
    yield _Step("triage-breach", f"triage {alleged}", responsible, due, triaged, reported)
    due = rules.review.after(reported, local)
    yield _Step("review-breach", f"review {alleged} together", responsible, due, reviewed, reported)
    due = rules.refer.after(reported, local)
    yield _Step(
        "refer-breach", f"refer {alleged}, or withdraw it", refers(case, policy), due, referred, reported
    )
    if breach.referred_at is not None or breach.state not in STAGES:
        due = rules.decide.after(breach.referred_at or reported, local)
        yield _Step("decide-breach", f"decide {alleged}", "court", due, breach.settled_at)


def refers(case: CaseState, policy: Policy) -> str:
    """The justice case holder answers to the court, whoever coordinates the programme (R78)."""
    holder = case.case_holder if policy.breach.referred_by == "case-holder" else None
    return holder or case.responsible
