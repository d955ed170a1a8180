"""The fold of the joint assessments."""

from datetime import datetime

from domain.assessment.events import RoundHastened, RoundOpened
from domain.assessment.facts import AssessmentConcluded, AssessmentContributed
from domain.assessment.sections import Round
from domain.case.folding import altered, apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.plan.review import to_be_reviewed
from domain.vocabulary import LEVELS, Level

ROUNDS_KEPT = 30
"""Rounds that the state still shows; the ledger has them all."""


def round_named(case: CaseState, name: int | str) -> Round | None:
    if name == "current":
        return case.open_round
    return next((each for each in case.assessments if each.round == name), None)


def contributed_to(case: CaseState, name: int | str, at: datetime) -> Round | None:
    """The round that a contribution of this instant is for: the one that is named, or the next to be concluded."""
    if name != "current":
        return round_named(case, name)
    return next((each for each in case.assessments if each.takes(at)), None)


def _with(case: CaseState, known: Round | None, **changes: object) -> CaseState:
    return altered(case, "assessments", known, **changes)


@apply.register
def _opened(event: RoundOpened, case: CaseState, of: Envelope) -> CaseState:
    new = Round(round=event.round, reason=event.reason, opened_at=of.occurred_at, due=event.due)
    return case.model_copy(update={"assessments": (*case.assessments, new)[-ROUNDS_KEPT:]})


@apply.register
def _hastened(event: RoundHastened, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, round_named(case, event.round), due=event.due, reason=event.reason)


@apply.register
def _contributed(event: AssessmentContributed, case: CaseState, of: Envelope) -> CaseState:
    known = contributed_to(case, event.round, of.occurred_at)
    if known is None:
        return case
    last = max(known.contributions.get(event.member, of.occurred_at), of.occurred_at)
    contributed = dict.fromkeys((*known.contributed, event.member))
    return _with(
        case,
        known,
        contributed=tuple(contributed),
        contributions=known.contributions | {event.member: last},
    )


@apply.register
def _concluded(event: AssessmentConcluded, case: CaseState, of: Envelope) -> CaseState:
    level = event.level or case.level
    known = round_named(case, event.round)
    plan = case.plan
    if known is not None and (level != case.level or _needs_changed(case, event)):
        plan = to_be_reviewed(plan, known.round, of.occurred_at)
    case = _with(
        case,
        known,
        state="concluded",
        level=level,
        concluded_at=of.occurred_at,
        instrument=event.instrument,
        level_by=event.level_by,
        members=event.members,
        grounds=event.grounds,
        grounds_not_stated=not event.grounds and is_raised(event.level, case.level),
        needs=event.needs,
        protective=event.protective,
    )
    return case.model_copy(update={"level": level, "level_provisional": level is None, "plan": plan})


def is_raised(level: Level | None, before: Level | None) -> bool:
    """Where nothing was known yet, any level above the lowest is raised; an absent one stays as it was."""
    return level is not None and LEVELS.index(level) > (LEVELS.index(before) if before is not None else 0)


def _needs_changed(case: CaseState, event: AssessmentConcluded) -> bool:
    """Needs that aren't named are as they were, as the level is."""
    named = [each.needs for each in case.assessments if each.needs]
    return bool(event.needs) and (not named or sorted(event.needs) != sorted(named[-1]))
