"""What operators read in the Web UI: a briefing in references and the field's words, never content."""

from datetime import datetime, timedelta

import pytest

from domain.briefing.changes import changes, last_meeting
from domain.briefing.details import details_of_case, details_of_procedure
from domain.briefing.owed import MOST_OWED
from domain.case.events import CalendarRenewed
from domain.case.state import CaseState
from domain.case.view import case_view
from domain.handover.duties import handover_duties
from domain.network.sections import NetworkMember, Search
from domain.obligations.obligation import Obligation, ObligationEscalated, ObligationReminded, fold_obligation
from domain.obligations.reconcile import reconcile
from domain.procedure import ProcedureState
from domain.vocabulary import PERMANENT_ROLES
from tests.unit.one_case import ANNOUNCED, LOCAL, OPENED, POLICY, RELEASE, OneCase

MOST_BYTES = 20_000
"""What Temporal shows."""
SECRET = "Slept badly and spoke of his brother."


def told(case: OneCase) -> str:
    obligations = case.state.obligations
    for event in [*reconcile(obligations, case.duties())]:
        obligations = fold_obligation(obligations, event, case.now)
    return details_of_case(case.state.model_copy(update={"obligations": obligations}), case.now)


def meet(case: OneCase) -> None:
    case.tell("meeting.held", attendees=["probation:eu", "police:eu"])


def test_it_says_who_where_it_stands_and_what_is_owed_by_whom_by_when() -> None:
    case = OneCase(reported_level="high")
    text = told(case)
    assert "**Case C-1**: preparation since 2026-09-01" in text
    assert f"release on {RELEASE} (confirmed), in 181 days; supervision until 2029-03-01" in text
    assert "no case manager yet; case holder probation:eu" in text
    assert "level high (provisional)" in text
    informed = case.duty("inform-person")
    assert informed is not None
    day = LOCAL.day_ended(informed.due)
    assert f"- {day} probation:eu: inform the person at the outset (`inform-person`)" in text
    case.until(informed.due + timedelta(days=8))
    assert f"- {day} **overdue** probation:eu: inform the person at the outset (`inform-person`)" in told(
        case
    )
    assert "person P-1, eu; level high (provisional)" in text
    assert "network: 0 of 6 permanent roles accepted and signed; awaited: prison:eu," in text
    assert "handover open: 0 of 8 items acknowledged or refused; plan none" in text


def test_a_release_date_that_has_just_changed_is_announced_and_held() -> None:
    case = OneCase()
    until = case.now + POLICY.preparation.hold.length()
    case.announce(case.now.date())
    held = f", announced: until {until:%Y-%m-%d %H:%M}Z what is due goes by {RELEASE}"
    assert f"release on {case.now.date()} (confirmed), today{held}" in told(case)
    assert case_view(case.state, [], case.now, 1).release_held == {"until": until, "prepared_for": RELEASE}
    case.until(until)
    assert "announced" not in told(case)
    assert case_view(case.state, [], case.now, 1).release_held is None
    case.tell("custody.release-date", **ANNOUNCED | {"kind": "unknown", "release_date": None})
    assert f"no release date, announced: until {case.now + (until - OPENED):%Y-%m-%d %H:%M}Z" in told(case)


def test_what_its_procedures_chase_is_told_with_what_the_case_owes_itself() -> None:
    case = OneCase()
    supply = [each for each in handover_duties(case.state, POLICY) if each.kind == "supply-item"]
    done = supply[0].model_copy(update={"met_at": case.now})
    text = details_of_case(case.state, supply[0].due, {"information-handover": [done, *supply[1:]]})
    assert f"**Owed: {len(supply) - 1}, {len(supply) - 1} overdue**" in text
    assert f" **overdue** prison:eu: {supply[1].what} (in information-handover)" in text


def test_who_was_told_of_what_is_overdue_is_named() -> None:
    escalated = [
        ObligationEscalated(obligation="a", to="probation:eu", step=1, again=OPENED + timedelta(days=14))
    ]
    owed = {"a": _owed("a")}
    for event in escalated:
        owed = fold_obligation(owed, event, OPENED)
    text = details_of_case(
        CaseState(case="C-1", phase="preparation", obligations=owed), OPENED + timedelta(days=8)
    )
    assert "**overdue** police:eu: say how it went (`a`; probation:eu told once)" in text


def test_what_a_closed_case_had_given_up_is_no_news_any_more() -> None:
    case = OneCase(OPENED, release_date="2026-10-01")
    assert "**Given up for want of time**" in told(case)
    case.tell("person.died")
    text = told(case)
    assert "Given up" not in text
    assert "under way" not in text
    assert "closed (died)" in text
    assert "Nothing is owed." in text


def test_facts_without_effect_are_named_with_their_reasons() -> None:
    case = OneCase()
    case.tell("handover.item-acknowledged", item="risk-assessment", by="police:eu")
    case.tell("breach.reported", breach="b1", condition="c9", urgency="routine", description=SECRET)
    text = told(case)
    assert "**Facts without effect**" in text
    assert "- parked: breach.reported (fact 3): no condition c9 is known" in text
    assert SECRET not in text


def test_from_the_release_check_on_it_names_what_is_missing() -> None:
    case = OneCase()
    assert "**Missing**" not in told(case)
    case.on(RELEASE - timedelta(days=13))
    text = told(case)
    assert "**Missing**" in text
    assert "- police: nobody has accepted and signed (police:eu)" in text


@pytest.mark.proves("R53")
def test_it_says_what_has_changed_since_the_network_last_met() -> None:
    case = OneCase()
    assert "**Since the opening**" in told(case)
    case.join(*PERMANENT_ROLES).on(RELEASE - timedelta(days=60))
    meet(case)
    assert "nothing has changed" in told(case)
    case.on(RELEASE - timedelta(days=50)).tell(
        "handover.item-supplied", item="risk-assessment", by="prison:eu"
    )
    text = told(case)
    assert f"**Since the meeting of {RELEASE - timedelta(days=60)}**" in text
    assert f"- {RELEASE - timedelta(days=50)}: risk-assessment supplied by prison:eu" in text
    assert "has signed" not in text


def news(case: OneCase, since: datetime) -> list[str]:
    return [each.what for each in changes(case.state, since)]


def test_what_the_case_heard_of_only_after_the_meeting_is_news_though_it_occurred_before() -> None:
    case = OneCase().join()
    met = OPENED + timedelta(days=20)
    case.until(met)
    meet(case)
    case.until(met + timedelta(days=2))
    supplied = {"item": "risk-assessment", "by": "prison:eu"}
    case.tell("handover.item-supplied", met - timedelta(days=3), **supplied)
    assert news(case, met) == ["risk-assessment supplied by prison:eu"]
    case.until(met + timedelta(days=14))
    meet(case)
    assert news(case, case.now) == []


def test_agreements_that_run_out_and_those_asked_to_sign_anew_are_news() -> None:
    case = OneCase().join()
    until = (OPENED + timedelta(days=40)).date()
    case.tell(
        "network.agreement-signed",
        member="police:eu",
        agreement="a",
        code_version="1",
        until=until.isoformat(),
    )
    case.until(OPENED + timedelta(days=50))
    told_since = news(case, OPENED + timedelta(days=5))
    assert "police:eu was asked to sign anew" in told_since
    assert "the agreement of police:eu has run out" in told_since


def test_a_manager_who_is_ad_interim_again_because_the_decision_was_undone_is_news() -> None:
    case = OneCase().join().on(RELEASE - timedelta(weeks=15))
    case.tell("appointment.nominated", nominee="police:eu", rationale="Knows him.")
    votes = []
    for role in PERMANENT_ROLES[:4]:
        case.tell("appointment.vote-cast", member=f"{role}:eu", nominee="police:eu", vote="for")
        votes.append(case.number)
    case.decide_on_a_manager()
    case.on(RELEASE - timedelta(weeks=14))
    met = case.now
    meet(case)
    case.on(RELEASE - timedelta(weeks=13)).withdraw(*votes[:3])
    undone = "the decision on police:eu was undone: police:eu is ad interim until it is taken anew"
    assert undone in news(case, met)


def test_who_was_passed_over_and_whom_nobody_was_found_for_is_news() -> None:
    at = OPENED + timedelta(days=1)
    silent = NetworkMember.model_validate(
        {"member": "police:x", "role": "police", "standing": "ad-hoc", "state": "invited", "passed_over": at}
    )
    search = Search(role="police", since=at, again=at, instead_of="police:x")
    case = CaseState(case="C-1", network=(silent,), searches=(search,))
    assert [each.what for each in changes(case, OPENED)] == [
        "nobody was found for police",
        "police:x hadn't answered when somebody else took the seat",
    ]


def test_it_says_who_decides_and_what_of_the_plan_collides() -> None:
    case = OneCase().join()
    case.tell("network.coordination-set", mode="vertical", authority="police:eu")
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    case.tell("court.condition-imposed", condition="c1", kind="restriction", text=SECRET)
    text = told(case)
    assert "coordinated vertically: police:eu decides" in text
    assert "- housing: may collide with restriction c1" in text


def test_an_informal_contact_is_no_meeting() -> None:
    case = OneCase()
    case.tell("meeting.held", attendees=["probation:eu", "police:eu"], informal=True)
    assert last_meeting(case.state) is None


def test_a_breach_is_alleged_until_it_is_decided() -> None:
    case = OneCase().join(*PERMANENT_ROLES).on(RELEASE)
    case.tell("custody.released", reason="released")
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text=SECRET)
    case.tell("breach.reported", breach="b1", condition="c1", urgency="routine", description=SECRET)
    news = [each.what for each in changes(case.state, OPENED)]
    assert "alleged breach b1 reported" in news
    assert not any("breach b1" in each and "alleged" not in each for each in news)


def test_content_is_never_shown() -> None:
    case = OneCase().join(*PERMANENT_ROLES).on(RELEASE)
    case.tell("custody.released", reason="released")
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text=SECRET)
    case.tell("breach.reported", breach="b1", condition="c1", urgency="routine", description=SECRET)
    case.tell("risk.concern-raised", concern="k1", kind="other", urgency="urgent", description=SECRET)
    case.tell("handover.item-refused", item="health-summary", by="prison:eu", reason=SECRET)
    assert SECRET not in told(case)


def test_however_much_is_owed_it_stays_within_what_temporal_shows() -> None:
    many = {str(number): _owed(str(number)) for number in range(2_000)}
    text = details_of_case(CaseState(case="C-1", phase="preparation", obligations=many), OPENED)
    assert f"and {2_000 - MOST_OWED} more" in text
    assert len(text.encode()) < MOST_BYTES


def test_a_procedure_is_told_with_the_case_that_it_belongs_to() -> None:
    case = OneCase()
    owed = fold_obligation({"a": _owed("a")}, ObligationReminded(obligation="a", to="police:eu"), OPENED)
    state = ProcedureState(procedure="assessment", number=3, about="1", obligations=owed)
    text = details_of_procedure(state, case.state, case.now)
    assert "**assessment 1**: under way" in text
    assert "case C-1: preparation since 2026-09-01" in text
    assert "police:eu" in text


def _owed(name: str) -> Obligation:
    return Obligation(
        id=name,
        kind="evaluate",
        what="say how it went",
        owner="police:eu",
        due=OPENED + timedelta(days=7),
        escalate_to="probation:eu",
    )


def test_a_jurisdiction_that_no_policy_speaks_of_is_to_be_checked() -> None:
    case = OneCase()
    assert "To be checked" not in told(case)
    assumed = LOCAL.model_copy(update={"jurisdiction": "atlantis", "assumed": True})
    case.record(CalendarRenewed(calendar=assumed))
    warning = "no policy pack or calendar for 'atlantis': weekends only, UTC"
    assert f"**To be checked**\n\n- {warning}" in told(case)
    assert case_view(case.state, [], case.now, 1).warnings == [warning]
