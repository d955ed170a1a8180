"""Folded states kept in the process, so that an append needn't read what it has just written."""

from collections import OrderedDict
from typing import NamedTuple

from domain.streams import StreamState

MOST_STATES = 512


class Folded(NamedTuple):
    """A state, under the ledger hash of the stream's event that led to it.

    The hash binds everything that was recorded before. So where the database gives the same hash under the
    lock, the state can't be stale, whoever else has appended meanwhile.
    """

    hash: bytes
    state: StreamState


class FoldedStates:
    """The newest states of the streams used last."""

    def __init__(self, most: int = MOST_STATES) -> None:
        self._most = most
        self._states: OrderedDict[str, Folded] = OrderedDict()

    def newest(self, stream: str) -> Folded | None:
        return self._states.get(stream)

    def keep(self, stream: str, folded: Folded) -> None:
        self._states[stream] = folded
        self._states.move_to_end(stream)
        while len(self._states) > self._most:
            self._states.popitem(last=False)
