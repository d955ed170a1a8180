"""The fold of the appointment of a case manager."""

from domain.appointment.facts import ManagerBecameUnavailable, ManagerNominated, VoteCast
from domain.case.events import AppointmentOpened, ManagerAppointed
from domain.case.folding import apply
from domain.case.sections import Absence, Appointment, Ballot, Manager
from domain.case.state import CaseState
from domain.events import Envelope
from domain.vocabulary import role_of


@apply.register
def _opened(event: AppointmentOpened, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"appointment": Appointment(opened_at=of.occurred_at, due=event.due)})


@apply.register
def _nominated(event: ManagerNominated, case: CaseState, of: Envelope) -> CaseState:
    if case.appointment is None or event.nominee in case.appointment.nominees:
        return case
    nominees = (*case.appointment.nominees, event.nominee)
    return case.model_copy(update={"appointment": case.appointment.model_copy(update={"nominees": nominees})})


@apply.register
def _voted(event: VoteCast, case: CaseState, of: Envelope) -> CaseState:
    if case.appointment is None:
        return case
    role = role_of(event.member)
    last = case.appointment.votes.get(role)
    if last is not None and last.at > of.occurred_at:
        return case
    ballot = Ballot(member=event.member, nominee=event.nominee, vote=event.vote, at=of.occurred_at)
    votes = case.appointment.votes | {role: ballot}
    return case.model_copy(update={"appointment": case.appointment.model_copy(update={"votes": votes})})


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
            "manager_changed_at": of.occurred_at if changed else case.manager_changed_at,
        }
    )


def _decided(event: ManagerAppointed, case: CaseState, of: Envelope) -> Appointment | None:
    """The appointment with its end; none where the manager is back before the network has decided."""
    absence = case.absence
    is_back = absence is not None and absence.until is not None and absence.member == event.member
    if case.appointment is None or is_back:
        return None
    return case.appointment.model_copy(update={"decided_at": of.occurred_at})


@apply.register
def _unavailable(event: ManagerBecameUnavailable, case: CaseState, of: Envelope) -> CaseState:
    if case.decided_manager is None:
        return case
    absence = Absence(
        member=case.decided_manager, starts=event.from_, until=event.until, since=of.occurred_at
    )
    return case.model_copy(update={"absence": absence})
