"""The joint decision on the case manager: who votes, when it is decided, and who it is by default (R43, R50, R74)."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.appointment.decision import decided_manager, manager_appointed
from domain.appointment.duties import appointment_duties
from domain.case.rules import Parked, Refused, Taken
from domain.obligations.duty import Duty
from domain.vocabulary import PERMANENT_ROLES
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, weeks

DAY = timedelta(days=1)
OPENS = POLICY.preparation.nominations.days_before(RELEASE)
DUE = POLICY.appointment.decide.after(LOCAL.start_of_day(OPENS), LOCAL)
POLICE, PSYCHOLOGIST, PROBATION = "police:eu", "psychologist:eu", "probation:eu"
LOCAL_GOVERNMENT = "local-government:eu"
ALL_BUT_POLICE = ("prison", "probation", "social_services", "local_government", "psychologist")


def opened(*roles: str) -> OneCase:
    """A case in which nominations have just been opened, and these roles, or all, are there."""
    return OneCase().join(*roles).on(OPENS)


def nominate(case: OneCase, *nominees: str) -> OneCase:
    for nominee in nominees:
        case.tell("appointment.nominated", nominee=nominee, rationale="Knows him.")
    return case


def vote(case: OneCase, nominee: str, **votes: str) -> OneCase:
    """``police="for"``: one vote for each role."""
    for role, cast in votes.items():
        member = f"{role.replace('_', '-')}:eu"
        case.tell("appointment.vote-cast", member=member, nominee=nominee, vote=cast)
    return case


def under_authority(case: OneCase, authority: str = LOCAL_GOVERNMENT) -> OneCase:
    case.tell("network.coordination-set", mode="vertical", authority=authority)
    return case


def nominees(case: OneCase) -> tuple[str, ...]:
    assert case.state.appointment is not None
    return case.state.appointment.nominees


def manager(case: OneCase) -> tuple[str, bool] | None:
    known = case.state.case_manager
    return (known.member, known.interim) if known is not None else None


def duty(case: OneCase) -> Duty:
    (owed,) = appointment_duties(case.state, POLICY)
    return owed


def test_nominations_open_by_the_timetable_and_the_network_decides_in_ten_working_days() -> None:
    assert OneCase().on(OPENS - DAY).state.appointment is None
    case = opened()
    assert case.state.appointment is not None
    assert (duty(case).due, duty(case).owner, duty(case).met_at) == (DUE, PROBATION, None)


@pytest.mark.proves("R50", "R51", "R77")
def test_it_is_decided_early_only_when_it_cant_change_any_more() -> None:
    case = nominate(opened(), POLICE)
    vote(case, POLICE, prison="for", police="for", psychologist="for")
    assert not case.decide_on_a_manager()
    vote(case, POLICE, probation="for")
    assert case.decide_on_a_manager()
    assert manager(case) == (POLICE, False)
    assert duty(case).met_at == case.now


def test_two_nominees_are_decided_between_when_the_lead_outweighs_the_votes_still_out() -> None:
    case = nominate(opened(), POLICE, PSYCHOLOGIST)
    vote(case, POLICE, prison="for", police="for", probation="for")
    vote(case, PSYCHOLOGIST, psychologist="for")
    assert not case.decide_on_a_manager()
    vote(case, POLICE, social_services="for")
    assert case.decide_on_a_manager()
    assert manager(case) == (POLICE, False)


def test_the_last_vote_of_a_role_counts_by_when_it_was_cast() -> None:
    case = nominate(opened(), POLICE, PSYCHOLOGIST)
    vote(case, POLICE, prison="for", police="for", probation="for", social_services="against")
    case.on(OPENS + 2 * DAY)
    vote(case, PSYCHOLOGIST, prison="for", probation="for", psychologist="for")
    case.tell("appointment.vote-cast", case.now - DAY, member=PROBATION, nominee=POLICE, vote="for")
    case.until(DUE).decide_on_a_manager()
    assert manager(case) == (PSYCHOLOGIST, False)


def test_abstentions_count_towards_the_quorum() -> None:
    case = nominate(opened(), POLICE)
    vote(case, POLICE, prison="abstain", police="for", probation="abstain", psychologist="abstain")
    assert not case.decide_on_a_manager()
    case.until(DUE).decide_on_a_manager()
    assert manager(case) == (POLICE, False)
    assert duty(case).met_at == DUE


def test_without_a_quorum_it_stays_open_and_is_decided_when_the_quorum_is_reached() -> None:
    case = nominate(opened(), POLICE)
    vote(case, POLICE, prison="for", police="for", probation="for")
    case.until(DUE + DAY)
    assert not case.decide_on_a_manager()
    vote(case, POLICE, psychologist="abstain")
    assert case.decide_on_a_manager()
    assert manager(case) == (POLICE, False)
    assert duty(case).met_at == case.now > duty(case).due


@pytest.mark.parametrize(
    "votes",
    [
        {"prison": "for", "police": "for", "psychologist": "against", "probation": "against"},
        {"prison": "against", "police": "against", "psychologist": "against", "probation": "against"},
    ],
)
def test_on_a_tie_or_with_nobody_carried_it_is_the_probation_officer(votes: dict[str, str]) -> None:
    case = vote(nominate(opened(), POLICE), POLICE, **votes)
    assert not case.decide_on_a_manager()
    case.until(DUE).decide_on_a_manager()
    assert manager(case) == (PROBATION, False)


def test_two_nominees_with_the_same_votes_are_a_tie_as_soon_as_all_have_voted() -> None:
    case = nominate(opened(), POLICE, PSYCHOLOGIST)
    vote(case, POLICE, prison="for", police="for", probation="for")
    vote(case, PSYCHOLOGIST, psychologist="for", social_services="for", local_government="for")
    assert case.decide_on_a_manager()
    assert manager(case) == (PROBATION, False)


@pytest.mark.proves("R76")
@pytest.mark.parametrize("nominees", [(), (PROBATION,)])
def test_where_nobody_else_was_nominated_it_is_the_probation_officer_at_the_date(
    nominees: tuple[str, ...],
) -> None:
    case = nominate(opened(), *nominees)
    assert not case.decide_on_a_manager()
    case.until(DUE).decide_on_a_manager()
    assert manager(case) == (PROBATION, False)
    assert duty(case).met_at == duty(case).due


@pytest.mark.proves("R43", "R50")
def test_in_the_vertical_mode_the_authority_decides_once_it_has_heard_the_others() -> None:
    case = under_authority(nominate(opened(), POLICE, PSYCHOLOGIST))
    vote(case, PSYCHOLOGIST, local_government="for")
    vote(case, POLICE, prison="for", police="for", probation="for", psychologist="abstain")
    assert not case.decide_on_a_manager()
    assert duty(case).owner == LOCAL_GOVERNMENT
    vote(case, POLICE, social_services="against")
    assert case.decide_on_a_manager()
    assert manager(case) == (PSYCHOLOGIST, False)


@pytest.mark.proves("R43")
def test_whoever_has_not_spoken_by_the_date_was_heard_no_longer_by_the_authority() -> None:
    case = vote(under_authority(nominate(opened(), POLICE)), POLICE, local_government="for")
    assert not case.until(DUE - timedelta(seconds=1)).decide_on_a_manager()
    assert case.until(DUE).decide_on_a_manager()
    assert manager(case) == (POLICE, False)


def test_an_authority_hears_those_who_are_there_and_no_one_else() -> None:
    case = under_authority(nominate(opened("police", "prison", "local-government"), POLICE))
    vote(case, POLICE, local_government="for", police="abstain", prison="against")
    assert case.decide_on_a_manager()


def test_the_word_of_an_authority_that_has_left_counts_no_longer_and_probation_decides() -> None:
    case = vote(under_authority(nominate(opened(), POLICE)), POLICE, local_government="for")
    case.tell("network.member-answered", member=LOCAL_GOVERNMENT, answer="withdrawn")
    assert duty(case).owner == PROBATION
    vote(case, POLICE, prison="for", police="for", psychologist="for", social_services="for")
    assert not case.decide_on_a_manager()
    vote(case, POLICE, probation="for")
    assert case.decide_on_a_manager()


def test_in_a_case_begun_before_standing_counted_who_has_no_vote_has_no_authority_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = POLICY.network.model_copy(update={"standing_counts": False})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"network": network}))
    case = nominate(opened(), POLICE)
    case.tell("network.member-proposed", member="family:f")
    under_authority(case.join_as("family:f"), "family:f")
    case.tell("appointment.vote-cast", member="family:f", nominee=POLICE, vote="for")
    assert duty(case).owner == PROBATION
    case.until(DUE).decide_on_a_manager()
    assert manager(case) == (PROBATION, False)


def test_an_authority_from_outside_the_core_takes_no_role_s_vote_away() -> None:
    case = nominate(opened(), PSYCHOLOGIST)
    case.tell("network.member-proposed", member="police:south")
    case.tell("network.member-answered", member="police:south", answer="accepted")
    case.tell("network.agreement-signed", member="police:south", agreement="a", code_version="1")
    case.tell("network.coordination-set", mode="vertical", authority="police:south")
    case.tell("appointment.vote-cast", member="police:south", nominee=PSYCHOLOGIST, vote="for")
    vote(case, PSYCHOLOGIST, **dict.fromkeys(ALL_BUT_POLICE, "against"))
    assert not case.decide_on_a_manager()
    vote(case, PSYCHOLOGIST, police="against")
    assert case.decide_on_a_manager()
    assert manager(case) == (PSYCHOLOGIST, False)


def test_an_authority_that_names_nobody_leaves_it_to_the_probation_officer() -> None:
    case = nominate(opened(), POLICE)
    case.tell("network.coordination-set", mode="vertical", authority="local-government:eu")
    case.until(DUE).decide_on_a_manager()
    assert manager(case) == (PROBATION, False)


def test_a_vote_goes_with_the_member_who_has_left_and_so_does_a_nomination() -> None:
    case = nominate(opened(), POLICE, PSYCHOLOGIST)
    vote(case, POLICE, prison="for", police="for", probation="for", social_services="for")
    case.tell("network.member-answered", member="prison:eu", answer="withdrawn")
    case.until(DUE)
    assert not case.decide_on_a_manager()
    vote(case, PSYCHOLOGIST, psychologist="for")
    case.tell("network.member-answered", member=POLICE, answer="withdrawn")
    vote(case, PSYCHOLOGIST, local_government="for")
    assert not case.decide_on_a_manager()
    vote(case, PSYCHOLOGIST, probation="for", social_services="against")
    assert case.decide_on_a_manager()
    assert manager(case) == (PSYCHOLOGIST, False)


def test_who_has_voted_for_a_nominee_who_withdraws_votes_anew() -> None:
    case = nominate(opened(), "social-services:eu", PSYCHOLOGIST)
    vote(
        case,
        "social-services:eu",
        **dict.fromkeys(("prison", "police", "probation", "local_government"), "for"),
    )
    vote(case, PSYCHOLOGIST, psychologist="for")
    case.tell("appointment.nomination-withdrawn", nominee="social-services:eu", reason="Too much else.")
    assert not case.decide_on_a_manager()
    assert not case.until(DUE).decide_on_a_manager()
    vote(case, PSYCHOLOGIST, prison="for", police="for", probation="abstain")
    assert case.decide_on_a_manager()
    assert manager(case) == (PSYCHOLOGIST, False)


def test_of_a_nomination_and_its_withdrawal_the_later_counts_in_whatever_order_they_come() -> None:
    case = opened()
    first, between, last = (case.now + timedelta(hours=hour) for hour in (1, 2, 3))
    case.until(last)
    withdrawn = {"nominee": POLICE, "reason": "Too much else."}
    assert isinstance(case.tell("appointment.nomination-withdrawn", between, **withdrawn), Parked)
    assert case.tell("appointment.nominated", last, nominee=POLICE, rationale="Asked again.") == Taken()
    assert nominees(case.until(last + DAY)) == (POLICE,)
    assert case.tell("appointment.nominated", first, nominee=POLICE, rationale="Knows him.") == Taken()
    assert nominees(case) == (POLICE,)
    assert case.tell("appointment.nomination-withdrawn", **withdrawn) == Taken()
    assert nominees(case) == ()
    superseded = case.tell("appointment.nominated", last, nominee=POLICE, rationale="Knows him.")
    twice = case.tell("appointment.nomination-withdrawn", **withdrawn)
    assert isinstance(superseded, Refused)
    assert isinstance(twice, Refused)
    assert case.tell("appointment.nominated", nominee=POLICE, rationale="After all.") == Taken()


def test_after_the_last_nominee_has_withdrawn_it_is_the_probation_officer_at_the_date() -> None:
    case = vote(nominate(opened(), POLICE), POLICE, prison="for")
    case.tell("appointment.nomination-withdrawn", nominee=POLICE, reason="Too much else.")
    assert case.until(DUE).decide_on_a_manager()
    assert manager(case) == (PROBATION, False)


def test_a_substitute_votes_anew_whenever_they_have_voted() -> None:
    case = vote(nominate(opened(), PSYCHOLOGIST), PSYCHOLOGIST, police="for", prison="for", probation="for")
    before = case.now
    case.until(before + DAY)
    vote(case, PSYCHOLOGIST, police="against")
    case.tell("network.member-answered", member=POLICE, answer="withdrawn")
    case.tell("network.member-proposed", member="police:south")
    case.join_as("police:south")
    vote(case, PSYCHOLOGIST, psychologist="for")
    assert not case.decide_on_a_manager()
    told = {"member": "police:south", "nominee": PSYCHOLOGIST, "vote": "for"}
    assert case.tell("appointment.vote-cast", before + timedelta(hours=1), **told) == Taken()
    assert case.decide_on_a_manager()


def test_a_vote_after_the_date_doesnt_change_what_those_in_time_have_decided() -> None:
    case = nominate(opened(), POLICE)
    vote(case, POLICE, prison="for", police="for", probation="abstain", psychologist="against")
    case.until(DUE + timedelta(hours=2))
    late = case.tell("appointment.vote-cast", member="social-services:eu", nominee=POLICE, vote="against")
    nominated = case.tell("appointment.nominated", nominee=PSYCHOLOGIST, rationale="Knows him better.")
    assert late == nominated == Refused("it came after the decision")
    in_time = {"member": "local-government:eu", "nominee": POLICE, "vote": "against"}
    assert case.tell("appointment.vote-cast", DUE - timedelta(hours=1), **in_time) == Taken()
    assert case.decide_on_a_manager()
    assert manager(case) == (PROBATION, False)


@pytest.mark.proves("R74", "R76")
def test_where_the_quorum_can_never_be_reached_somebody_stands_in_and_it_stays_owed() -> None:
    case = nominate(opened("prison", "police", "probation"), POLICE)
    vote(case, POLICE, prison="for", police="for", probation="for")
    case.until(DUE + weeks(8))
    assert not case.decide_on_a_manager()
    appointed = manager_appointed(case.state, POLICY, case.now)
    assert appointed is not None
    assert (appointed.member, appointed.interim) == (PROBATION, True)
    assert (duty(case).met_at, duty(case).due) == (None, DUE)
    case.on(RELEASE)
    assert manager(case) == (PROBATION, True)


def test_a_case_that_was_opened_by_the_first_rules_goes_on_by_them() -> None:
    rules = POLICY.model_copy(update={"appointment": POLICY.appointment.model_copy(update={"rules": 1})})
    case = under_authority(nominate(opened(), POLICE))
    vote(case, POLICE, local_government="for")
    assert decided_manager(case.state, POLICY, case.now) is None
    decided = decided_manager(case.state, rules, case.now)
    assert decided is not None
    assert decided.manager == POLICE


def test_in_a_community_sentence_the_quorum_counts_the_roles_that_there_are() -> None:
    case = OneCase(
        release_date=None, kind="unknown", supervision_start="2026-09-01", entry="alternative"
    ).join()
    assert len(case.state.permanent_roles) == len(PERMANENT_ROLES) - 1
    opens = POLICY.preparation.nominations.days_before(POLICY.opens.days_after(case.now.date(), LOCAL))
    nominate(case.on(opens), POLICE)
    vote(case, POLICE, police="for", probation="for", psychologist="abstain")
    due = POLICY.appointment.decide.after(LOCAL.start_of_day(opens), LOCAL)
    assert not case.until(due).decide_on_a_manager()
    vote(case, POLICE, social_services="for")
    assert case.decide_on_a_manager()


@pytest.mark.proves("R77")
def test_a_nomination_says_why_it_fits_what_is_to_be_reached() -> None:
    with pytest.raises(ValidationError, match="rationale"):
        opened().tell("appointment.nominated", nominee=POLICE)


@pytest.mark.proves("R50", "R51")
def test_who_may_vote_and_be_nominated() -> None:
    case = opened("probation", "prison")
    case.tell("network.member-proposed", member="mentor:m1")
    case.tell("network.member-proposed", member="police:south")
    for member in ("mentor:m1", "police:south"):
        case.tell("network.member-answered", member=member, answer="accepted")
        case.tell("network.agreement-signed", member=member, agreement="a", code_version="1")
    nominated = case.tell("appointment.nominated", nominee="mentor:m1", rationale="Knows him.")
    unsigned = case.tell("appointment.nominated", nominee=PSYCHOLOGIST, rationale="Knows him.")
    assert (nominated, type(unsigned)) == (Taken(), Parked)
    told = {
        member: type(case.tell("appointment.vote-cast", member=member, nominee="mentor:m1", vote="for"))
        for member in ("mentor:m1", "police:south", "family:f", "prison:eu", POLICE)
    }
    assert told == {
        "mentor:m1": Refused,
        "police:south": Refused,
        "family:f": Refused,
        "prison:eu": Taken,
        POLICE: Parked,
    }


@pytest.mark.proves("R74", "R76")
def test_no_case_reaches_release_without_a_manager() -> None:
    case = nominate(opened(), POLICE)
    assert manager(case.on(RELEASE - DAY)) is None
    assert manager(case.on(RELEASE)) == (PROBATION, True)


def test_with_hardly_a_working_day_left_somebody_stands_in_at_once() -> None:
    case = OneCase(release_date="2026-09-02")
    assert manager(case) == (PROBATION, True)
    assert OneCase(release_date="2026-09-03").state.case_manager is None


def decided() -> OneCase:
    case = vote(
        nominate(opened(), POLICE), POLICE, prison="for", police="for", probation="for", psychologist="for"
    )
    case.decide_on_a_manager()
    return case


def test_while_the_manager_is_away_probation_stands_in_and_then_they_are_back() -> None:
    case = decided()
    away, back = OPENS + weeks(2), OPENS + weeks(4)
    case.tell("appointment.manager-unavailable", **{"from": away.isoformat(), "until": back.isoformat()})
    assert manager(case.on(away - DAY)) == (POLICE, False)
    assert manager(case.until(LOCAL.start_of_day(away))) == (PROBATION, True)
    assert case.state.appointment is None
    assert manager(case.on(back)) == (PROBATION, True)
    assert manager(case.until(LOCAL.end_of_day(back))) == (POLICE, False)
    assert case.state.manager_changed_at is None


def test_for_a_manager_who_wont_come_back_the_network_decides_again() -> None:
    case = decided()
    away = OPENS + weeks(2)
    case.tell("appointment.manager-unavailable", **{"from": away.isoformat()})
    case.until(LOCAL.start_of_day(away))
    assert manager(case) == (PROBATION, True)
    assert duty(case).due == POLICY.appointment.decide.after(case.now, LOCAL)
    nominate(case, PSYCHOLOGIST)
    vote(case, PSYCHOLOGIST, prison="for", police="for", probation="for", psychologist="for")
    assert case.decide_on_a_manager()
    assert manager(case) == (PSYCHOLOGIST, False)
    assert case.state.manager_changed_at == case.now


def test_an_absence_that_turns_out_to_be_short_ends_what_was_begun() -> None:
    case = decided()
    away = OPENS + weeks(2)
    case.tell("appointment.manager-unavailable", **{"from": away.isoformat()})
    case.on(away)
    case.tell(
        "appointment.manager-unavailable",
        **{"from": away.isoformat(), "until": (away + weeks(1)).isoformat()},
    )
    case.until(LOCAL.end_of_day(away + weeks(1)))
    assert manager(case) == (POLICE, False)
    assert (case.state.appointment, appointment_duties(case.state, POLICY)) == (None, [])


def test_an_absence_that_is_over_when_it_is_reported_changes_nothing() -> None:
    case = decided().on(OPENS + weeks(6))
    past = {"from": OPENS.isoformat(), "until": (OPENS + weeks(3)).isoformat()}
    before = len(case.recorded)
    case.tell("appointment.manager-unavailable", **past)
    assert manager(case) == (POLICE, False)
    assert len(case.recorded) == before + 1


def test_for_an_absent_probation_officer_somebody_above_stands_in() -> None:
    case = opened().until(DUE)
    case.decide_on_a_manager()
    case.tell("appointment.manager-unavailable", **{"from": LOCAL.local_date(case.now).isoformat()})
    assert manager(case) == (f"{POLICY.ladder.above_manager}:eu", True)


def test_a_manager_who_leaves_the_network_is_replaced_at_once() -> None:
    case = decided()
    case.tell("network.member-answered", member=POLICE, answer="withdrawn")
    assert manager(case) == (PROBATION, True)
    assert case.state.appointment is not None


def test_where_everybody_has_left_nobody_is_put_in_the_place_of_another_for_ever() -> None:
    case = decided()
    for role in PERMANENT_ROLES:
        case.tell("network.member-answered", member=f"{role}:eu", answer="withdrawn")
    assert case.state.case_manager is not None
