"""How a notice leaves the house: under which name, to which address, and what came of it."""

from datetime import timedelta
from typing import Literal, NamedTuple, TypeAlias

from domain.agencies.agency import Agency

Undeliverable = Literal["no-address", "other-channel", "bad-address", "refused", "expired", "not-recent"]
WHY: dict[Undeliverable, str] = {
    "no-address": "the agency directory has no address",
    "other-channel": "the agency directory names another channel than mail",
    "bad-address": "what the agency directory has is no mail address",
    "refused": "the mail server refuses it for good",
    "expired": "the mail server has put it off for five days",
    "not-recent": "it was worked out long after its event",
}
"""In words, for operators. What is undeliverable stays so until one of them has it tried again."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
"""Before a notice that was put off is tried again; doubled each time."""
MOST_REFUSALS = 28
"""After which it is given up: at these pauses about five days, as long as mail servers themselves try."""
PAUSE_AFTER_A_BREAK = timedelta(minutes=1)


class NoticeKey(NamedTuple):
    """What makes a notice this one and no other, for ever: the event that it follows from, and whom it is for."""

    case: str
    position: int
    """Of the event in the ledger of the case."""
    member: str

    def __str__(self) -> str:
        """As a name for mails and files: references hold none of the signs that stand between and for them."""
        name = f"{self.case}~{self.position}~{self.member}"
        return name.replace(":", "=").replace(".", "+")


class Sent(NamedTuple):
    """Somebody else answers for it from now on."""


class PutOff(NamedTuple):
    """Not now: it is tried again after the pause."""

    pause: timedelta
    reply: str | None
    """Of the mail server, in numbers. Where it gave none, the attempt doesn't count towards giving up."""


class GivenUp(NamedTuple):
    """Kept, and shown to operators."""

    reason: Undeliverable
    reply: str | None = None


Outcome: TypeAlias = Sent | PutOff | GivenUp


def lacks(agency: Agency | None) -> Undeliverable | None:
    """Why what the directory has of a member isn't enough for a mail; None where it is."""
    if agency is None or agency.address is None:
        return "no-address"
    return None if agency.channel == "mail" else "other-channel"


def after_refusal(reply: str, *, permanent: bool, before: int) -> Outcome:
    """What comes of a mail that the server has refused, having put it off ``before`` times."""
    if permanent:
        return GivenUp("refused", reply)
    if before + 1 >= MOST_REFUSALS:
        return GivenUp("expired", reply)
    return PutOff(min(FIRST_PAUSE * 2**before, LONGEST_PAUSE), reply)
