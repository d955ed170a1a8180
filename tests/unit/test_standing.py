"""Who has a say in a case: by role and standing, never by what an event claims."""

from datetime import timedelta

import pytest

from domain.case.judging import TAKEN, Parked, Refused, Verdict
from domain.vocabulary import HANDOVER_ITEMS, OUTSIDE_ROLES, VOICELESS_ROLES
from tests.unit.handing_over import ITEM, PRISON, acknowledged, joined, shown, supplied
from tests.unit.one_case import OPENED, POLICY, RELEASE, OneCase

POLICE, PROBATION, PSYCHOLOGIST, MENTOR = "police:eu", "probation:eu", "psychologist:eu", "mentor:m7"
STRANGER, PERSON = "police:foreign", "person:P-1"
DAY = timedelta(days=1)
GIVEN = ("handover.item-supplied", "handover.item-refused")
TOGETHER = ("meeting.held", "risk.concern-reviewed", "breach.reviewed")
outsiders = pytest.mark.parametrize("outsider", [f"{role}:x" for role in OUTSIDE_ROLES])
together = pytest.mark.parametrize("name", TOGETHER)


def drawn_in(case: OneCase, *members: str) -> OneCase:
    for member in members:
        case.tell("network.member-proposed", member=member)
    return case.join_as(*members)


def given(case: OneCase, name: str, by: str, item: str = ITEM) -> Verdict:
    reason = {"reason": "-"} if name.endswith("refused") else {}
    return case.tell(name, item=item, by=by, **reason)


def released() -> OneCase:
    """A case in which there is something to agree, to meet about, and to review."""
    case = drawn_in(joined(), MENTOR).on(RELEASE)
    case.tell("custody.released", reason="released")
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text="-")
    case.tell("breach.reported", breach="b1", condition="c1", urgency="routine", description="-")
    case.tell("risk.concern-raised", concern="k1", kind="other", urgency="routine", description="-")
    return case


def acted(case: OneCase, name: str, *members: str) -> Verdict:
    who = "attendees" if name == "meeting.held" else "members"
    what: dict[str, dict[str, object]] = {
        "risk.concern-reviewed": {"concern": "k1", "rationale": "-"},
        "breach.reviewed": {"breach": "b1", "recommendation": "none", "rationale": "-"},
    }
    return case.tell(name, **what.get(name, {}), **{who: list(members)})


def known_of(case: OneCase, name: str) -> object:
    breach, concern = case.state.breach("b1"), case.state.concern("k1")
    states = {
        "plan.agreed": case.state.plan,
        "meeting.held": case.state.meetings,
        "risk.concern-reviewed": concern,
        "breach.reviewed": breach,
    }
    return states[name]


@outsiders
def test_a_court_or_the_person_is_no_member_of_any_network(outsider: str) -> None:
    case = OneCase()
    refused = Refused(f"{outsider} stands outside the network")
    assert case.tell("network.member-proposed", member=outsider) == refused
    assert case.tell("network.member-answered", member=outsider, answer="accepted") == refused
    assert case.state.member(outsider) is None


@pytest.mark.proves("R50")
@pytest.mark.parametrize("role", [*OUTSIDE_ROLES, *VOICELESS_ROLES])
def test_who_stands_outside_or_has_no_vote_casts_none_whatever_an_event_makes_of_them(role: str) -> None:
    case, member = joined().on(POLICY.preparation.nominations.days_before(RELEASE)), f"{role}:x"
    drawn_in(case, member).tell("network.coordination-set", mode="vertical", authority=member)
    case.tell("appointment.nominated", nominee=POLICE, rationale="-")
    voted = case.tell("appointment.vote-cast", member=member, nominee=POLICE, vote="for")
    assert voted == Refused("only permanent members vote")
    assert case.state.appointment is not None
    assert case.state.appointment.votes == {}


@pytest.mark.parametrize("role", [*OUTSIDE_ROLES, *VOICELESS_ROLES])
def test_who_stands_outside_or_has_no_vote_is_no_authority(role: str) -> None:
    case, member = drawn_in(joined(), f"{role}:x"), f"{role}:x"
    told = case.tell("network.coordination-set", mode="vertical", authority=member)
    why = "stands outside the network" if role in OUTSIDE_ROLES else "has no vote"
    assert told == Refused(f"{member} {why}")
    assert (case.state.coordination, case.state.authority) == ("horizontal", None)


@outsiders
def test_who_stands_outside_is_no_nominee_before_or_after_nominations_open(outsider: str) -> None:
    case = joined()
    for day in (case.now.date(), POLICY.preparation.nominations.days_before(RELEASE)):
        nominated = case.on(day).tell("appointment.nominated", nominee=outsider, rationale="-")
        assert nominated == Refused(f"{outsider} stands outside the network")


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("by", [PRISON, "prison:elsewhere"])
def test_any_prison_hands_over_or_refuses_whatever_it_is(name: str, by: str) -> None:
    case = OneCase()
    assert {given(case, name, by, item) for item in HANDOVER_ITEMS} == {TAKEN}


@pytest.mark.proves("R66")
@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("by", [PROBATION, PSYCHOLOGIST, POLICE, "social-services:eu"])
def test_what_prison_owes_nobody_else_of_the_core_supplies_or_refuses(name: str, by: str) -> None:
    case = joined()
    for item in ("health-summary", "plan-and-learning"):
        assert given(case, name, by, item) == Refused(f"{by} isn't among those who hand over {item}")
    known = case.state.handover
    assert known is not None
    assert {item.state for item in known.items.values()} == {"requested"}


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("by", ["health:h1", "mental-health:h1"])
def test_who_treats_the_person_hands_over_the_health_summary_and_nothing_else(name: str, by: str) -> None:
    case = OneCase()
    assert given(case, name, by, "health-summary") == Parked(f"{by} isn't in the network")
    case.tell("network.member-proposed", member=by)
    assert given(case, name, by, "health-summary") == TAKEN
    assert given(case, name, by) == Refused(f"{by} isn't among those who hand over {ITEM}")
    case.tell("network.member-answered", member=by, answer="declined")
    assert given(case, name, by, "health-summary") == Refused(f"{by} has declined")


@pytest.mark.proves("R58")
def test_the_police_withhold_what_they_know_for_security_and_nothing_else() -> None:
    case = joined()
    assert given(case, "handover.item-refused", POLICE, "security-information") == TAKEN
    assert type(given(case, "handover.item-refused", POLICE, "treatment-record")) is Refused


@pytest.mark.proves("R14")
def test_who_held_the_case_until_a_recall_hands_over_what_they_know() -> None:
    case = joined().on(RELEASE)
    case.tell("custody.released", reason="released")
    assert type(given(case, "handover.item-supplied", PROBATION)) is Refused
    again = (RELEASE + 90 * DAY).isoformat()
    case.on(RELEASE + 30 * DAY).tell(
        "custody.returned", reason="recall", release_date=again, kind="confirmed"
    )
    assert case.until(case.now + DAY).state.phase == "preparation"
    assert given(case, "handover.item-supplied", PROBATION) == TAKEN


@pytest.mark.parametrize("name", GIVEN)
def test_nobody_else_overwrites_what_was_handed_over(name: str) -> None:
    case = drawn_in(acknowledged(supplied(joined())), MENTOR, "police:south")
    before = shown(case)
    case.tell("network.member-answered", member=PSYCHOLOGIST, answer="withdrawn")
    for ad_hoc in (MENTOR, "police:south", "mentor:unknown", "court:x", PERSON):
        assert type(given(case, "handover.item-supplied", ad_hoc)) is Refused
        assert type(given(case, name, ad_hoc)) is Refused
    for stranger in (PSYCHOLOGIST, STRANGER):
        assert type(given(case, "handover.item-supplied", stranger)) is Refused
    assert shown(case.until(case.now + DAY)) == before


@together
def test_what_strangers_and_outsiders_do_among_themselves_has_no_effect(name: str) -> None:
    case = released()
    before = known_of(case, name)
    assert acted(case, name, STRANGER, PERSON) == Parked(f"{STRANGER} isn't in the network")
    assert acted(case, name, PERSON, STRANGER) == Parked(f"{STRANGER} isn't in the network")
    case.tell("network.member-answered", member=POLICE, answer="withdrawn")
    assert acted(case, name, POLICE) == Refused(f"{POLICE} has withdrawn")
    assert acted(case, name, POLICE, STRANGER) == Parked(f"{STRANGER} isn't in the network")
    assert known_of(case.until(case.now + DAY), name) == before


@together
@outsiders
def test_what_outsiders_do_among_themselves_is_refused_and_waits_for_nobody(name: str, outsider: str) -> None:
    assert acted(released(), name, outsider, PERSON) == Refused(f"{outsider} stands outside the network")


@pytest.mark.proves("R22")
def test_nobody_agrees_a_plan_alone_or_with_the_family() -> None:
    case = drawn_in(released(), "family:f1")
    alone = case.tell("plan.agreed", members=[PROBATION])
    assert alone == Refused("members: a plan is agreed jointly, by at least 2 agencies")
    assert case.tell("plan.agreed", members=[PROBATION, "family:f1"]) == Refused("family:f1 has no vote")
    assert case.tell("plan.agreed", members=[PROBATION, PERSON]) == Refused(
        f"{PERSON} stands outside the network"
    )
    assert case.tell("plan.agreed", members=[PROBATION, MENTOR, "family:f1"]) == TAKEN


@pytest.mark.proves("R71")
@pytest.mark.parametrize("name", ["assessment.concluded", "plan.agreed"])
def test_only_who_has_accepted_and_signed_is_heard_in_a_decision(name: str) -> None:
    case = OneCase().join("probation")
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    concluded: dict[str, object] = {"round": "current", "level": "high", "rationale": "-"}
    what = concluded if name == "assessment.concluded" else {}
    told = case.tell(name, **what, members=[PROBATION, POLICE])
    assert told == Parked(f"{POLICE} hasn't accepted and signed")
    case.tell("network.member-answered", member=POLICE, answer="accepted")
    assert (case.until(case.now + DAY).state.level_provisional, case.state.plan.state) == (True, "drafted")
    case.join("police").until(case.now + DAY)
    assert not case.state.level_provisional or case.state.plan.state == "agreed"


@pytest.mark.proves("R71")
def test_whose_agreement_has_expired_is_heard_again_once_they_have_signed_anew() -> None:
    case, signed = joined(), {"agreement": "a", "code_version": "1"}
    case.until(case.now + DAY)
    until = (case.now + 3 * DAY).date().isoformat()
    case.tell("network.agreement-signed", member=POLICE, **signed, until=until)
    case.until(case.now + 6 * DAY)
    told = {"round": "current", "rationale": "-", "members": [PROBATION, POLICE]}
    assert case.tell("assessment.concluded", **told) == Parked(f"the agreement of {POLICE} has run out")
    case.tell("network.agreement-signed", member=POLICE, **signed)
    assert case.until(case.now + DAY).state.open_round is None


def test_a_policy_that_hears_whoever_is_there_goes_on_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert POLICY.plan is not None
    network = POLICY.network.model_copy(update={"hears_signed": False})
    plan = POLICY.plan.model_copy(update={"agencies": None})
    changes = {"network": network, "plan": plan}
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update=changes))
    case = OneCase()
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    assert case.tell("plan.agreed", members=[POLICE]) == TAKEN
    told = {"round": "current", "rationale": "-", "members": [PROBATION, POLICE]}
    assert case.tell("assessment.concluded", **told) == TAKEN


@outsiders
def test_an_assessment_waits_for_no_court_to_be_the_second_agency(outsider: str) -> None:
    case = joined()
    case.on(POLICY.preparation.assessment_concluded.days_before(RELEASE) - 7 * DAY)
    told = {"round": "current", "level": "low", "rationale": "-"}
    concluded = case.tell("assessment.concluded", **told, members=[PROBATION, outsider])
    assert concluded == Refused(f"{outsider} stands outside the network")
    stranger = case.tell("assessment.concluded", **told, members=[outsider, PROBATION, STRANGER])
    assert stranger == Parked(f"{STRANGER} isn't in the network")


@pytest.mark.proves("R14", "R78")
@pytest.mark.parametrize("name", GIVEN)
def test_the_service_of_the_area_before_hands_over_what_it_knows(name: str) -> None:
    case = joined()
    case.tell("case.transferred", jurisdiction="eu-south")
    known = case.state.member(PROBATION)
    assert known is not None
    assert known.standing == "ad-hoc"
    assert given(case, name, PROBATION) == TAKEN


@together
@pytest.mark.parametrize("member", [PROBATION, MENTOR])
def test_one_member_of_the_network_is_enough_whoever_else_is_named(name: str, member: str) -> None:
    case = released()
    assert acted(case, name, PERSON, STRANGER, member) == TAKEN


@together
def test_who_has_been_invited_and_hasnt_signed_is_enough_too(name: str) -> None:
    case = released()
    case.tell("network.member-proposed", member="school:s1")
    assert acted(case, name, "school:s1") == TAKEN


def test_what_was_done_by_who_joins_later_takes_effect_then() -> None:
    case = released()
    assert type(acted(case, "meeting.held", "school:s1")) is Parked
    case.tell("network.member-proposed", member="school:s1")
    assert [each.attendees for each in case.until(case.now + DAY).state.meetings] == [("school:s1",)]


def test_an_informal_meeting_with_the_family_counts_where_one_of_the_network_is_there() -> None:
    case = joined()
    told = {"attendees": ["family:f1", PERSON, PROBATION], "informal": True}
    assert case.tell("meeting.held", **told) == TAKEN


def test_a_case_whose_policy_says_nothing_of_standing_goes_on_as_it_began(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = POLICY.network.model_copy(update={"standing_counts": False})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"network": network}))
    case = released()
    assert case.tell("network.member-proposed", member="court:x") == TAKEN
    assert {acted(case, name, STRANGER) for name in TOGETHER} == {TAKEN}
    assert given(OneCase(OPENED), "handover.item-supplied", MENTOR) == TAKEN
