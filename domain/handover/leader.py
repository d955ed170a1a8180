"""A charismatic extremist in the prison: identified, the risk assessed, addressed (R7).

The finding ``charismatic-extremist: destabilising`` raises the duty. It is settled by the finding that speaks of all
four: who it is, the risk to themselves and to others, and what is done; prison supplies it anew, so the case manager
has to acknowledge it anew. Where the factor no longer destabilises there is nothing left to assess.
"""

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.handover.factors import LEADER, LEADER_ADDRESSED
from domain.handover.sections import FactorFinding, LeaderFound
from domain.obligations.duty import Duty
from domain.policy import Policy


def leader_after(known: LeaderFound | None, finding: FactorFinding) -> LeaderFound | None:
    """What is known of the leader after this finding; one that was addressed stays so until another is found."""
    if finding.factor != LEADER or finding.since is None:
        return known
    is_open = known is not None and known.addressed_at is None
    is_addressed = {each.sub_item for each in finding.findings} >= LEADER_ADDRESSED
    if is_addressed and known is not None:
        return known.model_copy(update={"addressed_at": known.addressed_at or finding.since})
    if finding.effect != "destabilising":
        return None if is_open else known
    addressed_at = finding.since if is_addressed else None
    return known if is_open else LeaderFound(since=finding.since, addressed_at=addressed_at)


def leader_duties(case: CaseState, policy: Policy) -> list[Duty]:
    within, leader = policy.preparation.assess_leader, case.leader
    if within is None or leader is None or case.calendar is None or case.phase == "follow-up":
        return []
    return owed(
        case,
        policy,
        "assess-leader",
        "assess and address, with prison, the charismatic extremist",
        owner=case.responsible,
        due=within.after(leader.since, case.calendar),
        since=leader.since,
        met_at=leader.addressed_at,
        about=leader.since.date().isoformat(),
    )
