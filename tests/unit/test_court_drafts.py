"""What a report to the court contains: drawn from the ledger, as it was known (R11)."""

from datetime import timedelta
from typing import get_args

import pytest

from domain.case.judging import TAKEN
from domain.court.events import CourtReportDue
from domain.court.report.document import document_of
from domain.court.report.drawing import draw
from domain.court.report.markdown import markdown
from domain.obligations.obligation import ObligationRaised
from domain.vocabulary import ReportSection
from tests.unit.one_case import LOCAL, OneCase, noon, weeks
from tests.unit.reported_case import (
    FIRST,
    HOLDER,
    SECOND,
    SECRET,
    TERMS,
    drawn,
    is_alleged,
    is_filed,
    is_imposed,
    meets,
    released,
    reported_case,
    week,
)

DAY = timedelta(days=1)


def test_the_first_report_begins_with_supervision_and_the_next_one_with_the_report_before() -> None:
    case = reported_case()
    first, second = drawn(case), drawn(case, SECOND)
    assert (first.period.since, first.period.until) == (noon(week(0)), noon(week(12)))
    assert first.period.since_what == "the beginning of supervision"
    assert (second.period.since, second.period.until) == (noon(week(12)), case.now)
    assert second.period.since_what == "the former report"


def test_a_report_is_found_by_its_day_too_and_there_is_none_on_other_days() -> None:
    case = reported_case()
    assert draw(case.envelopes, week(26), case.now) == drawn(case, SECOND)
    assert draw(case.envelopes, week(27), case.now) is None
    assert draw(case.envelopes, week(39), case.now) is None
    assert draw(case.envelopes[:1], week(13), case.now) is None


@pytest.mark.proves("R11")
def test_contacts_say_who_was_there_under_which_condition_and_on_whose_word() -> None:
    contacts = drawn(reported_case()).facts.contacts
    assert contacts is not None
    assert [each.kept for each in contacts] == [count != 5 for count in range(1, 12)]
    assert {(each.condition, each.by) for each in contacts} == {("c1", "probation:eu")}


@pytest.mark.proves("R11")
def test_what_became_known_after_the_former_report_is_in_the_next_with_both_its_times() -> None:
    case = reported_case()
    contacts = drawn(case, SECOND).facts.contacts
    assert contacts is not None
    belated = contacts[0]
    assert (belated.occurred_at, belated.recorded_at) == (noon(week(11) + 2 * DAY), noon(week(12) + 3 * DAY))
    assert [each.belated for each in contacts] == [True, False, False, False]
    assert belated not in (drawn(case).facts.contacts or ())


def test_a_filed_report_stays_as_it_was_known_when_it_was_filed() -> None:
    case = reported_case()
    before = drawn(case)
    assert (before.state, before.known_at, before.reference) == ("filed", noon(week(12)), "report 1")
    meets(case, week(4), kept=False, known_on=week(24))
    assert drawn(case) == before


def test_a_report_that_was_filed_again_tells_what_was_known_the_second_time() -> None:
    case = reported_case()
    is_filed(case, FIRST, reference="report 1, mended")
    again = drawn(case)
    contacts = again.facts.contacts
    assert (again.reference, again.period.since) == ("report 1, mended", noon(week(0)))
    assert contacts is not None
    assert len(contacts) == 15


def test_a_report_that_is_replaced_after_its_successor_tells_of_its_own_period() -> None:
    case = reported_case()
    before = drawn(case)
    is_filed(case, SECOND)
    is_filed(case.on(week(25)), FIRST, reference="report 1, mended")
    again = drawn(case)
    assert (again.reference, again.period) == ("report 1, mended", before.period)
    assert again.facts.contacts is not None
    assert before.facts.contacts is not None
    assert len(again.facts.contacts) == len(before.facts.contacts) + 1  # one was told belatedly
    assert drawn(case, SECOND).period.since == noon(week(12))


def test_of_two_reports_that_are_late_the_first_ends_where_the_second_was_due() -> None:
    case = released()
    case.on(week(30))
    assert drawn(case).period.until == SECOND
    assert drawn(case, SECOND).period.until == case.now


def test_what_was_filed_before_the_case_was_taken_over_stays_as_it_was_when_we_heard_of_it() -> None:
    case = OneCase(noon(week(20)))
    case.tell("custody.released", noon(week(0)), reason="released")
    case.on(week(20) + DAY)
    for count in (4, 5):
        case.tell("supervision.contact", noon(week(count)), kept=True, by=HOLDER)
    assert is_filed(case, FIRST, noon(week(12))) == TAKEN
    first = drawn(case)
    assert first.facts.contacts is not None
    assert [each.occurred_at for each in first.facts.contacts] == [noon(week(4)), noon(week(5))]
    case.on(week(23)).tell("supervision.contact", noon(week(15)), kept=True, by=HOLDER)
    assert drawn(case) == first
    contacts = drawn(case, SECOND).facts.contacts
    assert contacts is not None
    assert [(each.occurred_at, each.belated) for each in contacts] == [(noon(week(15)), False)]


def test_attendance_is_counted_and_nothing_is_made_of_it() -> None:
    attendance = drawn(reported_case(), SECOND).facts.attendance
    assert attendance is not None
    assert (attendance.contacts_kept, attendance.contacts_missed) == (3, 1)
    assert [each.model_dump() for each in attendance.activities] == [
        {"activity": "education-employment", "attended": 2, "missed": 1}
    ]


def test_interventions_say_where_they_stand_and_what_was_said_in_the_period() -> None:
    interventions = drawn(reported_case(), SECOND).facts.interventions
    assert interventions is not None
    stands = {each.activity: (each.status, [step.status for step in each.steps]) for each in interventions}
    assert stands == {
        "housing": ("started", []),
        "education-employment": ("attended", ["attended", "missed", "attended"]),
    }


def test_what_a_court_need_not_know_is_withheld_and_the_report_says_of_which_kind() -> None:
    draft = drawn(reported_case(), SECOND)
    assert draft.withheld == ("faith-conviction", "medical")
    assert "health:d4" not in draft.model_dump_json()
    assert "not reported to a court: faith-conviction, medical" in markdown(document_of(draft))


def test_conditions_stand_in_the_courts_own_words_as_long_as_they_were_in_force_in_the_period() -> None:
    case = reported_case()
    case.tell("court.condition-ended", condition="c2")
    is_imposed(case, text="Lives with his sister.")
    first, second = drawn(case).facts.conditions, drawn(case, SECOND).facts.conditions
    assert first is not None
    assert second is not None
    assert (first[0].text, first[0].in_force) == (TERMS, True)
    assert (second[0].text, second[0].in_force) == ("Lives with his sister.", True)
    assert [[step.what for step in each.steps] for each in second] == [["varied"], ["ended"]]
    is_filed(case, SECOND)
    third = drawn(case.on(week(36)), LOCAL.end_of_day(week(39))).facts.conditions
    assert third is not None
    assert [each.condition for each in third] == ["c1"]


def test_a_condition_that_runs_out_is_told_in_the_period_in_which_it_did() -> None:
    case = released()
    is_imposed(case, "c2", "Is at home at night.", until=week(3).isoformat())
    conditions = drawn(case.on(week(10))).facts.conditions
    assert conditions is not None
    (told,) = conditions
    assert (told.in_force, [step.what for step in told.steps]) == (False, ["imposed", "ran out"])


@pytest.mark.proves("R11")
def test_a_breach_is_called_alleged_until_it_is_decided() -> None:
    case = reported_case()
    told = drawn(case, SECOND).facts.breaches
    assert told is not None
    assert [(each.breach, each.standing, each.before_court) for each in told] == [
        ("b1", "alleged", True),
        ("b2", "alleged", False),
    ]
    case.tell("breach.decided", breach="b1", outcome="none", by="court:c")
    text = markdown(document_of(drawn(case, SECOND)))
    assert "decided by court: no action" in text
    assert "alleged; not referred to the court" in text


def test_an_allegation_taken_back_before_a_court_heard_of_it_is_not_told_and_another_is() -> None:
    case = reported_case()
    for breach in ("b1", "b2"):
        case.tell("breach.withdrawn", breach=breach, reason=SECRET)
    told = drawn(case, SECOND).facts.breaches
    assert told is not None
    assert [(each.breach, each.standing) for each in told] == [("b1", "withdrawn")]


def test_what_was_decided_before_the_former_report_is_not_told_again() -> None:
    case = released()
    is_imposed(case)
    case.on(week(2))
    is_alleged(case)
    case.tell("breach.decided", breach="b1", outcome="warning", by="court:c")
    case.on(week(12))
    is_filed(case)
    first, second = drawn(case).facts.breaches, drawn(case.on(week(23)), SECOND).facts.breaches
    assert first is not None
    assert ([each.standing for each in first], second) == (["decided"], ())


def test_the_level_is_an_opinion_with_those_whose_view_it_is() -> None:
    level = drawn(reported_case(), SECOND).opinions.level
    assert level is not None
    assert (level.level, level.provisional) == ("medium", False)
    (told,) = level.assessments
    assert (told.level, told.instrument, len(told.members)) == ("medium", "VERA-2R", 3)


def test_a_recommendation_is_told_of_what_was_put_before_the_court_alone() -> None:
    case = reported_case()
    case.tell(
        "breach.reviewed", breach="b2", members=["probation:eu"], recommendation="revoke", rationale=SECRET
    )
    told = drawn(case, SECOND).opinions.recommendations
    assert told is not None
    assert [(each.breach, each.recommendation) for each in told] == [("b1", "change-terms")]


def owes(case: OneCase, kind: str, about: str, owner: str = "probation:eu") -> None:
    event = {"obligation": f"{kind}:{about}", "kind": kind, "what": f"{kind} {about}", "owner": owner}
    due = {"due": case.now + weeks(1), "escalate_to": "probation:eu"}
    case.record(ObligationRaised.model_validate(event | due))


def test_what_is_open_is_told_as_far_as_it_is_the_courts() -> None:
    case = reported_case()
    owes(case, "provide-activity", "housing")
    owes(case, "provide-activity", "medical")
    owes(case, "acknowledge-concern", "k1", "police:eu")
    owed = drawn(case.on(week(25)), SECOND).facts.open_obligations
    assert owed is not None
    assert [(each.what, each.overdue) for each in owed] == [("provide-activity housing", True)]


@pytest.mark.proves("R11")
def test_a_draft_of_a_case_in_which_nothing_happened_says_what_is_missing() -> None:
    draft = drawn(released().on(week(12)))
    assert [each.section for each in draft.missing] == [
        "contacts",
        "attendance",
        "interventions",
        "conditions",
        "level",
    ]
    text = markdown(document_of(draft))
    for each in draft.missing:
        assert each.what in text
    assert "None was alleged." in text


def test_a_plan_that_is_not_agreed_and_a_level_that_is_provisional_are_missing() -> None:
    case = released(reported_level="high")
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    missing = {each.what for each in drawn(case.on(week(12))).missing}
    assert "the plan isn't agreed" in missing
    assert "nothing was reported about housing in this period" in missing
    assert "the level is provisional: no joint assessment was concluded yet" in missing


@pytest.mark.parametrize("section", get_args(ReportSection))
def test_a_report_contains_what_the_policy_asked_for_when_it_was_called_for(section: ReportSection) -> None:
    case = released().on(week(8))
    case.record(CourtReportDue(due=FIRST, contains=(section,)))
    draft = drawn(case.on(week(12)))
    told = draft.facts.model_dump() | {"level": draft.opinions.level}
    assert draft.contains == (section,)
    assert {name for name, value in told.items() if value is not None} == {section.replace("-", "_")}
    assert {each.section for each in draft.missing} <= {section}


def test_no_word_that_somebody_wrote_about_the_person_gets_into_a_report() -> None:
    case = reported_case()
    case.tell("risk.concern-raised", concern="k1", kind="wellbeing", urgency="routine", description=SECRET)
    for due in (FIRST, SECOND):
        assert SECRET not in drawn(case, due).model_dump_json()
    assert "k1" not in drawn(case, SECOND).model_dump_json()


def test_what_the_former_report_told_and_was_taken_back_since_is_corrected() -> None:
    case = reported_case()
    told = next(each for each in case.envelopes if each.type.endswith("supervision.contact.v1"))
    assert told.cause is not None
    source, _, id_ = told.cause.partition("#")
    case.tell("fact.withdrawn", source=source, id=id_, reason=SECRET)
    draft = drawn(case, SECOND)
    (correction,) = draft.corrections
    assert (correction.what, correction.occurred_at) == ("a contact with the person", told.occurred_at)
    assert "taken back on" in markdown(document_of(draft))
    assert drawn(case).corrections == ()


def test_a_report_ends_with_the_supervision_that_it_is_about() -> None:
    case = reported_case()
    case.tell("custody.returned", reason="recall")
    case.on(week(25))
    assert drawn(case, SECOND).period.until == noon(week(23))


def test_what_is_told_of_a_breach_during_an_earlier_supervision_is_told_as_long_as_it_is_open() -> None:
    case = reported_case()
    case.tell("custody.returned", reason="recall", release_date=week(30).isoformat())
    case.on(week(30)).tell("custody.released", reason="released")
    draft = drawn(case.on(week(42)), LOCAL.end_of_day(week(43)))
    assert (draft.period.since, draft.supervision_began) == (noon(week(30)), noon(week(30)))
    assert [each.breach for each in draft.facts.breaches or ()] == ["b1", "b2"]


def test_what_a_court_wrote_is_never_taken_for_markdown() -> None:
    case = released()
    is_imposed(case, text="# Stays | in *town*\n<b>always</b>")
    text = markdown(document_of(drawn(case.on(week(10)))))
    assert r"| \# Stays \| in \*town\* \<b\>always\</b\> |" in text


def test_where_nobody_is_named_nobody_has_said_so() -> None:
    """The ledger names the case itself, as the writer of what it took."""
    case = released().on(week(12))
    case.tell("supervision.contact", noon(week(2)), kept=True)
    written = [
        each if each.actor else each.model_copy(update={"actor": each.stream}) for each in case.envelopes
    ]
    report = draw(written, FIRST, case.now)
    assert report is not None
    assert report.facts.contacts is not None
    assert [each.by for each in report.facts.contacts] == [None]
