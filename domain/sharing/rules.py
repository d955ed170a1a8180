"""Which facts about disclosures fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.sharing.facts import (
    DisclosureDecided,
    DisclosureRequested,
    InformingDelayed,
    LegalOpinionGiven,
    PersonInformed,
)
from domain.sharing.fold import CONTACT, OUTSET, RESULTS, disclosure_named

_UNKNOWN = Parked("the disclosure hasn't been requested")


@judge.register
def _requested(fact: DisclosureRequested, case: CaseState, of: Circumstances) -> Verdict:
    return Refused("it is known already") if disclosure_named(case, fact.disclosure) else TAKEN


@judge.register(DisclosureDecided)
@judge.register(LegalOpinionGiven)
@judge.register(PersonInformed)
@judge.register(InformingDelayed)
def _about_one(
    fact: DisclosureDecided | LegalOpinionGiven | PersonInformed | InformingDelayed,
    case: CaseState,
    of: Circumstances,
) -> Verdict:
    if fact.disclosure in (OUTSET, CONTACT, RESULTS):
        return TAKEN
    known = disclosure_named(case, fact.disclosure)
    if known is None:
        return _UNKNOWN
    decided = isinstance(fact, DisclosureDecided) and known.state in ("allowed", "refused")
    return older_than(known.since if decided else None, of) or TAKEN
