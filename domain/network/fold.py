"""The fold of what concerns the network."""

from domain.case.folding import altered, apply, put
from domain.case.state import CaseState
from domain.events import Envelope
from domain.network.agreement_events import AgreementEnded, AgreementExpired, RenewalCalled
from domain.network.agreements import overtakes, renews
from domain.network.answers import unchanged_since, with_answer
from domain.network.events import MemberInvited, RoleTaken
from domain.network.facts import AgreementSigned, CoordinationSet, MemberAnswered, MemberProposed
from domain.network.seats import seated
from domain.network.sections import LEFT, Agreement, GivenAnswer, NetworkMember, Renewal
from domain.vocabulary import PERMANENT_ROLES, role_of

RENEWALS_KEPT = 2
"""Signed renewals of a member that the state still shows; the ledger has them all."""


def _with(case: CaseState, member: str, **changes: object) -> CaseState:
    return altered(case, "network", case.member(member), **changes)


@apply.register
def _proposed(event: MemberProposed, case: CaseState, of: Envelope) -> CaseState:
    role = role_of(event.member)
    standing = "permanent" if role in PERMANENT_ROLES and not _taken(case, role) else "ad-hoc"
    new = NetworkMember.model_validate(
        {"member": event.member, "role": role, "standing": standing, "activity": event.activity}
    )
    return case.model_copy(update={"network": put(case.network, case.member(event.member), new)})


@apply.register
def _role_taken(event: RoleTaken, case: CaseState, of: Envelope) -> CaseState:
    known = case.member(event.member) or NetworkMember(
        member=event.member, role=event.role, standing="permanent"
    )
    permanent = known.model_copy(update={"standing": "permanent"})
    return case.model_copy(update={"network": put(case.network, case.member(event.member), permanent)})


def _taken(case: CaseState, role: str) -> bool:
    return any(
        each.role == role and each.standing == "permanent" and each.state not in ("declined", "withdrawn")
        for each in case.network
    )


@apply.register
def _invited(event: MemberInvited, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.member, state="invited", invited_at=of.occurred_at)


@apply.register
def _answered(event: MemberAnswered, case: CaseState, of: Envelope) -> CaseState:
    known = case.member(event.member)
    if known is None:
        return case
    answers = with_answer(known, GivenAnswer(answer=event.answer, at=of.occurred_at))
    newest = answers[-1].answer
    answered = _with(case, event.member, state=newest, answered_at=unchanged_since(answers), answers=answers)
    return seated(answered, role_of(event.member), of.occurred_at)


@apply.register
def _signed(event: AgreementSigned, case: CaseState, of: Envelope) -> CaseState:
    known = case.member(event.member)
    if known is None:
        return case
    agreement = Agreement(
        reference=event.agreement,
        until=event.until,
        names=event.names,
        expectations=len(event.expectations),
    )
    return _with(
        case,
        event.member,
        agreement_signed=of.occurred_at,
        first_signed=known.first_signed or known.agreement_signed or of.occurred_at,
        code_version=event.code_version,
        agreement=agreement,
        renewals=_recent(
            tuple(_answered_by(event, each, of) for each in known.renewals if not overtakes(event, each))
        ),
    )


def _recent(renewals: tuple[Renewal, ...]) -> tuple[Renewal, ...]:
    """Those to come, and the newest of those that were signed: an agreement may be renewed for many years."""
    signed = [each for each in renewals if each.signed_at is not None][-RENEWALS_KEPT:]
    return tuple(each for each in renewals if each.signed_at is None or each in signed)


def _answered_by(event: AgreementSigned, renewal: Renewal, of: Envelope) -> Renewal:
    """Signing the same once more renews nothing; and what was renewed is called for again where that is undone."""
    signed_at = (renewal.signed_at or of.occurred_at) if renews(event, renewal) else None
    return renewal.model_copy(update={"signed_at": signed_at})


@apply.register
def _renewal_called(event: RenewalCalled, case: CaseState, of: Envelope) -> CaseState:
    known = case.member(event.member)
    is_for_return = event.until is None and event.code_version is None
    if known is None or (is_for_return and not known.has_run_out):
        return case  # nobody is back where that they left turns out to be wrong
    renewal = Renewal(
        until=event.until, code_version=event.code_version, called_at=of.occurred_at, due=event.due
    )
    return _with(case, event.member, renewals=(*known.renewals, renewal))


@apply.register
def _expired(event: AgreementExpired, case: CaseState, of: Envelope) -> CaseState:
    known = case.member(event.member)
    if known is None or known.agreement is None or known.agreement.until != event.until:
        return case
    return _with(case, event.member, agreement=known.agreement.model_copy(update={"expired": True}))


@apply.register
def _ended(event: AgreementEnded, case: CaseState, of: Envelope) -> CaseState:
    """Nothing has ended where that they left turns out to be wrong."""
    known = case.member(event.member)
    if known is None or known.agreement is None or known.state not in LEFT:
        return case
    return _with(case, event.member, agreement=known.agreement.model_copy(update={"expired": True}))


@apply.register
def _coordination_set(event: CoordinationSet, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(
        update={
            "coordination": event.mode,
            "authority": event.authority,
            "coordination_since": of.occurred_at,
        }
    )
