"""The fold of what prison and register say."""

from datetime import datetime

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.custody.events import (
    AnnouncedReleaseCounted,
    PreparationResumed,
    ReleaseChangeHeld,
    ReleasePassed,
    ReleaseSettled,
    TakenIn,
)
from domain.custody.facts import PersonReleased, PersonReturned, PersonTransferred, ReleaseDateSet
from domain.custody.sections import Announced, Custody
from domain.events import Envelope
from domain.handover.sections import Handover, Item
from domain.vocabulary import RELEASED_PHASES


@apply.register
def _release_date_set(event: ReleaseDateSet, case: CaseState, of: Envelope) -> CaseState:
    if case.phase in RELEASED_PHASES:
        return case.model_copy(
            update={
                "supervision_end": event.supervision_end,
                "supervision_end_since": of.occurred_at,
                "supervision_end_moved": _moved(event, case, of),
                "announced": _announced(event, case, of),
            }
        )
    release = case.release.model_copy(
        update={"day": event.release_date, "kind": event.kind, "since": of.occurred_at}
    )
    custody = case.custody
    if event.establishment is not None:
        custody = custody.model_copy(update={"establishment": event.establishment})
    serves_outside = event.is_community_sentence and case.taken_in is None
    known: dict[str, object] = {}
    if case.area_handover is None:
        # Who is responsible after a transfer, only another transfer can say.
        known |= {"jurisdiction": event.jurisdiction, "office": event.office or case.office}
    if case.level is None and event.reported_level is not None:
        known |= {"level": event.reported_level, "level_provisional": True}
    return case.model_copy(
        update={
            "person": case.person if event.person in (*case.known_as, *case.same_as) else event.person,
            "entry": event.entry,
            "birth_year": event.birth_year or case.birth_year,
            "gender": event.gender or case.gender,
            "release": release,
            "supervision_start": event.supervision_start,
            "supervision_end": event.supervision_end,
            "custody": Custody(status="at-liberty") if serves_outside else custody,
        }
        | known
    )


def _moved(event: ReleaseDateSet, case: CaseState, of: Envelope) -> datetime | None:
    moved = event.supervision_end != case.supervision_end
    return of.occurred_at if moved else case.supervision_end_moved


def _announced(event: ReleaseDateSet, case: CaseState, of: Envelope) -> Announced | None:
    """A date after the release, named after it, is that of another one: it counts once the person has returned."""
    released, day = case.last_released, event.release_date
    if released is None or day is None or of.occurred_at < released or day <= released.date():
        return case.announced
    return Announced(day=day, kind=event.kind, since=of.occurred_at)


@apply.register
def _transferred(event: PersonTransferred, case: CaseState, of: Envelope) -> CaseState:
    moved = {"establishment": event.establishment, "moved_at": of.occurred_at}
    return case.model_copy(update={"custody": case.custody.model_copy(update=moved)})


@apply.register
def _released(event: PersonReleased, case: CaseState, of: Envelope) -> CaseState:
    status = "at-liberty" if event.reason == "released" else "absent"
    custody = case.custody.model_copy(update={"status": status, "since": of.occurred_at})
    case = case.model_copy(update={"custody": custody})
    if event.reason != "released":
        return case
    released = {"released_at": of.occurred_at, "last_released": of.occurred_at, "announced": None}
    return case.model_copy(update=released)


@apply.register
def _returned(event: PersonReturned, case: CaseState, of: Envelope) -> CaseState:
    custody = case.custody.model_copy(update={"status": "in-custody", "since": of.occurred_at})
    release = case.release
    if event.release_date is not None or event.kind is not None:
        kind = event.kind or release.kind
        release = release.model_copy(
            update={"day": event.release_date, "kind": kind, "since": of.occurred_at}
        )
    called_back: dict[str, object] = {}
    if case.phase in RELEASED_PHASES:
        called_back = {"recall": event.reason, "recall_since": of.occurred_at}
    return case.model_copy(
        update={
            "custody": custody,
            "release": release,
            "announced": case.announced if release is case.release else None,
            "supervision_end": event.supervision_end or case.supervision_end,
        }
        | called_back
    )


@apply.register
def _resumed(event: PreparationResumed, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"preparation_since": event.since, "short_notice": event.short_notice})


@apply.register
def _taken_in(event: TakenIn, case: CaseState, of: Envelope) -> CaseState:
    items = {
        item: Item.model_validate({"item": item, "requested_at": of.recorded_at}) for item in event.items
    }
    handover = case.handover or Handover.model_validate({"items": items})
    return case.model_copy(update={"taken_in": of.recorded_at, "handover": handover})


@apply.register
def _release_passed(event: ReleasePassed, case: CaseState, of: Envelope) -> CaseState:
    return _with_release(case, passed=event.day)


@apply.register
def _release_change_held(event: ReleaseChangeHeld, case: CaseState, of: Envelope) -> CaseState:
    return _with_release(case, held=event.day, settles_at=event.until)


@apply.register
def _release_settled(event: ReleaseSettled, case: CaseState, of: Envelope) -> CaseState:
    return _with_release(case, settled=event.day, held=None, settles_at=None)


@apply.register
def _release_counted(event: AnnouncedReleaseCounted, case: CaseState, of: Envelope) -> CaseState:
    release = case.release.model_copy(update=event.model_dump())
    return case.model_copy(update={"release": release, "announced": None})


def _with_release(case: CaseState, **changes: object) -> CaseState:
    return case.model_copy(update={"release": case.release.model_copy(update=changes)})
