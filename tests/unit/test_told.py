"""What other systems are told of a case: references and words of the field, never what somebody said (R82)."""

from collections.abc import Iterator
from functools import cache

import pytest

from activities.cloud_event import cloud_event
from domain.addresses import procedure_id
from domain.case.events import CaseReopened
from domain.case.facts import CaseMerged, FactWithdrawn
from domain.court.events import ConditionExpired, CourtReportCalledOff
from domain.court.facts import CourtReportFiled
from domain.events import Envelope, Event, StreamRewound
from domain.handover.facts import ItemRefused
from domain.network.agreement_events import AgreementEnded, AgreementExpired
from domain.obligations.obligation import (
    ObligationEscalated,
    ObligationLapsed,
    ObligationMet,
    ObligationMoved,
    ObligationRaised,
    ObligationReminded,
    ObligationWaived,
)
from domain.patterns import all_patterns, event_name, patterns_of
from domain.subscriptions.told import TOLD, WITHHELD, is_told, told_of
from domain.vocabulary import ObligationKind
from tests.integration.recording import NOON, STREAM, envelope
from tests.unit import eventful_case
from tests.unit.one_case import END, OPENED, RELEASE, OneCase, weeks
from tests.unit.simulated import Simulated
from tests.unit.test_closing import EVALUATION
from tests.unit.test_nothing_said_leaves import SAID, all_is_said

SOURCE = "/probation/eu"
PERSON, LEVEL = "P-1", "high"


def raised(kind: ObligationKind) -> ObligationRaised:
    return ObligationRaised(
        obligation=f"{kind}:b1", kind=kind, what=SAID, owner="police:north", due=NOON, escalate_to="court:x"
    )


SELDOM: tuple[Event, ...] = (
    CaseReopened(phase="supervision", reason=SAID),
    CaseMerged(into="C-2"),
    FactWithdrawn(source="x", id="1", reason=SAID),
    StreamRewound(kept=1, discarded=(2, 3)),
    CourtReportCalledOff(due=NOON, reason=SAID),
    ItemRefused(item="health-summary", by="prison:eu", reason=SAID),
    AgreementEnded(member="police:north"),
    AgreementExpired(member="police:north", until=RELEASE),
    ConditionExpired(condition="c1", at=NOON),
    CourtReportFiled(reference=SAID),
    raised("supply-item"),
    ObligationMoved(obligation="supply-item:x", owner="prison:eu", due=NOON, escalate_to="court:x"),
    ObligationEscalated(obligation="supply-item:x", to="prison:eu", step=1, again=NOON),
    ObligationMet(obligation="supply-item:x", met_at=NOON, late=False),
    ObligationWaived(obligation="supply-item:x", by="an operator", reason=SAID),
    ObligationLapsed(obligation="supply-item:x", reason=SAID),
)
"""What doesn't happen in the lives below."""


@cache
def recorded() -> tuple[Envelope, ...]:
    """What an eventful life records, and one in which a secret is whispered wherever something can be said."""
    return tuple(_recorded())


def _recorded() -> Iterator[Envelope]:
    case = Simulated()
    for fact in eventful_case.facts_of(OPENED):
        case.until(fact.received_at).hear(fact)
    yield from case.recorded
    whispering = OneCase().join()
    all_is_said(whispering.on(RELEASE - weeks(8)))
    whispering.on(RELEASE).tell("custody.released", reason="hospital")
    whispering.tell("custody.released", reason="released")
    all_is_said(whispering.on(EVALUATION + weeks(1)))
    yield from whispering.on(END + weeks(60)).envelopes
    yield from (envelope(version, event, STREAM) for version, event in enumerate(SELDOM, start=1))


def shown(event: Envelope) -> str:
    return cloud_event(event, 1, SOURCE).model_dump_json()


@pytest.mark.proves("R82")
def test_nothing_that_was_said_and_no_person_leaves() -> None:
    assert any(SAID in each.model_dump_json() for each in recorded())
    for each in recorded():
        if is_told(each):
            told = shown(each)
            assert SAID not in told
            assert f'"{PERSON}"' not in told
            assert f'"{LEVEL}"' not in told
            assert "hospital" not in told


@pytest.mark.proves("R55", "R82")
def test_nothing_leaves_of_breaches_and_concerns_not_even_that_there_are_any() -> None:
    assert any(each.type == "throughcare.breach.reported.v1" for each in recorded())
    words = ("breach", "concern", "misses", "leader")
    for each in recorded():
        if is_told(each):
            assert not any(word in shown(each) for word in words), each.type
    for kind in WITHHELD:
        for event in (raised(kind), ObligationMet(obligation=f"{kind}:b1", met_at=NOON, late=False)):
            assert not is_told(envelope(1, event, STREAM))


def test_every_type_that_is_told_has_been_looked_at() -> None:
    assert {each.type for each in recorded() if is_told(each)} == set(TOLD)


def test_who_is_reminded_is_nobody_elses_business() -> None:
    assert not is_told(envelope(1, ObligationReminded(obligation="supply-item:x", to="prison:eu"), STREAM))


def test_an_obligation_is_named_as_in_the_case_view() -> None:
    here, there = envelope(1, raised("supply-item"), STREAM), procedure_id("C-1", "handover", 2)
    assert told_of(here)["obligation"] == "supply-item:b1"
    assert told_of(envelope(1, raised("supply-item"), there))["obligation"] == "handover/2/supply-item:b1"


def test_the_same_event_is_told_the_same_each_time() -> None:
    for each in recorded()[:200]:
        if is_told(each):
            assert shown(each) == shown(each.model_copy())


def test_a_type_falls_under_its_name_its_word_and_everything() -> None:
    assert patterns_of("custody.released") == ("custody.released", "custody.*", "*")
    assert event_name("throughcare.custody.release-date.v1") == "custody.release-date"
    assert all_patterns(["throughcare.case.closed.v1"]) == {"case.closed", "case.*", "*"}
