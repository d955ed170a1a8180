"""Everything that may interrupt a case, told to it as its agencies would tell it."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.unit.one_case import ANNOUNCED
from tests.unit.simulated import SOURCE, Simulated

Interrupt = Callable[[Simulated], None]
TWO_WEEKS = timedelta(weeks=2)
A_DAY = timedelta(days=1)
ELSEWHERE = "elsewhere"


def interrupted(case: Simulated, interrupt: str) -> Simulated:
    """A copy of the case, a day after the interrupt: whatever was to be held for some hours counts by then."""
    other = case.copied().until(case.now + timedelta(minutes=1))
    INTERRUPTS[interrupt](other)
    return other.until(other.now + A_DAY)


def _announced(case: Simulated, day: date | None, end: date | None, kind: str = "confirmed") -> None:
    dates = {"release_date": day and day.isoformat(), "supervision_end": end and end.isoformat()}
    known = ANNOUNCED | {"person": case.state.person, "jurisdiction": case.state.jurisdiction, "kind": kind}
    case.tell("custody.release-date", **known, **dates)


def _moved(by: timedelta) -> Interrupt:
    """Before release both dates move; afterwards the same fact moves the end of supervision."""

    def moved(case: Simulated) -> None:
        day, end = case.state.release.day, case.state.supervision_end
        assert day is not None
        assert end is not None
        earliest = case.now.date() + A_DAY if case.state.phase == "preparation" else day
        _announced(case, max(day + by, earliest), max(end + by, earliest, case.now.date()))

    return moved


def _unknown(case: Simulated) -> None:
    _announced(case, None, None, "unknown")


def _today(case: Simulated) -> None:
    today, end = case.now.date(), case.state.supervision_end
    assert end is not None
    _announced(case, today, max(end, today))


def _flaps(case: Simulated) -> None:
    day, end = case.state.release.day, case.state.supervision_end
    assert day is not None
    assert end is not None
    _announced(case, day + TWO_WEEKS, end + TWO_WEEKS)
    case.until(case.now + timedelta(hours=2))
    _announced(case, day, end)


def _says(name: str, **data: object) -> Interrupt:
    def says(case: Simulated) -> None:
        case.tell(name, **data)

    return says


def _terms_changed(case: Simulated) -> None:
    """The court varies what it has imposed; under supervision it does so in answer to an alleged breach."""
    terms = {"condition": "c1", "kind": "restriction", "text": "At home from ten."}
    if case.state.phase != "supervision":
        case.tell("court.condition-imposed", **terms)
        return
    if case.state.condition("c1") is None:
        case.tell("court.condition-imposed", condition="c1", kind="conduct", text="Reports.")
    alleged = {"breach": "b9", "condition": "c1", "urgency": "routine", "description": "No show."}
    case.tell("breach.reported", **alleged)
    case.tell("breach.decided", breach="b9", outcome="terms-changed", conditions=[terms], by="court:x")


def _unmerged(case: Simulated) -> None:
    case.tell("person.merged", **{"from": case.state.person, "into": "P-9"})
    case.tell("person.unmerged", **{"from": "P-1", "into": "P-9"})


def _false_death(case: Simulated) -> None:
    case.tell("person.died", case.now, "false-death")
    case.until(case.now + timedelta(hours=2))
    case.tell("fact.withdrawn", source=SOURCE, id="false-death", reason="Another person.")


INTERRUPTS: dict[str, Interrupt] = {
    "release-earlier": _moved(-TWO_WEEKS),
    "release-later": _moved(TWO_WEEKS),
    "release-unknown": _unknown,
    "release-today": _today,
    "release-flaps": _flaps,
    "another-prison": _says("custody.transferred", establishment="south"),
    "another-area": _says("case.transferred", jurisdiction=ELSEWHERE),
    "transferred-out": _says("case.transferred", jurisdiction=ELSEWHERE, out=True),
    "return-to-custody": _says("custody.returned", reason="other"),
    "changed-terms": _terms_changed,
    "cases-merged": _says("case.merged", into="C-2"),
    "persons-merged": _says("person.merged", **{"from": "P-1", "into": "P-9"}),
    "persons-unmerged": _unmerged,
    "death": _says("person.died"),
    "false-death": _false_death,
}
