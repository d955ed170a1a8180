"""Streams and their fold: which state a stream has, and how one more event changes it.

A stream is named by the id of the workflow that writes it. The same fold runs in the workflow, in the ledger's
append, in ``verify`` and in a rebuild; that is why it is pure.
"""

from collections.abc import Iterable
from typing import Any

from domain.addresses import is_case_stream
from domain.case.events import FactSkipped
from domain.case.facts import FactWithdrawn
from domain.case.fold import fold_case
from domain.case.state import CaseState
from domain.events import Envelope, StreamRewound
from domain.procedure import ProcedureState, fold_procedure

StreamState = CaseState | ProcedureState


def initial_state(stream: str) -> StreamState:
    return CaseState() if is_case_stream(stream) else ProcedureState()


def state_from_json(stream: str, state: dict[str, Any] | None) -> StreamState:
    """The state that ``state.model_dump(mode="json")`` had written; the initial one where there is none."""
    if state is None:
        return initial_state(stream)
    return type(initial_state(stream)).model_validate(state)


def fold(state: StreamState, envelope: Envelope) -> StreamState:
    """The state after one more event. What changes earlier ones (``REFOLDING``) takes ``fold_all``."""
    if isinstance(state, CaseState):
        return fold_case(state, envelope)
    return fold_procedure(state, envelope)


REFOLDING = frozenset({StreamRewound.TYPE, FactWithdrawn.TYPE})
"""Events that change what earlier events mean: the state has to be folded anew from the first one."""


def effective(envelopes: Iterable[Envelope]) -> list[Envelope]:
    """The events of one stream that still count.

    Those that a rewind has superseded are left out. Of an inbound event that was withdrawn only its number counts.
    """
    counting = _newest_branch(envelopes)
    withdrawn = {_withdrawn(each) for each in counting if each.type == FactWithdrawn.TYPE}
    return [_skipped(each) if each.cause in withdrawn else each for each in counting]


def _newest_branch(envelopes: Iterable[Envelope]) -> list[Envelope]:
    """Each rewind begins a branch behind the event that it keeps, which may be one that an earlier rewind left."""
    recorded: dict[int, Envelope] = {}
    before: dict[int, int] = {}
    last = 0
    for envelope in envelopes:
        recorded[envelope.version] = envelope
        before[envelope.version] = _kept(envelope) if envelope.type == StreamRewound.TYPE else last
        last = envelope.version
    branch: list[Envelope] = []
    while last in recorded:
        branch.append(recorded[last])
        last = before[last]
    return [each for each in reversed(branch) if each.type != StreamRewound.TYPE]


def _kept(envelope: Envelope) -> int:
    return min(StreamRewound.model_validate(envelope.data).kept, envelope.version - 1)


def _skipped(envelope: Envelope) -> Envelope:
    return envelope.model_copy(update={"type": FactSkipped.TYPE, "data": {}})


def _withdrawn(envelope: Envelope) -> str:
    return FactWithdrawn.model_validate(envelope.data).cause


def fold_all(stream: str, envelopes: Iterable[Envelope]) -> StreamState:
    """The state of a whole stream, from its first event."""
    state = initial_state(stream)
    for envelope in effective(envelopes):
        state = fold(state, envelope)
    return state
