"""With six months, six weeks, six days and six hours left: a case in which everybody answers, or nobody (R17)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from domain.case.view import CaseView
from domain.vocabulary import PERMANENT_ROLES
from tests.orchestration.telling import (
    MEMBERS,
    POLICE,
    PROBATION,
    is_concluded,
    is_released,
    released_on,
)
from tests.orchestration.world import BRUSSELS, World
from tests.unit.one_case import LOCAL as CALENDAR
from tests.unit.one_case import POLICY

SIX: dict[str, Callable[[date], date]] = {
    "months": lambda day: POLICY.opens.days_after(day - timedelta(days=1), CALENDAR),
    "weeks": lambda day: day + timedelta(weeks=6),
    "days": lambda day: day + timedelta(days=6),
    "hours": lambda day: day,
}
"""From the first midnight after the opening, six hours later, to the day of release."""
LOOKS, SELDOM = 24, timedelta(days=4)
"""How often everybody looks at the case before release, and how seldom at most."""
IN_ORDER = ("answer-invitation", "sign-agreement", "decide-manager")
"""What is owed until there is a network that has decided on its manager."""
Owed = dict[str, Any]
sixes = pytest.mark.parametrize("six", SIX)


async def opened_with_six(case: World, six: str) -> date:
    """The release becomes known six hours before midnight, and so much more before release."""
    day = (await case.now()).astimezone(BRUSSELS).date() + timedelta(days=2)
    while day.day > 28:  # six months later there may be no such day
        day += timedelta(days=1)
    midnight = datetime.combine(day, time(), BRUSSELS).astimezone(UTC)
    await case.until(midnight - timedelta(hours=6))
    release = SIX[six](day)
    await case.say("custody.release-date", released_on(release, months=6))
    return release


@pytest.mark.proves("R17")
@sixes
async def test_where_everybody_answers_promptly_the_case_reaches_release_with_all_there_is_time_for(
    case: World, six: str
) -> None:
    release = await opened_with_six(case, six)
    started = await case.now()
    leaves = (await case.calendar()).start_of_day(release)
    between = min((leaves - started) / LOOKS, SELDOM)
    while (now := await case.now()) < leaves:
        for owed in [each for each in (await case.view()).obligations if each["state"] == "open"]:
            if (answer := ANSWERS.get(owed["kind"])) is not None:
                await answer(case, owed)
        await case.until(min(now + between, leaves))
    await is_released(case, release)
    view = await case.view()
    ensure_said_what_was_given_up(view, six)
    ensure_owed_in_order(view, six)
    late = [each for each in view.obligations if each["state"] == "late" or each["escalations"]]
    assert (view.phase, late) == ("supervision", [])
    assert view.case_manager is not None
    if six == "hours":
        assert (view.case_manager["member"], view.case_manager["interim"]) == (PROBATION, True)
    else:
        assert (view.gaps, view.case_manager["member"], view.case_manager["interim"]) == ([], POLICE, False)
    await case.ensure_verified()


@pytest.mark.proves("R17", "R74")
@sixes
async def test_where_nobody_answers_the_case_reaches_release_with_a_manager_and_says_what_is_missing(
    case: World, six: str
) -> None:
    release = await opened_with_six(case, six)
    await is_released(case, release)
    view = await case.view()
    ensure_said_what_was_given_up(view, six)
    assert view.case_manager is not None
    assert view.case_manager["member"] == PROBATION
    missing = "\n".join(view.gaps)
    assert all(f"{role}: nobody" in missing for role in PERMANENT_ROLES)
    assert "plan: not agreed" in missing
    await case.ensure_verified()


def ensure_said_what_was_given_up(view: CaseView, six: str) -> None:
    assert view.short_notice == (six != "months")
    steps = [each["now"] for each in view.given_up if each["step"] != "release check"]
    assert bool(steps) == view.short_notice
    assert steps == sorted(steps, reverse=True)


def ensure_owed_in_order(view: CaseView, six: str) -> None:
    """Those who were there from the opening on: whoever is drawn in for an activity is asked when that is planned."""
    if six not in ("weeks", "days"):
        return
    core = {each["member"] for each in view.network if each["standing"] == "permanent"}
    dues: dict[str, list[datetime]] = {kind: [] for kind in IN_ORDER}
    for each in view.obligations:
        if each["kind"] == "decide-manager" or (each["kind"] in IN_ORDER and each["owner"] in core):
            dues[each["kind"]].append(each["due"])
    assert all(dues.values())
    assert all(max(dues[earlier]) <= min(dues[later]) for earlier, later in pairwise(IN_ORDER))


async def _accepts(case: World, owed: Owed) -> None:
    await case.say("network.member-answered", {"member": owed["owner"], "answer": "accepted"})


async def _signs(case: World, owed: Owed) -> None:
    signed = {"member": owed["owner"], "agreement": "a-1", "code_version": "2026-1"}
    await case.say("network.agreement-signed", signed)


async def _informs(case: World, owed: Owed) -> None:
    about = "contact" if "contact-" in owed["id"] else "outset"
    await case.say("person.informed", {"disclosure": about})


async def _supplies(case: World, owed: Owed) -> None:
    item = owed["id"].partition(":")[2]
    await case.say("handover.item-supplied", {"item": item, "by": owed["owner"]})


async def _acknowledges(case: World, owed: Owed) -> None:
    item = owed["id"].partition(":")[2]
    await case.say("handover.item-acknowledged", {"item": item, "by": owed["owner"]})


async def _decides(case: World, _: Owed) -> None:
    await case.say("appointment.nominated", {"nominee": POLICE, "rationale": "Knows him well."})
    for member in MEMBERS:
        await case.say("appointment.vote-cast", {"member": member, "nominee": POLICE, "vote": "for"})


async def _concludes(case: World, _: Owed) -> None:
    await is_concluded(case, "medium")


async def _plans(case: World, _: Owed) -> None:
    await case.say("plan.drafted", {"interventions": [{"activity": "housing", "provider": "housing:x"}]})
    await case.say("plan.agreed", {"members": list(MEMBERS)})


async def _finds_a_provider(case: World, _: Owed) -> None:
    await case.say("network.member-proposed", {"member": "housing:x", "activity": "housing"})
    await case.say("network.member-answered", {"member": "housing:x", "answer": "accepted"})


async def _meets(case: World, _: Owed) -> None:
    await case.say("meeting.held", {"attendees": list(MEMBERS)})


ANSWERS: dict[str, Callable[[World, Owed], Awaitable[None]]] = {
    "find-provider": _finds_a_provider,
    "answer-invitation": _accepts,
    "sign-agreement": _signs,
    "inform-person": _informs,
    "supply-item": _supplies,
    "acknowledge-item": _acknowledges,
    "decide-manager": _decides,
    "conclude-assessment": _concludes,
    "agree-plan": _plans,
    "hold-meeting": _meets,
    "release-check": _meets,
}
"""What is said to what is owed before release, at the next look."""
