"""The fold of the appointment of a case manager."""

from domain.appointment.facts import ManagerBecameUnavailable, ManagerNominated, VoteCast
from domain.case.events import AppointmentOpened, ManagerAppointed
from domain.case.folding import apply
from domain.case.state import Appointment, Ballot, CaseState, Manager
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
    ballots = case.appointment.votes.get(role, {})
    last = ballots.get(event.nominee)
    if last is not None and last.at > of.occurred_at:
        return case
    ballot = Ballot(nominee=event.nominee, vote=event.vote, at=of.occurred_at)
    votes = case.appointment.votes | {role: ballots | {event.nominee: ballot}}
    return case.model_copy(update={"appointment": case.appointment.model_copy(update={"votes": votes})})


@apply.register
def _appointed(event: ManagerAppointed, case: CaseState, of: Envelope) -> CaseState:
    manager = Manager(
        member=event.member, role=role_of(event.member), since=of.occurred_at, interim=event.interim
    )
    # An interim manager stands in until the appointment that is under way has come to its decision.
    appointment = case.appointment if event.interim else None
    return case.model_copy(update={"case_manager": manager, "appointment": appointment})


@apply.register
def _unavailable(event: ManagerBecameUnavailable, case: CaseState, of: Envelope) -> CaseState:
    return case
