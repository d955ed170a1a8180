"""What is disclosed of the person."""

from typing import Literal

from domain.sections import Section
from domain.vocabulary import Instant


class Disclosure(Section):
    disclosure: str
    state: Literal["requested", "in-doubt", "allowed", "refused", "made"] = "requested"
    informed: Instant | None = None
    since: Instant
