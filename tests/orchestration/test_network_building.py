"""Network building: who is invited answers and signs, or is reminded, escalated, and never let go silently."""

from datetime import timedelta

import pytest

from tests.orchestration.telling import POLICE, PRISON, network_stands, opened
from tests.orchestration.world import World


@pytest.mark.proves("R15", "R31", "R46")
async def test_every_permanent_member_is_invited_and_has_ten_working_days_to_answer(case: World) -> None:
    await opened(case)
    await case.days(1)
    view, calendar = await case.view(), await case.calendar()
    assert {each["state"] for each in view.network} == {"invited"}
    assert view.opened is not None
    today = calendar.local_date(view.opened)
    answers = [each for each in view.obligations if each["kind"] == "answer-invitation"]
    assert {each["due"] for each in answers} == {calendar.end_of_day(calendar.add_working_days(today, 10))}
    assert len(answers) == len(view.network) == 6


async def test_a_member_who_never_answers_is_reminded_once_and_escalated_every_week(case: World) -> None:
    await opened(case)
    await case.days(1)
    due = (await case.owed("answer-invitation", POLICE))["due"]
    await case.until(due + timedelta(weeks=3, hours=1))
    reminded = [each["to"] for each in await case.told("obligation.reminded")]
    assert reminded.count(POLICE) == 1
    escalated = [
        each for each in await case.told("obligation.escalated") if each["obligation"].endswith(POLICE)
    ]
    assert [each["step"] for each in escalated] == [1, 2, 3, 4]
    assert {each["to"] for each in escalated} == {"probation:eu"}


@pytest.mark.proves("R32", "R35")
async def test_the_procedure_ends_when_all_have_signed_and_is_back_when_somebody_is_proposed(
    case: World,
) -> None:
    await opened(case)
    await network_stands(case)
    await case.days(1)
    assert "network-building" not in [each.procedure for each in (await case.view_state()).running]
    await case.say("network.member-proposed", {"member": "mentor:m7", "activity": "mentoring"})
    await case.days(1)
    (mentor,) = [each for each in (await case.view()).network if each["member"] == "mentor:m7"]
    assert (mentor["standing"], mentor["state"]) == ("ad-hoc", "invited")
    assert (await case.owed("answer-invitation", "mentor:m7"))["state"] == "open"


@pytest.mark.proves("R40")
async def test_who_declines_owes_nothing_more_and_who_signs_late_is_late(case: World) -> None:
    await opened(case)
    await case.days(0.1)
    await case.say("network.member-answered", {"member": POLICE, "answer": "declined"})
    await case.say("network.member-answered", {"member": PRISON, "answer": "accepted"})
    await case.days(40)
    await case.say("network.agreement-signed", {"member": PRISON, "agreement": "a", "code_version": "1"})
    await case.days(1)
    owed = [each for each in (await case.view()).obligations if each["owner"] in (POLICE, PRISON)]
    states = {(each["owner"], each["kind"]): each["state"] for each in owed}
    assert states[POLICE, "answer-invitation"] == states[PRISON, "answer-invitation"] == "met"
    assert states[PRISON, "sign-agreement"] == "late"
    assert (POLICE, "sign-agreement") not in states


async def test_who_accepts_before_they_are_invited_still_owes_a_signature(case: World) -> None:
    await opened(case)
    await case.days(0.1)
    await case.say("network.member-proposed", {"member": "mentor:m7", "at": "2020-01-01T00:00:00Z"})
    await case.say("network.member-answered", {"member": "mentor:m7", "answer": "accepted"})
    await case.days(1)
    assert (await case.owed("sign-agreement", "mentor:m7"))["state"] == "open"


@pytest.mark.proves("R71")
async def test_an_agreement_that_runs_out_is_asked_for_again_and_its_member_hears_nothing_until_it_is_there(
    case: World,
) -> None:
    await opened(case)
    await network_stands(case)
    until = await case.today() + timedelta(days=90)
    await case.days(1)
    signed = {"member": POLICE, "agreement": "a-2", "code_version": "2026-1"}
    await case.say("network.agreement-signed", signed | {"until": until.isoformat()})
    local, about = await case.calendar(), f"{POLICE}-{until}"
    await case.until(local.start_of_day(until - timedelta(weeks=4)) - timedelta(hours=1))
    assert about not in str((await case.view()).obligations)
    await case.days(1)
    owed = await case.owed("sign-agreement", about)
    assert (owed["owner"], owed["due"], owed["state"]) == (POLICE, local.end_of_day(until), "open")
    await case.until(local.end_of_day(until) + timedelta(weeks=1, hours=1))
    member = (await case.view_state()).member(POLICE)
    assert member is not None
    assert not member.may_receive
    escalated = [
        each for each in await case.told("obligation.escalated") if each["obligation"].endswith(about)
    ]
    assert [each["step"] for each in escalated] == [1, 2]
    await case.say("network.agreement-signed", signed)
    await case.days(1)
    assert (await case.owed("sign-agreement", about))["state"] == "late"
    owed_at_first = [
        each for each in (await case.view()).obligations if each["id"].endswith(f"sign-agreement:{POLICE}")
    ]
    assert [each["state"] for each in owed_at_first] == ["met"]
    assert "network-building" not in [each.procedure for each in (await case.view_state()).running]
    await case.ensure_verified()
