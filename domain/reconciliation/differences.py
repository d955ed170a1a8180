"""In what the stores of a case may differ, and by which rule each difference is mended."""

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

Kind = Literal[
    "not-opened",
    "not-marked-opened",
    "register-differs",
    "not-announced",
    "inbox-gap",
    "not-in-ledger",
    "undelivered",
    "ledger-broken",
    "view-differs",
    "no-workflow",
    "no-procedure",
    "still-running",
    "unknown-workflow",
    "tasks-fail",
    "stands-still",
]
Remedy = Literal[
    "open",
    "mark-opened",
    "fold-register",
    "deliver-again",
    "deliver",
    "rebuild-view",
    "restart",
    "ask-to-look",
]


class Rule(NamedTuple):
    found: str
    """What differs, in words, for operators."""
    remedy: Remedy | None
    """What mends it; None where only a person can know."""


RULES: dict[Kind, Rule] = {
    "not-opened": Rule("it is to be open by now, and was never opened", "open"),
    "not-marked-opened": Rule("it has a ledger, and the register says it was never opened", "mark-opened"),
    "register-differs": Rule("its register row isn't what the facts of its inbox amount to", "fold-register"),
    "not-announced": Rule("it is open, and by the register no release or order is announced any more", None),
    "inbox-gap": Rule("numbers are missing in its inbox: it waits for them for ever", None),
    "not-in-ledger": Rule("facts count as delivered and aren't in its ledger", "deliver-again"),
    "undelivered": Rule("facts wait for long to be delivered", "deliver"),
    "ledger-broken": Rule("its ledger isn't what was written: throughcare verify names the places", None),
    "view-differs": Rule("what is stored of its state isn't the fold of its ledger", "rebuild-view"),
    "no-workflow": Rule("it is open by its ledger, and has no workflow", "restart"),
    "no-procedure": Rule("a procedure that it goes by has no workflow", "ask-to-look"),
    "still-running": Rule("it is closed by its ledger, and its workflow runs on", "ask-to-look"),
    "unknown-workflow": Rule("a workflow runs for a case that was never opened", None),
    "tasks-fail": Rule("the tasks of its workflow fail: see its page in the Temporal Web UI", None),
    "stands-still": Rule("something is due in it and nothing moves", "ask-to-look"),
}
"""In the order in which they are mended: what a later one needs, an earlier one has brought about."""


class Difference(BaseModel):
    """One thing in which the stores differ. References only."""

    model_config = ConfigDict(frozen=True)
    case: str
    kind: Kind
    about: str = ""
    """Which numbers, or which workflow; empty where it is the case as a whole."""
    position: int = 0
    """Of the newest event in the ledger of the case, when it was looked at."""

    @property
    def event_id(self) -> str:
        """Of the correction: the same as long as nothing has moved, so that a repeated run tells nothing twice."""
        return f"{self.kind}/{self.case}/{self.about}/{self.position}"
