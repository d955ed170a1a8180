"""A subscription: which events another system is told of, of which jurisdictions, and where."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from domain.fields import contradiction
from domain.patterns import all_patterns
from domain.subscriptions.hosts import is_loopback, may_exist
from domain.subscriptions.told import TOLD
from domain.vocabulary import Reference, Word

PATTERNS = all_patterns(TOLD)


def _an_address(url: str) -> str:
    parts = urlsplit(url)  # raises ValueError too
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.port == 0:
        raise ValueError("an address is written https://host/path")
    if not may_exist(parts.hostname):
        raise ValueError("no host can be called so")
    if parts.username is not None or parts.password is not None:
        raise ValueError("no user and no password: events are signed")
    if parts.fragment:
        raise ValueError("what stands behind # is never sent")
    return url


def _a_pattern(pattern: str) -> str:
    if pattern not in PATTERNS:
        raise ValueError(
            "no event type that systems are told of, no <word>.* of such types, and not *; written case.closed"
        )
    return pattern


def _each_once(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(given))


Url = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[!-~]+$"), AfterValidator(_an_address)]
Pattern = Annotated[str, AfterValidator(_a_pattern)]


class Subscription(BaseModel):
    """Whoever makes one answers for it that this system may know so much of these cases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Reference
    url: Url
    """An operator's word: any address may be named, also within one's own house. Redirects aren't followed, and of an
    answer nothing but its status is kept."""
    owner: Word
    """Whom to speak to about it: a desk, never a private address."""
    events: Annotated[tuple[Pattern, ...], Field(min_length=1), AfterValidator(_each_once)]
    jurisdictions: (
        Annotated[tuple[Reference, ...], Field(min_length=1), AfterValidator(_each_once)] | None
    ) = None
    """Whose cases, by who serves them when something is recorded; None for all."""
    in_the_clear: bool = False
    """http to another machine was asked for, within a house of one's own."""
    training: bool = False
    """A system for training, which an exercise may write to: its cases are invented."""

    @model_validator(mode="after")
    def _nobody_reads_along(self) -> Self:
        if urlsplit(self.url).scheme == "http" and not (self.in_the_clear or self._leads_to_this_machine()):
            raise contradiction("url", "events go out by https; by http only to this machine", self.url)
        return self

    def may_be_told(self, *, exercise: bool) -> bool:
        """In an exercise nothing goes to another machine, unless it is there for training."""
        return not exercise or self.training or self._leads_to_this_machine()

    def _leads_to_this_machine(self) -> bool:
        return is_loopback(urlsplit(self.url).hostname or "")
