"""A sentence served in the community: supervised from its start, and prepared while it runs."""

from datetime import date, timedelta

import pytest

from activities.policies import load_policy
from domain.case.events import PhaseEntered
from domain.case.rules import Circumstances, Parked, Refused, verdict
from domain.case.withdrawing import withdrawn_follows
from domain.custody.rules import NAME_THE_RELEASE
from domain.custody.taking_in import taking_in_follows
from domain.facts import parse_fact
from domain.handover.duties import handover_duties
from domain.policy import Policy
from tests.unit.one_case import LOCAL, OPENED, POLICY, RELEASE, OneCase, noon, weeks

DAY = timedelta(days=1)
TODAY = OPENED.date()
RULES = POLICY.preparation


def sentenced(start: date, **release: object) -> OneCase:
    known = {"release_date": None, "kind": "unknown", "entry": "alternative"}
    return OneCase(supervision_start=start.isoformat(), **(known | release))


@pytest.mark.proves("R1")
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


@pytest.mark.proves("R1")
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


@pytest.mark.proves("R1")
def test_one_that_is_revoked_is_prepared_for_release_like_any_other() -> None:
    case = sentenced(TODAY).on(TODAY + weeks(20))
    release = TODAY + weeks(60)
    case.tell("custody.returned", reason="recall", release_date=release.isoformat(), kind="confirmed")
    assert case.state.phase == "recalled"
    assert case.on(POLICY.opens.days_before(release)).state.phase == "preparation"
    case.on(release).tell("custody.released", reason="released")
    assert case.on(release).state.phase == "supervision"


def test_who_may_revoke_a_release_may_not_revoke_a_sentence_in_the_community() -> None:
    policy = load_policy("gb-ew")
    revoked = parse_fact(
        "throughcare.breach.decided.v1", {"breach": "b1", "outcome": "revoked", "by": "probation:eu"}
    )
    cases = {"community": sentenced(TODAY), "release": OneCase().on(RELEASE)}
    cases["release"].tell("custody.released", reason="released")
    judged = {
        name: verdict(revoked, case.join().state, Circumstances(case.now, case.now, policy, case.now))
        for name, case in cases.items()
    }
    assert judged == {
        "community": Refused("probation can't decide revoked"),
        "release": Parked("the breach hasn't been reported"),
    }


def taken_in(weeks_before: int = 40) -> tuple[OneCase, date]:
    """A sentence in the community that was revoked; and when the person is to be released."""
    case = sentenced(TODAY).join().on(TODAY + weeks(20))
    assert isinstance(case.tell("handover.item-supplied", item="risk-assessment", by="prison:eu"), Refused)
    release = TODAY + weeks(20 + weeks_before)
    case.tell("custody.returned", reason="recall", release_date=release.isoformat(), kind="confirmed")
    return case, release


@pytest.mark.proves("R1", "R14", "R31")
def test_after_a_return_to_custody_prison_is_in_the_network_and_hands_over_before_the_release() -> None:
    case, release = taken_in()
    prison = case.state.member("prison:eu")
    assert prison is not None
    assert (prison.standing, "prison" in case.state.permanent_roles) == ("permanent", True)
    assert case.state.handover is not None
    assert set(case.state.handover.items) == set(POLICY.handover_items)
    assert handover_duties(case.state, POLICY) == []
    case.on(POLICY.opens.days_before(release))
    supplied = {each.due for each in handover_duties(case.state, POLICY) if each.kind == "supply-item"}
    assert supplied == {LOCAL.end_of_day(RULES.items_supplied.days_before(release))}
    case.tell("handover.item-supplied", item="risk-assessment", by="prison:eu")
    assert case.state.handover.items["risk-assessment"].state == "supplied"
    check = case.on(release - weeks(2)).duty("release-check")
    assert check is not None
    assert check.due == LOCAL.end_of_day(RULES.release_check.days_before(release))


@pytest.mark.proves("R1")
def test_after_a_return_without_a_date_nothing_counts_forward_from_the_sentence_any_more() -> None:
    case = sentenced(TODAY).join().on(TODAY + weeks(20))
    case.tell("custody.returned", reason="new-offence")
    assert (case.state.phase, case.state.is_community) == ("recalled", False)
    case.on(TODAY + weeks(50)).tell("custody.released", reason="released")
    assert (case.state.phase, case.state.is_community) == ("supervision", False)
    assert case.duty("agree-plan") is None


def test_the_first_day_of_custody_is_heard_of_once() -> None:
    case, release = taken_in()
    handover = case.state.handover
    case.on(release).tell("custody.released", reason="released")
    again = release + weeks(60)
    case.on(release + weeks(4))
    case.tell("custody.returned", reason="recall", release_date=again.isoformat(), kind="confirmed")
    assert handover is not None
    assert case.state.handover is not None
    assert case.state.handover.items == handover.items


def test_a_release_that_was_a_mistake_leads_back_into_its_preparation() -> None:
    case, _ = taken_in()
    supervised = case.state.model_copy(update={"phase": "supervision", "released_at": None})
    (follows,) = withdrawn_follows(supervised, POLICY, case.now)
    assert isinstance(follows.event, PhaseEntered)
    assert follows.event.phase == "preparation"


@pytest.mark.proves("R1")
def test_another_sentence_that_is_served_in_prison_has_its_handover_too() -> None:
    case = sentenced(TODAY + weeks(8))
    case.announce(TODAY + weeks(24))
    assert case.state.phase == "preparation"
    assert case.state.handover is not None
    assert "prison" in case.state.permanent_roles


@pytest.mark.proves("R1")
def test_before_its_first_day_its_first_assessment_is_no_pre_release_one() -> None:
    case = sentenced(TODAY + weeks(8))
    assert case.state.phase == "preparation"
    assert case.state.open_round is not None
    assert case.state.open_round.reason == "scheduled"


@pytest.mark.proves("R1")
def test_who_is_in_custody_is_supervised_from_the_release_on_whatever_sentence_is_named() -> None:
    case = OneCase()
    known = {"person": "P-1", "jurisdiction": "eu", "entry": "alternative", "kind": "unknown"}
    start = {"supervision_start": TODAY.isoformat(), "supervision_end": (TODAY + weeks(80)).isoformat()}
    told = case.on(TODAY + weeks(1)).tell("custody.release-date", **known, **start)
    assert told == Refused(NAME_THE_RELEASE)
    assert (case.state.phase, case.state.custody.status) == ("preparation", "in-custody")
    assert case.duty("release-check") is not None


def test_the_first_day_of_one_that_has_begun_moves_no_more_and_its_end_may() -> None:
    case = sentenced(TODAY).on(TODAY + weeks(2))
    known = {"person": "P-1", "jurisdiction": "eu", "entry": "alternative", "kind": "unknown"}
    end = {"supervision_end": (TODAY + weeks(80)).isoformat()}
    later = case.tell(
        "custody.release-date", **known, **end, supervision_start=(TODAY + weeks(8)).isoformat()
    )
    assert later == Refused(f"supervision has begun on {TODAY}: only its end can move")
    case.tell("custody.release-date", **known, **end, supervision_start=TODAY.isoformat())
    assert case.state.supervision_end == TODAY + weeks(80)


def test_a_case_whose_pack_has_no_such_rule_goes_on_as_it_began() -> None:
    older: Policy = POLICY.model_copy(update={"community": None})
    case, _ = taken_in()
    before = case.state.model_copy(update={"taken_in": None, "handover": None})
    assert list(taking_in_follows(before, older, case.now)) == []
    assert list(taking_in_follows(before, POLICY, case.now)) != []
