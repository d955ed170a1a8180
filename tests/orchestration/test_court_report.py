"""Court reports: every thirteen weeks of supervision and at its end, filed or late, and filed again."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from activities.court_report_files import pdf_file
from activities.postgres.history import recorded
from domain.court.report.document import document_of
from domain.court.report.draft import ReportDraft
from domain.court.report.drawing import draw
from tests.orchestration.telling import PROBATION, condition_is_imposed, is_released, opened
from tests.orchestration.world import World

QUARTER = timedelta(weeks=13)
DAY = timedelta(days=1)


async def reports(case: World) -> list[dict[str, Any]]:
    return (await case.view()).court_reports


async def obligations(case: World) -> list[str]:
    """What became of the duty to file each of them, in the order in which they were due."""
    owed = [each for each in (await case.view()).obligations if each["kind"] == "file-court-report"]
    return [each["state"] for each in sorted(owed, key=lambda each: each["due"])]


async def drawn(case: World, day: date) -> ReportDraft:
    draft = draw(await recorded(case.database.pool, case.case), day, await case.now())
    assert draft is not None
    return draft


async def is_under_supervision(case: World, *, months: int) -> date:
    release = await opened(case, days=20, months=months)
    await is_released(case, release)
    return release


async def is_alleged(case: World, breach: str) -> None:
    said = {"breach": breach, "condition": "c1", "urgency": "routine", "description": "Didn't report."}
    await case.say("breach.reported", said)


async def test_a_report_is_due_every_thirteen_weeks_from_release(case: World) -> None:
    release = await is_under_supervision(case, months=12)
    calendar = await case.calendar()
    first = calendar.end_of_day(release + QUARTER)
    await case.until(first - 2 * DAY)
    assert [each["due"] for each in await reports(case)] == [first]
    await case.say("court.report-filed", {"reference": "r-1"})
    await case.until(first + timedelta(weeks=12))
    second = calendar.end_of_day(release + 2 * QUARTER)
    assert [(each["due"], each["state"]) for each in await reports(case)] == [
        (first, "filed"),
        (second, "due"),
    ]
    await case.until(second + DAY)
    await case.say("court.report-filed", {})
    await case.days(1)
    assert (await obligations(case))[:2] == ["met", "late"]


@pytest.mark.proves("R11")
async def test_two_years_of_reports_each_on_what_came_since_the_one_before(case: World) -> None:
    release = await is_under_supervision(case, months=24)
    await condition_is_imposed(case)
    calendar = await case.calendar()
    for number in range(1, 8):
        due = calendar.end_of_day(release + number * QUARTER)
        await a_quarter_passes(case, due, number)
        await is_reported(case, due, number)
    end = release + timedelta(days=720)
    await case.until(calendar.end_of_day(end) + DAY)
    assert (await case.view()).phase == "follow-up"
    final = (await reports(case))[-1]
    assert (final["final"], final["owed"], final["day"]) == (True, True, end + timedelta(weeks=2))
    await case.say("court.report-filed", {"due": final["due"].isoformat(), "reference": "the last"})
    await case.days(200)
    await ensure_all_is_reported(case, end)
    await case.ensure_verified()


async def a_quarter_passes(case: World, due: datetime, number: int) -> None:
    """A kept and a missed appointment; in the third quarter an alleged breach."""
    await case.until(due - timedelta(weeks=8))
    await case.say("supervision.contact", {"kept": True, "by": PROBATION})
    await case.say("supervision.contact", {"kept": False, "condition": "c1", "by": PROBATION})
    if number == 3:
        await is_alleged(case, "b1")
        await case.say("breach.referred", {"breach": "b1", "by": PROBATION})


async def is_reported(case: World, due: datetime, number: int) -> None:
    """In time; the second one late; the fourth one twice, and its first filing is told once more."""
    await case.until(due + (9 * DAY if number == 2 else -3 * DAY))
    at = (await case.now()).isoformat()
    named = {"due": due.isoformat(), "reference": f"report {number}", "at": at}
    await case.say("court.report-filed", named)
    if number == 4:
        await case.days(2)
        mended = {"reference": "report 4, mended", "at": (await case.now()).isoformat()}
        await case.say("court.report-filed", named | mended)
        await case.say("court.report-filed", named)


async def ensure_all_is_reported(case: World, end: date) -> None:
    view = await case.view()
    shown = view.court_reports
    assert [each["late"] for each in shown] == [False, True, *[False] * 6]
    assert [len(each["replaces"]) for each in shown] == [0, 0, 0, 1, 0, 0, 0, 0]
    assert shown[3]["reference"] == "report 4, mended"
    assert [each["reason"] for each in view.refused] == ["it is filed already"]
    assert await obligations(case) == ["met", "late", *["met"] * 6]
    drafts = [await drawn(case, each["day"]) for each in shown]
    assert [len(each.facts.contacts or ()) for each in drafts] == [2] * 7 + [0]
    assert [len(each.facts.breaches or ()) for each in drafts] == [0, 0, 1, 1, 1, 1, 1, 1]
    assert drafts[-1].supervision_end == end
    for before, after in pairwise(drafts):
        assert after.period.since == before.filed_at


@pytest.mark.proves("R11")
async def test_a_report_that_nobody_files_is_chased_and_what_it_lacks_is_named(case: World) -> None:
    release = await is_under_supervision(case, months=12)
    await case.until((await case.calendar()).end_of_day(release + QUARTER) + 15 * DAY)
    owed = await case.owed("file-court-report")
    assert (owed["state"], owed["owner"], owed["escalations"]) == ("open", PROBATION, 3)
    draft = await drawn(case, release + QUARTER)
    assert {each.section for each in draft.missing} >= {"contacts", "conditions"}
    pages = PdfReader(BytesIO(pdf_file(document_of(draft)))).pages
    assert "no condition is on record" in " ".join(pages[0].extract_text().split())


async def test_an_end_that_comes_earlier_calls_the_report_off_and_a_final_one_is_owed(case: World) -> None:
    release = await is_under_supervision(case, months=12)
    calendar = await case.calendar()
    await case.until(calendar.end_of_day(release + timedelta(weeks=11)))
    end = release + timedelta(weeks=12)
    said = {"person": "P-1", "jurisdiction": "eu", "entry": "sentence", "kind": "confirmed"}
    days = {"release_date": release.isoformat(), "supervision_end": end.isoformat()}
    await case.say("custody.release-date", said | days)
    await case.days(1)
    assert [(each["day"], each["owed"]) for each in await reports(case)] == [
        (release + QUARTER, False),
        (end + timedelta(weeks=2), True),
    ]
    assert await obligations(case) == ["lapsed", "open"]
    (off,) = await case.told("court.report-called-off")
    assert off["reason"] == "supervision ends before it would be due"


async def test_a_recall_lapses_the_report_and_a_death_too(case: World) -> None:
    release = await is_under_supervision(case, months=12)
    await case.until((await case.calendar()).end_of_day(release + timedelta(weeks=10)))
    assert await obligations(case) == ["open"]
    await case.say("custody.returned", {"reason": "recall"})
    await case.days(1)
    assert await obligations(case) == ["lapsed"]
    await case.say("person.died", {})
    await case.days(1)
    assert ((await case.view()).closed_because, await obligations(case)) == ("died", ["lapsed"])
    await case.ensure_verified()


async def test_another_areas_probation_service_owes_the_report_that_is_under_way(case: World) -> None:
    release = await is_under_supervision(case, months=12)
    await case.until((await case.calendar()).end_of_day(release + timedelta(weeks=10)))
    await case.say("case.transferred", {"jurisdiction": "south"})
    await case.days(1)
    owed = await case.owed("file-court-report")
    assert (owed["state"], owed["owner"]) == ("open", "probation:south")
    assert [each["day"] for each in await reports(case)] == [release + QUARTER]
