"""Each procedure of a case brought to where something of it is pending, ready to be interrupted."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from domain.vocabulary import PERMANENT_ROLES
from tests.unit.one_case import ANNOUNCED, RELEASE, noon
from tests.unit.simulated import Simulated

PRISON, PROBATION, POLICE, SOCIAL, LOCAL, PSYCHOLOGIST = MEMBERS = [f"{role}:eu" for role in PERMANENT_ROLES]
ENDS = RELEASE + timedelta(days=400)
LONG_BEFORE, BEFORE, AFTER = date(2026, 9, 2), date(2026, 12, 15), date(2027, 6, 1)
"""Days on which something is pending: in the first week, eleven weeks before release, three months after it."""


def told(on: date = LONG_BEFORE) -> Simulated:
    """A case of which nothing but its dates is known, on this day."""
    case = Simulated()
    known = ANNOUNCED | {"release_date": RELEASE.isoformat(), "supervision_end": ENDS.isoformat()}
    case.tell("custody.release-date", **known)
    return case.until(noon(on))


def joined(case: Simulated, members: Iterable[str] = MEMBERS) -> Simulated:
    for member in members:
        case.tell("network.member-answered", member=member, answer="accepted")
        case.tell("network.agreement-signed", member=member, agreement="a-1", code_version="2026-1")
    return case


def prepared(on: date = BEFORE) -> Simulated:
    """The network stands, the person was informed, and prison has handed over what it had."""
    case = joined(told())
    case.tell("person.informed", disclosure="outset")
    for item in ("treatment-record", "risk-assessment", "plan-and-learning", "education-work"):
        case.tell("handover.item-supplied", item=item, by=PRISON)
        case.tell("handover.item-acknowledged", item=item, by=PROBATION)
    return case.until(noon(on))


def managed(on: date = BEFORE) -> Simulated:
    """Beside that the network has decided on its manager, and has met."""
    case = prepared(date(2026, 11, 20))
    case.tell("appointment.nominated", nominee=PROBATION, rationale="Knows him.")
    for member in MEMBERS[:4]:
        case.tell("appointment.vote-cast", member=member, nominee=PROBATION, vote="for")
    case.tell("person.informed", disclosure="contact")
    case.tell(
        "assessment.concluded", round="current", members=[PROBATION, POLICE], rationale="So.", level="low"
    )
    return case.until(noon(on))


def released(on: date = AFTER) -> Simulated:
    """Beside that the person was released under a condition, and has come to the first contact."""
    case = managed(date(2027, 1, 5))
    case.tell("plan.drafted", interventions=[{"activity": "counselling", "provider": SOCIAL}])
    case.tell("plan.agreed", members=[PROBATION, SOCIAL])
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text="Reports.")
    case.until(noon(RELEASE) - timedelta(hours=2))
    case.tell("custody.released", reason="released", by=PRISON)
    case.tell("supervision.contact", kept=True)
    case.tell("intervention.reported", activity="counselling", status="started")
    return case.until(noon(on))


def _network() -> Simulated:
    case = told(date(2026, 9, 7))
    case.tell("network.member-answered", member=POLICE, answer="accepted")
    case.tell("network.member-answered", member=SOCIAL, answer="declined")
    return case


def _handover() -> Simulated:
    case = joined(told(date(2026, 10, 1)))
    found = {"factor": "charismatic-extremist", "effect": "destabilising"}
    case.tell("handover.item-supplied", item="prison-factors", by=PRISON, factors=[found])
    case.tell("handover.item-supplied", item="health-summary", by=PRISON)
    return case


def _appointment() -> Simulated:
    case = prepared(date(2026, 11, 12))
    case.tell("appointment.nominated", nominee=PROBATION, rationale="Knows him.")
    case.tell("appointment.vote-cast", member=POLICE, nominee=PROBATION, vote="for")
    return case


def _succession() -> Simulated:
    case = managed(date(2026, 12, 1))
    case.tell("appointment.manager-unavailable", **{"from": "2026-12-01"})
    case.tell("appointment.nominated", nominee=SOCIAL, rationale="Knows his family.")
    for member in MEMBERS[:4]:
        case.tell("appointment.vote-cast", member=member, nominee=SOCIAL, vote="for")
    return case


def _transfer(case: Simulated) -> Simulated:
    case.tell("case.transferred", jurisdiction="south")
    return case


def _receiving() -> Simulated:
    case = _transfer(released())
    case.tell("transfer.handed-over", **{"from": PROBATION, "to": "probation:south"})
    return case


def _plan() -> Simulated:
    case = managed(date(2026, 12, 1))
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    return case


def _activities() -> Simulated:
    case = released(date(2027, 4, 26))
    case.tell("plan.drafted", interventions=[{"activity": "psychology"}, {"activity": "housing"}])
    case.tell("plan.agreed", members=[PROBATION, SOCIAL])
    case.tell(
        "assessment.concluded", round="current", members=[PROBATION, POLICE], rationale="So.", level="high"
    )
    return case


def _around_release() -> Simulated:
    return prepared(RELEASE + timedelta(days=1))


def _first_days() -> Simulated:
    case = managed(RELEASE)
    case.tell("custody.released", reason="released", by=PRISON)
    return case


def _missed() -> Simulated:
    case = released(date(2027, 5, 28))
    case.tell("court.condition-imposed", condition="c2", kind="programme", text="Attends.")
    for _ in range(3):
        case.until(case.now + timedelta(days=1))
        case.tell("supervision.contact", kept=False, condition="c2")
    return case


def _to_report() -> Simulated:
    case = _missed()
    decided = {"decision": "report-breach", "rationale": "No word from him."}
    case.tell("supervision.misses-considered", by=PROBATION, **decided)
    return case


def _breach() -> Simulated:
    case = released()
    for breach in ("b1", "b2"):
        alleged = {"condition": "c1", "urgency": "routine", "description": "No show."}
        case.tell("breach.reported", breach=breach, **alleged)
    case.tell("breach.referred", breach="b2", by=PROBATION)
    return case


def _concern(case: Simulated) -> Simulated:
    worry = {"kind": "wellbeing", "urgency": "routine", "description": "Sleeps badly."}
    case.tell("risk.concern-raised", concern="k1", by=POLICE, **worry)
    return case


def _followed_up() -> Simulated:
    return released(ENDS + timedelta(days=30))


PENDING: dict[str, Callable[[], Simulated]] = {
    "network-building": _network,
    "information-handover": _handover,
    "manager-appointment": _appointment,
    "change-of-manager": _succession,
    "transfer": lambda: _transfer(managed()),
    "receiving": _receiving,
    "assessment-before-release": lambda: prepared(date(2026, 10, 1)),
    "assessment-under-supervision": lambda: released(date(2027, 5, 3)),
    "plan": _plan,
    "activities": _activities,
    "meetings-before-release": managed,
    "release": _around_release,
    "supervision": _first_days,
    "missed-appointments": _missed,
    "misses-to-report": _to_report,
    "court-report": lambda: released(date(2027, 5, 10)),
    "breach-handling": _breach,
    "concerns-before-release": lambda: _concern(managed()),
    "concerns-under-supervision": lambda: _concern(released()),
    "closing": lambda: released(ENDS - timedelta(days=20)),
    "follow-up": _followed_up,
}
