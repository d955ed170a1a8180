"""The fold of the appointment of a case manager."""

from domain.appointment.events import AppointmentOpened, ManagerAppointed
from domain.appointment.facts import (
    ManagerBecameUnavailable,
    ManagerNominated,
    NominationWithdrawn,
    VoteCast,
)
from domain.appointment.present import unavailable
from domain.appointment.sections import Absence, Appointment, Ballot, CaseHandover, Manager
from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.network.sections import LEFT
from domain.vocabulary import role_of


@apply.register
def _opened(event: AppointmentOpened, case: CaseState, of: Envelope) -> CaseState:
    opened = Appointment(opened_at=of.occurred_at, due=event.due)
    return case.model_copy(update={"appointment": opened, "nominations": {}})


@apply.register
def _nominated(event: ManagerNominated, case: CaseState, of: Envelope) -> CaseState:
    if case.appointment is None:
        return case
    known_since = case.nominations.get(event.nominee, of.occurred_at)
    nominations = case.nominations | {event.nominee: max(known_since, of.occurred_at)}
    case = case.model_copy(update={"nominations": nominations})
    nominees = case.appointment.nominees if case.appointment is not None else ()
    return case if event.nominee in nominees else _with(case, nominees=(*nominees, event.nominee))


@apply.register
def _nomination_withdrawn(event: NominationWithdrawn, case: CaseState, of: Envelope) -> CaseState:
    if case.appointment is None:
        return case
    nominations = case.nominations | {event.nominee: of.occurred_at}
    nominees = tuple(each for each in case.appointment.nominees if each != event.nominee)
    return _with(case.model_copy(update={"nominations": nominations}), nominees=nominees)


@apply.register
def _voted(event: VoteCast, case: CaseState, of: Envelope) -> CaseState:
    if case.appointment is None:
        return case
    voter = _voter(case, event.member)
    last = case.appointment.votes.get(voter)
    if last is not None and last.at > of.occurred_at and not _has_left(case, last.member):
        return case
    ballot = Ballot(member=event.member, nominee=event.nominee, vote=event.vote, at=of.occurred_at)
    return _with(case, votes=case.appointment.votes | {voter: ballot})


def _with(case: CaseState, **changes: object) -> CaseState:
    appointment = case.appointment.model_copy(update=changes) if case.appointment is not None else None
    return case.model_copy(update={"appointment": appointment})


def _voter(case: CaseState, member: str) -> str:
    """The role that votes; an authority that doesn't belong to the core takes no role's vote away."""
    known = case.member(member)
    return member if known is not None and known.standing == "ad-hoc" else role_of(member)


def _has_left(case: CaseState, member: str) -> bool:
    known = case.member(member)
    return known is not None and known.state in LEFT


@apply.register
def _appointed(event: ManagerAppointed, case: CaseState, of: Envelope) -> CaseState:
    manager = Manager(
        member=event.member, role=role_of(event.member), since=of.occurred_at, interim=event.interim
    )
    if event.interim:
        # An interim manager stands in until the appointment that is under way has come to its decision.
        return case.model_copy(update={"case_manager": manager})
    changed = case.decided_manager not in (None, event.member)
    return case.model_copy(
        update={
            "case_manager": manager,
            "decided_manager": event.member,
            "appointment": None,
            "appointment_decided": _decided(event, case, of),
            "absence": None,
            "stand_in_absence": None,
            "manager_changed_at": of.occurred_at if changed else case.manager_changed_at,
            "case_handover": _handover(event, case, of),
        }
    )


def _handover(event: ManagerAppointed, case: CaseState, of: Envelope) -> CaseHandover | None:
    """From the manager before, or from whoever stood in where there was none; none where it is the same."""
    outgoing = case.decided_manager or case.manager
    if outgoing is None or outgoing == event.member:
        return case.case_handover
    return CaseHandover(outgoing=outgoing, to=event.member, since=of.occurred_at)


def _decided(event: ManagerAppointed, case: CaseState, of: Envelope) -> Appointment | None:
    """The appointment with its end; none where the manager is back before the network has decided.

    It is undone where it isn't any more what it was decided on: a fact of it has been withdrawn.
    """
    absence = case.absence
    is_back = absence is not None and absence.until is not None and absence.member == event.member
    if case.appointment is None:
        return case.appointment_decided
    if is_back:
        return None
    is_undone = event.decided_on is not None and event.decided_on != case.appointment
    return case.appointment.model_copy(update={"decided_at": of.occurred_at, "is_undone": is_undone})


@apply.register
def _unavailable(event: ManagerBecameUnavailable, case: CaseState, of: Envelope) -> CaseState:
    away = unavailable(case)
    if away is None:
        return case
    slot = "absence" if away == case.decided_manager else "stand_in_absence"
    absence = Absence(member=away, starts=event.from_, until=event.until, since=of.occurred_at)
    return case.model_copy(update={slot: absence})
