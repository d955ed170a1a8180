"""Court reports: every thirteen weeks of supervision, filed or late."""

from datetime import timedelta

from tests.orchestration.telling import is_released, opened
from tests.orchestration.world import World


async def test_a_report_is_due_every_thirteen_weeks_from_release(case: World) -> None:
    release = await opened(case, days=20, months=12)
    await is_released(case, release)
    calendar = await case.calendar()
    first = calendar.end_of_day(release + timedelta(weeks=13))
    await case.until(first - timedelta(days=2))
    assert [each["due"] for each in (await case.view()).court_reports] == [first]
    await case.say("court.report-filed", {"reference": "r-1"})
    await case.until(first + timedelta(weeks=12))
    view = await case.view()
    second = calendar.end_of_day(release + timedelta(weeks=26))
    assert [(each["due"], each["state"]) for each in view.court_reports] == [
        (first, "filed"),
        (second, "due"),
    ]
    await case.until(second + timedelta(days=1))
    await case.say("court.report-filed", {})
    await case.days(1)
    reports = [each for each in (await case.view()).obligations if each["kind"] == "file-court-report"]
    assert [each["state"] for each in reports][:2] == ["met", "late"]
