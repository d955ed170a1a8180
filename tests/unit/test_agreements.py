"""Agreements and codes of conduct: what they name, when they run out, and what renews them (R71-R73, R84)."""

from datetime import date, timedelta

import pytest

from domain.case.judging import TAKEN, Parked, Refused
from domain.case.view import case_view
from domain.network.agreements import is_older
from domain.network.duties import network_duties
from domain.obligations.duty import Duty
from domain.procedures.wanted import NETWORK_BUILDING, Wanted, wanted
from tests.unit.one_case import LOCAL, OPENED, POLICY, OneCase, noon

POLICE = "police:eu"
UNTIL = date(2027, 6, 30)
DAY = timedelta(days=1)
RENEW = POLICY.network.renew
assert RENEW is not None
ASKED = RENEW.days_before(UNTIL)


def signed(case: OneCase, until: date | None = UNTIL, version: str = "1", **more: object) -> None:
    data = {"member": POLICE, "agreement": "a-1", "code_version": version} | more
    case.tell("network.agreement-signed", **data | ({"until": until.isoformat()} if until else {}))


def answers(case: OneCase, answer: str) -> None:
    case.tell("network.member-answered", member=POLICE, answer=answer)


def with_agreement(until: date | None = UNTIL) -> OneCase:
    case = OneCase().join()
    case.until(case.now + DAY)
    signed(case, until)
    return case


def renewals(case: OneCase) -> list[Duty]:
    owed = network_duties(case.state, POLICY)
    return [each for each in owed if each.id.startswith(f"sign-agreement:{POLICE}-")]


def may_receive(case: OneCase) -> bool:
    member = case.state.member(POLICE)
    assert member is not None
    return member.may_receive


@pytest.mark.proves("R71")
def test_an_agreement_that_was_over_before_it_was_signed_takes_the_place_of_none() -> None:
    case = with_agreement()
    case.until(case.now + DAY)
    today, known = case.now.date(), case.state.member(POLICE)
    data = {"member": POLICE, "agreement": "a-2", "code_version": "1"}
    told = case.tell("network.agreement-signed", until=(today - DAY).isoformat(), **data)
    assert told == Refused(f"until: {today - DAY} lies before {today}, the day on which it was signed")
    assert case.state.member(POLICE) == known
    assert case.tell("network.agreement-signed", until=today.isoformat(), **data) == TAKEN


@pytest.mark.proves("R71")
def test_an_agreement_is_to_be_renewed_before_its_last_day_is_over() -> None:
    case = with_agreement().on(ASKED - DAY)
    assert (renewals(case), list(wanted(case.state))[:1] == [Wanted(NETWORK_BUILDING)]) == ([], False)
    (owed,) = renewals(case.on(ASKED))
    assert (owed.id, owed.owner, owed.due) == (
        f"sign-agreement:{POLICE}-2027-06-30",
        POLICE,
        LOCAL.end_of_day(UNTIL),
    )
    assert Wanted(NETWORK_BUILDING) in wanted(case.state)
    signed(case, UNTIL + 365 * DAY)
    assert renewals(case)[0].met_at == case.now
    assert Wanted(NETWORK_BUILDING) not in wanted(case.state)
    assert may_receive(case.on(UNTIL + 2 * DAY))


@pytest.mark.proves("R71")
def test_who_has_let_it_run_out_receives_nothing_until_they_sign_again() -> None:
    case = with_agreement().until(LOCAL.end_of_day(UNTIL) - timedelta(seconds=1))
    assert may_receive(case)
    case.until(LOCAL.end_of_day(UNTIL))
    assert not may_receive(case)
    voiced = case.tell("risk.concern-acknowledged", concern="k1", member=POLICE)
    assert voiced == Parked("the concern hasn't been raised")
    contributed = case.tell("assessment.contributed", round="current", member=POLICE, rationale="Calm.")
    assert contributed == Parked(f"the agreement of {POLICE} has run out")
    case.on(UNTIL + 10 * DAY)
    signed(case, None)
    assert may_receive(case)
    assert renewals(case)[0].met_at == case.now


def test_signing_the_same_once_more_renews_nothing() -> None:
    case = with_agreement().on(ASKED)
    signed(case)
    assert [each.met_at for each in renewals(case)] == [None]


def test_a_shorter_agreement_is_renewed_by_its_own_date_and_not_by_the_one_before() -> None:
    case = with_agreement().on(ASKED)
    signed(case, ASKED + 10 * DAY)
    assert [(each.id, each.met_at) for each in renewals(case)] == [
        (f"sign-agreement:{POLICE}-{ASKED + 10 * DAY}", None)
    ]


def test_each_agreement_is_renewed_under_an_id_of_its_own_and_the_first_signature_stays_met() -> None:
    case = with_agreement().on(ASKED)
    first = next(each for each in network_duties(case.state, POLICY) if each.id == f"sign-agreement:{POLICE}")
    later = UNTIL + 100 * DAY
    signed(case, later)
    case.on(later - DAY)
    assert [each.id for each in renewals(case)] == [
        f"sign-agreement:{POLICE}-{day}" for day in ("2027-06-30", later)
    ]
    after = next(each for each in network_duties(case.state, POLICY) if each.id == f"sign-agreement:{POLICE}")
    assert first.met_at == after.met_at == OPENED


def test_an_agreement_that_has_run_out_before_it_is_heard_of_counts_for_nothing() -> None:
    case = OneCase().join().on(UNTIL + 30 * DAY)
    told = {"member": POLICE, "agreement": "a-1", "code_version": "1", "until": UNTIL.isoformat()}
    case.tell("network.agreement-signed", noon(UNTIL), **told)
    assert not may_receive(case)
    assert [each.due for each in renewals(case)] == [LOCAL.end_of_day(UNTIL)]


def test_without_an_end_or_after_leaving_nothing_is_renewed() -> None:
    assert renewals(with_agreement(None).on(UNTIL + 365 * DAY)) == []
    case = with_agreement()
    case.tell("network.member-answered", member=POLICE, answer="withdrawn")
    assert renewals(case.on(UNTIL + DAY)) == []


@pytest.mark.proves("R71")
def test_who_has_left_and_comes_back_receives_nothing_until_they_have_signed_anew() -> None:
    case = with_agreement(None)
    answers(case, "withdrawn")
    case.until(case.now + DAY)
    answers(case, "accepted")
    assert not may_receive(case)
    (owed,) = renewals(case)
    assert (owed.id, owed.due, owed.met_at) == (
        f"sign-agreement:{POLICE}-return-{case.now:%Y-%m-%d}",
        POLICY.network.sign.after(case.now, LOCAL),
        None,
    )
    assert Wanted(NETWORK_BUILDING) in wanted(case.state)
    signed(case, None)
    assert may_receive(case)
    assert renewals(case)[0].met_at == case.now


def test_who_left_by_mistake_is_still_bound_by_what_they_have_signed() -> None:
    case = with_agreement(None)
    answers(case, "withdrawn")
    left = case.number
    answers(case, "accepted")
    assert len(renewals(case)) == 1
    case.withdraw(left)
    assert (may_receive(case), renewals(case)) == (True, [])


def test_in_a_case_begun_before_who_comes_back_is_bound_by_what_they_had_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = POLICY.network.model_copy(update={"leaving_ends": False})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"network": network}))
    case = with_agreement(None)
    answers(case, "withdrawn")
    answers(case, "accepted")
    assert (may_receive(case), renewals(case)) == (True, [])


@pytest.mark.proves("R71")
def test_who_signs_an_older_code_of_conduct_after_the_one_in_force_owes_that_one_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = POLICY.network.model_copy(update={"code_version": "2026-10"})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"network": network}))
    case = OneCase().join("police")
    signed(case, None, "2026-10")
    signed(case.until(case.now + DAY), None, "2026-9")
    assert [each.met_at for each in renewals(case)] == [None]


@pytest.mark.proves("R71")
def test_who_has_signed_an_older_code_of_conduct_signs_the_one_in_force(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = POLICY.network.model_copy(update={"code_version": "2026-10"})
    stricter = POLICY.model_copy(update={"network": network})
    monkeypatch.setattr("tests.unit.one_case.POLICY", stricter)
    case = OneCase().join("police")
    signed(case, None, "2026-9")
    (owed,) = renewals(case)
    assert (owed.id, owed.due) == (
        f"sign-agreement:{POLICE}-code-2026-10",
        POLICY.network.sign.after(case.now, LOCAL),
    )
    assert may_receive(case)
    case.on(OPENED.date() + DAY)
    signed(case, None, "2027-1")
    assert renewals(case)[0].met_at == noon(OPENED.date() + DAY)


@pytest.mark.parametrize(
    ("version", "than", "older"),
    [
        ("1", "2", True),
        ("2026-2", "2026-10", True),
        ("2026-10", "2026-2", False),
        ("2026-1", "2026-1", False),
        ("v3", "v3.1", True),
        ("draft", "1", True),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, older: bool) -> None:
    assert is_older(version, than) is older


@pytest.mark.proves("R40", "R72", "R73", "R84")
def test_what_an_agreement_doesnt_name_shows_and_expectations_show_by_their_number() -> None:
    case = OneCase().join("police")
    signed(case, names=["protected-rights", "applicable-law"], expectations=["Answers within a day."])
    view = case_view(case.state, [], case.now, 1)
    (shown,) = [each["agreement"] for each in view.network if each["member"] == POLICE]
    assert shown == {
        "reference": "a-1",
        "code_version": "1",
        "until": UNTIL,
        "state": "in-force",
        "missing": ["investigation-secrecy"],
        "expectations": 1,
    }
    assert "Answers within a day." not in view.model_dump_json()
