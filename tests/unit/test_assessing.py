"""What a joint assessment takes: from whom, on which grounds, by which instrument. Nothing is summed or scored."""

from typing import get_args

import pytest

from domain.assessment.instruments import instrument_named
from domain.assessment.signs import SIGNS
from domain.briefing.details import details_of_case
from domain.case.rules import Refused, Taken, Verdict
from domain.case.view import CaseView, case_view
from domain.procedures.brief import brief_for
from domain.procedures.wanted import ASSESSMENT
from domain.vocabulary import ROLES, ConcernKind, Level
from tests.unit.one_case import POLICY, RELEASE, OneCase, weeks

TWO = ["police:eu", "probation:eu"]


def joined(level: Level = "medium") -> OneCase:
    return OneCase(reported_level=level).join()


def concluded(case: OneCase, **more: object) -> Verdict:
    return case.tell("assessment.concluded", round="current", rationale="Said why.", members=TWO, **more)


def contributed(case: OneCase, member: str, **more: object) -> Verdict:
    return case.tell("assessment.contributed", round="current", member=member, rationale="Said why.", **more)


def view(case: OneCase) -> CaseView:
    return case_view(case.state, [], case.now, 1)


@pytest.mark.proves("R21", "R63", "R98")
def test_who_has_contributed_when_is_shown_and_never_what() -> None:
    case = joined()
    first = case.now
    contributed(case, "police:eu", ratings={"grievance": 2}, needs=["work"])
    case.on(RELEASE - weeks(20))
    contributed(case, "psychologist:eu")
    contributed(case, "police:eu")
    (round_,) = view(case).assessments
    at = {each["member"]: each["at"] for each in round_["contributions"]}
    assert list(at) == ["police:eu", "psychologist:eu"]
    assert at["police:eu"] == at["psychologist:eu"] == case.now > first
    told = view(case).model_dump_json()
    assert "grievance" not in told
    assert "Said why." not in told


def test_a_member_who_contributes_once_more_is_no_news_to_the_procedure() -> None:
    case = joined()
    contributed(case, "police:eu")
    before = brief_for(ASSESSMENT, case.state, POLICY)
    contributed(case.on(RELEASE - weeks(20)), "police:eu")
    assert brief_for(ASSESSMENT, case.state, POLICY) == before


def test_a_conclusion_shows_needs_beside_the_risk_and_who_came_to_it() -> None:
    case = joined()
    concluded(case, level="high", needs=["work"], protective=["sister"], grounds=["contacts"])
    (round_,) = view(case).assessments
    assert (round_["level"], round_["needs"], round_["protective"]) == ("high", ("work",), ("sister",))
    assert (round_["members"], round_["grounds"]) == (tuple(TWO), ("contacts",))


@pytest.mark.proves("R23")
def test_ideology_alone_raises_no_level_and_changes_nothing() -> None:
    case = joined("low")
    before = case.state.assessments
    told = concluded(case, level="medium", grounds=["ideology"])
    assert isinstance(told, Refused)
    assert "ideology alone" in told.reason
    assert (case.state.level, case.state.assessments) == ("low", before)


@pytest.mark.proves("R23")
def test_where_nothing_was_known_ideology_alone_sets_no_level_either() -> None:
    case = OneCase().join()
    assert isinstance(concluded(case, level="high", grounds=["ideology"]), Refused)
    assert isinstance(concluded(case, level="low", grounds=["ideology"]), Taken)


@pytest.mark.proves("R23")
@pytest.mark.parametrize(
    ("level", "grounds"),
    [
        ("high", ["ideology", "contacts"]),
        ("high", ["behaviour"]),
        ("high", []),
        ("medium", ["ideology"]),
        ("low", ["ideology"]),
        (None, ["ideology"]),
    ],
)
def test_with_other_grounds_or_without_raising_it_a_conclusion_is_taken(
    level: Level | None, grounds: list[str]
) -> None:
    case = joined("medium")
    assert isinstance(concluded(case, level=level, grounds=grounds), Taken)
    assert case.state.level == (level or "medium")


@pytest.mark.parametrize("instrument", ["TRAP-18", "trap-18", "ERG-R", "none", None])
def test_a_level_is_no_instruments_that_has_none(instrument: str | None) -> None:
    case = joined()
    told = concluded(case, level="high", instrument=instrument, level_by="instrument")
    assert isinstance(told, Refused)
    assert "no overall level" in told.reason
    assert isinstance(concluded(case, level="high", instrument=instrument, level_by="judgement"), Taken)


@pytest.mark.parametrize("instrument", ["VERA-2R", "SAVRY", "LS/CMI", "one of our own"])
def test_a_level_may_be_that_of_an_instrument_that_has_one_or_that_we_dont_know(instrument: str) -> None:
    case = joined()
    assert isinstance(concluded(case, level="high", instrument=instrument, level_by="instrument"), Taken)
    (round_,) = view(case).assessments
    shape = round_["instrument_shape"]
    assert (round_["instrument"], shape is None) == (instrument, instrument_named(instrument) is None)


def test_nothing_is_summed_or_scored_whatever_the_ratings_say() -> None:
    """However high the ratings, the level is what the members concluded; and no rating stays in what is known."""
    case = joined("low")
    for member in ("police:eu", "probation:eu", "psychologist:eu"):
        contributed(case, member, ratings={"item-a": 3, "item-b": 3, "item-c": "high"})
    assert case.state.level == "low"
    assert "item-a" not in case.state.model_dump_json()
    concluded(case, instrument="LS/CMI")
    assert (case.state.level, case.state.level_provisional) == ("low", False)


@pytest.mark.proves("R61", "R62")
def test_every_kind_of_sign_says_whom_it_concerns_and_whom_it_alerts() -> None:
    assert set(SIGNS) == set(get_args(ConcernKind))
    for sign in SIGNS.values():
        assert sign.concerns in ("person", "others")
        assert sign.alerts
        assert set(sign.alerts) <= set(ROLES)


@pytest.mark.proves("R61", "R62", "R97")
def test_a_concern_shows_whom_it_alerts_the_manager_first() -> None:
    case = joined()
    case.tell("risk.concern-raised", concern="k1", kind="wellbeing", urgency="routine", description="-")
    (concern,) = view(case).concerns
    assert concern["alerts"] == ["probation:eu", "psychologist:eu", "social-services:eu"]


@pytest.mark.proves("R22", "R63")
def test_one_agency_alone_concludes_nothing_whatever_it_saw() -> None:
    case = joined()
    alone = {"round": "current", "rationale": "-", "members": ["police:eu"], "level": "high"}
    assert isinstance(case.tell("assessment.concluded", **alone), Refused)


@pytest.mark.proves("R23")
def test_a_conclusion_that_raises_the_level_and_states_no_grounds_is_shown_so() -> None:
    case = OneCase(reported_level="low").join()
    told = {"round": "current", "rationale": "-", "members": ["police:eu", "prison:eu"]}
    for level, more, missing in (
        ("medium", {}, True),
        ("medium", {}, False),
        ("high", {"grounds": ["violence"]}, False),
    ):
        case.tell("assessment.concluded", **told, **more, level=level)
        view = case_view(case.state, [], case.now, 1)
        assert view.assessments[-1]["grounds_not_stated"] is missing
        text = details_of_case(case.state, case.now)
        assert ("grounds not stated" in text) is missing
        case.until(case.now + weeks(1))
        kind = {"kind": "radical-contact", "urgency": "routine", "description": "-"}
        case.tell("risk.concern-raised", concern=f"k-{case.number}", **kind)
