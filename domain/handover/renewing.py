"""What is asked of prison anew when another release is prepared (R14).

What is known is kept, and not asked for again: the network and what its members have signed, the manager, the plan,
the assessments, and what was handed over not so long ago. Older than the policy allows, it speaks of the sentence
before: prison has learned more since, and may no longer have to refuse what it refused then.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.handover.events import ItemsAskedAnew
from domain.handover.sections import Item
from domain.policy import Policy
from domain.vocabulary import HANDOVER_ITEMS


def renewing_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    keeps, again, local = policy.preparation.keeps_items, case.preparation_since, case.calendar
    if (
        case.phase != "preparation"
        or case.handover is None
        or keeps is None
        or again is None
        or local is None
    ):
        return
    oldest = local.start_of_day(keeps.days_before(local.local_date(again)))
    known = case.handover.items
    items = tuple(each for each in HANDOVER_ITEMS if each in known and _is_old(known[each], oldest))
    if items:
        yield Follows(now, ItemsAskedAnew(items=items, since=again))


def _is_old(item: Item, oldest: datetime) -> bool:
    """What is still owed is owed already."""
    if item.state == "requested":
        return False
    answered = item.refused_at if item.state == "refused" else item.supplied_at
    return answered is not None and answered < oldest
