"""What the drafts of a plan and the agreements on them come to, in the order in which they occurred (R20).

An agreement is on the newest draft before it, whichever of the two is heard of first; without one it means nothing.
"""

from datetime import datetime

from domain.plan.sections import Plan, PlanWord

FIRST_KEPT, LAST_KEPT = 2, 30


def drafted_by(plan: Plan, at: datetime) -> bool:
    """Whether there was a draft by then that could be agreed."""
    return any(word.activities and word.at <= at for word in words(plan))


def is_newest_draft(plan: Plan, at: datetime) -> bool:
    return not any(word.activities and word.at > at for word in words(plan))


def with_word(plan: Plan, new: PlanWord) -> Plan:
    """The plan with one more word, in its place; of two at the same instant the later received comes later."""
    before = tuple(each for each in words(plan) if each.at <= new.at)
    return plan.model_copy(update={"words": _recent((*before, new, *words(plan)[len(before) :]))})


def _recent(known: tuple[PlanWord, ...]) -> tuple[PlanWord, ...]:
    """A plan that is reviewed for many years keeps how it came about and its newest words; the ledger has them all."""
    return known if len(known) <= FIRST_KEPT + LAST_KEPT else (*known[:FIRST_KEPT], *known[-LAST_KEPT:])


def settled(plan: Plan) -> Plan:
    """The plan as its words leave it: whether it is agreed, and since when each intervention of it was."""
    agreed_since: dict[str, datetime | None] = {}
    agreements: list[datetime] = []
    state, since = "none", None
    for word in plan.words:
        if word.activities:
            state, since = "drafted", word.at
            agreed_since = {each: agreed_since.get(each) for each in word.activities}
        elif state != "none":
            state, since = "agreed", word.at
            agreements.append(word.at)
            agreed_since = {each: known or word.at for each, known in agreed_since.items()}
    interventions = tuple(
        each.model_copy(update={"agreed_at": agreed_since.get(each.name)}) for each in plan.interventions
    )
    first, last = (agreements[0], agreements[-1]) if agreements else (None, None)
    return plan.model_copy(
        update={
            "state": state,
            "since": since,
            "agreed_at": first,
            "agreed_last": last,
            "interventions": interventions,
        }
    )


def words(plan: Plan) -> tuple[PlanWord, ...]:
    """Those of a plan that was stored without them are what its state says of them."""
    if plan.words or plan.since is None:
        return plan.words
    activities = tuple(each.name for each in plan.interventions)
    agreements = [at for at in (plan.agreed_at, plan.agreed_last) if at is not None]
    agreed = tuple(PlanWord(at=at) for at in agreements)
    drafted = PlanWord(at=min([plan.since, *agreements]), activities=activities)
    newer = (PlanWord(at=plan.since, activities=activities),) if plan.state == "drafted" and agreed else ()
    return (drafted, *agreed, *newer)
