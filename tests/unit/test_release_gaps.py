"""The release check: what is missing, who owes it, and what the manager decides about it (R16)."""

from datetime import timedelta

import pytest

from domain.case.rules import Refused
from domain.vocabulary import HANDOVER_ITEMS
from tests.unit.handing_over import (
    ITEM,
    PRISON,
    PROBATION,
    acknowledged,
    joined,
    owed,
    supplied,
    view,
)
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, noon, weeks

RULES = POLICY.preparation


@pytest.mark.proves("R58")
def test_security_information_that_is_withheld_is_named_at_once_and_is_a_gap_from_the_check_on() -> None:
    case = joined()
    refused = {"by": "police:eu", "reason": "-", "ground": "inquiry"}
    case.tell("handover.item-refused", item="security-information", **refused)
    handover = view(case).handover
    assert handover is not None
    assert handover["withheld"] == ["security-information"]
    case.on(RULES.release_check.days_before(RELEASE))
    gap = {"gap": "security-information: refused", "owner": "police:eu"}
    assert gap in view(case).gaps_owed
    assert gap["gap"] in view(case).gaps


@pytest.mark.proves("R16")
def test_the_release_check_names_each_gap_with_its_owner() -> None:
    case = OneCase().join("probation", "prison")
    supplied(case, "treatment-record")
    case.tell("network.member-answered", member="police:eu", answer="declined")
    case.on(RULES.release_check.days_before(RELEASE))
    owners = {each["gap"]: each["owner"] for each in view(case).gaps_owed}
    assert owners["treatment-record: supplied"] == PROBATION
    assert owners["education-work: requested"] == PRISON
    assert owners["psychologist: nobody has accepted and signed"] == "psychologist:eu"
    assert owners["police: nobody has accepted and signed"] == PROBATION
    assert owners["plan: not agreed"] == PROBATION
    assert list(owners) == view(case).gaps
    (named,) = [each for each in case.recorded if each.TYPE == "throughcare.handover.gaps-named.v1"]
    assert {each["gap"]: each["owner"] for each in named.model_dump()["owed"]} == owners


@pytest.mark.proves("R16")
def test_the_manager_is_asked_to_decide_about_the_gaps_and_nobody_else_can() -> None:
    case = joined()
    early = case.on(RULES.release_check.days_before(RELEASE) - timedelta(days=2)).now
    assert case.duty("decide-gaps") is None
    case.on(RULES.release_check.days_before(RELEASE))
    duty, before = case.duty("decide-gaps"), RULES.decide_gaps
    assert duty is not None
    assert before is not None
    assert (duty.owner, duty.due) == (PROBATION, LOCAL.end_of_day(before.days_before(RELEASE)))
    decided = {"decision": "accept", "rationale": "Said why."}
    assert isinstance(case.tell("release.gaps-decided", **decided, by="police:eu"), Refused)
    assert isinstance(case.tell("release.gaps-decided", early, **decided, by=PROBATION), Refused)
    case.tell("release.gaps-decided", **decided, by=PROBATION)
    met, check = case.duty("decide-gaps"), view(case).release_check
    assert met is not None
    assert check is not None
    assert (met.met_at, check["decision"]) == (case.now, "accept")
    assert "Said why." not in view(case).model_dump_json()


def test_where_nothing_is_missing_there_is_nothing_to_decide() -> None:
    case = joined()
    for item in HANDOVER_ITEMS:
        acknowledged(supplied(case, item), item)
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    case.tell("plan.agreed", members=[PROBATION, "police:eu"])
    case.tell("assessment.concluded", round="current", rationale="-", members=[PROBATION, "police:eu"])
    case.on(RELEASE - weeks(16))
    case.tell("appointment.nominated", nominee=PROBATION, rationale="-")
    case.on(RELEASE - weeks(13))
    assert case.decide_on_a_manager()
    case.on(RULES.release_check.days_before(RELEASE))
    assert (view(case).gaps, case.duty("decide-gaps")) == ([], None)


@pytest.mark.proves("R14", "R16")
def test_whatever_is_decided_what_is_open_stays_owed_after_release() -> None:
    case = joined().on(RULES.release_check.days_before(RELEASE))
    undecided = joined().on(case.now.date())
    case.tell("release.gaps-decided", decision="accept", rationale="-", by=PROBATION)
    for each in (case, undecided):
        each.on(RELEASE).tell("custody.released", reason="released")
        (duty,) = owed(each, "supply-item")
        assert duty.met_at is None
        assert each.duty("agree-plan") is not None
        assert f"{ITEM}: requested" in view(each).gaps
    made, unmade = case.duty("decide-gaps"), undecided.duty("decide-gaps")
    assert made is not None
    assert unmade is not None
    assert (made.met_at is None, unmade.met_at is None) == (False, True)


def test_another_release_date_has_a_check_and_a_decision_of_its_own() -> None:
    case = joined().on(RULES.release_check.days_before(RELEASE))
    case.tell("release.gaps-decided", decision="close", rationale="-", by=PROBATION)
    later = RELEASE + weeks(20)
    case.announce(later)
    case.on(RELEASE)
    assert case.duty("decide-gaps") is None
    case.until(noon(RULES.release_check.days_before(later)))
    duty = case.duty("decide-gaps")
    assert duty is not None
    assert (duty.id, duty.met_at) == (f"decide-gaps:{later}", None)
