"""Lessons for other cases: kept beside the cases, and without the person (R80).

A lesson is kept with the area, the role of who said it and the month. What software can see to ends there: a lesson
that names a reference of the case isn't kept, but a story that only one person can have lived is told by its words,
and where an area has one case a month, by its month. So lessons are for those who may read cases, and for nobody else.
"""

import re
from typing import NamedTuple

from domain.case.events import FactRefused
from domain.case.judging import CLOSED
from domain.case.state import CaseState
from domain.closing.facts import EvaluationSubmitted
from domain.events import Envelope
from domain.vocabulary import role_of


class Lesson(NamedTuple):
    jurisdiction: str
    role: str
    """Of who said it."""
    month: str
    text: str


def lessons_of(envelope: Envelope, case: CaseState) -> tuple[Lesson, ...]:
    """What is kept because of this event of the case's stream.

    Of what was said after the case had closed, too: there it changes nothing any more, for others it is as true.
    """
    said = evaluation_in(envelope)
    if said is None or case.jurisdiction is None:
        return ()
    month = f"{envelope.occurred_at:%Y-%m}"
    return tuple(Lesson(case.jurisdiction, role_of(said.by), month, text) for text in kept(said, case))


def kept(said: EvaluationSubmitted, case: CaseState) -> tuple[str, ...]:
    """The lessons in which nobody of the case is named by a reference; each once."""
    names = re.compile(
        rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, _references(said, case)))})(?![A-Za-z0-9])", re.I
    )
    return tuple(text for text in dict.fromkeys(said.lessons) if not names.search(text))


def _references(said: EvaluationSubmitted, case: CaseState) -> list[str]:
    members = (each.member for each in case.network)
    as_person = said.by.removeprefix("person:")
    return [each for each in (case.case, case.person, *case.known_as, as_person, *members) if each]


def evaluation_in(envelope: Envelope) -> EvaluationSubmitted | None:
    """What was said in it, if it is an evaluation, be it one that came after the case had closed."""
    if envelope.type == EvaluationSubmitted.TYPE:
        return EvaluationSubmitted.model_validate(envelope.data)
    if envelope.type != FactRefused.TYPE:
        return None
    refused = FactRefused.model_validate(envelope.data)
    if (refused.type, refused.reason) != (EvaluationSubmitted.TYPE, CLOSED):
        return None
    return EvaluationSubmitted.model_validate(refused.data)
