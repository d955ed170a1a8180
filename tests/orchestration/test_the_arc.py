"""The whole arc under skipped time, from six months before release to the end of the follow-up."""

from tests.orchestration.telling import opened
from tests.orchestration.world import World


async def test_a_case_in_which_nobody_ever_answers_still_comes_to_its_end(case: World) -> None:
    await opened(case, days=180, months=12)
    await case.days(181)
    await case.say("custody.released", {"reason": "released"})
    await case.days(700)
    view = await case.view()
    assert (view.phase, view.closed_because) == ("closed", "completed")
    assert {each["state"] for each in view.obligations} <= {"lapsed", "met"}
    await case.ensure_verified()
