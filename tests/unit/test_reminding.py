"""Whoever owes something is reminded of it once, at half the time that they have (R79)."""

from datetime import timedelta

import pytest

from domain.breach.duties import breach_duties
from domain.court.duties import court_report_duties
from tests.unit import one_case
from tests.unit.one_case import POLICY, RELEASE, OneCase, noon

CONDITION = {"condition": "c1", "kind": "conduct", "text": "Stays at home at night."}
BREACH = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "Stayed away."}
CONCERN = {"concern": "k1", "kind": "other", "urgency": "routine", "description": "Something."}


@pytest.mark.proves("R79")
@pytest.mark.parametrize("kind", ["inform-person", "hold-meeting", "release-check"])
def test_of_what_is_owed_from_the_opening_on_the_owner_is_reminded_at_half_the_time(kind: str) -> None:
    case = OneCase()
    duty = case.duty(kind)
    assert duty is not None
    assert duty.warn is not None
    assert duty.warn - one_case.OPENED == (duty.due - one_case.OPENED) / 2


def test_of_a_release_that_nobody_confirmed_and_of_the_first_contact_the_owner_is_reminded() -> None:
    case = OneCase().on(RELEASE + timedelta(days=1))
    confirming = case.duty("confirm-release")
    case.tell("custody.released", reason="released")
    contact = case.duty("first-contact")
    for duty in (confirming, contact):
        assert duty is not None
        assert duty.warn is not None
        assert noon(RELEASE) < duty.warn < duty.due


def test_of_concerns_breaches_and_court_reports_the_owner_is_reminded_and_the_court_never() -> None:
    case = OneCase().on(RELEASE)
    case.tell("custody.released", reason="released")
    case.tell("court.condition-imposed", **CONDITION)
    case.tell("risk.concern-raised", **CONCERN)
    case.tell("breach.reported", **BREACH)
    case.tell("breach.referred", breach="b1")
    case.on(RELEASE + timedelta(weeks=12))
    (breach,), (report, *_) = case.state.breaches, case.state.court_reports
    of_breach = {each.kind: each.warn for each in breach_duties(breach, case.state, POLICY)}
    assert [kind for kind, warn in of_breach.items() if warn is None] == ["decide-breach"]
    concerns = [each for each in case.duties() if each.kind.endswith("concern")]
    assert concerns
    assert all(each.warn is not None for each in concerns)
    assert court_report_duties(report, case.state, POLICY)[0].warn == report.due - timedelta(weeks=2)


def test_nobody_is_reminded_of_a_later_meeting_to_which_they_are_called() -> None:
    case = OneCase().on(RELEASE - timedelta(weeks=12)).join()
    case.tell("meeting.held", attendees=["probation:eu", "police:eu"])
    *_, following = case.duties("hold-meeting")
    assert following.warn is None


def test_a_case_that_began_when_not_everything_was_reminded_of_goes_on_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ladder = POLICY.ladder.model_copy(update={"remind_all": None})
    monkeypatch.setattr(one_case, "POLICY", POLICY.model_copy(update={"ladder": ladder}))
    case = OneCase()
    owed = [case.duty(kind) for kind in ("inform-person", "hold-meeting", "release-check")]
    assert [each.warn for each in owed if each is not None] == [None, None, None]
