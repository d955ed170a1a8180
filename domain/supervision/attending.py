"""Appointments one by one: what each adds to the count, and when somebody has looked at those that were missed."""

from datetime import datetime

from domain.case.state import CaseState
from domain.supervision.sections import Attendance, Contact, RepeatedMisses, Tally

KEPT = 40
"""Appointments that the state still holds; the ledger has them all."""


def with_contact(known: Attendance, new: Contact) -> Attendance:
    """The attendance with one more; what is said anew of the same appointment replaces what was said before."""
    same = next((each for each in known.recent if _is_same(each, new)), None)
    if same is not None:
        known = _counted(known, same, -1)
    others = [each for each in known.recent if each is not same]
    recent = sorted((*others, new), key=lambda each: each.at)[-KEPT:]
    return _counted(known, new, +1).model_copy(update={"recent": tuple(recent)})


def _is_same(one: Contact, other: Contact) -> bool:
    return (one.at, one.condition) == (other.at, other.condition)


def _counted(known: Attendance, contact: Contact, one: int) -> Attendance:
    by_condition = known.by_condition
    if contact.condition is not None:
        tally = by_condition.get(contact.condition, Tally())
        by_condition = by_condition | {contact.condition: _added(tally, contact, one)}
    return known.model_copy(update={"total": _added(known.total, contact, one), "by_condition": by_condition})


def _added(tally: Tally, contact: Contact, one: int) -> Tally:
    if contact.kept:
        return tally.model_copy(update={"kept": tally.kept + one})
    return tally.model_copy(update={"missed": tally.missed + one})


def considered(case: CaseState, at: datetime) -> CaseState:
    """The case after somebody has looked at it: at what was missed before then too."""
    known = case.attendance.repeated
    if known is None or at < known.since or (known.considered_at is not None and known.considered_at <= at):
        return case
    return with_repeated(case, known.model_copy(update={"considered_at": at}))


def alleged(case: CaseState, condition: str, at: datetime) -> CaseState:
    """The case after a breach of this condition was alleged."""
    known = case.attendance.repeated
    return considered(case, at) if known is not None and is_about(known, condition) else case


def is_about(known: RepeatedMisses, condition: str) -> bool:
    """Whether a breach of this condition may be what they amount to."""
    return not known.conditions or condition in known.conditions


def repeated(case: CaseState, new: RepeatedMisses) -> CaseState:
    """The case once misses have become so many: somebody may have looked at it before it was heard of."""
    looks = [
        *(meeting.at for meeting in case.meetings if not meeting.informal),
        *(each.reported_at for each in case.breaches if is_about(new, each.condition)),
        *(word.at for word in case.plan.words),
    ]
    first = min((at for at in looks if at >= new.since), default=None)
    return with_repeated(case, new.model_copy(update={"considered_at": first}))


def with_repeated(case: CaseState, known: RepeatedMisses) -> CaseState:
    return case.model_copy(update={"attendance": case.attendance.model_copy(update={"repeated": known})})
