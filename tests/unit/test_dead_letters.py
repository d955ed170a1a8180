"""When a fact that doesn't reach its case is given up: for what is its own, and for nothing else."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from temporalio.service import RPCError, RPCStatusCode

from activities.delivery import Brought, FactHindered, Waiting, bring_next
from activities.errors import EngineAway, FactsRefused
from activities.opening import translated
from domain.dead_letters import (
    MOST_ATTEMPTS,
    MOST_BYTES,
    PATIENCE,
    WHY,
    DeadBecause,
    Hindered,
    NextStep,
    fault_of,
    next_step,
)
from domain.inbox import DeliveredFact

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
LONG = timedelta(days=400)
MINUTE, QUARTER = timedelta(minutes=1), timedelta(minutes=15)


def fact(number: int, type_: str = "supervision.contact", **data: Any) -> DeliveredFact:  # noqa: ANN401
    return DeliveredFact(
        number=number,
        source="/s",
        id=str(number),
        type=f"throughcare.{type_}.v1",
        occurred_at=NOON,
        received_at=NOON,
        data=data or {"kept": True},
    )


@pytest.mark.parametrize(
    ("hindered", "step"),
    [
        (Hindered("refused", 1, timedelta()), "try-again"),
        (Hindered("refused", MOST_ATTEMPTS - 1, LONG), "try-again"),
        (Hindered("refused", 1000, MINUTE - timedelta(seconds=1)), "try-again"),
        (Hindered("refused", MOST_ATTEMPTS, MINUTE), "try-without"),
        (Hindered("refused", MOST_ATTEMPTS, MINUTE, others_pass=True), "give-up"),
        (Hindered("refused", 1000, LONG, others_pass=False), "try-again"),
        (Hindered("unknown-type", 1000, QUARTER - MINUTE), "try-again"),
        (Hindered("unknown-type", MOST_ATTEMPTS, QUARTER), "give-up"),
        (Hindered("unreadable", MOST_ATTEMPTS, QUARTER), "give-up"),
        (Hindered("too-large", 1, timedelta()), "give-up"),
    ],
)
def test_a_fact_is_given_up_after_some_attempts_over_some_time_if_others_pass(
    hindered: Hindered, step: NextStep
) -> None:
    assert next_step(hindered) == step


def test_a_case_that_takes_nothing_never_loses_a_fact_however_long_it_lasts() -> None:
    for because in PATIENCE:
        if because == "refused":
            assert next_step(Hindered(because, 10**6, LONG, others_pass=False)) == "try-again"


def test_every_reason_is_told_in_words() -> None:
    assert list(WHY) == list(get_args(DeadBecause))


@pytest.mark.parametrize(
    ("told", "size", "fault"),
    [
        (fact(1), 20, None),
        (fact(1), MOST_BYTES, None),
        (fact(1), MOST_BYTES + 1, "too-large"),
        (fact(1, "case.reconciled", kind="not-opened", undertaken="open"), 20, None),
        (fact(1, "supervision.hunch"), 20, "unknown-type"),
        (fact(1, "case.closed", because="died"), 20, "unknown-type"),
        (fact(1, kept="perhaps"), 20, "unreadable"),
        (fact(1, kept=True, mood="good"), 20, "unreadable"),
    ],
)
def test_what_cant_be_sent_at_all_is_seen_before_it_is_sent(
    told: DeliveredFact, size: int, fault: DeadBecause | None
) -> None:
    assert fault_of(told, size) == fault


class FakeInbox:
    """One case's; time passes by the minute with each attempt."""

    def __init__(self, *facts: DeliveredFact) -> None:
        self.facts = {each.number: each for each in facts}
        self.attempts: dict[int, int] = {}
        self.dead: dict[int, str | None] = {}
        self._answers: dict[int, str | None] = {}

    async def undelivered(self, _: str) -> list[Waiting]:
        withdrawn = {number: each for number, each in self.facts.items() if number in self.dead}
        sendable = {n: each.model_copy(update={"data": None}) for n, each in withdrawn.items()}
        return [
            Waiting(sendable.get(n, each), None if n in self.dead else fault_of(each, 20))
            for n, each in sorted(self.facts.items())
        ]

    async def mark_delivered(self, _: str, numbers: Any) -> None:  # noqa: ANN401
        for number in numbers:
            del self.facts[number]

    async def hindered(
        self, _: str, faults: Mapping[int, DeadBecause], answer: str | None = None
    ) -> Mapping[int, Hindered]:
        for number in faults:
            self.attempts[number] = self.attempts.get(number, 0) + 1
            self._answers[number] = answer
        return {
            number: Hindered(because, self.attempts[number], self.attempts[number] * MINUTE)
            for number, because in faults.items()
        }

    async def give_up(self, _: str, number: int) -> None:
        self.dead[number] = self._answers[number]


class FakeCase:
    """Takes deliveries, but for those that hold a number it has something against; or nothing at all."""

    def __init__(self, *, refuses: int | None = None, takes_nothing: bool = False) -> None:
        self.taken: list[tuple[int, bool]] = []
        self.sent = 0
        self.away = False
        self._refuses, self._takes_nothing = refuses, takes_nothing

    async def send(self, facts: tuple[DeliveredFact, ...]) -> None:
        self.sent += 1
        if self.away:
            raise EngineAway("away")
        with_data = [each.number for each in facts if each.data is not None]
        if self._takes_nothing or self._refuses in with_data:
            raise FactsRefused("too much")
        self.taken += [(each.number, each.data is not None) for each in facts]


async def bring(inbox: FakeInbox, case: FakeCase, rounds: int) -> None:
    brought: Brought | None = None
    for _ in range(rounds):
        try:
            brought = await bring_next(inbox, "C-1", case.send)
        except FactHindered:
            continue
        if brought == "nothing":
            return


async def test_the_one_that_is_refused_is_found_and_the_others_follow_in_order() -> None:
    inbox, case = FakeInbox(*(fact(n) for n in range(1, 7))), FakeCase(refuses=4)
    await bring(inbox, case, 20)
    assert case.taken == [(1, True), (2, True), (3, True), (4, False), (5, True), (6, True)]
    assert (inbox.dead, inbox.attempts) == ({4: "too much"}, {4: MOST_ATTEMPTS})


async def test_nothing_goes_past_a_fact_that_cant_be_sent_before_it_is_given_up() -> None:
    inbox, case = FakeInbox(fact(1), fact(2, "supervision.hunch"), fact(3)), FakeCase()
    await bring(inbox, case, 14)
    assert case.taken == [(1, True)]
    await bring(inbox, case, 20)
    assert case.taken == [(1, True), (2, False), (3, True)]


async def test_many_that_cant_be_read_hold_their_case_back_no_longer_than_one() -> None:
    unreadable = [fact(number, kept="perhaps") for number in (2, 3, 5)]
    inbox, case = FakeInbox(fact(1), *unreadable, fact(4), fact(6)), FakeCase()
    await bring(inbox, case, 20)
    assert case.taken == [(1, True), (2, False), (3, False), (4, True), (5, False), (6, True)]
    assert inbox.attempts == {2: 15, 3: 15, 5: 15}


async def test_each_is_given_up_when_it_has_waited_its_own_time() -> None:
    inbox, case = FakeInbox(fact(1, kept="perhaps")), FakeCase()
    await bring(inbox, case, 10)
    inbox.facts |= {2: fact(2, kept="perhaps"), 3: fact(3)}
    await bring(inbox, case, 10)
    assert case.taken == [(1, False)]
    await bring(inbox, case, 10)
    assert case.taken == [(1, False), (2, False), (3, True)]


async def test_a_case_that_takes_nothing_loses_nothing() -> None:
    inbox, case = FakeInbox(fact(1), fact(2)), FakeCase(takes_nothing=True)
    await bring(inbox, case, 500)
    assert (inbox.dead, sorted(inbox.facts)) == ({}, [1, 2])


async def test_an_engine_that_is_away_counts_as_no_attempt() -> None:
    inbox, case = FakeInbox(fact(1), fact(2)), FakeCase(refuses=1)
    case.away = True
    for _ in range(500):
        with pytest.raises(EngineAway):
            await bring_next(inbox, "C-1", case.send)
    assert (inbox.attempts, inbox.dead) == ({}, {})


async def test_an_engine_that_goes_away_at_the_deciding_moment_decides_nothing() -> None:
    inbox, case = FakeInbox(fact(1)), FakeCase(refuses=1)
    await bring(inbox, case, MOST_ATTEMPTS - 1)
    refusing = case.send

    async def away_for_others(facts: tuple[DeliveredFact, ...]) -> None:
        if not facts:
            raise EngineAway("away")
        await refusing(facts)

    with pytest.raises(EngineAway):
        await bring_next(inbox, "C-1", away_for_others)
    assert inbox.dead == {}


@pytest.mark.parametrize("status", RPCStatusCode)
async def test_of_all_answers_of_the_engine_only_one_is_about_what_was_sent(status: RPCStatusCode) -> None:
    found = translated(RPCError("told", status, b""))
    assert isinstance(found, FactsRefused) == (status == RPCStatusCode.INVALID_ARGUMENT)
    assert isinstance(found, EngineAway) == (status != RPCStatusCode.INVALID_ARGUMENT)
