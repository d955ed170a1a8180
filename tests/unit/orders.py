"""The orders in which facts may be received: any that their dependencies allow.

Facts carry when they occurred, so hardly any depends on another one's receipt. Those that do say what they are about by
what is known when they are received, or end what the other one is about.
"""

from collections.abc import Sequence
from random import Random

from domain.inbox import DeliveredFact


def _types(*names: str) -> tuple[str, ...]:
    return tuple(f"throughcare.{name}.v1" for name in names)


(RELEASED, RELEASE_DATE, FILED) = _types("custody.released", "custody.release-date", "court.report-filed")
(RETURNED, RAISED) = _types("custody.returned", "risk.concern-raised")
(REPORTED, IMPOSED, ANSWERED) = _types(
    "breach.reported", "court.condition-imposed", "network.member-answered"
)
(CONTRIBUTED, CONCLUDED) = _types("assessment.contributed", "assessment.concluded")
(REQUESTED, SUPPLIED, ACKNOWLEDGED, REFUSED) = ITEM = _types(
    "handover.item-requested", "handover.item-supplied", "handover.item-acknowledged", "handover.item-refused"
)
(TRANSFERRED, MERGED) = _types("case.transferred", "person.merged")
SETTLED = _types("breach.decided", "breach.withdrawn")
GOES_BY: dict[str, tuple[str, ...]] = {
    CONTRIBUTED: (CONCLUDED, RELEASED),
    CONCLUDED: (CONCLUDED, RELEASED, IMPOSED, REPORTED, RAISED),
    FILED: (FILED, RELEASED),
    RELEASE_DATE: (RELEASED, MERGED),
    RETURNED: (RELEASED,),
    TRANSFERRED: (*ITEM, RAISED),
    ANSWERED: (RAISED,),
    **dict.fromkeys(SETTLED, (IMPOSED,)),
}
"""The round that is current, the report that is next, the release and the person that a date is of, what a service
holds when the case leaves it, and whom a concern is addressed to, go by these. Who returns from a release that nobody
has told of, returns from a leave. Nobody is told of an alleged breach that is settled once its condition is known."""


def depends(later: DeliveredFact, earlier: DeliveredFact) -> bool:
    """Whether ``later`` means something else where it is received before ``earlier``, which occurred before it."""
    if earlier.type in GOES_BY.get(later.type, ()):
        return True
    if later.type in ITEM and earlier.type in ITEM and _same(later, earlier, "item"):
        # To ask anew, or to refuse, sets an item back; and what was acknowledged needn't be acknowledged again.
        return bool({later.type, earlier.type} & {REQUESTED, REFUSED}) or later.type == ACKNOWLEDGED
    return later.type in SETTLED and _same(later, earlier, "breach")


def _same(one: DeliveredFact, other: DeliveredFact, field: str) -> bool:
    return (one.data or {}).get(field) == (other.data or {}).get(field)


def received(facts: Sequence[DeliveredFact], random: Random) -> list[DeliveredFact]:
    """The facts in a random order that their dependencies allow; ``facts`` are in the order in which they occurred."""
    waiting, order = list(facts), list[DeliveredFact]()
    while waiting:
        ready = [
            each
            for place, each in enumerate(waiting)
            if not any(depends(each, before) for before in waiting[:place])
        ]
        chosen = random.choice(ready)
        waiting.remove(chosen)
        order.append(chosen)
    return order
