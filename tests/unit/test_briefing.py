"""A case told at the terminal."""

from typing import Any

from rich.console import Console, RenderableType

from workers import briefing

VIEW: dict[str, Any] = {
    "case": "C-104",
    "person": "P-77",
    "jurisdiction": "eu",
    "phase": "preparation",
    "closed_because": None,
    "held": False,
    "short_notice": True,
    "level": "high",
    "level_provisional": True,
    "release": {"date": "2027-03-01", "kind": "confirmed"},
    "supervision_end": None,
    "case_holder": "probation:ab12",
    "case_manager": {"member": "probation:ab12", "role": "probation", "since": "2027-01-04", "interim": True},
    "coordination": "horizontal",
    "network": [
        {
            "member": "police:north",
            "role": "police",
            "standing": "permanent",
            "state": "accepted",
            "agreement_signed": None,
            "may_receive": False,
        }
    ],
    "handover": {
        "state": "open",
        "items": [{"item": "risk-assessment", "state": "supplied", "by": "prison:eu"}],
    },
    "assessments": [],
    "plan": {"state": "none", "interventions": []},
    "conditions": [],
    "concerns": [],
    "breaches": [],
    "gaps_owed": [{"gap": "no member for [housing]", "owner": "probation:ab12"}],
    "refused": [],
    "parked": [],
    "now": "2027-02-03",
    "since_last_meeting": {
        "meeting": "2027-01-20T10:00:00Z",
        "changes": [{"at": "2027-01-28T10:00:00Z", "what": "police:north has accepted"}],
    },
    "obligations": [
        {
            "what": "acknowledge",
            "owner": "probation:eu",
            "due": "2027-02-01",
            "state": "open",
            "escalations": 1,
        },
        {"what": "supply", "owner": "prison:eu", "due": "2027-01-01", "state": "met", "escalations": 0},
    ],
}


def told(rendered: RenderableType, width: int = 120) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(rendered)
    return capture.get()


def test_a_briefing_says_where_the_case_stands_and_who_owes_what() -> None:
    text = told(briefing.of_case(VIEW))
    for said in (
        "C-104 · person P-77 · eu · preparation, short notice · risk high (provisional)",
        "Release 2027-03-01 confirmed, in 26 days; supervision until further notice.",
        "Case manager probation:ab12 (interim), case holder probation:ab12.",
        "Network: 0 of 1 permanent roles accepted and signed.",
        "Handover open: 0 of 1 items acknowledged or refused. Plan none.",
        "Owed: 1, 1 overdue",
    ):
        assert said in text
    assert "acknowledge" in text
    assert "supply" not in text.split("Network")[0]
    assert "overdue, escalated once" in text


def test_a_briefing_says_what_has_changed_since_the_last_meeting() -> None:
    assert "Since the meeting of 2027-01-20" in told(briefing.of_case(VIEW))
    assert "police:north has accepted" in told(briefing.of_case(VIEW))
    nothing_new: dict[str, Any] = {"meeting": None, "changes": []}
    assert "Nothing has changed since the opening." in told(
        briefing.of_case(VIEW | {"since_last_meeting": nothing_new})
    )


def test_a_closed_case_is_told_without_what_its_preparation_had_given_up() -> None:
    given_up = [{"step": "person informed", "planned": 140, "now": 96}]
    closed = {"phase": "closed", "closed_because": "completed", "given_up": given_up, "obligations": []}
    text = told(briefing.of_case(VIEW | closed))
    assert "closed (completed)" in text
    assert "Nothing is owed." in text
    assert "given up" not in text
    assert "short notice" not in text


def test_a_fact_without_effect_is_named_with_its_number_and_reason() -> None:
    refused = [{"type": "throughcare.breach.reported.v1", "reason": "no condition c9", "number": 14}]
    text = " ".join(told(briefing.of_case(VIEW | {"refused": refused})).split())
    assert "14 breach: reported no condition c9" in text


def test_a_case_without_a_handover_is_told_as_well() -> None:
    assert "Handover none" in told(briefing.of_case(VIEW | {"handover": None}))


def test_what_others_wrote_is_shown_as_they_wrote_it() -> None:
    assert "no member for [housing] (probation:ab12)" in told(briefing.of_case(VIEW))


def test_a_briefing_says_who_decides_where_one_authority_does() -> None:
    assert "police:north decides" in told(briefing.of_case(VIEW | {"authority": "police:north"}))


def test_an_agreement_that_has_run_out_is_no_signature() -> None:
    signed = VIEW["network"][0] | {"agreement_signed": "2026-09-02T08:00:00Z", "may_receive": True}
    expired = signed | {"may_receive": False, "agreement": {"state": "expired"}}
    assert "Network: 1 of 1 permanent roles" in told(briefing.of_case(VIEW | {"network": [signed]}))
    text = told(briefing.of_case(VIEW | {"network": [expired]}))
    assert "Network: 0 of 1 permanent roles" in text
    assert "2026-09-02 08:00 expired" in text


def test_what_may_be_a_slip_of_the_pen_is_to_be_checked() -> None:
    warning = "no policy pack or calendar for 'atlantis': weekends only, UTC"
    text = told(briefing.of_case(VIEW | {"warnings": [warning]}))
    assert f"to be checked: {warning}" in text


def test_once_released_the_day_of_the_release_counts_and_no_announced_one() -> None:
    released = {"released": "2027-02-20", "phase": "supervision"}
    text = told(briefing.of_case(VIEW | released))
    assert "Released on 2027-02-20; supervision until" in text
    assert "2027-03-01" not in text
    assert "on 2027-02-20" in told(briefing.case_table([VIEW | released]))


def test_a_sentence_in_the_community_begins_on_its_day_and_has_no_release() -> None:
    in_community = {"release": {"date": None, "kind": "unknown"}, "supervision_start": "2026-09-01"}
    assert "none, in the community from 2026-09-01" in " ".join(
        told(briefing.of_case(VIEW | in_community)).split()
    )
    assert "unknown day" not in told(briefing.case_table([VIEW | in_community]))


def test_a_release_date_that_is_held_says_by_which_one_all_is_owed() -> None:
    held = {"until": "2027-02-03T17:00:00Z", "prepared_for": "2027-04-01"}
    text = told(briefing.of_case(VIEW | {"release_held": held}))
    assert "announced: until 2027-02-03 17:00Z what is due goes by 2027-04-01" in text


def test_the_list_shows_a_case_a_line() -> None:
    text = told(briefing.case_table([VIEW, {"case": "C-2", "phase": "closed", "closed_because": "died"}]))
    assert "closed (died)" in text
    assert "nobody yet" in text


def test_a_timeline_names_each_day_once_and_each_procedure() -> None:
    event = {
        "type": "throughcare.network.member-answered.v1",
        "actor": "police:north",
        "version": 1,
        "cause": None,
    }
    events = [
        event | {"position": 1, "occurred_at": "2027-01-04T09:00:00Z", "stream": "case/C-104"},
        event | {"position": 2, "occurred_at": "2027-01-04T10:00:00Z", "stream": "case/C-104/network/1"},
    ]
    text = told(briefing.timeline(events))
    assert text.count("2027-01-04") == 1
    assert "network: member answered" in text
    assert "network/1" in told(briefing.event_table(events))


def test_what_is_given_up_reads_at_once_where_it_is_to_be_done_today() -> None:
    given_up = [
        {"step": "person informed", "planned": 140, "now": 0, "at_once": True},
        {"step": "release check", "planned": 14, "now": 1, "at_once": False},
    ]
    text = told(briefing.of_case(VIEW | {"given_up": given_up}))
    assert "given up: person informed at once, not 140 days before release" in text
    assert "given up: release check 1 days before release, not 14 days before release" in text


def test_at_eighty_columns_a_timeline_says_which_obligation_which_member_and_whose_act_it_was() -> None:
    raised = {
        "type": "throughcare.obligation.raised.v1",
        "actor": "case/C-104/information-handover/2",
        "stream": "case/C-104/information-handover/2",
        "occurred_at": "2027-01-04T09:00:00Z",
        "data": {"obligation": "acknowledge-item:security-information", "what": "acknowledge"},
    }
    answered = raised | {
        "type": "throughcare.network.member-answered.v1",
        "actor": "local-government:harbour",
        "stream": "case/C-104",
        "data": {"member": "local-government:harbour", "answer": "declined", "reason": "Not our town."},
    }
    text = told(briefing.timeline([raised, answered]), width=80)
    assert "…" not in text
    together = "".join(text.split())
    for said in ("2027-01-04", "acknowledge-item:security-information", "declined"):
        assert said in together
    assert "case/C-104" not in text
    assert "Not our town" not in text


def test_at_eighty_columns_notices_are_told_in_words_and_in_full() -> None:
    notice = {
        "at": "2027-01-04T09:00:00Z",
        "to": "local-government:harbour",
        "kind": "reminder",
        "subject": "Reminder: acknowledge security-information, case C-104",
        "sent": None,
        "undeliverable": "no-address",
        "reply": None,
    }
    text = told(briefing.notice_table([notice]), width=80)
    assert "2027-01-04 09:00" in text
    assert "local-government:harbour" in text
    in_words = " ".join(text.split())
    assert f"{notice['subject']} undeliverable: the agency directory has no address" in in_words
