"""What the end of support is planned with, an end that moves, and what comes of the evaluation (R24, R80)."""

import pytest

from domain.case.rules import Parked
from domain.case.view import CaseView, case_view
from domain.closing.events import ResultsTold
from tests.unit.one_case import END, LOCAL, POLICY, RELEASE, OneCase, noon, weeks
from tests.unit.test_closing import BEGINS, DAY, EVALUATION, closes, moved, supervised

RULES = POLICY.closing
PLAN = {"relies_on": ["His sister", "The club"], "members": ["probation:eu", "police:eu"]}
EVERYBODY = (
    "person",
    *(f"{role}:eu" for role in ("prison", "probation", "police", "social-services")),
    "local-government:eu",
    "psychologist:eu",
)


def view(case: OneCase) -> CaseView:
    return case_view(case.state, [], case.now, len(case.recorded))


def shown(case: OneCase) -> dict[str, object]:
    closing = view(case).closing
    assert closing is not None
    return closing


def planned(case: OneCase, **more: object) -> OneCase:
    case.tell("closing.planned", **(PLAN | more))
    return case


def everybody_speaks(case: OneCase) -> None:
    for by in EVERYBODY:
        case.tell("evaluation.submitted", by=by if ":" in by else f"{by}:p-1", feedback="It went well.")


def is_planned(case: OneCase) -> bool:
    duty = case.duty("plan-ending")
    assert duty is not None
    return duty.met_at is not None


@pytest.mark.proves("R24", "R26", "R27")
def test_the_plan_says_by_role_on_whom_the_person_relies_and_who_goes_on_with_what_still_runs() -> None:
    case = supervised()
    activities = [{"activity": "housing"}, {"activity": "mentoring"}, {"activity": "psychology"}]
    case.tell("plan.drafted", interventions=activities)
    for activity in ("housing", "mentoring"):
        case.tell("intervention.reported", activity=activity, status="started")
    case.on(BEGINS)
    assert shown(case)["unsettled"] == ["housing", "mentoring"]
    planned(case, relies_on_roles=["family"], goes_on=[{"activity": "housing", "by": "housing"}])
    known = shown(case)
    assert (known["relies_on"], known["relies_on_roles"]) == (2, ("family",))
    assert known["agreed_by"] == ("probation:eu", "police:eu")
    assert (known["goes_on"], known["unsettled"]) == (
        [{"activity": "housing", "by": "housing"}],
        ["mentoring"],
    )
    assert "sister" not in case.state.model_dump_json()


def test_a_newer_plan_replaces_the_one_before_in_whichever_order_they_come() -> None:
    case = supervised().on(BEGINS + weeks(3))
    planned(case, relies_on_roles=["community"])
    case.tell("closing.planned", noon(BEGINS + weeks(1)), **PLAN, relies_on_roles=["family"])
    assert shown(case)["relies_on_roles"] == ("community",)


def test_strangers_neither_agree_on_the_plan_nor_evaluate() -> None:
    case = supervised().on(BEGINS)
    assert isinstance(case.tell("closing.planned", relies_on=["-"], members=["police:west"]), Parked)
    assert isinstance(case.tell("evaluation.submitted", by="police:west", feedback="-"), Parked)


@pytest.mark.proves("R24")
def test_an_end_that_comes_nearer_or_moves_a_little_keeps_its_plan() -> None:
    for end in (END - weeks(8), END + weeks(3)):
        case = planned(supervised().on(BEGINS + weeks(4)))
        moved(case, end)
        assert is_planned(case.on(max(LOCAL.local_date(case.now), RULES.starts.days_before(end))))


@pytest.mark.proves("R24", "R33")
def test_an_end_that_moves_far_away_is_planned_and_evaluated_anew_when_its_time_comes() -> None:
    case = planned(supervised().on(BEGINS))
    everybody_speaks(case.on(EVALUATION))
    later = END + weeks(52)
    moved(case.on(EVALUATION + DAY), later)
    assert not closes(case)
    assert not is_planned(case.on(RULES.starts.days_before(later)))
    planned(case)
    assert is_planned(case)
    owed = case.on(RULES.evaluation.days_before(later)).duties("evaluate")
    assert {each.met_at for each in owed} == {None}


def test_what_was_planned_early_counts_while_the_end_stays_where_it_was() -> None:
    case = planned(supervised().on(BEGINS - weeks(20)))
    case.announce(RELEASE, supervision_end=END.isoformat())
    assert is_planned(case.on(BEGINS))


def test_an_end_that_becomes_unknown_leaves_nothing_to_be_planned_until_it_is_known_again() -> None:
    case = supervised().on(BEGINS)
    moved(case, None)
    assert (closes(case), case.duties("plan-ending")) == (False, [])
    moved(case.on(BEGINS + weeks(2)), END)
    assert (closes(case), is_planned(case)) == (True, False)


@pytest.mark.proves("R80")
def test_every_member_says_how_it_went_whether_permanent_or_not() -> None:
    case = supervised().on(EVALUATION - weeks(1))
    case.tell("network.member-proposed", member="mentor:m7", activity="mentoring")
    case.tell("network.member-proposed", member="family:aunt")
    case.join_as("mentor:m7")
    owed = {each.id.split(":", 2)[2]: each.owner for each in case.on(EVALUATION).duties("evaluate")}
    assert owed["mentor:m7"] == "mentor:m7"
    assert owed["person"] == "probation:eu"
    assert "family:aunt" not in owed
    assert len(owed) == len(EVERYBODY) + 1


@pytest.mark.proves("R80")
def test_where_support_ends_at_once_everybody_is_asked_afterwards() -> None:
    case = supervised().on(RELEASE + weeks(30))
    moved(case, LOCAL.local_date(case.now) - DAY)
    assert case.state.phase == "follow-up"
    assert case.state.phase_since is not None
    due = POLICY.closing.evaluate_late
    assert due is not None
    owed = case.duties("evaluate")
    assert len(owed) == len(EVERYBODY)
    assert {each.due for each in owed} == {due.after(case.state.phase_since, LOCAL)}
    everybody_speaks(case)
    assert all(each.met_at for each in case.duties("evaluate"))


@pytest.mark.proves("R80")
def test_who_said_how_it_went_hears_what_came_of_it_and_the_person_has_it_explained() -> None:
    case = supervised().on(EVALUATION)
    assert RULES.results is not None
    for by in ("police:eu", "person:p-1"):
        case.tell("evaluation.submitted", by=by, feedback="-", lessons=["Meet before release."])
    told = RULES.results.after(LOCAL.end_of_day(END), LOCAL)
    assert [each for each in case.until(told - DAY).recorded if isinstance(each, ResultsTold)] == []
    case.until(told)
    late = case.on(LOCAL.local_date(told) + weeks(1))
    late.tell("evaluation.submitted", by="prison:eu", feedback="Late.")
    results = [each for each in case.recorded if isinstance(each, ResultsTold)]
    assert results == [
        ResultsTold(told=("police:eu",), asked=7, heard=2, lessons=2),
        ResultsTold(told=("prison:eu",), asked=7, heard=3, lessons=2),
    ]
    explained = case.duty("inform-person", f"results-{END}")
    assert explained is not None
    assert (explained.owner, explained.due, explained.met_at) == ("probation:eu", told, None)
    case.tell("person.informed", disclosure="results")
    explained = case.duty("inform-person", f"results-{END}")
    assert explained is not None
    assert explained.met_at == case.now


@pytest.mark.proves("R24", "R33", "R80")
def test_a_closed_case_tells_what_it_was() -> None:
    case = supervised()
    assert view(case).arc == []
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text="-")
    case.tell("breach.reported", breach="b1", condition="c1", urgency="routine", description="-")
    case.tell("breach.decided", breach="b1", outcome="warning", by="court:c")
    members = ["police:eu", "prison:eu"]
    case.tell("assessment.concluded", round="current", rationale="-", level="low", members=members)
    planned(case.on(BEGINS), relies_on_roles=["family"])
    everybody_speaks(case.on(EVALUATION))
    case.on(END + weeks(20)).tell("supervision.contact", kept=True)
    case.on(END + weeks(40))
    told = [each["what"] for each in view(case).arc]
    assert told[0].startswith("preparation, for 18")
    days = (END + DAY - RELEASE).days - 1
    assert told[1] == f"supervision (released), for {days} days"
    assert "breach b1 of c1: warning" in told
    assert "assessment 1: level low" in told
    assert "the end of support planned; relies on family" in told
    assert "7 have said how it went, 0 lessons kept" in told
    assert told[-1] == "closed (completed)"


def test_the_end_of_an_earlier_supervision_explains_nothing_of_a_later_one() -> None:
    case = supervised().on(EVALUATION)
    everybody_speaks(case)
    again = END + weeks(30)
    case.tell("custody.returned", reason="recall", release_date=again.isoformat(), kind="confirmed")
    case.on(again).tell("custody.released", noon(again), reason="released")
    assert case.state.phase == "follow-up"
    assert {each.met_at for each in case.duties("evaluate")} == {None}
