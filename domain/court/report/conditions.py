"""Conditions in the court's own words, as a report tells of them (R8, R11)."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.breach.facts import BreachDecided
from domain.court.events import ConditionExpired
from domain.court.facts import ConditionEnded, ConditionImposed, ImposedCondition
from domain.court.report.draft import ConditionStep, ConditionTold
from domain.court.report.knowledge import Knowledge
from domain.court.report.scope import Scope
from domain.court.report.work import told
from domain.events import Envelope, Event


class _Imposed(NamedTuple):
    """The terms of a condition as they were imposed at one time; None: it has ended, or has run out."""

    terms: ConditionImposed | ImposedCondition | None
    step: ConditionStep
    of: Envelope


def conditions(known: Knowledge, scope: Scope) -> tuple[ConditionTold, ...]:
    """Those in force on any day of the period."""
    history: dict[str, list[_Imposed]] = {}
    for event, of in known.occurrences:
        for condition, word in _words(event, of, scope, history):
            history.setdefault(condition, []).append(word)
    return tuple(_condition(words, scope) for words in history.values() if _was_in_force(words, scope))


def _words(
    event: Event, of: Envelope, scope: Scope, history: dict[str, list[_Imposed]]
) -> Iterator[tuple[str, _Imposed]]:
    match event:
        case ConditionImposed():
            imposed: tuple[ConditionImposed | ImposedCondition, ...] = (event,)
        case BreachDecided(conditions=conditions):
            imposed = conditions
        case ConditionEnded(condition=condition):
            yield condition, _Imposed(None, ConditionStep(what="ended", **told(of, scope)), of)
            return
        case ConditionExpired(condition=condition, at=at):
            times = told(of, scope) | {"occurred_at": at}
            yield condition, _Imposed(None, ConditionStep(what="ran out", **times), of)
            return
        case _:
            return
    for terms in imposed:
        before = history.get(terms.condition)
        varies = before is not None and before[-1].terms is not None
        step = ConditionStep(what="varied" if varies else "imposed", **told(of, scope))
        yield terms.condition, _Imposed(terms, step, of)


def _was_in_force(words: list[_Imposed], scope: Scope) -> bool:
    begun = words[0].terms is not None and words[0].step.occurred_at <= scope.period.until
    ended_before = words[-1].terms is None and not _is_new(words[-1], scope)
    return begun and not ended_before


def _is_new(word: _Imposed, scope: Scope) -> bool:
    return word.step.belated or word.step.occurred_at > scope.period.since


def _condition(words: list[_Imposed], scope: Scope) -> ConditionTold:
    terms = next(word.terms for word in reversed(words) if word.terms is not None)
    return ConditionTold(
        condition=terms.condition,
        kind=terms.kind,
        text=terms.text,
        until=terms.until,
        in_force=words[-1].terms is not None,
        steps=tuple(word.step for word in words if _is_new(word, scope) or not scope.is_after_a_report),
    )
