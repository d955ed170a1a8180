"""What was said of a person before their case was opened, perhaps years before: nothing of it is lost."""

from datetime import timedelta

import pytest

from tests.orchestration.telling import PRISON, PROBATION, opened
from tests.orchestration.world import World


@pytest.mark.proves("R14", "R20")
async def test_a_plan_that_was_begun_at_reception_takes_effect_when_the_case_opens(case: World) -> None:
    drafted = {"interventions": [{"activity": "psychology", "provider": "psychologist:eu"}], "by": PRISON}
    await case.say("plan.drafted", drafted)
    agreed_at = await case.now() + timedelta(days=30)
    await case.days(30)
    await case.say("plan.agreed", {"members": [PRISON, PROBATION]})
    await case.say("intervention.reported", {"activity": "psychology", "status": "started"})
    await case.days(300)
    await opened(case)
    await case.days(1)
    view = await case.view()
    assert (view.plan["state"], view.refused, view.parked) == ("agreed", [], [])
    (intervention,) = view.plan["interventions"]
    assert intervention["status"] == "started"
    owed = await case.owed("agree-plan")
    assert owed["state"] == "met"
    settled_at = (await case.view_state()).obligations["agree-plan"].settled_at
    assert settled_at is not None
    assert abs(settled_at - agreed_at) < timedelta(hours=1)
    await case.ensure_verified()
