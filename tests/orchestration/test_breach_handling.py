"""Breach handling: alleged until decided; every step by a person and by its date; four outcomes."""

from datetime import timedelta
from typing import Any

import pytest

from tests.orchestration.telling import PROBATION, condition_is_imposed, is_released, network_stands, opened
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
