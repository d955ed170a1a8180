"""Return to custody after release, and the preparation of a second release that keeps what is known."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from domain.handover.duties import handover_duties
from domain.handover.renewing import renewing_follows
from tests.unit.one_case import END, LOCAL, POLICY, RELEASE, OneCase, noon, weeks

DAY = timedelta(days=1)
TWO = ["police:eu", "prison:eu"]
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
    case.tell("assessment.concluded", round="current", rationale="-", members=TWO)
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


def long_away(case: OneCase) -> OneCase:
    """Taken back in after a year, and to be released again after another."""
    case.on(RELEASE + weeks(52))
    returned(case, RELEASE + weeks(104))
    case.on(POLICY.opens.days_before(RELEASE + weeks(104)))
    assert case.state.phase == "preparation"
    return case


@pytest.mark.proves("R12", "R14", "R33")
def test_what_is_known_is_kept_when_another_release_is_prepared_and_not_asked_for_again() -> None:
    case = released()
    case.tell("assessment.concluded", round="current", rationale="-", members=TWO, level="high")
    before = case.state
    long_away(case)
    after = case.state
    kept = ("network", "case_manager", "conditions", "plan", "level", "informed", "factors", "attendance")
    for section in kept:
        assert getattr(after, section) == getattr(before, section), section
    assert after.assessments[: len(before.assessments)] == before.assessments
    asked = {each.kind for each in case.duties() if each.met_at is None}
    assert not asked & {"answer-invitation", "sign-agreement", "decide-manager", "agree-plan"}
    assert "conclude-assessment" not in asked
    assert [each.reason for each in after.assessments if each.state == "open"] == ["pre-release"]


@pytest.mark.proves("R14")
def test_what_was_handed_over_too_long_ago_is_asked_for_anew_from_the_new_preparation_on() -> None:
    case = released()
    case.tell("handover.item-refused", item="health-summary", by="prison:eu", reason="-")
    long_away(case)
    again = case.state.preparation_since
    assert case.state.handover is not None
    for item in ("treatment-record", "health-summary"):
        known = case.state.handover.items[item]
        assert (known.state, known.requested_at) == ("requested", again)
    due = LOCAL.end_of_day(POLICY.preparation.items_supplied.days_before(RELEASE + weeks(104)))
    supply = {each.id: (each.due, each.met_at) for each in handover_duties(case.state, POLICY)}
    assert supply["supply-item:treatment-record"] == (due, None)
    assert case.state.handover.state == "open"
    case.tell("handover.item-supplied", item="treatment-record", by="prison:eu")
    supplied = {each.id: each.met_at for each in handover_duties(case.state, POLICY)}
    assert supplied["supply-item:treatment-record"] == case.now
    assert supplied["acknowledge-item:treatment-record:2"] is None


def test_what_prison_handed_over_lately_is_not_asked_for_again() -> None:
    case = released()
    case.on(RELEASE + weeks(52)).tell("custody.returned", reason="recall")
    case.on(RELEASE + weeks(60)).tell("handover.item-supplied", item="education-work", by="prison:eu")
    case.tell("handover.item-acknowledged", item="education-work", by="probation:eu")
    case.announce(RELEASE + weeks(104), supervision_end=END.isoformat())
    case.on(POLICY.opens.days_before(RELEASE + weeks(104)))
    assert case.state.handover is not None
    states = {name: each.state for name, each in case.state.handover.items.items()}
    assert (states["education-work"], states["treatment-record"]) == ("acknowledged", "requested")


def test_a_pack_that_doesnt_say_how_old_is_too_old_keeps_everything() -> None:
    case = long_away(released())
    kept = POLICY.preparation.model_copy(update={"keeps_items": None})
    assert list(renewing_follows(case.state, POLICY.model_copy(update={"preparation": kept}), case.now)) == []


@pytest.mark.parametrize(("release", "phase"), [(None, "recalled"), (RECALL + weeks(10), "preparation")])
def test_a_return_that_turns_out_to_be_another_persons_leaves_them_under_supervision(
    release: date | None, phase: str
) -> None:
    case = released()
    before = case.state
    returned(case, release)
    assert case.state.phase == phase
    case.withdraw(case.number)
    assert (case.state.phase, case.state.released_at) == ("supervision", before.released_at)
    assert case.state.custody == before.custody
