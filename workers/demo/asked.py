"""What somebody is asked: an open obligation of a case, as one of the members sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from domain.vocabulary import PERMANENT_ROLES, ObligationKind, role_of
from workers.demo.story import Story, View


class Said(NamedTuple):
    """An event of the contract before it is dated and signed."""

    name: str
    data: Mapping[str, object]
    ahead: int | None = None
    """Said so many days before the date, where that isn't the habit."""


@dataclass(frozen=True)
class Asked:
    me: str
    """The member who looks at it, ``<role>:<name>``."""
    story: Story
    view: View
    obligation: View

    @property
    def kind(self) -> ObligationKind:
        kind: ObligationKind = self.obligation["kind"]
        return kind

    @property
    def about(self) -> str:
        """What it is about, where a case may owe the same kind several times."""
        return str(self.obligation["id"]).partition(":")[2]

    @property
    def due(self) -> datetime:
        return datetime.fromisoformat(self.obligation["due"])

    @property
    def is_mine(self) -> bool:
        return role_of(self.me) == role_of(self.obligation["owner"])

    @property
    def heard(self) -> list[str]:
        """The permanent members who have accepted and signed."""
        return [
            each["member"]
            for each in self.view["network"]
            if each["role"] in PERMANENT_ROLES and each["state"] == "accepted" and each["agreement_signed"]
        ]

    @property
    def together(self) -> list[str]:
        """Who acts where members act together; at least the one who is asked."""
        return self.heard or [self.me]

    def in_role(self, role: str) -> str:
        return member_in(self.view, role)


def member_in(view: View, role: str) -> str:
    """The member of the case in this role; the one of its area where there is none."""
    members = (each["member"] for each in view["network"] if each["role"] == role)
    return next(members, f"{role}:{view['jurisdiction']}")
