"""The handover: what is handed over each time, what is withheld, and what the prison itself has done to the person."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from domain.case.rules import Refused
from domain.case.view import CaseView, case_view
from domain.details import details_of, listed_by
from domain.facts import parse_fact
from domain.handover.duties import handover_duties
from domain.handover.factors import LEADER, SUB_ITEMS
from domain.handover.rules import receiver
from domain.obligations.duty import Duty
from domain.procedures.brief import brief_for
from domain.procedures.wanted import INFORMATION_HANDOVER
from domain.vocabulary import HANDOVER_ITEMS
from tests.unit.examples import EXAMPLES
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, noon, weeks

RULES = POLICY.preparation
PRISON, PROBATION = "prison:eu", "probation:eu"
ITEM = "risk-assessment"
ASSESSED = [{"sub_item": each, "effect": "stabilising"} for each in SUB_ITEMS[LEADER]]


def joined() -> OneCase:
    return OneCase().join(*POLICY.network.permanent_roles)


def supplied(case: OneCase, item: str = ITEM, **more: object) -> OneCase:
    case.tell("handover.item-supplied", item=item, by=PRISON, **more)
    return case


def acknowledged(case: OneCase, item: str = ITEM) -> OneCase:
    case.tell("handover.item-acknowledged", item=item, by=receiver(case.state, item))  # type: ignore[arg-type]
    return case


def found(case: OneCase, effect: str, *, at: datetime | None = None, **more: object) -> OneCase:
    factor = {"factor": LEADER, "effect": effect} | more
    case.tell("handover.item-supplied", at, item="prison-factors", by=PRISON, factors=[factor])
    return case


def owed(case: OneCase, kind: str, item: str = ITEM) -> list[Duty]:
    duties = handover_duties(brief_for(INFORMATION_HANDOVER, case.state), POLICY)
    return [each for each in duties if each.kind == kind and each.what.endswith(f" {item}")]


def view(case: OneCase) -> CaseView:
    return case_view(case.state, [], case.now, 1)


def shown(case: OneCase, item: str = ITEM) -> dict[str, object]:
    handover = view(case).handover
    assert handover is not None
    (entry,) = [each for each in handover["items"] if each["item"] == item]
    assert isinstance(entry, dict)
    return entry


@pytest.mark.proves("R14")
def test_an_item_shows_its_holder_its_nature_and_when_it_came_but_never_what_it_says() -> None:
    case = joined()
    supplied(
        case,
        nature="opinion",
        classification="confidential",
        abstracted=True,
        holder="prison:north",
        summary="Words of their own.",
    )
    entry = shown(case)
    assert (entry["state"], entry["by"], entry["holder"]) == ("supplied", PRISON, "prison:north")
    assert (entry["nature"], entry["classification"], entry["abstracted"]) == (
        "opinion",
        "confidential",
        True,
    )
    assert (entry["supplied_at"], entry["acknowledged_at"]) == (case.now, None)
    assert "Words of their own." not in view(case).model_dump_json()
    assert shown(acknowledged(case))["acknowledged_at"] == case.now


@pytest.mark.proves("R14")
def test_an_item_that_is_replaced_is_acknowledged_anew_and_owed_by_itself() -> None:
    case = acknowledged(supplied(joined()))
    (first,) = owed(case, "acknowledge-item")
    case.on(RELEASE - weeks(4))
    supplied(case)
    again, newer = owed(case, "acknowledge-item")
    assert (again.id, again.met_at) == (first.id, first.met_at)
    assert (newer.id, newer.met_at) == (f"acknowledge-item:{ITEM}:2", None)
    within = RULES.acknowledge_newer_item
    assert within is not None
    assert newer.due == within.after(case.now, LOCAL)
    acknowledged(case)
    assert [each.met_at for each in owed(case, "acknowledge-item")] == [first.met_at, case.now]
    assert shown(case)["state"] == "acknowledged"


def test_two_supplies_that_come_in_one_go_are_two_to_acknowledge() -> None:
    case = acknowledged(supplied(acknowledged(supplied(joined()))))
    assert len(owed(case, "acknowledge-item")) == 2


def test_a_newer_supply_before_the_acknowledgement_is_the_same_to_acknowledge() -> None:
    case = supplied(supplied(joined()).on(RELEASE - weeks(20)))
    assert [each.id for each in owed(case, "acknowledge-item")] == [f"acknowledge-item:{ITEM}"]


def test_what_is_supplied_anew_unasked_is_no_late_answer() -> None:
    case = acknowledged(supplied(joined()))
    in_time = case.now
    supplied(case.on(RELEASE - weeks(2)))
    (duty,) = owed(case, "supply-item")
    assert duty.met_at == in_time


def test_what_is_asked_for_anew_has_its_days_however_late_it_is_asked_for() -> None:
    case = acknowledged(supplied(joined())).on(RELEASE - weeks(2))
    case.tell("handover.item-requested", item=ITEM, reason="-")
    (duty,) = owed(case, "supply-item")
    within = RULES.supply_requested_item
    assert within is not None
    assert (duty.met_at, duty.due) == (None, within.after(case.now, LOCAL))


def test_a_case_whose_pack_knows_nothing_of_it_owes_what_it_owed_before() -> None:
    before = RULES.model_copy(update={"acknowledge_newer_item": None, "supply_requested_item": None})
    case = supplied(acknowledged(supplied(joined())).on(RELEASE - weeks(4)))
    duties = handover_duties(case.state, POLICY.model_copy(update={"preparation": before}))
    ours = {each.kind: each for each in duties if each.what.endswith(f" {ITEM}")}
    assert ours["acknowledge-item"].id == f"acknowledge-item:{ITEM}"
    assert ours["supply-item"].met_at == case.now


@pytest.mark.proves("R66")
def test_a_health_professionals_refusal_is_an_outcome_with_its_ground_and_its_law() -> None:
    case = joined()
    refusal = {"ground": "professional-secrecy", "legal_basis": "Health Act, section 3."}
    case.tell(
        "handover.item-refused", item="health-summary", by="psychologist:eu", reason="Said so.", **refusal
    )
    entry = shown(case, "health-summary")
    assert (entry["state"], entry["by"], entry["refusal"]) == ("refused", "psychologist:eu", refusal)
    (duty,) = owed(case, "supply-item", "health-summary")
    assert duty.met_at == case.now
    assert owed(case, "acknowledge-item", "health-summary") == []
    assert "Said so." not in view(case).model_dump_json()


@pytest.mark.proves("R16", "R66")
def test_a_handover_in_which_everything_is_acknowledged_or_refused_is_complete() -> None:
    case = joined()
    for item in HANDOVER_ITEMS:
        case.tell("handover.item-refused", item=item, by=PRISON, reason="-")
    handover = view(case).handover
    assert handover is not None
    assert handover["state"] == "complete"


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


@pytest.mark.proves("R97")
def test_everything_reaches_the_case_manager_first_but_what_is_for_a_health_professional() -> None:
    case = joined()
    receivers = {item: receiver(case.state, item) for item in HANDOVER_ITEMS}
    assert receivers.pop("health-summary") == "psychologist:eu"
    assert set(receivers.values()) == {case.state.responsible}


@pytest.mark.proves("R4", "R6")
def test_eight_factors_each_with_parts_of_its_own() -> None:
    case = joined()
    factors = [
        {
            "factor": factor,
            "effect": "destabilising",
            "findings": [{"sub_item": part, "effect": "stabilising"}],
        }
        for factor, (part, *_) in SUB_ITEMS.items()
        if factor != LEADER
    ]
    supplied(case, "prison-factors", factors=factors)
    findings = {each["factor"]: each for each in view(case).factors}
    assert len(SUB_ITEMS) == 8
    assert findings["personal-safety"]["effect"] == "destabilising"
    assert findings["personal-safety"]["findings"] == (
        {"sub_item": "groups-for-protection", "effect": "stabilising"},
    )


@pytest.mark.parametrize(
    ("parts", "reason"),
    [(["overcrowding"], "no part of trust"), (["reliance-on-staff", "reliance-on-staff"], "only once")],
)
def test_a_part_that_isnt_the_factors_own_or_comes_twice_is_an_error_that_says_so(
    parts: list[str], reason: str
) -> None:
    findings = [{"sub_item": each, "effect": "stabilising"} for each in parts]
    data = EXAMPLES["throughcare.handover.item-supplied.v1"] | {
        "factors": [{"factor": "trust", "effect": "stabilising", "findings": findings}]
    }
    with pytest.raises(ValidationError, match=reason):
        parse_fact("throughcare.handover.item-supplied.v1", data)


@pytest.mark.proves("R5")
def test_what_the_factors_showed_is_known_under_probation_and_the_later_finding_counts() -> None:
    case = joined()
    factors = [{"factor": "trust", "effect": "stabilising"}]
    older = [{"factor": "trust", "effect": "destabilising"}]
    supplied(case.on(RELEASE - weeks(10)), "prison-factors", factors=factors)
    case.tell(
        "handover.item-supplied",
        case.now - timedelta(days=1),
        item="treatment-record",
        by=PRISON,
        factors=older,
    )
    case.on(RELEASE).tell("custody.released", reason="released")
    (trust,) = view(case).factors
    assert (view(case).phase, trust["effect"]) == ("supervision", "stabilising")


@pytest.mark.proves("R7")
def test_a_charismatic_extremist_is_to_be_assessed_and_addressed_by_a_date() -> None:
    case = found(joined(), "destabilising")
    since, duty, within = case.now, case.duty("assess-leader"), RULES.assess_leader
    assert duty is not None
    assert within is not None
    assert (duty.owner, duty.due, duty.met_at) == (PROBATION, within.after(case.now, LOCAL), None)
    found(case.on(RELEASE - weeks(20)), "destabilising", findings=ASSESSED[:2])
    half = case.duty("assess-leader")
    assert half is not None
    assert (half.id, half.met_at) == (duty.id, None)
    found(case, "stabilising", findings=ASSESSED)
    done = case.duty("assess-leader")
    assert done is not None
    assert (done.id, done.met_at) == (duty.id, case.now)
    assert view(case).leader == {"since": since, "addressed_at": case.now}


@pytest.mark.proves("R7")
def test_a_leader_who_no_longer_weighs_is_no_longer_owed_and_another_one_is_owed_anew() -> None:
    case = found(joined(), "destabilising")
    found(case.on(RELEASE - weeks(20)), "stabilising")
    assert case.duty("assess-leader") is None
    found(case.on(RELEASE - weeks(10)), "destabilising")
    duty = case.duty("assess-leader")
    assert duty is not None
    assert duty.id == f"assess-leader:{case.now.date()}"


@pytest.mark.proves("R7")
def test_a_leader_who_isnt_addressed_before_release_stays_owed_after_it() -> None:
    case = found(joined(), "destabilising").on(RELEASE)
    case.tell("custody.released", reason="released")
    assert case.duty("assess-leader") is not None


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
    case.tell(
        "custody.release-date",
        person="P-1",
        jurisdiction="eu",
        entry="sentence",
        kind="confirmed",
        release_date=later.isoformat(),
    )
    case.on(RELEASE)
    assert case.duty("decide-gaps") is None
    case.until(noon(RULES.release_check.days_before(later)))
    duty = case.duty("decide-gaps")
    assert duty is not None
    assert (duty.id, duty.met_at) == (f"decide-gaps:{later}", None)


@pytest.mark.proves("R19")
def test_age_and_gender_are_on_record_and_a_later_date_without_them_doesnt_take_them_back() -> None:
    case = OneCase(birth_year=2001, gender="female")
    assert view(case).about == {"birth_year": 2001, "gender": "female"}
    told = f"{listed_by(case.state, case.now)} {details_of(case.state, case.now)}"
    assert "female" not in told
    assert str(2001) not in told
    case.tell(
        "custody.release-date",
        person="P-1",
        jurisdiction="eu",
        entry="sentence",
        kind="confirmed",
        release_date=(RELEASE + weeks(1)).isoformat(),
    )
    assert view(case).about == {"birth_year": 2001, "gender": "female"}
