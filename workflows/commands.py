"""Commands: what a person may do to a running case or procedure, by an Update in the Web UI or the CLI.

A command that doesn't fit is refused at once and leaves no trace; one that is taken has been recorded in the
ledger when it answers.
"""

from temporalio.exceptions import ApplicationError

from domain.policy import SharedPolicy
from domain.vocabulary import Text, Word
from workflows.messages import Message

REFUSED = "CommandRefused"


class Command(Message):
    by: Word
    """Who gives it: the operator's name at the desk."""


class Waive(Command):
    """Release the owner of an obligation from it."""

    obligation: str
    """Its id, with or without the procedure before it, as in the case view."""
    reason: Text

    @property
    def named(self) -> str:
        return self.obligation.rpartition("/")[2]


class Hold(Command):
    """Stop reminders and escalations in the whole case until it is resumed."""

    reason: Text


class Resume(Command):
    """Remind and escalate again."""


class ChangePolicy(Command):
    """From now on the case goes by another pack, or by another version of its own."""

    policy: SharedPolicy
    """As data: what the case is pinned to doesn't hang on what its worker is shipped with."""
    reason: Text


class Recorded(Message):
    """The command is in the ledger, at the latest in this version of the stream."""

    version: int


def refused(field: str, value: str, reason: str) -> ApplicationError:
    return ApplicationError(f"{field} {value!r}: {reason}", type=REFUSED, non_retryable=True)
