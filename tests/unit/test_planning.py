"""What a plan covers, what it rests on, what works against what; and that it is looked at again."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from domain.case.view import CaseView, case_view
from domain.meetings.agenda import agenda
from domain.meetings.events import AgendaItem
from domain.plan.areas import AREA_OF
from domain.plan.conflicts import ANTAGONISTIC, Antagonism, conflicts
from domain.plan.duties import plan_duties
from domain.policy import Policy
from tests.unit import one_case
from tests.unit.one_case import LOCAL, OPENED, POLICY, RELEASE, OneCase, weeks

TWO = ["police:eu", "probation:eu"]
WHOLE: list[dict[str, object]] = [
    {"activity": "risk-assessment", "rests_on": ["profile"]},
    {"activity": "counselling", "rests_on": ["ideology"], "strengthens": ["agency"]},
    {"activity": "network-resources", "rests_on": ["strengths"], "strengthens": ["social-network"]},
]
PARTS = ["why", "how", "internal-factors", "external-factors", "protective-factors"]


def drafted(case: OneCase, *interventions: Mapping[str, object], **more: object) -> OneCase:
    case.tell("plan.drafted", interventions=list(interventions), **more)
    return case


def agreed(case: OneCase, *interventions: Mapping[str, object]) -> OneCase:
    drafted(case, *interventions).tell("plan.agreed", members=TWO)
    return case


def concluded(case: OneCase, **more: object) -> OneCase:
    case.tell("assessment.concluded", round="current", rationale="-", members=TWO, **more)
    return case


def view(case: OneCase) -> CaseView:
    return case_view(case.state, [], case.now, 1)


@pytest.fixture
def without_mentoring(monkeypatch: pytest.MonkeyPatch) -> Policy:
    here = POLICY.jurisdictions["eu"].model_copy(update={"mentoring": False})
    policy = POLICY.model_copy(update={"jurisdictions": {"eu": here}})
    monkeypatch.setattr(one_case, "POLICY", policy)
    return policy


@pytest.mark.proves("R29", "R96", "R100", "R101")
def test_what_a_plan_lacks_is_shown_and_never_refused() -> None:
    case = drafted(OneCase(), {"activity": "housing", "rests_on": ["strengths"]}, formulation_parts=["why"])
    plan = view(case).plan
    assert plan["state"] == "drafted"
    assert plan["missing"] == [
        "area: risk-assessment",
        "area: treatment",
        "basis: profile",
        "basis: ideology",
        "support: agency",
        "support: social-network",
        "formulation: how",
        "formulation: internal-factors",
        "formulation: external-factors",
        "formulation: protective-factors",
    ]


@pytest.mark.proves("R29", "R96", "R100", "R101")
def test_a_plan_with_its_areas_bases_supports_and_formulation_lacks_nothing() -> None:
    case = OneCase()
    assert view(case).plan["missing"] == []
    drafted(case, *WHOLE, formulation="Said why.", formulation_parts=PARTS)
    assert view(case).plan["missing"] == []
    assert "Said why." not in view(case).model_dump_json()


@pytest.mark.proves("R93", "R96")
def test_each_of_the_nine_activities_has_its_area_unless_the_plan_says_otherwise() -> None:
    case = drafted(
        OneCase(),
        *({"activity": each} for each in AREA_OF if each != "medical"),
        {"activity": "medical", "area": "reintegration"},
    )
    shown = {each["activity"]: each["area"] for each in view(case).plan["interventions"]}
    assert len(shown) == 9
    assert shown == AREA_OF | {"medical": "reintegration"}


@pytest.mark.proves("R93", "R100")
def test_an_intervention_shows_who_provides_it_when_and_what_it_rests_on() -> None:
    planned = {"from": "2027-03-01", "until": "2027-09-01", "consent": True, "goal": "g1"}
    based = {"rests_on": ["profile"], "strengthens": ["agency"]}
    case = drafted(OneCase(), {"activity": "counselling", "provider": "mentor:m7"} | planned | based)
    (shown,) = view(case).plan["interventions"]
    assert (shown["provider"], str(shown["starts"]), str(shown["ends"])) == (
        "mentor:m7",
        "2027-03-01",
        "2027-09-01",
    )
    assert (shown["rests_on"], shown["strengthens"], shown["goal"]) == (("profile",), ("agency",), "g1")


@pytest.mark.proves("R28")
def test_a_former_may_be_the_mentor_and_owes_it_after_release() -> None:
    case = agreed(OneCase().join(), {"activity": "mentoring", "provider": "former:f1"})
    case.tell("network.member-proposed", member="former:f1")
    case.join_as("former:f1").on(RELEASE).tell("custody.released", reason="released")
    duty = case.duty("provide-activity", "mentoring")
    assert duty is not None
    assert duty.owner == "former:f1"


@pytest.mark.proves("R103")
@pytest.mark.usefixtures("without_mentoring")
def test_mentoring_that_there_is_none_of_is_taken_into_the_plan_and_is_a_gap_and_not_owed() -> None:
    case = agreed(
        OneCase().join(), {"activity": "mentoring", "provider": "mentor:m7"}, {"activity": "housing"}
    )
    available = {each["activity"]: each["available"] for each in view(case).plan["interventions"]}
    assert available == {"mentoring": False, "housing": True}
    case.on(POLICY.preparation.release_check.days_before(RELEASE))
    assert {"gap": "mentoring: not available here", "owner": "probation:eu"} in view(case).gaps_owed
    case.on(RELEASE).tell("custody.released", reason="released")
    assert case.duty("provide-activity", "mentoring") is None
    assert case.duty("provide-activity", "housing") is not None


@pytest.mark.proves("R103")
def test_whether_there_is_mentoring_follows_the_case_to_another_jurisdiction(
    without_mentoring: Policy,
) -> None:
    elsewhere = POLICY.jurisdictions["eu"]
    without_mentoring.jurisdictions["elsewhere"] = elsewhere
    case = OneCase()
    assert "mentoring" in case.state.unavailable
    case.tell("case.transferred", jurisdiction="elsewhere")
    assert not case.state.unavailable


@pytest.mark.proves("R89", "R91")
def test_an_activity_planned_twice_at_the_same_time_is_found() -> None:
    one = {"activity": "counselling", "provider": "mentor:m7"}
    other = {"activity": "counselling", "provider": "religious:r1"}
    case = drafted(OneCase(), one, other)
    assert conflicts(case.state) == ["counselling: planned twice, by mentor:m7 and religious:r1"]
    assert view(case).plan["conflicts"] == conflicts(case.state)
    drafted(case, one | {"until": "2027-05-01"}, other | {"from": "2027-05-02"})
    assert conflicts(case.state) == []


@pytest.mark.proves("R91", "R99")
def test_two_providers_at_work_for_one_goal_at_the_same_time_are_found() -> None:
    one = {"activity": "counselling", "provider": "mentor:m7", "goal": "g1"}
    other = {"activity": "psychology", "provider": "psychologist:eu", "goal": "g1"}
    case = drafted(OneCase(), one, other)
    assert conflicts(case.state) == [
        "counselling and psychology: both for g1, by mentor:m7 and psychologist:eu"
    ]
    assert conflicts(drafted(case, one, other | {"goal": "g2"}).state) == []
    assert conflicts(drafted(case, one, other | {"provider": "mentor:m7"}).state) == []


@pytest.mark.proves("R89")
def test_a_restriction_that_may_collide_with_an_activity_is_found_while_it_is_in_force() -> None:
    case = drafted(
        OneCase(), {"activity": "education-employment", "from": "2027-03-01"}, {"activity": "medical"}
    )
    imposed = {"condition": "c1", "text": "-"}
    case.tell("court.condition-imposed", kind="conduct", **imposed)
    assert conflicts(case.state) == []
    case.tell("court.condition-imposed", kind="restriction", **imposed)
    assert conflicts(case.state) == ["education-employment: may collide with restriction c1"]
    case.tell("court.condition-imposed", kind="restriction", until="2027-02-28", **imposed)
    assert conflicts(case.state) == []
    case.tell("court.condition-imposed", kind="restriction", **imposed)
    case.tell("court.condition-ended", condition="c1")
    assert conflicts(case.state) == []


def test_what_is_over_or_has_no_consent_works_against_nothing() -> None:
    one = {"activity": "counselling", "provider": "mentor:m7", "goal": "g1"}
    other = {"activity": "psychology", "provider": "psychologist:eu", "goal": "g1"}
    case = drafted(OneCase(), one, other | {"consent": False})
    assert conflicts(case.state) == []
    case.tell("intervention.reported", activity="counselling", status="completed")
    assert conflicts(drafted(case, one, other).state) == []


@pytest.mark.proves("R20", "R95", "R99")
def test_the_manager_looks_at_the_plan_again_after_an_assessment_that_changed_the_level() -> None:
    case = concluded(agreed(OneCase(reported_level="low").join(), *WHOLE), level="high")
    duty = case.duty("review-plan")
    assert POLICY.plan is not None
    assert duty is not None
    assert (duty.id, duty.owner, duty.met_at) == ("review-plan:1", "probation:eu", None)
    assert duty.due == POLICY.plan.review.after(case.now, LOCAL)
    drafted(case.on(RELEASE - weeks(24)), *WHOLE)
    met = case.duty("review-plan")
    assert met is not None
    assert met.met_at == case.now


@pytest.mark.proves("R20", "R21")
def test_changed_needs_call_for_a_review_and_unchanged_or_unnamed_ones_dont() -> None:
    case = agreed(OneCase(reported_level="low").join(), *WHOLE)
    assert concluded(case, level="low").duty("review-plan") is None
    for number, needs in enumerate((["work"], ["work"], [], ["work", "housing"]), start=2):
        case.on(RELEASE - weeks(25 - number))
        case.tell(
            "risk.concern-raised", concern=f"k{number}", kind="other", urgency="routine", description="-"
        )
        duty = concluded(case, level="low", needs=needs).duty("review-plan")
        expected = {2: "review-plan:2", 5: "review-plan:5"}.get(number)
        if expected is not None:
            assert duty is not None
            assert (duty.id, duty.met_at) == (expected, None)
            agreed(case, *WHOLE)
        else:
            assert duty is not None
            assert duty.met_at is not None


def test_a_review_that_is_still_awaited_keeps_its_date() -> None:
    case = concluded(agreed(OneCase(reported_level="low").join(), *WHOLE), level="high")
    first = case.duty("review-plan")
    case.on(RELEASE - weeks(20))
    case.tell("risk.concern-raised", concern="k1", kind="other", urgency="routine", description="-")
    assert concluded(case, level="low").duty("review-plan") == first


def test_a_draft_that_was_made_after_the_assessment_but_came_first_was_its_review() -> None:
    case = agreed(OneCase(reported_level="low").join(), *WHOLE).on(RELEASE - weeks(24))
    drafted(case, *WHOLE)
    made = case.now
    case.tell(
        "assessment.concluded",
        made - timedelta(days=1),
        round="current",
        rationale="-",
        members=TWO,
        level="high",
    )
    duty = case.duty("review-plan")
    assert duty is not None
    assert duty.met_at == made


def test_a_pack_that_knows_nothing_of_reviews_owes_none() -> None:
    case = concluded(agreed(OneCase(reported_level="low").join(), *WHOLE), level="high")
    before = POLICY.model_copy(update={"plan": None})
    assert "review-plan" not in {each.kind for each in plan_duties(case.state, before)}


@pytest.mark.proves("R20")
def test_a_plan_begun_at_reception_counts_unless_the_policy_has_each_preparation_make_its_own() -> None:
    case, earlier = OneCase(), OPENED - weeks(100)
    case.tell("plan.drafted", earlier, interventions=[{"activity": "housing"}])
    case.tell("plan.agreed", earlier, members=TWO)
    counts = case.duty("agree-plan")
    assert counts is not None
    assert counts.met_at == earlier
    rules = POLICY.preparation.model_copy(update={"plan_begins": "preparation"})
    anew = POLICY.model_copy(update={"preparation": rules})
    assert [each.met_at for each in plan_duties(case.state, anew)] == [None]
    case.join().tell("plan.agreed", members=TWO)
    assert [each.met_at for each in plan_duties(case.state, anew)] == [case.now]


@pytest.mark.proves("R95")
def test_the_case_manager_answers_for_the_plan() -> None:
    duty = OneCase().duty("agree-plan")
    assert duty is not None
    assert duty.owner == "probation:eu"


@pytest.mark.proves("R89", "R91")
@pytest.mark.parametrize("each", ANTAGONISTIC)
def test_activities_that_may_pull_in_two_directions_are_on_the_next_agenda(each: Antagonism) -> None:
    one = {"activity": each.one, "provider": f"{each.by or 'religious'}:a"}
    other = {"activity": each.other, "provider": "mediator:b"}
    case = drafted(OneCase(), other, one)
    found = f"{each.one} and {each.other}: {each.why}"
    assert conflicts(case.state) == [found]
    assert AgendaItem(kind="conflict", about=found) in agenda(case.state, ())
    apart = drafted(OneCase(), one | {"until": "2027-05-01"}, other | {"from": "2027-05-02"})
    in_one_hand = drafted(OneCase(), one, other | {"provider": one["provider"]})
    for harmless in (apart, in_one_hand):
        assert conflicts(harmless.state) == []


@pytest.mark.proves("R28", "R89")
def test_a_restriction_may_forbid_meeting_a_former_and_no_other_mentor() -> None:
    for mentor, found in (
        ("former:f1", ["mentoring by former:f1: may collide with restriction c1"]),
        ("mentor:m7", []),
    ):
        case = drafted(OneCase(), {"activity": "mentoring", "provider": mentor})
        case.tell("court.condition-imposed", condition="c1", kind="restriction", text="-", by="court:x")
        assert conflicts(case.state) == found
