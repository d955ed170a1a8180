"""A charismatic extremist in the prison: identified, the risk assessed, addressed (R7).

The finding ``charismatic-extremist: destabilising`` raises the duty. It is settled by the finding that speaks of all
four: who it is, the risk to themselves and to others, and what is done; prison supplies it anew, so the case manager
has to acknowledge it anew. Where the factor no longer destabilises there is nothing left to assess.
"""

from collections.abc import Iterable

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.handover.factors import LEADER, LEADER_ADDRESSED
from domain.handover.sections import FactorFinding, LeaderFound, LeaderWord
from domain.obligations.duty import Duty
from domain.policy import Policy

RECENT = 20
"""Findings that are kept one by one; of older ones, what they had come to."""


def words_with(case: CaseState, finding: FactorFinding) -> tuple[LeaderWord, ...]:
    """All findings about the leader with one more, in the order in which they occurred, whichever came first."""
    if finding.factor != LEADER or finding.since is None:
        return case.leader_words
    known = case.leader_words or _known_before(case.leader)
    is_addressed = {each.sub_item for each in finding.findings} >= LEADER_ADDRESSED
    new = LeaderWord(at=finding.since, effect=finding.effect, is_addressed=is_addressed)
    words = sorted((*known, new), key=lambda each: each.at)
    return (*_known_before(leader(words[:-RECENT])), *words[-RECENT:])


def leader(words: Iterable[LeaderWord]) -> LeaderFound | None:
    """Since the first day of a finding that nothing has broken; one that was addressed stays so until another is."""
    known: LeaderFound | None = None
    for word in words:
        known = _after(known, word)
    return known


def _after(known: LeaderFound | None, word: LeaderWord) -> LeaderFound | None:
    is_open = known is not None and known.addressed_at is None
    if word.is_addressed and known is not None:
        return known.model_copy(update={"addressed_at": known.addressed_at or word.at})
    if word.effect != "destabilising":
        return None if is_open else known
    return (
        known if is_open else LeaderFound(since=word.at, addressed_at=word.at if word.is_addressed else None)
    )


def _known_before(known: LeaderFound | None) -> tuple[LeaderWord, ...]:
    """What older findings had come to, that aren't kept one by one."""
    if known is None:
        return ()
    found = LeaderWord(at=known.since, effect="destabilising")
    if known.addressed_at is None:
        return (found,)
    return found, LeaderWord(at=known.addressed_at, effect="destabilising", is_addressed=True)


def leader_duties(case: CaseState, policy: Policy) -> list[Duty]:
    within, found = policy.preparation.assess_leader, case.leader
    if within is None or found is None or case.calendar is None or case.phase == "follow-up":
        return []
    return owed(
        case,
        policy,
        "assess-leader",
        "assess and address, with prison, the charismatic extremist",
        owner=case.responsible,
        due=within.after(found.since, case.calendar),
        since=found.since,
        met_at=found.addressed_at,
        about=found.since.date().isoformat(),
    )
