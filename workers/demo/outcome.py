"""How a story ended, against how it was told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workers.demo.story import Story, View, dated

MISSING = "not there"


@dataclass(frozen=True)
class Outcome:
    story: Story
    view: View | None
    differs: tuple[str, ...]
    """What isn't as told, in words; nothing where the story ended as it should."""

    @property
    def as_told(self) -> bool:
        return not self.differs

    @property
    def obligations(self) -> Counter[str]:
        """How many there are in each state."""
        return Counter(each["state"] for each in self.view["obligations"]) if self.view else Counter()


def outcome(story: Story, view: View | None, start: date) -> Outcome:
    differs = tuple(_differences(story, view, start)) if view is not None else ("the case was never opened",)
    return Outcome(story, view, differs)


def _differences(story: Story, view: View, start: date) -> Iterator[str]:
    for path, told in story.expects.items():
        found, expected = value_at(view, path), dated(told, start, start)
        if found != expected:
            yield f"{path} is {found!r}, told was {expected!r}"
    if still_open := [each["id"] for each in view["obligations"] if each["state"] == "open"]:
        yield f"still open: {', '.join(still_open)}"


def value_at(view: View, path: str) -> object:
    """``breaches.0.outcome`` of the view; ``MISSING`` where there is nothing."""
    found: object = view
    for step in path.split("."):
        match found:
            case dict() if step in found:
                found = found[step]
            case Sequence() if step.isdigit() and int(step) < len(found):
                found = found[int(step)]
            case _:
                return MISSING
    return found
