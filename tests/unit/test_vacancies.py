"""A permanent role that is vacant: when it is, who is asked instead, and who holds the seat in the end."""

from datetime import datetime, timedelta

import pytest

from domain.case.duties import case_duties
from domain.handover.duties import handover_duties
from domain.network.duties import network_duties
from domain.network.events import MemberInvited, NobodyFound, SubstituteProposed
from domain.network.vacancies import filled, next_vacancy, vacancies
from domain.obligations.obligation import ObligationWaived
from domain.obligations.reconcile import reconcile
from domain.procedures.brief import brief_for
from domain.procedures.wanted import INFORMATION_HANDOVER, NETWORK_BUILDING, wanted
from domain.vocabulary import PERMANENT_ROLES
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, weeks

assert POLICY.network.substitutes is not None
RULES = POLICY.network.substitutes
DAY = timedelta(days=1)
EAST = "police:east"


def invited(case: OneCase) -> OneCase:
    for member in case.state.network:
        if member.state == "proposed":
            case.record(MemberInvited(member=member.member))
    return case


def answers(case: OneCase, member: str, answer: str, at: datetime | None = None) -> None:
    case.tell("network.member-answered", at, member=member, answer=answer)


def fill(case: OneCase, **directory: str) -> list[str]:
    """As the case would, with this directory; the roles that were vacant."""
    vacant = vacancies(case.state, POLICY, case.now)
    for each in vacant:
        event = filled(each, directory, case.state, POLICY, case.now)
        if event is not None:
            case.record(event)
    asked = dict.fromkeys((each.role for each in vacant), case.now)
    assert vacancies(case.state, POLICY, case.now, asked) == [], "each is filled once"
    return [each.role for each in vacant]


def holder(case: OneCase, role: str = "police") -> str:
    """The one permanent member of a role."""
    (seat,) = [
        each.member for each in case.state.network if (each.role, each.standing) == (role, "permanent")
    ]
    return seat


def ladder_ends(case: OneCase) -> datetime:
    known = case.state.member("police:eu")
    assert known is not None
    assert known.invited_at is not None
    return POLICY.network.answer.after(known.invited_at, LOCAL) + RULES.after_escalations * weeks(1)


@pytest.mark.parametrize("answer", ["declined", "withdrawn"])
@pytest.mark.proves("R31")
def test_who_declines_or_withdraws_is_replaced_at_once_and_isnt_asked_again(answer: str) -> None:
    case = invited(OneCase())
    answers(case, "police:eu", answer)
    assert fill(case, police=EAST) == ["police"]
    assert case.recorded[-1] == SubstituteProposed(
        role="police",
        member=EAST,
        instead_of="police:eu",
        reason="declined" if answer == "declined" else "withdrawn",
    )
    substitute = case.state.member(EAST)
    assert substitute is not None
    assert (substitute.state, substitute.standing) == ("proposed", "permanent")
    assert holder(case) == case.state.in_role("police") == EAST
    assert fill(case, police="police:third") == []


def test_who_doesnt_answer_is_replaced_when_the_ladder_ends_and_not_before() -> None:
    case = invited(OneCase())
    ends = ladder_ends(case)
    case.until(ends - DAY)
    assert fill(case, police=EAST) == []
    assert next_vacancy(case.state, POLICY, case.now) == ends
    case.until(ends)
    assert set(fill(case, police=EAST)) == {each.role for each in case.state.network}
    assert holder(case) == "police:eu", "until somebody accepts, the first keeps the seat"
    answers(case, EAST, "accepted")
    assert holder(case) == case.state.in_role("police") == EAST


@pytest.mark.parametrize("order", [("police:eu", EAST), (EAST, "police:eu")])
@pytest.mark.proves("R52")
def test_of_two_who_accept_the_one_who_did_so_first_holds_the_seat_in_whatever_order_it_is_heard(
    order: tuple[str, ...],
) -> None:
    case = invited(OneCase())
    case.until(ladder_ends(case))
    fill(case, police=EAST)
    accepted = {EAST: case.now + DAY, "police:eu": case.now + 2 * DAY}
    case.until(case.now + 3 * DAY)
    for member in order:
        answers(case, member, "accepted", accepted[member])
    assert holder(case) == EAST
    late = case.state.member("police:eu")
    assert late is not None
    assert (late.standing, late.state) == ("ad-hoc", "accepted")


def test_nobody_waits_for_the_silent_one_once_the_substitute_has_accepted_but_a_late_answer_counts() -> None:
    case = invited(OneCase()).join(*(each for each in ("prison", "probation", "psychologist")))
    case.join("social-services", "local-government")
    case.until(ladder_ends(case))
    fill(case, police=EAST)
    answers(case, EAST, "accepted")
    case.tell("network.agreement-signed", member=EAST, agreement="a", code_version="1")
    assert [each for each in wanted(case.state) if each.procedure == NETWORK_BUILDING] == []
    assert [each for each in network_duties(case.state, POLICY) if "police:eu" in each.id] == []
    answers(case, "police:eu", "accepted")
    owed = {each.kind: each for each in network_duties(case.state, POLICY) if "police:eu" in each.id}
    assert owed["answer-invitation"].met_at is not None
    assert owed["sign-agreement"].met_at is None


def test_when_the_holder_leaves_whoever_else_was_asked_for_the_seat_and_accepted_takes_it() -> None:
    case = invited(OneCase())
    case.until(ladder_ends(case))
    fill(case, police=EAST)
    answers(case, EAST, "accepted")
    answers(case, "police:eu", "accepted")
    case.until(case.now + DAY)
    answers(case, EAST, "withdrawn")
    assert fill(case, police="police:third") == []
    assert holder(case) == "police:eu"


def test_an_ad_hoc_member_of_the_role_takes_the_seat_before_the_directory_is_asked() -> None:
    case = invited(OneCase()).join("police")
    case.tell("network.member-proposed", member=EAST)
    answers(case, EAST, "accepted")
    assert holder(case) == "police:eu"
    answers(case, "police:eu", "withdrawn")
    (vacancy,) = vacancies(case.state, POLICY, case.now)
    assert vacancy.within == EAST
    fill(case)
    assert holder(case) == EAST


def test_who_comes_back_after_somebody_was_proposed_by_hand_makes_no_second_permanent_member() -> None:
    case = invited(OneCase())
    answers(case, "police:eu", "declined")
    case.tell("network.member-proposed", member=EAST)
    answers(case, EAST, "accepted")
    case.until(case.now + DAY)
    answers(case, "police:eu", "accepted")
    assert holder(case) == EAST


@pytest.mark.proves("R76")
def test_the_case_holder_is_whoever_holds_the_seat_of_probation() -> None:
    case = invited(OneCase())
    answers(case, "probation:eu", "declined")
    fill(case, probation="probation:west")
    assert case.state.case_holder == case.state.responsible == "probation:west"


def test_a_held_case_asks_nobody_else_for_want_of_an_answer() -> None:
    case = invited(OneCase())
    case.until(ladder_ends(case))
    case.state = case.state.model_copy(update={"held": True})
    assert fill(case, police=EAST) == []
    assert next_vacancy(case.state, POLICY, case.now) is None


@pytest.mark.proves("R31", "R39")
def test_where_the_directory_has_nobody_the_case_manager_finds_somebody_until_one_has_accepted() -> None:
    case = invited(OneCase())
    answers(case, "police:eu", "declined")
    fill(case)
    due = RULES.find.after(case.now, LOCAL)
    assert case.recorded[-1] == NobodyFound(
        role="police", instead_of="police:eu", reason="declined", again=due
    )
    duty = case.duty("find-substitute", "police")
    assert duty is not None
    assert (duty.owner, duty.due, duty.met_at) == ("probation:eu", due, None)
    case.until(case.now + DAY).tell("network.member-proposed", member=EAST)
    assert case.duty("find-substitute") == duty
    answers(case, EAST, "accepted")
    met = case.duty("find-substitute")
    assert met is not None
    assert met.met_at == case.now
    answers(case, EAST, "withdrawn")
    again = case.duty("find-substitute")
    assert again is not None
    assert again.met_at is not None, "another vacancy is another search"


def test_the_directory_is_asked_again_whenever_the_obligation_is_escalated() -> None:
    case = invited(OneCase()).join(
        *("prison", "probation", "social-services", "local-government", "psychologist")
    )
    answers(case, "police:eu", "declined")
    fill(case)
    due = RULES.find.after(case.now, LOCAL)
    for asked_at in (due, due + weeks(1), due + weeks(2)):
        asked = {"police": case.now}
        assert next_vacancy(case.state, POLICY, case.now, asked) == asked_at
        case.until(asked_at)
        assert fill(case) == ["police"]
    case.until(due + weeks(3))
    assert fill(case, police=EAST) == ["police"]
    assert case.state.in_role("police") == EAST
    duty = case.duty("find-substitute")
    assert duty is not None
    assert (duty.due, duty.met_at) == (due, None), "owed until somebody has accepted"
    invited(case)
    known = case.state.member(EAST)
    assert known is not None
    assert known.invited_at is not None
    silent = POLICY.network.answer.after(known.invited_at, LOCAL) + RULES.after_escalations * weeks(1)
    assert next_vacancy(case.state, POLICY, case.now) == silent, "nobody else is asked while they may answer"


def test_that_the_directory_has_nobody_is_told_once_for_each_vacancy() -> None:
    case = invited(OneCase()).join(*(role for role in PERMANENT_ROLES if role != "police"))
    answers(case, "police:eu", "declined")
    fill(case)
    case.until(case.now + weeks(8))
    fill(case)
    case.tell("network.member-proposed", member=EAST)
    answers(case, EAST, "declined")
    case.until(case.now + weeks(1))
    fill(case)
    told = [each.instead_of for each in case.recorded if isinstance(each, NobodyFound)]
    assert told == ["police:eu", EAST]


def test_a_case_begun_before_goes_on_telling_it_each_time_that_the_directory_is_asked() -> None:
    case = invited(OneCase()).join(*(role for role in PERMANENT_ROLES if role != "police"))
    answers(case, "police:eu", "declined")
    fill(case)
    case.until(case.now + weeks(8))
    before = POLICY.network.model_copy(update={"substitutes": RULES.model_copy(update={"told_once": False})})
    (vacancy, *_) = vacancies(case.state, POLICY, case.now)
    told = filled(vacancy, {}, case.state, POLICY.model_copy(update={"network": before}), case.now)
    assert isinstance(told, NobodyFound)


def test_where_a_person_has_waived_the_search_the_directory_is_asked_no_more() -> None:
    case = invited(OneCase())
    answers(case, "police:eu", "declined")
    fill(case)
    for event in reconcile({}, case.duties("find-substitute")):
        case.record(event)
    case.record(ObligationWaived(obligation="find-substitute:police", by="probation:eu", reason="not needed"))
    case.until(case.now + weeks(8))
    assert "police" not in fill(case)
    case.tell("network.member-proposed", member=EAST)
    answers(case, EAST, "accepted")
    assert holder(case) == EAST


def test_a_vacancy_after_a_search_that_was_ended_is_a_search_of_its_own() -> None:
    case = invited(OneCase())
    answers(case, "police:eu", "declined")
    fill(case)
    case.tell("network.member-proposed", member=EAST)
    answers(case, EAST, "accepted")
    case.until(case.now + weeks(20))
    answers(case, EAST, "withdrawn")
    fill(case)
    duty = case.duty("find-substitute", "police")
    assert duty is not None
    assert (duty.due, duty.met_at) == (RULES.find.after(case.now, LOCAL), None)


def test_a_policy_of_before_seeks_nobody() -> None:
    case = invited(OneCase())
    answers(case, "police:eu", "declined")
    before = POLICY.model_copy(
        update={"network": POLICY.network.model_copy(update={"substitutes": None}), "providers": None}
    )
    assert vacancies(case.state, before, case.now) == []
    assert next_vacancy(case.state, before, case.now) is None
    kinds = {each.kind for each in case_duties(case.state, before)}
    assert kinds.isdisjoint({"find-substitute", "find-provider"})


def test_a_case_that_was_opened_without_a_directory_goes_on_as_it_began() -> None:
    case = invited(OneCase())
    case.state = case.state.model_copy(update={"chosen": None})
    answers(case, "police:eu", "declined")
    assert vacancies(case.state, POLICY, case.now) == []
    assert next_vacancy(case.state, POLICY, case.now) is None


@pytest.mark.proves("R31", "R79")
def test_what_a_vacant_role_owes_is_owed_by_who_is_to_find_somebody_and_then_by_whom_they_found() -> None:
    case = invited(OneCase()).join()

    def owes() -> set[str]:
        known = brief_for(INFORMATION_HANDOVER, case.state, POLICY)
        duties = handover_duties(known, POLICY)
        return {each.owner for each in duties if each.kind == "supply-item"}

    assert owes() == {"prison:eu"}
    answers(case, "prison:eu", "withdrawn")
    assert owes() == {case.state.responsible} == {"probation:eu"}
    fill(case)
    assert [each.owner for each in case.duties("find-substitute")] == ["probation:eu"]
    case.tell("network.member-proposed", member="prison:north")
    assert owes() == {"prison:north"}


def test_a_release_that_a_vacant_prison_should_confirm_is_asked_of_who_answers_for_the_case() -> None:
    case = invited(OneCase()).join()
    answers(case, "prison:eu", "withdrawn")
    duty = case.on(RELEASE + DAY).duty("confirm-release")
    assert duty is not None
    assert duty.owner == "probation:eu"


# --- another area -------------------------------------------------------------------------------------------------

SOUTH, HARBOUR = "probation:eu-south", "probation:harbour"


def moved_to(case: OneCase, area: str) -> OneCase:
    case.until(case.now + DAY)
    case.tell("case.transferred", jurisdiction=area)
    return invited(case)


@pytest.mark.proves("R31", "R78")
def test_in_another_area_the_service_of_the_one_before_takes_no_seat_and_the_directory_is_asked() -> None:
    case = moved_to(invited(OneCase()).join(), "eu-south")
    answers(case, SOUTH, "declined")
    (vacancy,) = vacancies(case.state, POLICY, case.now)
    assert (vacancy.role, vacancy.member, vacancy.within) == ("probation", SOUTH, None)
    fill(case, probation=HARBOUR)
    assert holder(case, "probation") == case.state.case_holder == HARBOUR


@pytest.mark.proves("R76", "R78")
def test_the_service_of_the_area_before_doesnt_stand_in_for_the_new_one() -> None:
    case = moved_to(invited(OneCase()).join().on(RELEASE), "eu-south")
    assert case.state.manager == SOUTH
    answers(case, SOUTH, "declined")
    assert case.state.in_role("probation") == SOUTH
    assert case.state.manager == "local-government:eu"
    fill(case, probation=HARBOUR)
    assert case.state.in_role("probation") == HARBOUR


@pytest.mark.proves("R31", "R78")
def test_where_the_service_of_the_new_area_stays_silent_the_directory_is_asked_too() -> None:
    case = moved_to(invited(OneCase()).join(), "eu-south")
    known = case.state.member(SOUTH)
    assert known is not None
    assert known.invited_at is not None
    ends = POLICY.network.answer.after(known.invited_at, LOCAL) + RULES.after_escalations * weeks(1)
    assert next_vacancy(case.state, POLICY, case.now) == ends
    case.until(ends)
    fill(case, probation=HARBOUR)
    answers(case, HARBOUR, "accepted")
    assert holder(case, "probation") == case.state.case_holder == HARBOUR


@pytest.mark.proves("R78")
def test_a_case_that_comes_back_is_held_by_whoever_held_it_there_before() -> None:
    case = invited(OneCase())
    answers(case, "probation:eu", "declined")
    fill(case, probation=HARBOUR)
    case.join_as(HARBOUR)
    for area in ("eu-south", "eu-north", "eu"):
        moved_to(case, area)
    assert holder(case, "probation") == case.state.case_holder == HARBOUR
    answers(case, HARBOUR, "withdrawn")
    assert [each.within for each in vacancies(case.state, POLICY, case.now)] == [None]


def test_whoever_held_it_there_and_has_left_since_doesnt_hold_it_again() -> None:
    case = invited(OneCase())
    answers(case, "probation:eu", "declined")
    fill(case, probation=HARBOUR)
    moved_to(case.join_as(HARBOUR), "eu-south")
    answers(case, HARBOUR, "withdrawn")
    moved_to(case, "eu")
    assert case.state.case_holder == "probation:eu"


# --- a manager who never answered ---------------------------------------------------------------------------------


@pytest.mark.proves("R74", "R76")
def test_a_manager_who_was_passed_over_in_silence_is_followed_by_the_new_holder_of_the_seat() -> None:
    case = invited(OneCase(release_date="2026-11-15"))
    case.until(ladder_ends(case) + weeks(4))
    fill(case, probation=HARBOUR)
    assert case.state.appointment is not None
    case.until(case.state.appointment.due)
    assert case.decide_on_a_manager()
    assert case.state.manager == "probation:eu"
    case.until(case.now + DAY)
    case.join_as(HARBOUR)
    known = case.state.case_manager
    assert known is not None
    assert (known.member, known.interim) == (HARBOUR, True)
    assert case.state.contact is not None
    assert case.state.contact.member == case.state.case_holder == HARBOUR
    assert case.state.appointment is not None
    case.until(case.state.appointment.due)
    assert case.decide_on_a_manager()
    duty = case.duty("hand-over-case")
    assert case.state.case_manager is not None
    assert (case.state.manager, case.state.case_manager.interim) == (HARBOUR, False)
    assert duty is not None
    assert duty.owner == HARBOUR, "nobody waits for the silent one to hand anything over"
