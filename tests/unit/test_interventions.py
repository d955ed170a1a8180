"""Activities through their life: reported in any order, by providers who may leave, and anew after a recall."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from domain.case.judging import Circumstances
from domain.case.rules import Refused, verdict
from domain.case.view import case_view
from domain.obligations.duty import Duty
from domain.plan.facts import InterventionReported
from domain.plan.reports import KEPT, reported
from domain.plan.sections import Intervention, Report
from domain.vocabulary import InterventionStatus
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, noon, weeks

DAY = timedelta(days=1)
TWO = ["police:eu", "probation:eu"]
LIFE: tuple[InterventionStatus, ...] = ("referred", "started", "attended", "missed", "completed", "ended")


def planned(**more: object) -> OneCase:
    """Housing by somebody who is in the network, agreed before release; the person is at liberty."""
    case = OneCase().join()
    case.tell("network.member-proposed", member="housing:x", activity="housing")
    case.join_as("housing:x").on(RELEASE - weeks(20))
    case.tell("plan.drafted", interventions=[{"activity": "housing", "provider": "housing:x"} | more])
    case.tell("plan.agreed", members=TWO)
    case.on(RELEASE).tell("custody.released", reason="released")
    return case.on(RELEASE + DAY)


def reports(case: OneCase, *said: tuple[int, InterventionStatus]) -> OneCase:
    """On these days after release; heard of today."""
    for day, status in said:
        case.tell("intervention.reported", noon(RELEASE + day * DAY), activity="housing", status=status)
    return case


def shown(case: OneCase) -> dict[str, Any]:
    (intervention,) = case_view(case.state, [], case.now, 1).plan["interventions"]
    assert isinstance(intervention, dict)
    return intervention


def provided(case: OneCase) -> Duty:
    duty = case.duty("provide-activity", "housing")
    assert duty is not None
    return duty


@pytest.mark.proves("R10", "R93")
def test_an_activity_shows_where_it_stands_and_when_it_got_there() -> None:
    case = planned().on(RELEASE + 20 * DAY)
    days = range(1, len(LIFE) + 1)
    known = shown(reports(case, *zip(days, LIFE, strict=True)))
    assert known["status"] == "ended"
    assert {each: known[f"{each}_at"] for each in ("referred", "started", "completed", "ended")} == {
        "referred": noon(RELEASE + DAY),
        "started": noon(RELEASE + 2 * DAY),
        "completed": noon(RELEASE + 5 * DAY),
        "ended": noon(RELEASE + 6 * DAY),
    }
    assert (known["attended"], known["missed"]) == (1, 1)


def test_reports_in_any_order_come_to_the_same() -> None:
    said = [*zip(range(1, 6), LIFE, strict=False)]
    expected = shown(reports(planned().on(RELEASE + 20 * DAY), *said))
    case = planned().on(RELEASE + 20 * DAY)
    start = case.state
    for order in permutations(said):
        case.state = start
        assert shown(reports(case, *order)) == expected


def test_a_late_report_changes_when_it_began_and_not_where_it_stands() -> None:
    case = reports(planned().on(RELEASE + 20 * DAY), (10, "attended"))
    assert provided(case).met_at == noon(RELEASE + 10 * DAY)
    reports(case, (4, "started"), (7, "missed"))
    assert provided(case).met_at == noon(RELEASE + 4 * DAY)
    known = shown(case)
    assert (known["status"], known["attended"], known["missed"]) == ("attended", 1, 1)


def test_a_report_that_is_reversed_later_goes_on_from_there() -> None:
    case = reports(planned().on(RELEASE + 20 * DAY), (3, "started"), (5, "ended"), (9, "started"))
    known = shown(case)
    assert (known["status"], known["ended_at"]) == ("started", noon(RELEASE + 5 * DAY))


def test_of_two_reports_of_one_instant_the_later_received_corrects_the_other() -> None:
    case = reports(planned().on(RELEASE + 20 * DAY), (3, "attended"), (3, "missed"))
    known = shown(case)
    assert (known["status"], known["attended"], known["missed"]) == ("missed", 0, 1)
    reports(case, (3, "referred"))
    known = shown(case)
    assert (known["status"], known["missed"], known["started_at"]) == ("referred", 0, None)


def test_years_of_reports_leave_a_small_state() -> None:
    known = Intervention(activity="housing")
    for day in range(1000):
        known = reported(known, Report(at=noon(RELEASE + day * DAY), status="attended"))
    assert (known.attended, len(known.reports), known.started_at) == (1000, KEPT, noon(RELEASE))


def test_by_a_pack_that_doesnt_count_late_reports_they_are_refused() -> None:
    case = reports(planned().on(RELEASE + 20 * DAY), (10, "attended"))
    rules = POLICY.supervision.model_copy(update={"late_reports": None})
    of = Circumstances(noon(RELEASE), case.now, POLICY.model_copy(update={"supervision": rules}), case.now)
    fact = InterventionReported(activity="housing", status="started")
    assert isinstance(verdict(fact, case.state, of), Refused)


def gone(case: OneCase) -> datetime:
    case.tell("network.member-answered", member="housing:x", answer="withdrawn")
    return case.now


@pytest.mark.proves("R32", "R93")
def test_where_the_provider_leaves_another_is_to_be_found_from_then_on_and_the_manager_sees_to_it() -> None:
    case = planned()
    assert case.duty("find-provider") is None
    left = gone(case.on(RELEASE + 5 * DAY))
    duty = case.duty("find-provider", "housing")
    assert POLICY.providers is not None
    assert POLICY.providers.replace is not None
    assert duty is not None
    assert (duty.due, duty.met_at) == (POLICY.providers.replace.after(left, LOCAL), None)
    assert provided(case).owner == "probation:eu"
    case.on(RELEASE + 7 * DAY).tell("network.member-proposed", member="housing:y", activity="housing")
    case.join_as("housing:y")
    met = case.duty("find-provider", "housing")
    assert met is not None
    assert met.met_at == case.now


def test_a_provider_who_was_there_all_along_may_be_planned_in_their_place() -> None:
    case = planned()
    case.tell("network.member-proposed", member="housing:y", activity="housing")
    case.join_as("housing:y")
    gone(case.on(RELEASE + 5 * DAY))
    assert [each.met_at for each in case.duties("find-provider")] == [None]
    case.tell("plan.drafted", interventions=[{"activity": "housing", "provider": "housing:y"}])
    assert None not in [each.met_at for each in case.duties("find-provider")]
    assert provided(case).owner == "housing:y"


def test_nobody_is_to_be_found_for_what_is_over() -> None:
    case = reports(planned().on(RELEASE + 4 * DAY), (2, "completed"))
    gone(case)
    assert case.duties("find-provider") == []


@pytest.mark.proves("R14", "R33")
@pytest.mark.parametrize(("status", "is_owed_anew"), [("started", True), ("completed", False)])
def test_after_another_release_what_was_under_way_before_is_provided_anew_and_what_was_completed_isnt(
    status: InterventionStatus, is_owed_anew: bool
) -> None:
    case = reports(planned().on(RELEASE + 4 * DAY), (2, status))
    again = RELEASE + weeks(20)
    returned = {"reason": "recall", "release_date": again.isoformat(), "kind": "confirmed"}
    case.tell("custody.returned", **returned)
    case.on(again).tell("custody.released", reason="released")
    assert provided(case).met_at == (None if is_owed_anew else noon(RELEASE + 2 * DAY))
    case.on(again + DAY).tell("intervention.reported", activity="housing", status="attended")
    assert provided(case).met_at == case.now
