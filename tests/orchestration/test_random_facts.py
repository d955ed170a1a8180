"""Whatever facts come, in whatever order: no case stalls, nothing is lost, and the ledger tells its state."""

import os
from random import Random

import pytest
from temporalio.api.enums.v1 import EventType

from domain.addresses import case_id
from domain.events import Envelope
from domain.inbox import DeliveredFact
from domain.streams import fold, fold_all, state_from_json
from tests.orchestration.directory import directory_has
from tests.orchestration.random_facts import random_fact
from tests.orchestration.telling import opened
from tests.orchestration.world import World
from tests.unit.agencies import agency

SEEDS = range(int(os.environ.get("RANDOM_FACTS", "5")))
FACTS = 40


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_random_sequence_of_facts_stalls_nothing_and_loses_nothing(case: World, seed: int) -> None:
    random = Random(seed)
    await opened(case, days=100, months=8)
    await directory_has(case, agency("police:east"), agency("probation:east"), agency("prison:east"))
    sent: list[tuple[str, str]] = []
    for number in range(FACTS):
        name, data = random_fact(random, await case.now(), sent)
        await case.say(name, data, id=f"f-{number}")
        sent.append(("/tests", f"f-{number}"))
        if random.random() < 0.3:
            await case.say(name, data, id=f"f-{number}")
        if random.random() < 0.5:
            await case.days(random.choice([0.1, 3, 12]))
        await ensure_the_ledger_tells_the_state(case)
    await case.days(60)
    await ensure_the_ledger_tells_the_state(case)
    await ensure_every_fact_is_recorded(case)
    await ensure_no_workflow_task_failed(case)
    await case.ensure_verified()


async def ensure_the_ledger_tells_the_state(case: World) -> None:
    """fold(ledger + unflushed queue) == state, in the case and in each procedure that runs."""
    stream = case_id(case.case)
    running = (await case.view_state()).running
    for name in [stream, *(f"{stream}/{each.procedure}/{each.number}" for each in running)]:
        standing = await case.standing(name)
        ledger = [each for each in await case.envelopes(name) if each.version <= standing.stored]
        state = fold_all(name, ledger)
        for envelope in standing.queue:
            state = fold(state, envelope)
        assert state == state_from_json(name, standing.state)


async def ensure_every_fact_is_recorded(case: World) -> None:
    recorded: dict[int, list[str]] = {}
    for envelope in await case.envelopes(case_id(case.case)):
        if envelope.number is not None:
            recorded.setdefault(envelope.number, []).append(envelope.type)
    for fact in await case.facts():
        taken = recorded[fact.number].count(fact.type)
        refused = recorded[fact.number].count("throughcare.case.fact-refused.v1")
        parked = fact.number in {each.number for each in (await case.view_state()).parked}
        withdrawn = is_withdrawn(fact, await case.envelopes(case_id(case.case)))
        assert taken + refused + parked == 1 or withdrawn, (fact.number, recorded[fact.number])


def is_withdrawn(fact: DeliveredFact, envelopes: list[Envelope]) -> bool:
    withdrawals = [each for each in envelopes if each.type == "throughcare.fact.withdrawn.v1"]
    return any((each.data["source"], each.data["id"]) == (fact.source, fact.id) for each in withdrawals)


async def ensure_no_workflow_task_failed(case: World) -> None:
    history = await case.handle.fetch_history()
    failed = [each for each in history.events if each.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED]
    assert not failed
