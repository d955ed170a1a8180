"""What interrupts a case: dates that move, deaths, mergers, returns; and facts that turn out to be wrong."""

from dataclasses import replace
from datetime import timedelta

from domain.addresses import DELIVER, REPORT
from tests.orchestration.telling import (
    PROBATION,
    condition_is_imposed,
    is_released,
    network_stands,
    opened,
    released_on,
)
from tests.orchestration.world import World
from workers.gateway.reading import PostgresReader


async def test_every_due_date_before_release_moves_with_the_release_after_the_hold_time(case: World) -> None:
    release = await opened(case)
    await case.days(1)
    before = (await case.owed("supply-item", "risk-assessment"))["due"]
    later = release + timedelta(days=28)
    await case.say("custody.release-date", released_on(later, months=12))
    await case.days(0.2)
    assert (await case.owed("supply-item", "risk-assessment"))["due"] == before
    await case.days(0.3)
    moved = (await case.owed("supply-item", "risk-assessment"))["due"]
    assert moved == (await case.calendar()).end_of_day(later - timedelta(weeks=14))


async def test_a_release_date_that_flaps_within_the_hold_time_changes_nothing(case: World) -> None:
    release = await opened(case)
    await case.days(1)
    before = [each["due"] for each in (await case.view()).obligations]
    await case.say("custody.release-date", released_on(release + timedelta(days=60), months=12))
    await case.days(0.1)
    await case.say("custody.release-date", released_on(release, months=12))
    await case.days(2)
    assert [each["due"] for each in (await case.view()).obligations] == before
    assert await case.told("obligation.moved") == []


async def test_while_the_release_date_is_unknown_nothing_is_owed_before_it(case: World) -> None:
    release = await opened(case)
    await case.days(1)
    unknown = released_on(release, months=12) | {"kind": "unknown", "release_date": None}
    await case.say("custody.release-date", unknown)
    await case.days(1)
    view = await case.view()
    assert view.release == {"date": None, "kind": "unknown"}
    owed = [each["kind"] for each in view.obligations if each["state"] == "open"]
    assert "supply-item" not in owed
    assert "answer-invitation" in owed


async def test_a_date_that_passes_releases_nobody_and_asks_prison(case: World) -> None:
    release = await opened(case)
    await case.until((await case.calendar()).end_of_day(release) + timedelta(hours=2))
    assert (await case.view()).phase == "preparation"
    assert (await case.owed("confirm-release"))["owner"] == "prison:eu"
    await case.say("custody.released", {"reason": "released"})
    await case.days(0.1)
    assert (await case.view()).phase == "supervision"
    assert (await case.owed("confirm-release"))["state"] == "met"


async def test_a_leave_is_no_release(case: World) -> None:
    await opened(case)
    await case.say("custody.released", {"reason": "temporary"})
    view = await case.view()
    assert (view.phase, view.custody["status"]) == ("preparation", "absent")
    await case.say("custody.returned", {"reason": "end-of-leave"})
    view = await case.view()
    assert (view.phase, view.custody["status"]) == ("preparation", "in-custody")


async def test_a_death_closes_the_case_and_everything_lapses_with_the_reason(case: World) -> None:
    await opened(case)
    await case.days(3)
    await case.say("person.died", {})
    await case.days(1)
    view = await case.view()
    assert (view.phase, view.closed_because, view.custody["status"]) == ("closed", "died", "dead")
    assert {each["state"] for each in view.obligations} == {"lapsed"}
    reasons = {each["reason"] for each in await case.told("obligation.lapsed")}
    assert reasons == {"the case is closed: died"}


async def test_a_false_death_is_withdrawn_and_the_case_goes_on_as_if_it_had_never_been_told(
    case: World,
) -> None:
    await opened(case)
    await case.days(3)
    await case.say("person.died", {}, id="false")
    await case.days(1)
    withdrawn = {"source": "/tests", "id": "false", "reason": "Another person of the same name."}
    await case.say("fact.withdrawn", withdrawn)
    await case.days(1)
    view = await case.view()
    assert (view.phase, view.closed_because, view.custody["status"]) == ("preparation", None, "in-custody")
    owed = [each for each in view.obligations if each["id"].endswith("supply-item:risk-assessment")]
    assert [each["state"] for each in owed] == ["lapsed", "open"]
    await case.ensure_verified()


async def test_a_case_that_was_closed_by_the_death_of_another_persons_record_goes_on_once_they_are_unmerged(
    case: World,
) -> None:
    await opened(case)
    merged = {"from": "P-1", "into": "P-9"}
    await case.say("person.merged", merged)
    await case.say("person.died", {"person": "P-9"})
    await case.days(2)
    assert (await case.view()).closed_because == "died"
    await case.say("person.unmerged", merged)
    await case.days(1)
    view = await case.view()
    assert (view.phase, view.custody["status"], view.person) == ("preparation", "in-custody", "P-1")
    assert [each["state"] for each in view.obligations if each["id"].endswith("inform-person")][-1] == "open"
    await case.ensure_verified()


async def test_a_merged_case_says_where_nobody_goes_on_with_it(case: World) -> None:
    now = await case.now()
    reader, other = PostgresReader(case.database.pool, lambda: now), replace(case, case="C-2", _said=100)
    await opened(case)
    await case.say("case.merged", {"into": "C-2"})
    view = await reader.view("C-1")
    assert view is not None
    assert view["warnings"] == ["it was merged into C-2, which isn't open: nobody goes on with it"]
    await opened(other)
    view = await reader.view("C-1")
    assert view is not None
    assert view["warnings"] == []
    await other.say("case.merged", {"into": "C-1"})
    for merged, into in (("C-1", "C-2"), ("C-2", "C-1")):
        view = await reader.view(merged)
        assert view is not None
        said = f"it was merged into {into}, and {into} is closed (merged): nobody goes on with it"
        assert view["warnings"] == [said]


async def test_a_withdrawal_that_comes_first_waits_for_what_it_withdraws(case: World) -> None:
    await opened(case)
    withdrawn = {"source": "/tests", "id": "report", "reason": "Wrong person."}
    await case.say("fact.withdrawn", withdrawn)
    assert [each["reason"] for each in (await case.view()).parked] == ["what it withdraws isn't known"]
    concern = {"concern": "k1", "kind": "other", "urgency": "urgent", "description": "Seen."}
    await case.say("risk.concern-raised", concern, id="report")
    await case.days(1)
    view = await case.view()
    assert (view.concerns, view.parked) == ([], [])


async def test_a_fact_is_withdrawn_once_however_often_it_is_told(case: World) -> None:
    await opened(case)
    withdrawn = {"source": "/tests", "id": "false", "reason": "Another person."}
    await case.say("fact.withdrawn", withdrawn)
    await case.say("fact.withdrawn", withdrawn)
    await case.say("person.died", {}, id="false")
    await case.days(1)
    await case.say("fact.withdrawn", withdrawn)
    assert len(await case.told("fact.withdrawn")) == 1
    view = await case.view()
    assert (view.phase, view.parked) == ("preparation", [])
    assert [each["reason"] for each in view.refused] == ["already withdrawn"] * 2
    await case.ensure_verified()


async def test_a_withdrawn_breach_is_no_longer_handled(case: World) -> None:
    release = await opened(case, days=20)
    await network_stands(case)
    await is_released(case, release)
    await condition_is_imposed(case)
    reported = {"breach": "b1", "condition": "c1", "urgency": "urgent", "description": "Didn't come."}
    await case.say("breach.reported", reported, id="mistaken")
    await case.days(1)
    assert (await case.owed("review-breach"))["state"] == "open"
    withdrawn = {"source": "/tests", "id": "mistaken", "reason": "He was there."}
    await case.say("fact.withdrawn", withdrawn)
    await case.days(1)
    assert (await case.view()).breaches == []
    assert (await case.owed("review-breach"))["state"] == "lapsed"


async def test_a_release_date_and_a_withdrawal_cannot_be_withdrawn(case: World) -> None:
    await opened(case)
    for name in ("custody.release-date-1",):
        await case.say("fact.withdrawn", {"source": "/tests", "id": name, "reason": "Typing error."})
    reasons = [each["reason"] for each in (await case.view()).refused]
    assert reasons == ["a release date is corrected by a newer one"]


async def test_who_goes_to_a_service_outside_is_transferred_out(case: World) -> None:
    await opened(case)
    await case.say("case.transferred", {"jurisdiction": "elsewhere", "out": True, "by": PROBATION})
    await case.days(1)
    view = await case.view()
    assert (view.phase, view.closed_because) == ("closed", "transferred-out")


async def test_another_area_brings_its_own_days_off(case: World) -> None:
    await opened(case)
    await case.say("case.transferred", {"jurisdiction": "elsewhere", "office": "harbour"})
    await case.days(1)
    assert (await case.view()).jurisdiction == "elsewhere"
    assert (await case.calendar()).jurisdiction == "elsewhere"
    assert (await case.view()).warnings == ["no policy pack or calendar for 'elsewhere': weekends only, UTC"]


async def test_what_came_during_a_false_death_is_judged_again(case: World) -> None:
    await opened(case)
    since = (await case.view_state()).phase_since
    await case.say("person.died", {}, id="false")
    await case.days(1)
    await case.say("custody.transferred", {"establishment": "south"})
    assert [each["reason"] for each in (await case.view()).refused] == ["the case is closed"]
    await case.say("fact.withdrawn", {"source": "/tests", "id": "false", "reason": "Another person."})
    await case.days(1)
    view = await case.view()
    assert (view.custody["establishment"], view.refused, view.parked) == ("south", [], [])
    assert (await case.view_state()).phase_since == since


async def test_of_two_facts_about_the_same_thing_the_later_occurred_counts(case: World) -> None:
    release = await opened(case, days=20)
    await is_released(case, release)
    newer, older = [(await case.now() - timedelta(days=days)).isoformat() for days in (0, 5)]
    for establishment, at in (("new", newer), ("old", older)):
        await case.say("custody.transferred", {"establishment": establishment, "at": at})
    for months, at in ((24, newer), (3, older)):
        await case.say("custody.release-date", released_on(release, months=months) | {"at": at})
    view = await case.view()
    assert view.custody["establishment"] == "new"
    assert view.supervision_end == release + timedelta(days=30 * 24)
    assert len(view.refused) == 2


async def test_a_person_is_known_by_the_references_that_were_merged_until_they_are_unmerged(
    case: World,
) -> None:
    release = await opened(case)
    await case.say("person.merged", {"from": "P-1", "into": "P-9"})
    await case.say("custody.release-date", released_on(release + timedelta(days=30), months=12))
    view = await case.view()
    assert (view.person, view.release["date"]) == ("P-9", release + timedelta(days=30))
    await case.say("person.unmerged", {"from": "P-1", "into": "P-9"})
    assert (await case.view()).person == "P-1"


async def test_a_condition_runs_out_on_its_last_day(case: World) -> None:
    release = await opened(case, days=20)
    await is_released(case, release)
    last = release + timedelta(days=10)
    data = {"condition": "c1", "kind": "conduct", "text": "Reports.", "until": last.isoformat()}
    await case.say("court.condition-imposed", data)
    await case.until((await case.calendar()).end_of_day(last) + timedelta(hours=1))
    assert [each["state"] for each in (await case.view()).conditions] == ["ended"]
    late = (await case.calendar()).start_of_day(last).isoformat()
    for breach, at in (("b1", late), ("b2", (await case.now()).isoformat())):
        data = {"breach": breach, "condition": "c1", "urgency": "routine", "description": "No show."}
        await case.say("breach.reported", data | {"at": at})
    assert [each["breach"] for each in (await case.view()).breaches] == ["b1"]


async def test_the_court_has_the_last_word_on_a_breach(case: World) -> None:
    release = await opened(case, days=20)
    await network_stands(case)
    await is_released(case, release)
    await condition_is_imposed(case)
    reported = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "No show."}
    await case.say("breach.reported", reported)
    await case.say("breach.decided", {"breach": "b1", "outcome": "warning", "by": PROBATION})
    await case.days(1)
    await case.say("breach.decided", {"breach": "b1", "outcome": "revoked", "by": "court:x"})
    view = await case.view()
    assert (view.breaches[0]["outcome"], view.phase) == ("revoked", "recalled")


async def test_a_signal_that_nobody_can_read_stalls_nothing(case: World) -> None:
    await opened(case)
    garbage = {"procedure": "no-such", "number": 7, "decided": [{"type": "garbage", "data": {}}]}
    for name, arguments in (
        (DELIVER, []),
        (REPORT, []),
        (REPORT, [garbage]),
        (REPORT, [{"procedure": "a/b/c", "number": 78}]),
        (DELIVER, [{"facts": [{"number": 1}]}]),
    ):
        await case.handle.signal(name, args=arguments)
    await case.say("custody.transferred", {"establishment": "south"})
    assert (await case.view()).custody["establishment"] == "south"
