"""The whole arc under skipped time, from six months before release to the end of the follow-up."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.calendar import LocalCalendar
from domain.case.view import CaseView
from tests.orchestration.telling import (
    MEMBERS,
    POLICE,
    PRISON,
    PROBATION,
    condition_is_imposed,
    is_concluded,
    is_released,
    items_are_handed_over,
    joins,
    network_stands,
    opened,
)
from tests.orchestration.world import World

MONTHS = 36
"""Of supervision, thirty days each."""
FORTNIGHT = timedelta(days=14)


@pytest.mark.proves("R39")
async def test_a_case_in_which_nobody_ever_answers_still_comes_to_its_end(case: World) -> None:
    await opened(case, months=2)
    await case.days(181)
    await case.say("custody.released", {"reason": "released"})
    await case.days(400)
    view = await case.view()
    assert (view.phase, view.closed_because) == ("closed", "completed")
    assert {each["state"] for each in view.obligations} <= {"lapsed", "met"}
    await case.ensure_verified()


async def test_in_six_months_and_three_years_everything_is_owed_on_the_day_that_policy_says(
    case: World,
) -> None:
    release = await opened(case, months=MONTHS)
    opened_on, end = await case.today(), release + timedelta(days=30 * MONTHS)
    await is_prepared(case, release)
    await is_released(case, release)
    await is_supervised(case, end)
    await is_followed_up(case, end)
    view = await case.view()
    assert (view.phase, view.closed_because, view.refused, view.parked) == ("closed", "completed", [], [])
    assert [each for each in view.obligations if each["state"] != "met"] == []
    ensure_it_is_told_as_a_whole(view)
    assert [(each.text, each.role) for each in await case.lessons()].count(("Begin early.", "person")) == 1
    ensure_due_dates(view.obligations, Dates(await case.calendar(), opened_on, release, end))
    await ensure_meetings_in_their_cadence(case, release)
    await case.ensure_verified()


async def is_prepared(case: World, release: date) -> None:
    """Everything before release, in time; the manager by joint vote."""
    local = await case.calendar()
    await case.say("person.informed", {"disclosure": "outset", "by": PRISON})
    await network_stands(case)
    await case.say("network.member-proposed", {"member": "housing:x", "activity": "housing"})
    await joins(case, "housing:x")
    await items_are_handed_over(case)
    await case.until(local.end_of_day(release - timedelta(weeks=16)) + timedelta(hours=9))
    await case.say("appointment.nominated", {"nominee": POLICE, "rationale": "Knows him."})
    for member in MEMBERS[:4]:
        await case.say("appointment.vote-cast", {"member": member, "nominee": POLICE, "vote": "for"})
    await case.days(1)
    await case.say("person.informed", {"disclosure": "contact", "by": POLICE})
    await case.until(local.start_of_day(release - timedelta(weeks=12)) + timedelta(hours=9))
    await case.say("plan.drafted", {"interventions": [{"activity": "housing", "provider": "housing:x"}]})
    await case.say("plan.agreed", {"members": [PROBATION, POLICE]})
    await does_what_is_owed_until(case, local.start_of_day(release))


async def is_supervised(case: World, end: date) -> None:
    await case.say("supervision.contact", {"kept": True})
    await condition_is_imposed(case)
    await case.say("intervention.reported", {"activity": "housing", "status": "started"})
    await does_what_is_owed_until(case, (await case.calendar()).start_of_day(end) + timedelta(hours=9))


async def is_followed_up(case: World, end: date) -> None:
    local = await case.calendar()
    await case.until(local.end_of_day(end) + timedelta(days=20))
    assert (await case.view()).phase == "follow-up"
    await case.say("supervision.contact", {"kept": True})
    await case.say("person.informed", {"disclosure": "results"})
    await case.days(170)


async def does_what_is_owed_until(case: World, instant: datetime) -> None:
    """The agencies look at the case every two weeks, and do whatever is asked of them."""
    while (now := await case.now()) < instant:
        for kind in {
            each["kind"]: None for each in (await case.view()).obligations if each["state"] == "open"
        }:
            await does(case, kind)
        await case.until(min(now + FORTNIGHT, instant))


async def does(case: World, kind: str) -> None:
    match kind:
        case "hold-meeting" | "release-check":
            await case.say("meeting.held", {"attendees": [PROBATION, POLICE]})
        case "file-court-report":
            await case.say("court.report-filed", {})
        case "conclude-assessment":
            await is_concluded(case, "medium")
        case "plan-ending":
            plan = {"relies_on": ["His sister"], "relies_on_roles": ["family"], "members": [PROBATION]}
            await case.say("closing.planned", plan)
        case "evaluate":
            for by in (*MEMBERS, "housing:x", "person:p-1"):
                said = {
                    "by": by,
                    "feedback": "It went well.",
                    "lessons": [f"What {by} has learned.", "Begin early."],
                }
                await case.say("evaluation.submitted", said)
        case _:
            raise AssertionError(f"{kind} is owed, and nobody here does it")


def ensure_it_is_told_as_a_whole(view: CaseView) -> None:
    """From the opening to the end, with who heard what came of it."""
    told = [str(each["what"]) for each in view.arc]
    assert told[0].startswith("preparation, for 1")
    assert "the end of support planned; relies on family" in told
    assert "8 have said how it went, 8 lessons kept" in told
    assert told[-1] == "closed (completed)"
    assert view.closing is not None
    assert {each["to"] for each in view.closing["results_told"]} == {*MEMBERS, "housing:x"}


class Dates:
    """When policy ``mates`` has things due, worked out here once more, by hand."""

    def __init__(self, local: LocalCalendar, opened_on: date, release: date, end: date) -> None:
        nominations = release - timedelta(weeks=16)
        appointed = nominations + timedelta(days=1)
        self.expected = {
            "answer-invitation": {local.add_working_days(opened_on, 10)},
            "sign-agreement": {local.add_working_days(opened_on, 15)},
            "inform-person": {
                release - timedelta(weeks=20),
                local.add_working_days(appointed, 5),
                end + timedelta(weeks=4, days=1),
            },
            "supply-item": {release - timedelta(weeks=14)},
            "acknowledge-item": {release - timedelta(weeks=12)},
            "decide-manager": {local.add_working_days(nominations, 10)},
            "agree-plan": {release - timedelta(weeks=6)},
            "release-check": {release - timedelta(weeks=2)},
            "first-contact": {local.add_working_days(release, 2)},
            "provide-activity": {local.add_working_days(release, 10)},
            "file-court-report": {
                *(release + n * timedelta(weeks=13) for n in range(1, 12)),
                end + timedelta(weeks=2),
            },
            "plan-ending": {months_before(end, 6)},
            "evaluate": {end},
            "follow-up": {months_before(end + timedelta(days=1), -6)},
        }
        self.local = local


def months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    first = date(index // 12, index % 12 + 1, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def ensure_due_dates(obligations: list[dict[str, Any]], dates: Dates) -> None:
    due: dict[str, set[date]] = {}
    for each in obligations:
        due.setdefault(each["kind"], set()).add(dates.local.day_ended(each["due"]))
    assert due.keys() == dates.expected.keys() | {"conclude-assessment", "hold-meeting"}
    for kind, expected in dates.expected.items():
        assert due[kind] == expected, kind


async def ensure_meetings_in_their_cadence(case: World, release: date) -> None:
    """Every two weeks until thirteen weeks after release, then every month, counted from the meeting before."""
    local = await case.calendar()
    raised = [each for each in await case.told("obligation.raised") if each["kind"] == "hold-meeting"]
    assert len(raised) > MONTHS
    for each in raised:
        before, due = each["obligation"].partition(":")[2], datetime.fromisoformat(each["due"])
        if before.startswith("first-"):
            expected = release - timedelta(weeks=12)
        else:
            day = date.fromisoformat(before)
            fortnightly = day < release + timedelta(weeks=13)
            expected = day + FORTNIGHT if fortnightly else months_before(day, -1)
        assert local.day_ended(due) == expected
