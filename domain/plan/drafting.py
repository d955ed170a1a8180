"""What of the plan goes on in a newer draft: an intervention is known by its activity, provider and first day."""

from collections.abc import Callable, Sequence

from domain.plan.facts import PlannedIntervention
from domain.plan.sections import Intervention, Plan, name_of
from domain.vocabulary import Activity

_SAME: tuple[Callable[[PlannedIntervention, Intervention], bool], ...] = (
    lambda new, known: (new.provider, new.from_) == (known.provider, known.starts),
    lambda new, known: new.provider == known.provider,
)
"""Of one activity, the nearest first. One that stands alone, before and after, stays itself whoever provides it."""


def drafted(planned: Sequence[PlannedIntervention], plan: Plan) -> tuple[Intervention, ...]:
    """All of the draft, in its order; what is known of how each goes stays known."""
    known = _known(planned, plan)
    had = {name for word in plan.words for name in word.activities} | {each.name for each in known.values()}
    for place, each in enumerate(planned):
        if place not in known:
            returns = _alone(each.activity, planned) and not _of_kind(each.activity, plan)
            number = 1 if returns else _free_number(each.activity, had)
            known[place] = Intervention(activity=each.activity, number=number)
            had.add(known[place].name)
    return tuple(_as_planned(each, known[place]) for place, each in enumerate(planned))


def _known(planned: Sequence[PlannedIntervention], plan: Plan) -> dict[int, Intervention]:
    """By its place in the draft, what goes on."""
    left, known = list(plan.interventions), dict[int, Intervention]()
    for is_same in _SAME:
        for place, each in enumerate(planned):
            same = (one for one in left if one.activity == each.activity and is_same(each, one))
            if place not in known and (match := next(same, None)) is not None:
                known[place] = match
                left.remove(match)
    for place, each in enumerate(planned):
        before = _of_kind(each.activity, plan)
        if _alone(each.activity, planned) and len(before) == 1:
            known[place] = before[0]
    return known


def _of_kind(activity: Activity, plan: Plan) -> list[Intervention]:
    return [each for each in plan.interventions if each.activity == activity]


def _alone(activity: Activity, planned: Sequence[PlannedIntervention]) -> bool:
    return sum(each.activity == activity for each in planned) == 1


def _free_number(activity: Activity, had: set[str]) -> int:
    """No other has ever had its name: what was owed of that one isn't what is owed of this."""
    return next(number for number in range(1, len(had) + 2) if name_of(activity, number) not in had)


def _as_planned(planned: PlannedIntervention, known: Intervention) -> Intervention:
    return known.model_copy(
        update={
            "provider": planned.provider,
            "starts": planned.from_,
            "ends": planned.until,
            "consent": planned.consent,
            "area": planned.area,
            "rests_on": planned.rests_on,
            "strengthens": planned.strengthens,
            "goal": planned.goal,
        }
    )
