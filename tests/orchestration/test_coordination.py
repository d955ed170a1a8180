"""A network that comes to be coordinated by one authority, and back: what is owed and told changes hands at once."""

import pytest

from tests.orchestration.telling import POLICE, PROBATION, SOCIAL, network_stands, opened
from tests.orchestration.world import World

LOCAL_GOVERNMENT = "local-government:eu"


async def hands(case: World, kind: str) -> tuple[str, str]:
    """Who owes it, and whom it is escalated to, by the stream in which it is owed."""
    owed = await case.owed(kind)
    workflow = f"case/{case.case}/{owed['id'].rpartition('/')[0]}".rstrip("/")
    obligation = (await case.standing(workflow)).state["obligations"][owed["id"].rpartition("/")[2]]
    return obligation["owner"], obligation["escalate_to"]


@pytest.mark.proves("R43", "R50", "R52")
async def test_what_is_decided_together_goes_to_the_authority_and_back_to_the_manager(case: World) -> None:
    await opened(case)
    await network_stands(case)
    await case.days(1)
    for kind in ("conclude-assessment", "agree-plan"):
        assert await hands(case, kind) == (PROBATION, LOCAL_GOVERNMENT)
    await case.say("network.coordination-set", {"mode": "vertical", "authority": POLICE})
    await case.days(1)
    for kind in ("conclude-assessment", "agree-plan"):
        assert await hands(case, kind) == (POLICE, PROBATION)
    assert await hands(case, "inform-person") == (PROBATION, POLICE)
    data = {"round": "current", "level": "low", "rationale": "Together.", "members": [PROBATION, SOCIAL]}
    await case.say("assessment.concluded", data)
    await case.say("assessment.concluded", data | {"members": [POLICE, SOCIAL]})
    await case.say("network.coordination-set", {"mode": "horizontal"})
    await case.days(1)
    view = await case.view()
    assert [each["reason"] for each in view.refused] == [
        "the network is coordinated vertically: police:eu, its authority, isn't among the members"
    ]
    assert (view.assessments[0]["state"], view.level, view.authority) == ("concluded", "low", None)
    assert await hands(case, "agree-plan") == (PROBATION, LOCAL_GOVERNMENT)
    await case.ensure_verified()
