"""Who is in the network, what they have signed, and which roles are vacant."""

from datetime import date, datetime
from typing import Literal

from domain.calendar import LocalCalendar
from domain.sections import Section
from domain.vocabulary import Activity, AgreementName, Instant


class Agreement(Section):
    """The sharing agreement and the code of conduct, as a member signed them last."""

    reference: str
    until: date | None = None
    """Its last day; None where it has no end."""
    names: tuple[AgreementName, ...] = ()
    expectations: int = 0
    """How many are on record (R84)."""
    expired: bool = False


class Renewal(Section):
    """To be signed anew: before it runs out, because its code of conduct is superseded, or after a return."""

    until: date | None = None
    """The last day of the agreement that runs out."""
    code_version: str | None = None
    """The version that supersedes the one they have signed."""
    called_at: Instant
    due: Instant
    signed_at: Instant | None = None

    @property
    def name(self) -> str:
        if self.until is not None:
            return self.until.isoformat()
        return f"code-{self.code_version}" if self.code_version else f"return-{self.called_at:%Y-%m-%d}"


class GivenAnswer(Section):
    """One answer of a member; they may change it, and systems say it again."""

    answer: Literal["accepted", "declined", "withdrawn"]
    at: Instant


class NetworkMember(Section):
    member: str
    role: str
    standing: Literal["permanent", "ad-hoc"]
    state: Literal["proposed", "invited", "accepted", "declined", "withdrawn"] = "proposed"
    activity: Activity | None = None
    invited_at: Instant | None = None
    answered_at: Instant | None = None
    """Since when they have answered as they did last: saying it again changes nothing."""
    answers: tuple[GivenAnswer, ...] = ()
    """All that they have given, in the order in which they occurred."""
    agreement_signed: Instant | None = None
    code_version: str | None = None
    first_signed: Instant | None = None
    """When they signed for the first time; ``agreement_signed`` is the last."""
    agreement: Agreement | None = None
    renewals: tuple[Renewal, ...] = ()
    for_seat: bool = False
    """One of several who were asked for the seat of a permanent role, whether or not they hold it now."""
    passed_over: Instant | None = None
    """When somebody else took that seat while they hadn't answered: nobody waits for their answer any more."""
    stays_for: str | None = None
    """The area before, for which they keep a seat until somebody of the new area has accepted."""
    relieved_in: str | None = None
    """The area for which they were asked, once another area's service has become the justice case holder."""

    @property
    def is_awaited(self) -> bool:
        """Whether something is still to come from them before the network stands: an answer, or a signature."""
        return not self.is_gone and (not self.may_receive or self.is_to_renew)

    @property
    def is_gone(self) -> bool:
        """Whether nobody counts on them any more: they have left, or were passed over while they were silent."""
        silent = self.passed_over is not None and self.state in ("proposed", "invited")
        return self.state in LEFT or silent

    @property
    def may_receive(self) -> bool:
        """Only who has accepted and signed receives anything or is heard in a decision (R71)."""
        return self.state == "accepted" and self.agreement_signed is not None and not self.has_run_out

    def had_signed(self, at: datetime) -> bool:
        """Whether they were in the network by then, and had signed: as far as that is still known."""
        signed = self.first_signed or self.agreement_signed
        had_left = self.state in LEFT and self.answered_at is not None and self.answered_at <= at
        return signed is not None and signed <= at and not had_left

    def left_by(self, at: datetime) -> Literal["declined", "withdrawn"] | None:
        """How they had left the network by then: somebody who has left since was there, and who is back may not
        have been."""
        by_then = [each.answer for each in self.answers if each.at <= at]
        if not self.answers and self.answered_at is not None and self.answered_at <= at:
            by_then = [each for each in LEFT if each == self.state]
        last = by_then[-1] if by_then else None
        return last if last != "accepted" else None

    def had_run_out(self, at: datetime, local: LocalCalendar | None) -> bool:
        """Whether what they had signed held no longer by then: its last day was over, or they had left."""
        if not self.has_run_out:
            return False
        ends = [each.at for each in self.answers if each.answer in LEFT][-1:]
        until = self.agreement.until if self.agreement is not None else None
        if until is not None and local is not None:
            ends.append(local.end_of_day(until))
        return not ends or any(end <= at for end in ends)

    @property
    def has_run_out(self) -> bool:
        """Whether what they signed no longer holds; what they did while it held stays done."""
        return self.agreement is not None and self.agreement.expired

    @property
    def is_to_renew(self) -> bool:
        return any(renewal.signed_at is None for renewal in self.renewals)


class Search(Section):
    """A permanent role that is vacant, and for which the agency directory had nobody."""

    role: str
    since: Instant
    again: Instant
    """When the directory is asked again; from then on with each escalation of what is owed."""
    instead_of: str | None = None
    """Whose place nobody was found for."""
    filled_at: Instant | None = None
    """When somebody in this role accepted."""


LEFT: tuple[Literal["declined", "withdrawn"], ...] = ("declined", "withdrawn")
"""Member states of those who are not, or no longer, in the network."""
