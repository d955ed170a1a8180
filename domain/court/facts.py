"""What the court imposes, and what is reported to it."""

from pydantic import BaseModel, ConfigDict

from domain.events import Fact
from domain.fields import Day, MomentOrDay
from domain.vocabulary import ConditionKind, Reference, Text, Word


class ImposedCondition(BaseModel):
    """A condition in the court's words."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    condition: Reference
    kind: ConditionKind
    text: Text
    until: Day | None = None


class ConditionImposed(Fact, name="court.condition-imposed"):
    """The court imposes a condition; the same reference again varies it."""

    condition: Reference
    kind: ConditionKind
    text: Text
    until: Day | None = None


class ConditionEnded(Fact, name="court.condition-ended"):
    """The court lifts a condition."""

    condition: Reference


class CourtReportFiled(Fact, name="court.report-filed"):
    """A report went to the court."""

    due: MomentOrDay | None = None
    """Which report: the one that was due then, by its instant or its day as the case view names them; absent: the next
    one."""
    reference: Word | None = None
