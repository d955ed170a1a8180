"""What is owed around the release and under supervision: the release check, the first contact, the meetings."""

from domain.case.owing import also_reminded, owed
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.meetings.cadence import counted, meeting_duties
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.supervision.misses import misses_duties


def supervision_duties(case: CaseState, policy: Policy) -> list[Duty]:
    return [
        *_release_check(case, policy),
        *meeting_duties(case, policy),
        *_first_contact(case, policy),
        *misses_duties(case, policy),
    ]


def _release_check(case: CaseState, policy: Policy) -> list[Duty]:
    """The network meets before the release and looks at what is missing (R16).

    Met by the first meeting from a while before its date on; a release that comes first leaves nothing to check.
    """
    rules, local = policy.preparation, case.calendar
    day = Timetable(case, policy).release_check
    if day is None or local is None or case.begun_at is None or case.is_community:
        return []
    counting = max(local.start_of_day(rules.release_check_counts.days_before(day)), case.begun_at)
    checked = next((each.at for each in counted(case, policy, counting)), None)
    released = case.released_at
    if case.phase != "preparation" and (checked is None or released is None or checked > released):
        return []
    return owed(
        case,
        policy,
        "release-check",
        "meet for the release check",
        owner=case.responsible,
        due=local.end_of_day(day),
        since=also_reminded(policy, case.begun_at),
        met_at=checked,
        about=local.local_date(case.begun_at).isoformat(),
    )


def _first_contact(case: CaseState, policy: Policy) -> list[Duty]:
    if case.phase != "supervision" or case.phase_since is None or case.calendar is None:
        return []
    return owed(
        case,
        policy,
        "first-contact",
        "first contact under supervision" if case.is_community else "first contact after release",
        owner=case.responsible,
        due=policy.supervision.first_contact.after(case.phase_since, case.calendar),
        since=also_reminded(policy, case.phase_since),
        met_at=min((at for at in case.contacts if at >= case.phase_since), default=None),
        about=case.phase_since.date().isoformat(),
    )
