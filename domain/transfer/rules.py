"""Which facts about the handover between two areas fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge
from domain.case.state import CaseState
from domain.transfer.duties import hands_on
from domain.transfer.facts import CasePassedOn, CaseReceived


@judge.register
def _passed_on(fact: CasePassedOn, case: CaseState, of: Circumstances) -> Verdict:
    known = case.area_handover
    if known is None or known.to != fact.to:
        return Parked(f"the case isn't to be handed over to {fact.to}")
    if fact.from_ not in (known.outgoing, hands_on(case, known)):
        return Refused(f"only {hands_on(case, known)} can hand it over")
    return TAKEN


@judge.register
def _received(fact: CaseReceived, case: CaseState, of: Circumstances) -> Verdict:
    known = case.area_handover
    if known is None:
        return Parked("the case isn't to be handed over to another area")
    if fact.by != known.to:
        return Refused(f"only {known.to} can acknowledge it")
    arrived = [
        part for part, each in known.parts.items() if each.handed_at and each.handed_at <= of.occurred_at
    ]
    missing = next((part for part in fact.parts if part not in arrived), None)
    if missing is not None or not arrived:
        return Parked(f"{missing or 'the case-file'} hadn't been handed over by then")
    return TAKEN
