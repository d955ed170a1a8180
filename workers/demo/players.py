"""The role players: each looks at the case views and says, as its own source, what its agency would say."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from domain.vocabulary import ROLES, role_of
from workers.demo.answering import HABITS, acted_at, acts_from, answers
from workers.demo.answers.breach import COURT
from workers.demo.answers.plan import PROVIDERS
from workers.demo.asked import Asked, Said, member_in
from workers.demo.story import Happening, Story, View, dated

CloudEvent = dict[str, Any]
NAMED = {role_of(member): member for member in (COURT, *PROVIDERS.values())}
"""Who plays a role where the case doesn't name them."""
OFFICE_HOURS = time(9, tzinfo=UTC)


class Player:
    """One agency. Its events carry its source, and ids that follow from what they answer."""

    def __init__(self, role: str, start: date) -> None:
        self._role = role
        self._start = start
        self._sent: set[str] = set()
        self._seen: dict[str, datetime] = {}

    def begins(self, story: Story, today: date) -> Iterator[CloudEvent]:
        """What happens whether or not anybody looks at the case."""
        for happening in story.happenings:
            if happening.phase is None and self._has_come(happening, today):
                yield from self._happens(story, happening, self._morning(happening.day))

    def looks(self, story: Story, view: View) -> Iterator[CloudEvent]:
        """Everything that this role has to say about the case as it stands."""
        if view["phase"] == "closed":
            return
        now = datetime.fromisoformat(view["now"])
        for happening in story.happenings:
            if happening.fits(view) and self._has_come(happening, now.date()):
                yield from self._happens(story, happening, now)
        yield from self._acts_unasked(story, view, now)
        for obligation in view["obligations"]:
            if obligation["state"] == "open":
                yield from self._answers(Asked(self._me(obligation, view), story, view, obligation), now)

    def _me(self, obligation: View, view: View) -> str:
        owner: str = obligation["owner"]
        if role_of(owner) == self._role and owner != self._role:
            return owner
        return NAMED.get(self._role) or member_in(view, self._role)

    def _answers(self, asked: Asked, now: datetime) -> Iterator[CloudEvent]:
        # What is owed anew, or by another date, is answered anew.
        ground = f"{asked.story.case}/{asked.obligation['id']}@{asked.due:%Y-%m-%d}"
        seen = self._seen.setdefault(ground, now)
        if HABITS[asked.kind].joint and asked.is_mine and seen == now:
            return  # the others speak first
        for said in answers(asked):
            if acts_from(asked, said) <= now:
                yield from self._say(asked.story, ground, said, acted_at(asked, now, seen), asked.me)

    def _acts_unasked(self, story: Story, view: View, now: datetime) -> Iterator[CloudEvent]:
        if self._role == "prison" and view["phase"] == "preparation":
            yield from self._opens_the_gate(story, view, now)
        if self._role == "court" and view["phase"] == "supervision" and not view["conditions"]:
            condition = {"condition": "c1", "kind": "conduct", "text": "Reports every Monday."}
            said = Said("court.condition-imposed", condition)
            yield from self._say(story, f"{story.case}/c1", said, now, COURT)

    def _opens_the_gate(self, story: Story, view: View, now: datetime) -> Iterator[CloudEvent]:
        """On the day, and only then: not for a date that has moved away meanwhile."""
        day = view["release"]["date"]
        if day is None or view["custody"]["status"] != "in-custody":
            return
        released = datetime.combine(date.fromisoformat(day), OFFICE_HOURS)
        if released <= now:
            said = Said("custody.released", {"reason": "released"})
            yield from self._say(story, f"{story.case}/{day}", said, released, member_in(view, "prison"))

    def _happens(self, story: Story, happening: Happening, at: datetime | None) -> Iterator[CloudEvent]:
        today = (at or datetime.combine(self._start, OFFICE_HOURS)).date()
        data = {name: dated(value, self._start, today) for name, value in happening.data.items()}
        yield from self._say(story, f"{story.case}/day-{happening.day}", Said(happening.name, data), at)

    def _has_come(self, happening: Happening, today: date) -> bool:
        return happening.role == self._role and self._start + timedelta(days=happening.day) <= today

    def _morning(self, day: int) -> datetime | None:
        """None on the first day, whose morning may lie before the exercise: then the receipt counts."""
        return datetime.combine(self._start + timedelta(days=day), OFFICE_HOURS) if day > 0 else None

    def _say(
        self, story: Story, ground: str, said: Said, at: datetime | None, by: str | None = None
    ) -> Iterator[CloudEvent]:
        event_id = f"{ground}/{said.name}"
        if event_id in self._sent:
            return
        self._sent.add(event_id)
        signed = {"by": by} if by is not None else {}
        timed = {"at": at.isoformat()} if at is not None else {}
        yield {
            "specversion": "1.0",
            "id": event_id,
            "source": f"urn:throughcare:demo:{self._role}",
            "type": f"throughcare.{said.name}.v1",
            "subject": story.case,
            "data": {**signed, **timed, **said.data},
        }


def all_players(start: date) -> list[Player]:
    return [Player(role, start) for role in ROLES]
