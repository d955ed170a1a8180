"""Concerns reach several members at once, and each acknowledges for themselves (R18, R55, R60, R88)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any, get_args

import pytest

from domain.case.rules import Refused, Taken
from domain.case.view import case_view
from domain.events import Event
from domain.notices.notice import notices_of
from domain.risk.duties import concern_duties
from domain.risk.events import ConcernAddressed
from domain.vocabulary import ConcernKind, Urgency
from tests.integration.recording import envelope
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, weeks

RULES = POLICY.concerns
KINDS, URGENCIES = get_args(ConcernKind), get_args(Urgency)


def supervised() -> OneCase:
    case = OneCase().join().on(RELEASE)
    case.tell("custody.released", reason="released")
    return case.on(RELEASE + weeks(1))


def raised(case: OneCase, kind: str = "radical-contact", urgency: str = "routine", name: str = "k1") -> None:
    said = {"kind": kind, "urgency": urgency, "description": "Seen with a former companion."}
    case.tell("risk.concern-raised", concern=name, **said)


def acknowledged(case: OneCase, member: str) -> object:
    return case.tell("risk.concern-acknowledged", concern="k1", member=member)


def owed(case: OneCase) -> Mapping[str, tuple[str, datetime | None]]:
    """By place: who owes it, and when they did."""
    return {
        each.id.rsplit(":", 1)[1]: (each.owner, each.met_at) for each in case.duties("acknowledge-concern")
    }


def shown(case: OneCase) -> dict[str, Any]:
    (concern,) = case_view(case.state, [], case.now, 1).concerns
    return concern


@pytest.mark.proves("R88")
@pytest.mark.parametrize("urgency", URGENCIES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_concern_reaches_the_manager_and_at_least_one_other_at_once_each_with_a_date_of_their_own(
    kind: str, urgency: Urgency
) -> None:
    case = supervised()
    raised(case, kind, urgency)
    duties = case.duties("acknowledge-concern")
    owners = [each.owner for each in duties]
    assert "probation:eu" in owners
    assert len(set(owners)) == len(owners) >= RULES.acknowledged_by
    assert {each.due for each in duties} == {RULES.acknowledge[urgency].after(case.now, LOCAL)}
    assert all(each.warn is not None and case.now < each.warn < each.due for each in duties)
    assert all(each.escalate_to not in (each.owner, "") for each in duties)


@pytest.mark.proves("R18", "R55")
@pytest.mark.parametrize("urgency", URGENCIES)
@pytest.mark.parametrize("kind", ["radical-contact", "threat-to-others"])
def test_what_may_avert_a_crime_reaches_the_police(kind: str, urgency: str) -> None:
    case = supervised()
    raised(case, kind, urgency)
    assert owed(case)["police"] == ("police:eu", None)


@pytest.mark.proves("R60")
def test_what_the_person_fears_reaches_who_keeps_them_safe_in_prison_too_while_they_are_there() -> None:
    inside, outside = OneCase(), supervised()
    for case in (inside, outside):
        raised(case, "threat-to-person")
    assert list(owed(inside)) == ["manager", "prison", "police", "psychologist"]
    assert list(owed(outside)) == ["manager", "police", "psychologist"]
    assert outside.state.level is None
    assert shown(outside)["kind"] == "threat-to-person"


@pytest.mark.proves("R18")
@pytest.mark.parametrize("kind", KINDS)
def test_a_concern_of_danger_calls_for_an_assessment_at_once_and_one_about_the_persons_safety_doesnt(
    kind: str,
) -> None:
    case = OneCase().join().on(RELEASE - weeks(12))
    two = ["police:eu", "probation:eu"]
    case.tell("assessment.concluded", round="current", rationale="-", members=two, level="low")
    case.on(RELEASE).tell("custody.released", reason="released")
    raised(case, kind)
    reasons = [each.reason for each in case.state.assessments if each.state == "open"]
    assert reasons == ([] if kind in ("threat-to-person", "wellbeing") else ["concern"])


@pytest.mark.proves("R88")
def test_each_acknowledges_for_themselves_and_nobody_for_another() -> None:
    case = supervised()
    raised(case, urgency="urgent")
    first = case.now
    acknowledged(case, "police:eu")
    assert owed(case) == {
        "manager": ("probation:eu", None),
        "police": ("police:eu", first),
        "psychologist": ("psychologist:eu", None),
    }
    acknowledged(case, "social-services:eu")
    assert owed(case)["manager"] == ("probation:eu", None)
    acknowledged(case.until(first + timedelta(hours=1)), "probation:eu")
    assert owed(case)["manager"] == ("probation:eu", case.now)
    assert shown(case)["addressees"][0] == {"member": "probation:eu", "acknowledged": case.now}


def test_who_has_looked_at_it_together_has_acknowledged_it_and_the_others_still_owe_it() -> None:
    case = supervised()
    raised(case, urgency="urgent")
    case.tell(
        "risk.concern-reviewed", concern="k1", members=["probation:eu", "psychologist:eu"], rationale="-"
    )
    assert {place: at is None for place, (_, at) in owed(case).items()} == {
        "manager": False,
        "police": True,
        "psychologist": False,
    }
    assert isinstance(acknowledged(case, "police:eu"), Taken)
    assert all(at is not None for _, at in owed(case).values())
    assert shown(case)["state"] == "reviewed"


@pytest.mark.parametrize("order", [*permutations(("police:eu", "probation:eu", "review"))])
def test_in_whatever_order_they_are_heard_it_comes_to_the_same(order: tuple[str, ...]) -> None:
    case = supervised()
    raised(case)
    at = {each: case.now + timedelta(hours=hour) for hour, each in enumerate(sorted(order), start=1)}
    case.until(case.now + timedelta(hours=5))
    for each in order:
        if each == "review":
            members = ["probation:eu", "social-services:eu"]
            case.tell("risk.concern-reviewed", at[each], concern="k1", members=members, rationale="-")
        else:
            case.tell("risk.concern-acknowledged", at[each], concern="k1", member=each)
    assert owed(case) == {
        "manager": ("probation:eu", at["probation:eu"]),
        "police": ("police:eu", at["police:eu"]),
    }


def test_a_manager_from_the_police_acknowledges_once_and_somebody_else_is_told_too() -> None:
    case = OneCase().join().on(RELEASE - weeks(16))
    case.tell("appointment.nominated", nominee="police:eu", rationale="-")
    for role in ("prison", "probation", "police", "social-services"):
        case.tell("appointment.vote-cast", member=f"{role}:eu", nominee="police:eu", vote="for")
    assert case.decide_on_a_manager()
    raised(case)
    assert [owner for owner, _ in owed(case).values()] == ["police:eu", "prison:eu"]


def test_who_has_left_is_stood_in_for_by_their_role_else_by_the_manager() -> None:
    case = supervised()
    raised(case)
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    assert owed(case)["police"] == ("probation:eu", None)
    case.tell("network.member-proposed", member="police:west")
    assert owed(case)["police"] == ("police:west", None)
    acknowledged(case, "police:west")
    assert owed(case)["police"] == ("police:west", case.now)


def test_who_has_acknowledged_it_before_they_left_has_done_so_themselves() -> None:
    case = supervised()
    raised(case)
    acknowledged(case, "police:eu")
    heard = case.now
    case.until(heard + timedelta(hours=1)).tell(
        "network.member-answered", member="police:eu", answer="withdrawn"
    )
    assert owed(case)["police"] == ("police:eu", heard)
    assert shown(case)["addressees"] == [
        {"member": "probation:eu", "acknowledged": None},
        {"member": "police:eu", "acknowledged": heard},
    ]


def test_who_stands_in_for_another_is_listed_once() -> None:
    case = supervised()
    raised(case)
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    assert shown(case)["addressees"] == [{"member": "probation:eu", "acknowledged": None}]


def test_it_is_acknowledged_once_somebody_has_to_whom_it_was_addressed() -> None:
    case = supervised()
    raised(case)
    acknowledged(case, "psychologist:eu")
    assert shown(case)["state"] == "raised"
    acknowledged(case, "police:eu")
    assert shown(case)["state"] == "acknowledged"


def test_what_was_looked_at_before_it_was_raised_wasnt_it() -> None:
    case = supervised()
    before = case.now - timedelta(days=10)
    raised(case)
    reviewed = {"members": ["probation:eu", "police:eu"], "rationale": "-"}
    why = Refused(f"it is said to have occurred before the concern was raised on {case.now:%Y-%m-%d %H:%M}Z")
    assert case.tell("risk.concern-reviewed", before, concern="k1", **reviewed) == why
    assert case.tell("risk.concern-acknowledged", before, concern="k1", member="police:eu") == why


def test_a_vacant_role_is_told_nothing_and_others_of_the_core_know_of_it_instead() -> None:
    case = supervised()
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    raised(case)
    assert [owner for owner, _ in owed(case).values()] == ["probation:eu", "social-services:eu"]


@pytest.mark.proves("R55", "R88")
def test_all_are_told_at_once_by_reference() -> None:
    case = supervised()
    raised(case, urgency="urgent")
    (addressed,) = [each for each in case.recorded if isinstance(each, ConcernAddressed)]
    assert told(addressed) == [
        (each, "concern", "Please acknowledge: concern k1, case C-1", "k1")
        for each in ("probation:eu", "police:eu", "psychologist:eu")
    ]
    assert "former companion" not in addressed.model_dump_json()


def told(event: Event) -> list[tuple[str, str, str, str]]:
    notices = notices_of(envelope(1, event, "case/C-1"))
    return [(each.to, each.kind, each.subject, each.about) for each in notices]


def test_by_a_pack_that_doesnt_say_who_is_told_the_manager_sees_to_it_that_enough_know() -> None:
    case = supervised()
    raised(case)
    plain = case.state.concerns[0].model_copy(update={"addressed": ()})
    state = case.state.model_copy(update={"concerns": (plain,)})
    acknowledge, _ = concern_duties(state, POLICY)
    assert (acknowledge.id, acknowledge.owner) == ("acknowledge-concern:k1", "probation:eu")
