"""The fold of what concerns the network."""

from domain.case.events import MemberInvited
from domain.case.folding import altered, apply, put
from domain.case.sections import NetworkMember
from domain.case.state import CaseState
from domain.events import Envelope
from domain.network.facts import AgreementSigned, CoordinationSet, MemberAnswered, MemberProposed
from domain.network.seats import seated
from domain.vocabulary import PERMANENT_ROLES, role_of


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
    answered = _with(case, event.member, state=event.answer, answered_at=of.occurred_at)
    return seated(answered, role_of(event.member), of.occurred_at)


@apply.register
def _signed(event: AgreementSigned, case: CaseState, of: Envelope) -> CaseState:
    return _with(case, event.member, agreement_signed=of.occurred_at, code_version=event.code_version)


@apply.register
def _coordination_set(event: CoordinationSet, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(
        update={
            "coordination": event.mode,
            "authority": event.authority,
            "coordination_since": of.occurred_at,
        }
    )
