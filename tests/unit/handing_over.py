"""A handover told in few words, and what is shown and owed of it."""

from datetime import datetime

from domain.case.view import CaseView, case_view
from domain.handover.duties import handover_duties
from domain.handover.factors import LEADER
from domain.handover.rules import receiver
from domain.obligations.duty import Duty
from domain.procedures.brief import brief_for
from domain.procedures.wanted import INFORMATION_HANDOVER
from tests.unit.one_case import POLICY, OneCase

PRISON, PROBATION = "prison:eu", "probation:eu"
ITEM = "risk-assessment"


def joined() -> OneCase:
    return OneCase().join(*POLICY.network.permanent_roles)


def supplied(case: OneCase, item: str = ITEM, **more: object) -> OneCase:
    case.tell("handover.item-supplied", item=item, by=PRISON, **more)
    return case


def acknowledged(case: OneCase, item: str = ITEM) -> OneCase:
    case.tell("handover.item-acknowledged", item=item, by=receiver(case.state, item))  # type: ignore[arg-type]
    return case


def found(case: OneCase, effect: str, *, at: datetime | None = None, **more: object) -> OneCase:
    factor = {"factor": LEADER, "effect": effect} | more
    case.tell("handover.item-supplied", at, item="prison-factors", by=PRISON, factors=[factor])
    return case


def owed(case: OneCase, kind: str, item: str = ITEM) -> list[Duty]:
    duties = handover_duties(brief_for(INFORMATION_HANDOVER, case.state, POLICY), POLICY)
    return [each for each in duties if each.kind == kind and each.what.endswith(f" {item}")]


def view(case: OneCase) -> CaseView:
    return case_view(case.state, [], case.now, 1)


def shown(case: OneCase, item: str = ITEM) -> dict[str, object]:
    handover = view(case).handover
    assert handover is not None
    (entry,) = [each for each in handover["items"] if each["item"] == item]
    assert isinstance(entry, dict)
    return entry
