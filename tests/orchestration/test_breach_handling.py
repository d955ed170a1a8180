"""Breach handling: alleged until decided; every step by a person and by its date; four outcomes."""

from datetime import timedelta
from typing import Any

import pytest

from tests.orchestration.telling import (
    POLICE,
    PROBATION,
    condition_is_imposed,
    is_released,
    items_are_handed_over,
    network_stands,
    opened,
)
from tests.orchestration.world import World


async def alleged(case: World) -> None:
    """A breach of a condition in force, under supervision."""
    release = await opened(case, days=20)
    await network_stands(case)
    await is_released(case, release)
    await condition_is_imposed(case)
    await case.say("breach.reported", breach(condition="c1", urgency="routine", description="Didn't come."))
    await case.days(0.1)


def breach(**data: object) -> dict[str, Any]:
    return {"breach": "b1"} | data


async def test_each_step_is_due_by_its_date_from_the_report(case: World) -> None:
    await alleged(case)
    calendar = await case.calendar()
    reported = calendar.local_date((await case.now()) - timedelta(hours=3))
    for kind, working_days in (("triage-breach", 1), ("review-breach", 5), ("refer-breach", 10)):
        owed = await case.owed(kind)
        assert owed["due"] == calendar.end_of_day(calendar.add_working_days(reported, working_days))
        assert owed["state"] == "open"


async def test_nothing_goes_to_the_court_by_itself(case: World) -> None:
    await alleged(case)
    await case.days(60)
    (known,) = (await case.view()).breaches
    assert known["state"] == "reported"
    assert "decide-breach" not in [each["kind"] for each in (await case.view()).obligations]


async def test_the_court_is_chased_until_it_decides(case: World) -> None:
    await alleged(case)
    await case.say("breach.referred", breach(by=PROBATION))
    await case.days(29)
    owed = await case.owed("decide-breach")
    assert (owed["owner"], owed["escalations"]) == ("court", 4)
    changed = {"condition": "c1", "kind": "conduct", "text": "Reports every Friday."}
    await case.say("breach.decided", breach(outcome="terms-changed", conditions=[changed], by="court:x"))
    await case.days(1)
    view = await case.view()
    assert (view.breaches[0]["state"], view.breaches[0]["outcome"]) == ("decided", "terms-changed")
    assert view.phase == "supervision"
    assert (await case.owed("decide-breach"))["state"] == "late"


@pytest.mark.parametrize("outcome", ["none", "warning"])
async def test_a_breach_may_end_in_nothing_or_a_warning_by_probations_own_decision(
    case: World, outcome: str
) -> None:
    await alleged(case)
    await case.say("breach.decided", breach(outcome=outcome, by=PROBATION))
    await case.days(1)
    view = await case.view()
    assert (view.breaches[0]["outcome"], view.phase) == (outcome, "supervision")
    assert not [
        each for each in view.obligations if each["kind"].endswith("-breach") and each["state"] == "open"
    ]


async def test_probation_cannot_revoke(case: World) -> None:
    await alleged(case)
    await case.say("breach.decided", breach(outcome="revoked", by=PROBATION))
    view = await case.view()
    assert view.breaches[0]["state"] == "reported"
    assert [each["reason"] for each in view.refused] == ["probation can't decide revoked"]


async def test_a_revocation_recalls_and_a_new_release_date_prepares_again(case: World) -> None:
    await alleged(case)
    await case.say("breach.decided", breach(outcome="revoked", by="court:x"))
    assert (await case.view()).phase == "recalled"
    again = await case.today() + timedelta(days=100)
    data = {"reason": "recall", "kind": "confirmed", "release_date": again.isoformat()}
    data["supervision_end"] = (again + timedelta(days=200)).isoformat()
    await case.say("custody.returned", data)
    await case.days(1)
    view = await case.view()
    assert (view.phase, view.custody["status"]) == ("preparation", "in-custody")
    assert {each["state"] for each in view.network} == {"accepted"}
    await is_released(case, again)
    assert (await case.view()).phase == "supervision"


@pytest.mark.proves("R12", "R55")
async def test_what_a_person_finds_urgent_is_told_as_alleged_and_how_it_ended(case: World) -> None:
    await alleged(case)
    await case.say("breach.triaged", breach(urgency="urgent"))
    await case.days(0.1)
    assert await notices(case) == [
        ("court", "Alleged breach b1, urgent, case C-1"),
        (POLICE, "Alleged breach b1, urgent, case C-1"),
    ]
    assert (await case.owed("triage-breach"))["state"] == "met"
    reviewed = {"members": [PROBATION, POLICE], "recommendation": "warning", "rationale": "A lapse."}
    await case.say("breach.reviewed", breach(**reviewed))
    await case.say("breach.referred", breach(by=PROBATION))
    await case.days(0.1)
    assert (await case.view()).breaches[0]["recommendation"] == "warning"
    await case.say("breach.decided", breach(outcome="warning", by="court:x"))
    await case.days(0.1)
    assert (await notices(case))[2:] == [(POLICE, "Breach b1: warning, case C-1")]
    await case.ensure_verified()


async def notices(case: World) -> list[tuple[str, str]]:
    rows = await case.database.pool.fetch(
        "select member, subject from notice where kind like '%breach%' order by position, member"
    )
    return [(row["member"], row["subject"]) for row in rows]


async def test_a_report_that_was_wrong_is_withdrawn_from_whoever_heard_it_as_alleged(case: World) -> None:
    await alleged(case)
    reported = breach(breach="b2", condition="c1", urgency="urgent", description="Was seen.")
    await case.say("breach.reported", reported, id="wrong")
    await case.say("breach.triaged", {"breach": "b2", "urgency": "urgent"})
    await case.days(0.1)
    await case.say("fact.withdrawn", {"source": "/tests", "id": "wrong", "reason": "Another person."})
    await case.days(0.1)
    assert (await notices(case))[2:] == [
        (to, "Alleged breach b2: withdrawn, case C-1") for to in ("court", POLICE)
    ]
    assert [each["breach"] for each in (await case.view()).breaches] == ["b1"]
    await case.ensure_verified()


@pytest.mark.proves("R12")
async def test_a_revocation_that_is_set_aside_goes_on_with_supervision_and_the_other_breach(
    case: World,
) -> None:
    await alleged(case)
    other = {"breach": "b2", "condition": "c1", "urgency": "routine", "description": "Again."}
    await case.say("breach.reported", other)
    await case.say("breach.decided", breach(outcome="revoked", by="court:x"))
    await case.days(1)
    view = await case.view()
    assert (view.phase, [each["state"] for each in view.breaches]) == ("recalled", ["decided", "reported"])
    owed = {each["id"].split("/")[-1] for each in view.obligations if each["state"] == "open"}
    assert {each for each in owed if "-breach:" in each} == {
        f"{step}-breach:b2" for step in ("triage", "review", "refer")
    }
    await case.say("breach.decided", breach(outcome="terms-changed", by="court:x"))
    await case.days(1)
    view = await case.view()
    assert (view.phase, view.breaches[0]["outcome"]) == ("supervision", "terms-changed")
    await case.ensure_verified()


@pytest.mark.proves("R12", "R14")
async def test_after_a_year_away_what_is_known_is_kept_and_what_is_too_old_is_asked_for_anew(
    case: World,
) -> None:
    await alleged(case)
    await items_are_handed_over(case)
    await case.say("breach.decided", breach(outcome="revoked", by="court:x"))
    again = await case.today() + timedelta(days=600)
    data = {"reason": "recall", "kind": "confirmed", "release_date": again.isoformat()}
    data["supervision_end"] = (again + timedelta(days=200)).isoformat()
    await case.say("custody.returned", data)
    before = await case.view()
    assert before.phase == "recalled"
    assert before.handover is not None
    assert {each["state"] for each in before.handover["items"]} == {"acknowledged"}
    await case.until((await case.calendar()).start_of_day(again) - timedelta(days=150))
    view = await case.view()
    assert view.phase == "preparation"
    assert (view.network, view.case_manager, view.plan) == (before.network, before.case_manager, before.plan)
    assert view.handover is not None
    assert {each["state"] for each in view.handover["items"]} == {"requested"}
    supplied = [
        each["state"]
        for each in view.obligations
        if each["kind"] == "supply-item" and each["id"].endswith(":risk-assessment")
    ]
    assert supplied == ["late", "open"]
    await case.ensure_verified()
