"""Nobody ever does anything: everybody is told at the right time, and the case goes on, and says what is missing."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import pytest

from domain.addresses import case_id, procedure_of
from domain.vocabulary import HANDOVER_ITEMS, PERMANENT_ROLES
from tests.orchestration.ladder import ensure_ladder
from tests.orchestration.telling import PROBATION, condition_is_imposed, is_released, opened
from tests.orchestration.world import World
from workflows.procedures import PROCEDURES

BREACH = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "Stayed away."}


@pytest.mark.proves("R14", "R16", "R39", "R74", "R76", "R79")
async def test_everybody_is_told_at_the_right_time_and_the_person_leaves_with_a_manager(case: World) -> None:
    release = await opened(case, days=180, months=8)
    await case.until((await case.calendar()).start_of_day(release) + timedelta(hours=8))
    view = await case.view()
    assert view.case_manager is not None
    assert (view.case_manager["member"], view.case_manager["interim"]) == (PROBATION, False)
    assert set(view.gaps) >= {
        *(f"{item}: requested" for item in HANDOVER_ITEMS),
        *(f"{role}: nobody has accepted and signed" for role in PERMANENT_ROLES),
        "plan: not agreed",
        "assessment: none concluded",
    }
    await is_released(case, release)
    await condition_is_imposed(case)
    await case.say("breach.reported", BREACH)
    await case.days(300)
    kinds = ensure_ladders(await case.events(), case_id(case.case), await case.now())
    assert kinds >= {"case", *PROCEDURES}
    await case.ensure_verified()


def ensure_ladders(events: list[dict[str, Any]], case: str, now: datetime) -> set[str]:
    """Of every stream of the case; the kinds of those in which something was owed."""
    kinds: set[str] = set()
    by_stream = sorted(events, key=lambda event: str(event["stream"]))
    for stream, of_stream in groupby(by_stream, key=lambda event: str(event["stream"])):
        kind = "case" if stream == case else procedure_of(stream)[0]
        if ensure_ladder(of_stream, now):
            kinds.add(kind)
    return kinds
