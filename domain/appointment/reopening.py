"""A decision that rests on a vote or a nomination that was withdrawn is taken anew (R50, R77).

A vote may be changed only until the decision; one that never should have been counted is withdrawn, whenever that is
found out. Whoever was decided on stays ad interim until the network has decided again, so that no day is without a
manager (R76). Where the votes that are left come to the same manager, that is decided at once.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.appointment.decision import decided_manager
from domain.appointment.events import AppointmentReopened
from domain.appointment.sections import Appointment
from domain.case.folding import apply
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.events import Envelope
from domain.policy import Policy


def reopening_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """While the manager is away somebody stands in for them: it is looked at again when they are back."""
    decided, manager = case.appointment_decided, case.case_manager
    if not policy.appointment.reopens or case.phase not in ("preparation", "supervision"):
        return
    if case.appointment is not None or case.absence is not None or decided is None or not decided.is_undone:
        return
    if manager is not None and not manager.interim:
        yield Follows(now, AppointmentReopened(due=_due(decided, case, policy, now)))


def _due(decided: Appointment, case: CaseState, policy: Policy, now: datetime) -> datetime:
    """As it was where the votes that are left decide alike by then; else there is as long as for any other."""
    assert case.calendar is not None
    again = decided_manager(case.model_copy(update={"appointment": decided}), policy, now)
    if again is not None and again.manager == case.decided_manager:
        return decided.due
    return policy.appointment.decide.after(now, case.calendar)


@apply.register
def _reopened(event: AppointmentReopened, case: CaseState, of: Envelope) -> CaseState:
    decided, manager = case.appointment_decided, case.case_manager
    if decided is None or manager is None:
        return case
    anew = {"opened_at": of.occurred_at, "due": event.due, "decided_at": None, "is_undone": False}
    return case.model_copy(
        update={
            "appointment": decided.model_copy(update=anew),
            "appointment_decided": None,
            "case_manager": manager.model_copy(update={"interim": True}),
        }
    )
