"""What the stores say of one case, side by side: the rules by which a difference is one."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.addresses import case_id, procedure_id
from domain.case.standing_still import stands_still_since
from domain.case.state import CaseState
from domain.procedure import ProcedureState
from domain.reconciliation.differences import Difference, Kind
from domain.streams import StreamState

MOST_NUMBERS_NAMED = 20


class RegisterRow(NamedTuple):
    """What the register says of a case, and whether that is what its facts amount to."""

    announced: bool
    opens_on: date | None
    opened: bool
    is_fold: bool


class InboxSeen(NamedTuple):
    """The inbox of a case, counted."""

    is_whole: bool
    """Whether its numbers have no hole, and end where the register says."""
    lost: tuple[int, ...] = ()
    """Numbers that were delivered some time ago, and that the stored state of the case doesn't have."""
    waits: bool = False
    """Whether something waits to be delivered for longer than it may; what was set aside doesn't."""
    set_aside: int = 0
    """Facts that couldn't be delivered, and that an operator leaves as they are: no difference, but to be told."""


class LedgerSeen(NamedTuple):
    """The ledger of a case, verified, and the states that are stored of it."""

    position: int
    states: Mapping[str, StreamState]
    is_whole: bool = True
    is_folded: bool = True


class Kept(NamedTuple):
    """All that is kept of a case. Each store was read at its own moment: what is under way may look different."""

    case: str
    register: RegisterRow
    inbox: InboxSeen
    ledger: LedgerSeen
    running: frozenset[str] = frozenset()
    """Workflow ids of the case, and of the procedures that it goes by, that run in Temporal."""

    @property
    def state(self) -> CaseState:
        state = self.ledger.states.get(case_id(self.case))
        return state if isinstance(state, CaseState) else CaseState()

    @property
    def procedures(self) -> list[ProcedureState]:
        return [each for each in self.ledger.states.values() if isinstance(each, ProcedureState)]

    @property
    def workflows(self) -> list[str]:
        """That are to run, by the ledger; of a closed case its own, which isn't to."""
        if not self.register.opened and self.ledger.position == 0:
            return []
        going_by = [] if self.state.closed else self.state.running
        procedures = [procedure_id(self.case, each.procedure, each.number) for each in going_by]
        return [case_id(self.case), *procedures]


class Moment(NamedTuple):
    """In case time."""

    now: datetime
    patience: timedelta
    """How late a step of a case may be."""


def differences(kept: Kept, of: Moment) -> list[Difference]:
    """In the order of ``RULES``."""
    return [
        Difference(case=kept.case, kind=kind, about=about, position=kept.ledger.position)
        for kind, about in (*_in_the_register(kept, of), *_in_what_is_kept(kept), *_in_the_engine(kept, of))
    ]


_Found = Iterator[tuple[Kind, str]]


def _in_the_register(kept: Kept, of: Moment) -> _Found:
    row, has_begun = kept.register, kept.state.phase is not None
    if not row.opened and has_begun:
        yield "not-marked-opened", ""
    elif not row.opened and row.opens_on is not None and row.opens_on <= of.now.date():
        yield "not-opened", ""
    if not row.is_fold:
        # What the facts that are left amount to isn't what the case was told: the row may be the last that knows.
        if kept.inbox.is_whole:
            yield "register-differs", ""
    elif has_begun and not kept.state.closed and not row.announced:
        yield "not-announced", ""


def _in_what_is_kept(kept: Kept) -> _Found:
    if not kept.inbox.is_whole:
        yield "inbox-gap", ""
    # The inbox is compared with the stored state, which tells of lost facts only where it is the fold.
    if kept.inbox.lost and kept.ledger.is_folded:
        yield "not-in-ledger", _named(kept.inbox.lost)
    if kept.inbox.waits:
        yield "undelivered", ""
    if not kept.ledger.is_whole:
        yield "ledger-broken", ""
    elif not kept.ledger.is_folded:
        yield "view-differs", ""


def _in_the_engine(kept: Kept, of: Moment) -> _Found:
    own = case_id(kept.case)
    if own not in kept.workflows:
        return
    if own not in kept.running:
        if not kept.state.closed:
            yield "no-workflow", ""
        return
    if kept.state.closed:
        yield "still-running", ""
        return
    for fallen in (each for each in kept.workflows if each not in kept.running):
        yield "no-procedure", fallen
    if stands_still_since(kept.state, kept.procedures, of.now, of.patience) is not None:
        yield "stands-still", ""


def _named(numbers: tuple[int, ...]) -> str:
    more = "…" if len(numbers) > MOST_NUMBERS_NAMED else ""
    return ",".join(map(str, numbers[:MOST_NUMBERS_NAMED])) + more
