"""What another policy would change in a case, before it is changed: the same rules, asked what they would record."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from domain.addresses import case_id
from domain.calendar import LocalCalendar
from domain.case.consequences import outlook
from domain.case.duties import case_duties
from domain.case.events import CalendarRenewed, PolicyChanged
from domain.case.fold import fold_case
from domain.case.state import CaseState
from domain.events import Envelope, Event
from domain.obligations.duty import Duty
from domain.obligations.obligation import (
    ObligationLapsed,
    ObligationMet,
    ObligationMoved,
    ObligationRaised,
    Obligations,
)
from domain.obligations.reconcile import reconcile
from domain.policy import Policy
from domain.procedure import ProcedureState
from domain.procedures.brief import brief_for
from domain.procedures.wanted import Wanted, wanted

MOST_CONSEQUENCES = 1_000
"""At one moment. More can only be a fault in the rules, and must not keep a person waiting for ever."""

OwedIn = Callable[[Wanted, CaseState, Policy], Sequence[Duty]]
"""What is owed in a procedure, by what it is told."""


class Effect(NamedTuple):
    """What becomes of one obligation."""

    obligation: str
    """Its id, with its procedure before it, as in the case view."""
    owner: str
    how: Literal["moved", "raised", "lapsed", "met"]
    before: datetime | None
    """When it is due by now."""
    after: datetime | None


class Preview(NamedTuple):
    effects: tuple[Effect, ...]
    follows: tuple[str, ...]
    """Types of the events that would follow at once."""


def preview(
    case: CaseState,
    procedures: Sequence[ProcedureState],
    policy: Policy,
    calendar: LocalCalendar,
    now: datetime,
    owed_in: OwedIn,
) -> Preview:
    """Of an open case. ``calendar``: as the new policy has it; ``owed_in``: what the procedures' rules say."""
    changed = PolicyChanged(from_=case.policy, to=policy.reference, by="", reason="")
    then = _after(changed, case, policy, now)
    then = _after(CalendarRenewed(calendar=calendar), then, policy, now)
    follows: list[str] = []
    while (event := outlook(then, now, policy).due) is not None and len(follows) < MOST_CONSEQUENCES:
        follows.append(event.TYPE)
        then = _after(event, then, policy, now)
    effects = [
        *_effects("", case.obligations, case_duties(then, policy)),
        *_in_procedures(then, {each.number: each for each in procedures}, policy, owed_in),
    ]
    return Preview(tuple(effects), tuple(dict.fromkeys(follows)))


def _in_procedures(
    then: CaseState, procedures: dict[int, ProcedureState], policy: Policy, owed_in: OwedIn
) -> Iterator[Effect]:
    """Of those that run, and of those that would be started."""
    ahead = then.procedures
    running = {Wanted(each.procedure, each.about): each.number for each in then.running}
    for each in wanted(then):
        if each not in running:
            ahead += 1
        number = running.pop(each, ahead)
        known = procedures.get(number, ProcedureState())
        duties = owed_in(each, brief_for(each.procedure, then, policy), policy)
        yield from _effects(f"{each.procedure}/{number}/", known.obligations, duties)
    for over, number in running.items():
        known = procedures.get(number, ProcedureState())
        yield from _effects(f"{over.procedure}/{number}/", known.obligations, ())


def _effects(where: str, obligations: Obligations, duties: Sequence[Duty]) -> list[Effect]:
    """What isn't owed yet and is met already is of no concern to anybody."""
    found: dict[str, Effect] = {}
    owners = {duty.id: duty.owner for duty in duties}
    for event in reconcile(obligations, duties):
        name, known = event.obligation, obligations.get(event.obligation)
        before = known.due if known is not None and known.state == "open" else None
        owner = owners.get(name) or (known.owner if known is not None else "")
        match event:
            case ObligationRaised(due=due):
                found[name] = Effect(where + name, owner, "raised", None, due)
            case ObligationMoved(due=due) if known is not None and (due, owner) != (known.due, known.owner):
                found[name] = Effect(where + name, owner, "moved", before, due)
            case ObligationMet() if before is not None:
                found[name] = Effect(where + name, owner, "met", before, None)
            case ObligationMet():
                found.pop(name, None)
            case ObligationLapsed():
                found[name] = Effect(where + name, owner, "lapsed", before, None)
    return list(found.values())


def _after(event: Event, case: CaseState, policy: Policy, now: datetime) -> CaseState:
    envelope = Envelope(
        id=UUID(int=0),
        case=case.case,
        stream=case_id(case.case),
        version=0,
        type=event.TYPE,
        occurred_at=now,
        recorded_at=now,
        policy=policy.reference,
        data=event.model_dump(mode="json", by_alias=True, exclude_none=True),
    )
    return fold_case(case, envelope)
