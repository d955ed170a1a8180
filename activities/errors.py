"""What can go wrong with the outside, as one tree.

ActivityError
├── StoreUnavailable    PostgreSQL can't be reached, or not in time; the same call may succeed later
├── EngineAway          Temporal can't be reached, is busy, or takes nothing from us; the same call may succeed later
├── FactsRefused        Temporal has refused what was sent, which may be for the case that it was sent to
├── OutOfBounds         (activities.bounds) it concerns jurisdictions that whoever told it isn't bound to
├── PostAway            there is no mail server, it can't be reached, or it takes nothing from us; all mail waits
├── BrokenOff           the connection to it ended within a mail, which may have gone out
└── MailRefused         it has refused one mail; the others go on

Each adapter translates its library's errors once, ``from exc``. Messages carry no content and no address.
"""


class ActivityError(Exception):
    """Something outside didn't do what we asked of it."""


class StoreUnavailable(ActivityError):
    """PostgreSQL can't be reached, or not in time. Whether a commit came through, the same call says."""


class EngineAway(ActivityError):
    """Temporal doesn't take anything, for now. The same call may succeed later."""


class FactsRefused(ActivityError):
    """Temporal doesn't take this. ``answer`` is what it says about it, without content."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        super().__init__(f"Temporal has refused a delivery: {answer}")


class PostAway(ActivityError):
    """Mail can't be sent at all, for now. The same call may succeed later."""


class BrokenOff(ActivityError):
    """Nobody has said whether the mail was taken; a second one can be told by its ``Message-ID``."""


class MailRefused(ActivityError):
    def __init__(self, code: int, status: str | None) -> None:
        self.permanent = code >= 500
        self.reply = f"{code} {status}" if status else str(code)
        """Numbers only: the words of a mail server may hold the address."""
        super().__init__(f"the mail server has refused a mail: {self.reply}")
