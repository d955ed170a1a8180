"""A sentence served in the community: supervised from its start, and prepared while it runs."""

from datetime import date, timedelta

from tests.unit.one_case import LOCAL, OPENED, POLICY, OneCase, noon, weeks

DAY = timedelta(days=1)
TODAY = OPENED.date()
RULES = POLICY.preparation


def sentenced(start: date, **release: object) -> OneCase:
    known = {"release_date": None, "kind": "unknown", "entry": "alternative"}
    return OneCase(supervision_start=start.isoformat(), **(known | release))


def test_it_is_supervised_from_its_start_with_no_prison_and_no_handover() -> None:
    case = sentenced(TODAY + weeks(2))
    assert case.state.phase == "preparation"
    assert (case.state.handover, "prison" in case.state.permanent_roles) == (None, False)
    assert case.on(TODAY + weeks(2)).state.phase == "supervision"
    contact = case.duty("first-contact")
    assert contact is not None
    assert contact.due == POLICY.supervision.first_contact.after(noon(TODAY + weeks(2)), LOCAL)


def test_one_that_has_begun_before_it_is_known_counts_from_when_it_is_known() -> None:
    case = sentenced(TODAY - weeks(30))
    assert (case.state.phase, case.state.phase_since) == ("supervision", OPENED)


def test_its_preparation_is_counted_forward_in_the_order_of_any_other() -> None:
    case = sentenced(TODAY)
    counted_to = POLICY.opens.days_after(TODAY, LOCAL)
    informed, plan = case.duty("inform-person"), case.duty("agree-plan")
    assert informed is not None
    assert plan is not None
    assert informed.due == LOCAL.end_of_day(RULES.person_informed.days_before(counted_to))
    assert plan.due == LOCAL.end_of_day(RULES.plan_agreed.days_before(counted_to))
    assert case.state.open_round is not None
    assert case.state.open_round.due == LOCAL.end_of_day(RULES.assessment_concluded.days_before(counted_to))
    nominations = RULES.nominations.days_before(counted_to)
    assert case.on(nominations - DAY).state.appointment is None
    assert case.on(nominations).state.appointment is not None


def test_a_short_one_keeps_the_order_within_its_time() -> None:
    end = TODAY + weeks(8)
    case = sentenced(TODAY, supervision_end=end.isoformat())
    informed, plan = case.duty("inform-person"), case.duty("agree-plan")
    assert informed is not None
    assert plan is not None
    assert case.state.open_round is not None
    assert OPENED < informed.due < case.state.open_round.due < plan.due < LOCAL.end_of_day(end)


def test_from_its_first_day_somebody_answers_for_it() -> None:
    manager = sentenced(TODAY).state.case_manager
    assert manager is not None
    assert (manager.member, manager.interim) == ("probation:eu", True)


def test_nobody_is_asked_to_confirm_a_release() -> None:
    case = sentenced(TODAY).on(TODAY + weeks(40))
    assert case.duty("confirm-release") is None
    assert case.duty("release-check") is None


def test_one_that_is_revoked_is_prepared_for_release_like_any_other() -> None:
    case = sentenced(TODAY).on(TODAY + weeks(20))
    release = TODAY + weeks(60)
    case.tell("custody.returned", reason="recall", release_date=release.isoformat(), kind="confirmed")
    assert case.state.phase == "recalled"
    assert case.on(POLICY.opens.days_before(release)).state.phase == "preparation"
    case.on(release).tell("custody.released", reason="released")
    assert case.on(release).state.phase == "supervision"
