"""What the case tells its procedures arrives as it was told, in half the bytes."""

import pytest
from pydantic_core import to_json

from domain.case.state import CaseState
from domain.procedures.brief import brief_for
from tests.unit.one_case import POLICY
from tests.unit.reported_case import reported_case
from workflows.messages import Briefing
from workflows.procedures import PROCEDURES


@pytest.mark.parametrize("procedure", sorted(PROCEDURES))
def test_a_brief_arrives_as_it_was_told_without_what_its_reader_assumes_anyway(procedure: str) -> None:
    known = brief_for(procedure, reported_case().state, POLICY)
    sent = to_json(Briefing(version=7, known=known))
    assert Briefing.model_validate_json(sent) == Briefing(version=7, known=known)
    assert len(sent) < len(known.model_dump_json()) / 2


def test_nothing_known_is_a_brief_too() -> None:
    nothing = Briefing(version=0, known=CaseState())
    assert to_json(nothing) == b'{"version":0,"known":{},"policy":null}'
    assert Briefing.model_validate_json(to_json(nothing)) == nothing
