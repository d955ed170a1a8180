"""Return to custody after release, and the preparation of a second release that keeps what is known."""

from collections.abc import Callable
from datetime import date, timedelta

from domain.handover.duties import handover_duties
from tests.unit.one_case import END, LOCAL, POLICY, RELEASE, OneCase, noon, weeks

DAY = timedelta(days=1)
RECALL = RELEASE + weeks(10)
AGAIN = RECALL + weeks(40)
OPENS = POLICY.opens.days_before(AGAIN)


def released() -> OneCase:
    case = OneCase().join()
    case.tell("handover.item-supplied", item="treatment-record", by="prison:eu")
    case.tell("handover.item-acknowledged", item="treatment-record", by="probation:eu")
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    case.tell("plan.agreed", members=["probation:eu", "police:eu"])
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text="-")
    case.on(RELEASE).tell("custody.released", reason="released")
    return case.on(RECALL)


def returned(case: OneCase, release: date | None = None) -> None:
    known = {"release_date": release.isoformat(), "kind": "confirmed"} if release else {}
    case.tell("custody.returned", reason="recall", **known)


def revoked(case: OneCase) -> None:
    case.tell("breach.reported", breach="b1", condition="c1", urgency="urgent", description="-")
    case.tell("breach.decided", breach="b1", outcome="revoked", by="court:c")


def dated(case: OneCase) -> None:
    case.announce(AGAIN, supervision_end=END.isoformat())


def test_a_return_with_a_release_date_is_recalled_until_that_date_is_within_the_lead_time() -> None:
    case = released()
    returned(case, AGAIN)
    assert (case.state.phase, case.state.custody.status) == ("recalled", "in-custody")
    assert case.on(OPENS - DAY).state.phase == "recalled"
    case.on(OPENS)
    assert (case.state.phase, case.state.short_notice) == ("preparation", False)


def test_all_orders_of_return_revocation_and_release_date_come_to_the_same() -> None:
    orders: tuple[tuple[Callable[[OneCase], None], ...], ...] = (
        (returned, revoked, dated),
        (revoked, returned, dated),
        (revoked, dated, returned),
        (returned, dated, revoked),
    )
    for order in orders:
        case = released()
        for step, tell in enumerate(order):
            case.on(RECALL + step * DAY)
            tell(case)
        assert case.state.phase == "recalled"
        assert case.on(OPENS).state.phase == "preparation"
        assert case.state.custody.status == "in-custody"


def test_after_a_revocation_the_person_is_at_large_until_prison_has_them_back() -> None:
    case = released()
    revoked(case)
    assert (case.state.phase, case.state.custody.status) == ("recalled", "at-liberty")
    returned(case.on(RECALL + DAY))
    assert (case.state.phase, case.state.custody.status) == ("recalled", "in-custody")


def test_the_first_release_date_doesnt_prepare_the_second_release() -> None:
    case = released()
    returned(case)
    assert case.on(RECALL + weeks(30)).state.phase == "recalled"


def test_while_recalled_nothing_is_owed_towards_a_release() -> None:
    case = released()
    assert handover_duties(case.state, POLICY) != []
    returned(case, AGAIN)
    assert handover_duties(case.state, POLICY) == []
    assert case.duties() == []


def test_the_second_preparation_keeps_what_is_known_and_owes_what_is_open_by_new_dates() -> None:
    case = released()
    manager = case.state.case_manager
    assert case.state.handover is not None
    assert case.state.handover.state == "incomplete"
    returned(case, AGAIN)
    case.on(OPENS)
    assert case.state.handover is not None
    assert (case.state.handover.state, case.state.case_manager) == ("open", manager)
    supplied = {each.id: each for each in handover_duties(case.state, POLICY)}
    due = LOCAL.end_of_day(POLICY.preparation.items_supplied.days_before(AGAIN))
    assert supplied["supply-item:treatment-record"].met_at is not None
    assert supplied["supply-item:health-summary"].due == due
    assert case.state.plan.state == "agreed"
    assert case.state.open_round is not None
    assert case.state.open_round.due == LOCAL.end_of_day(
        POLICY.preparation.assessment_concluded.days_before(AGAIN)
    )


def test_a_concluded_assessment_is_followed_by_a_new_one_before_the_second_release() -> None:
    case = released()
    two = ["police:eu", "prison:eu"]
    case.tell("assessment.concluded", round="current", rationale="-", members=two)
    returned(case, AGAIN)
    case.on(OPENS)
    assert [each.reason for each in case.state.assessments] == ["pre-release", "pre-release"]


def test_the_second_release_starts_supervision_anew() -> None:
    case = released()
    returned(case, AGAIN)
    case.on(AGAIN).tell("custody.released", reason="released")
    contact = case.duty("first-contact")
    assert case.state.phase == "supervision"
    assert contact is not None
    assert contact.due == POLICY.supervision.first_contact.after(noon(AGAIN), LOCAL)


def test_a_short_second_preparation_shrinks_its_dates_and_keeps_their_order() -> None:
    case = released()
    returned(case, RECALL + weeks(8))
    assert (case.state.phase, case.state.short_notice) == ("preparation", True)
    check, meeting = case.duty("release-check"), case.duties("hold-meeting")
    assert check is not None
    assert case.now < meeting[-1].due < check.due < noon(RECALL + weeks(8))


def test_a_return_from_leave_before_release_changes_no_phase() -> None:
    case = OneCase()
    case.tell("custody.released", reason="temporary")
    assert (case.state.phase, case.state.custody.status) == ("preparation", "absent")
    case.on(RELEASE - weeks(3)).tell("custody.returned", reason="end-of-leave")
    assert (case.state.phase, case.state.custody.status) == ("preparation", "in-custody")


def test_a_report_to_the_court_that_was_due_before_the_recall_is_owed_no_more() -> None:
    case = released()
    case.on(RELEASE + weeks(12))
    (report,) = case.state.reports_owed
    returned(case, AGAIN)
    assert case.state.reports_owed == ()
    case.on(AGAIN).tell("custody.released", reason="released")
    assert report not in case.state.reports_owed


def test_a_revocation_with_nothing_to_come_closes_the_case_when_supervision_would_have_ended() -> None:
    case = released()
    revoked(case)
    case.on(END + DAY)
    assert (case.state.phase, case.state.closed_because) == ("closed", "revoked")
