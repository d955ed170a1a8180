"""The role players of the demo: who says what, when, and in words that the contract knows."""

from datetime import date, datetime, timedelta
from typing import Any, get_args

import pytest

from domain.custody.sections import Custody, Release
from domain.facts import parse_fact
from domain.vocabulary import ROLES, ObligationKind
from tests.unit.demo_cases import START, STORY, on, owing, view_of
from workers.demo.answering import HABITS
from workers.demo.players import Player, all_players
from workers.demo.stories import STORIES
from workers.demo.story import Day, Happening, Story

ABOUT = {
    "supply-item": "risk-assessment",
    "acknowledge-item": "risk-assessment",
    "conclude-assessment": "1",
    "provide-activity": "housing",
    "find-provider": "housing",
    "find-substitute": "police",
    "answer-invitation": "police:eu",
    "sign-agreement": "police:eu",
}
OWNERS = {
    "answer-invitation": "police:eu",
    "sign-agreement": "police:eu",
    "supply-item": "prison:eu",
    "decide-breach": "court",
    "provide-activity": "housing:harbour",
}


def said(view: dict[str, Any], story: Story = STORY) -> list[dict[str, Any]]:
    """Everything that all players say in two looks, the first of them a day before."""
    players = all_players(START.date())
    before = view | {"now": (datetime.fromisoformat(view["now"]) - timedelta(days=1)).isoformat()}
    return [event for each in (before, view) for player in players for event in player.looks(story, each)]


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"].removeprefix("throughcare.").removesuffix(".v1") for event in events]


def test_every_kind_of_obligation_has_its_habit() -> None:
    assert set(HABITS) == set(get_args(ObligationKind))


@pytest.mark.parametrize("kind", [kind for kind in HABITS if kind != "confirm-release"])
def test_what_is_asked_is_answered_in_words_of_the_contract(kind: str) -> None:
    owed = owing(kind, OWNERS.get(kind, "probation:eu"), due=1, about=ABOUT.get(kind, "b1"))
    events = said(view_of(owed))
    assert events
    for event in events:
        parse_fact(event["type"], event["data"])


def test_prison_opens_its_gate_on_the_day_and_not_before() -> None:
    release = Release(day=date(2027, 1, 11), settled=date(2027, 1, 11))
    assert said(view_of(now=9, release=release)) == []
    (event,) = said(view_of(now=10, release=release))
    assert (event["type"], event["data"]["at"]) == (
        "throughcare.custody.released.v1",
        "2027-01-11T09:00:00+00:00",
    )
    assert said(view_of(now=10, release=release, custody=Custody(status="at-liberty"))) == []


def test_nothing_is_said_before_its_time_and_nothing_twice() -> None:
    owed = owing("agree-plan", "probation:eu", due=30)
    assert said(view_of(owed, now=8)) == []
    assert names(said(view_of(owed, now=25))) == ["plan.drafted", "plan.agreed"]


def test_who_is_late_on_purpose_answers_after_the_date_and_says_so() -> None:
    owed = owing("supply-item", "prison:eu", due=10, about="education-work")
    late = Story("C-1", "", "", (), {}, late={("prison", "supply-item"): 5})
    assert said(view_of(owed, now=14), late) == []
    (event,) = said(view_of(owed, now=15.5), late)
    assert datetime.fromisoformat(event["data"]["at"]) == on(15.5)


def test_others_acted_in_time_even_where_their_system_tells_of_it_late() -> None:
    (event,) = said(view_of(owing("first-contact", "probation:eu", due=10), now=12))
    assert on(9) < datetime.fromisoformat(event["data"]["at"]) < on(10)
    assert event["source"] == "urn:throughcare:demo:probation"


def test_nobody_claims_to_have_acted_before_they_could_know() -> None:
    (event,) = said(view_of(owing("first-contact", "probation:eu", due=10), now=60))
    assert datetime.fromisoformat(event["data"]["at"]) == on(45)


def test_whoever_finds_a_provider_tells_that_they_have_accepted_for_only_then_are_they_found() -> None:
    events = said(view_of(owing("find-provider", "probation:eu", due=10, about="housing"), now=12))
    assert names(events) == ["network.member-proposed", "network.member-answered"]
    assert {event["data"]["member"] for event in events} == {"housing:harbour"}
    assert all(on(9) < datetime.fromisoformat(event["data"]["at"]) < on(10) for event in events)


def test_in_a_joint_act_members_speak_for_themselves_and_the_owner_concludes() -> None:
    events = said(view_of(owing("conclude-assessment", "probation:eu", due=1, about="1")))
    assert names(events) == ["assessment.contributed"] * 3 + ["assessment.concluded"]
    assert len({event["source"] for event in events}) == 4


def test_the_person_is_asked_how_it_went_by_whoever_answers_for_the_case() -> None:
    owed = owing("evaluate", "probation:eu", due=1, about="2028-01-01:person")
    (event,) = said(view_of(owed, person="P-1"))
    assert (event["source"], event["data"]["by"]) == ("urn:throughcare:demo:probation", "person:P-1")


def test_the_network_votes_for_whom_the_story_says() -> None:
    events = said(
        view_of(owing("decide-manager", "probation:eu", due=1, about="2027-01-01")),
        Story("C-1", "", "", (), {}, manager="psychologist"),
    )
    assert names(events).count("appointment.vote-cast") == 6
    assert {event["data"]["nominee"] for event in events} == {"psychologist:eu"}


def test_what_happens_in_a_phase_waits_for_it_and_for_what_must_be_known() -> None:
    breach = Happening(5, "probation", "breach.reported", {}, phase="supervision", known="breaches")
    story = Story("C-1", "", "", (breach,), {})
    player = Player("probation", START.date())
    assert list(player.looks(story, view_of(now=6))) == []
    there = view_of(now=6, phase="supervision")
    assert list(player.looks(story, there)) == []
    assert names(list(player.looks(story, there | {"breaches": ["another"]}))) == ["breach.reported"]


def test_dates_of_a_story_are_counted_from_the_start_of_the_exercise() -> None:
    moved = Happening(3, "prison", "custody.release-date", {"release_date": Day(40)})
    story = Story("C-1", "", "", (moved,), {})
    (event,) = Player("prison", START.date()).begins(story, on(3).date())
    assert event["data"] == {"release_date": "2027-02-10", "at": "2027-01-04T09:00:00+00:00"}


def test_the_happenings_of_all_stories_are_words_of_the_contract() -> None:
    far = date(2031, 1, 1)
    for story in STORIES:
        for player in (Player(role, START.date()) for role in ROLES):
            events = list(player.begins(story, far))
            for phase in ("preparation", "supervision", "recalled"):
                view = view_of(now=1400, phase=phase) | {"conditions": ["c1"]}
                events += [event for event in player.looks(story, view) if "/day-" in event["id"]]
            for event in events:
                parse_fact(event["type"], event["data"])


def test_a_death_is_the_end_of_what_anybody_says() -> None:
    owed = owing("agree-plan", "probation:eu", due=1)
    assert said(view_of(owed, phase="closed", closed_because="died")) == []
