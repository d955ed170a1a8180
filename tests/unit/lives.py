"""Lives that begin as the standard case does, and in which other things happen too."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.inbox import DeliveredFact
from tests.benchmarks.standard_case import Step
from tests.benchmarks.standard_case import facts_of as standard_facts_of


def facts_of_life(
    source: str, steps: Iterable[Step], opens_at: datetime, until: float
) -> list[DeliveredFact]:
    """In the order in which they occur: the standard case's facts before the day ``until``, and these ``steps``."""
    ends = opens_at + timedelta(days=until)
    standard = [each for each in standard_facts_of(opens_at) if each.occurred_at < ends]
    own = [_fact(source, step, opens_at) for step in steps]
    facts = sorted([*standard, *own], key=lambda each: each.occurred_at)
    return [each.model_copy(update={"number": number}) for number, each in enumerate(facts, start=1)]


def _fact(source: str, step: Step, opens_at: datetime) -> DeliveredFact:
    at = opens_at + timedelta(days=step.day)
    return DeliveredFact(
        number=1,
        source=source,
        id=f"{step.name}-{step.day}",
        type=f"throughcare.{step.name}.v1",
        occurred_at=at,
        received_at=at,
        data=step.data,
    )
