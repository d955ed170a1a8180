"""What the relay lets through while Temporal or PostgreSQL is away; and in which order cases are served."""

import asyncio

import pytest

from workers import turnstile
from workers.delivery_queue import ENOUGH, MOST_TOLD, DeliveryQueue
from workers.turnstile import LONGEST_PAUSE, MOST_FAILING, SHORTEST_PAUSE, Turnstile, next_pause


def test_pauses_double_up_to_ten_seconds() -> None:
    pause, pauses = 0.0, []
    for _ in range(8):
        pause = next_pause(pause)
        pauses.append(pause)
    assert pauses[:3] == [SHORTEST_PAUSE, 0.5, 1.0]
    assert pauses[-1] == LONGEST_PAUSE == 10


def test_one_case_that_fails_however_often_closes_nothing() -> None:
    gate = Turnstile()
    for _ in range(100):
        gate.failed("C-1")
    assert not gate.closed


async def test_of_many_that_wait_while_nothing_answers_one_at_a_time_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turnstile, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(turnstile, "SHORTEST_PAUSE", 0.05)
    gate, answers = Turnstile(), False
    tried: list[str] = []

    async def serve(case: str) -> None:
        async with gate.passage():
            tried.append(case)
            await asyncio.sleep(0)
            if answers:
                gate.passed()
            else:
                gate.failed(case)

    for number in range(MOST_FAILING):
        await serve(f"F-{number}")
    tried.clear()
    waiting = [asyncio.create_task(serve(f"C-{number}")) for number in range(50)]
    await asyncio.sleep(0.24)
    assert 1 <= len(tried) <= 5
    answers = True
    await asyncio.gather(*waiting)
    assert len(tried) == 50


async def served(queue: DeliveryQueue, count: int) -> list[str]:
    cases = []
    for _ in range(count):
        case = await queue.next()
        assert case is not None
        queue.served(case, more=False)
        cases.append(case)
    return cases


async def test_what_has_just_come_goes_before_a_backlog_and_neither_starves() -> None:
    queue = DeliveryQueue()
    queue.sweep(f"B-{number}" for number in range(100))
    for number in range(6):
        queue.tell(f"N-{number}")
    first = await served(queue, 8)
    assert [case for case in first if case.startswith("N")] == [f"N-{number}" for number in range(6)]
    assert [case for case in first if case.startswith("B")] == ["B-0", "B-1"]


async def test_a_case_that_hears_of_more_while_it_is_served_is_served_again() -> None:
    queue = DeliveryQueue()
    queue.tell("C-1")
    case = await queue.next()
    queue.tell("C-1")
    queue.sweep(["C-1"])
    assert case == "C-1"
    queue.served("C-1", more=False)
    assert await served(queue, 1) == ["C-1"]


async def test_a_case_that_rests_is_left_alone_until_it_has_rested() -> None:
    queue = DeliveryQueue()
    queue.tell("C-1")
    await queue.next()
    queue.rest("C-1", 0.02)
    queue.tell("C-1")
    queue.sweep(["C-1", "C-2"])
    assert await served(queue, 2) == ["C-2", "C-1"]


async def test_a_flood_is_a_backlog_and_never_more_than_is_remembered() -> None:
    queue = DeliveryQueue()
    for number in range(3 * ENOUGH):
        queue.tell(f"C-{number}")
    known = await served(queue, ENOUGH + MOST_TOLD)
    assert len(set(known)) == ENOUGH + MOST_TOLD
    queue.close()
    assert await queue.next() is None
