"""What comes of an evaluation is explained to those who took part in it (R80)."""

from collections.abc import Iterator
from datetime import datetime

from domain.calendar import LocalCalendar
from domain.case.following import Follows
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.closing.events import ResultsTold
from domain.closing.speaking import PERSON, in_this_supervision, name_of
from domain.obligations.duty import Duty
from domain.policy import Policy


def results_follow(
    case: CaseState, policy: Policy, local: LocalCalendar, ended: datetime
) -> Iterator[Follows]:
    """Some time after the end of support each who has said how it went hears of it; who says it later, then.

    As with everything else, only who has accepted and signed receives it (R71).
    """
    if policy.closing.results is None:
        return
    told, heard = case.closing.told, _heard(case)
    receivers = [each.member for each in case.network if each.may_receive and each.member in heard]
    news = {by: heard[by] for by in receivers if by not in told or told[by] < heard[by]}
    if news:
        at = max(policy.closing.results.after(ended, local), *news.values())
        results = ResultsTold(
            told=tuple(news), asked=_asked(case, policy), heard=len(heard), lessons=case.closing.lessons
        )
        yield Follows(at, results)


def result_duties(case: CaseState, policy: Policy) -> list[Duty]:
    """The person hears it from whoever answers for the case; nothing where nobody has said anything."""
    rules, local = policy.closing, case.calendar
    if case.phase != "follow-up" or rules.results is None or local is None or case.phase_since is None:
        return []
    if not _heard(case):
        return []
    return owed(
        case,
        policy,
        "inform-person",
        "explain to the person what came of the evaluation",
        owner=case.responsible,
        due=rules.results.after(case.phase_since, local),
        since=case.phase_since,
        met_at=in_this_supervision(case.closing.explained_at, case),
        about=f"results-{local.day_ended(case.phase_since)}",
    )


def evaluators(case: CaseState, policy: Policy) -> list[str]:
    """Every member who is there; in a pack that doesn't ask all of them, the core of the network."""
    return [
        each.member
        for each in case.network
        if each.may_receive and (each.standing == "permanent" or policy.closing.all_evaluate)
    ]


def _heard(case: CaseState) -> dict[str, datetime]:
    heard = ((name_of(by), in_this_supervision(at, case)) for by, at in case.closing.evaluations.items())
    return {by: at for by, at in heard if at is not None}


def _asked(case: CaseState, policy: Policy) -> int:
    """The person, the members who were asked, and who spoke without being asked."""
    return len({PERSON, *evaluators(case, policy), *_heard(case)})
