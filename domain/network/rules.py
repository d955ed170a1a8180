"""Which facts about the network fit, and who has a say in it: by role and standing, never by what an event claims."""

from collections.abc import Sequence

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.network.facts import AgreementSigned, CoordinationSet, MemberAnswered, MemberProposed
from domain.network.sections import LEFT
from domain.vocabulary import OUTSIDE_ROLES, VOICELESS_ROLES, role_of


@judge.register
def _proposed(fact: MemberProposed, case: CaseState, of: Circumstances) -> Verdict:
    known = case.member(fact.member)
    if known is not None and known.state not in LEFT:
        return Refused(f"{fact.member} is in the network already")
    return outside(fact.member, of) or TAKEN


@judge.register
def _answered(fact: MemberAnswered, case: CaseState, of: Circumstances) -> Verdict:
    known = case.member(fact.member)
    if known is None:
        return outside(fact.member, of) or Parked(f"{fact.member} hasn't been proposed")
    if of.policy.network.standing_counts:
        return TAKEN  # an older answer says since when the newest stands
    return older_than(known.answered_at, of) or TAKEN


@judge.register
def _signed(fact: AgreementSigned, case: CaseState, of: Circumstances) -> Verdict:
    known = case.member(fact.member)
    if known is None or known.state in ("proposed", "invited"):
        return Parked(f"{fact.member} hasn't accepted")
    signed_before = known.answered_at is not None and of.occurred_at < known.answered_at
    if known.state in LEFT and not (signed_before and of.policy.earlier_counts):
        return Refused(f"{fact.member} has {known.state}")
    return _over_before_it_began(fact, case, of) or older_than(known.agreement_signed, of) or TAKEN


def _over_before_it_began(fact: AgreementSigned, case: CaseState, of: Circumstances) -> Refused | None:
    """Such an agreement never held, and mustn't take the place of one that does (R71)."""
    local = case.calendar
    signed = local.local_date(of.occurred_at) if local is not None else of.occurred_at.date()
    if fact.until is None or fact.until >= signed:
        return None
    return Refused(f"until: {fact.until} lies before {signed}, the day on which it was signed")


@judge.register
def _coordination_set(fact: CoordinationSet, case: CaseState, of: Circumstances) -> Verdict:
    if fact.authority is not None and (refused := voiceless(fact.authority, of)) is not None:
        return refused
    if fact.authority is not None and case.member(fact.authority) is None:
        return Parked(f"{fact.authority} isn't in the network")
    return older_than(case.coordination_since, of) or TAKEN


def outside(member: str, of: Circumstances) -> Refused | None:
    """Refuses who has no place in any network: a court, and the person whom the case is about."""
    if of.policy.network.standing_counts and role_of(member) in OUTSIDE_ROLES:
        return Refused(f"{member} stands outside the network")
    return None


def voiceless(member: str, of: Circumstances) -> Refused | None:
    """Refuses who has no vote, in the network or outside it."""
    if of.policy.network.standing_counts and role_of(member) in VOICELESS_ROLES:
        return Refused(f"{member} has no vote")
    return outside(member, of)


def stranger(by: str | None, case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """None for who may act in the case, and where nobody is named; else why what they have done doesn't count."""
    if by is None or not of.policy.network.only_members_act:
        return None
    return voiceless(by, of) or present(by, case, of)


def nobody_present(members: Sequence[str], case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """None where one of them is in the network and hasn't left; else why they have no say."""
    why = absent(members, case, of)
    if not of.policy.network.standing_counts or len(why) < len(members):
        return None
    return why_absent(why, of)


def absent(members: Sequence[str], case: CaseState, of: Circumstances) -> list[Parked | Refused]:
    """Of each of them who has no say: why."""
    reasons = (outside(member, of) or present(member, case, of) for member in members)
    return [reason for reason in reasons if reason is not None]


def unheard(member: str, case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """None for who is heard in a decision; else why they aren't, yet or at all (R71)."""
    if of.policy.network.hears_signed:
        return voiceless(member, of) or heard(member, case, of)
    return outside(member, of) or present(member, case, of)


def too_few(
    members: Sequence[str], agencies: int, case: CaseState, of: Circumstances
) -> Parked | Refused | None:
    """None where so many agencies among them are heard; else why they can't decide, yet or at all (R22)."""
    reasons = {member: unheard(member, case, of) for member in members}
    if len({role_of(member) for member, reason in reasons.items() if reason is None}) >= agencies:
        return None
    return why_absent([reason for reason in reasons.values() if reason is not None], of)


def why_absent(reasons: Sequence[Parked | Refused], of: Circumstances) -> Parked | Refused:
    """It waits for whoever may still come, in whatever order they are named; a court or the person never will."""
    if not of.policy.network.standing_counts:
        return reasons[0]
    return next((each for each in reasons if isinstance(each, Parked)), reasons[0])


def present(member: str, case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """None for who is in the network and hadn't left it by then; else why they have no say, yet or at all."""
    known = case.member(member)
    if known is None:
        return Parked(f"{member} isn't in the network")
    if not of.policy.judged_then:
        return Refused(f"{member} has {known.state}") if known.state in LEFT else None
    left = known.left_by(of.occurred_at)
    return (
        Refused(f"{member} had {left} by then" if left != known.state else f"{member} has {left}")
        if left
        else None
    )


def heard(member: str, case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """None for a member who has accepted and signed; else why they aren't heard, yet or at all (R71).

    What they said before they signed counts once they have; what they said before they left, also after it.
    """
    known, why_absent = case.member(member), present(member, case, of)
    if known is None or why_absent is not None:
        return why_absent
    had_run_out = known.had_run_out(of.occurred_at, case.calendar)
    if had_run_out if of.policy.judged_then else known.has_run_out:
        return Parked(f"the agreement of {member} has run out")
    is_bound = known.agreement_signed is not None and known.state not in ("proposed", "invited")
    return None if is_bound else Parked(f"{member} hasn't accepted and signed")
