"""What a move to another policy would change, told before it is made."""

from collections.abc import Iterator

from domain.case.previewing import Effect, Preview
from domain.case.state import CaseState
from domain.events import PREFIX


def told(case: CaseState, would: Preview, to: str) -> Iterator[str]:
    """A line for the case, and one below it for each obligation."""
    count = f"{len(would.effects)} obligations change" if would.effects else "nothing that is owed changes"
    yield f"{case.case} ({case.phase}), {case.policy} to {to}: {count}"
    yield from (f"  {_line(effect)}" for effect in would.effects)
    if would.follows:
        yield f"  at once: {', '.join(each.removeprefix(PREFIX) for each in would.follows)}"


def _line(effect: Effect) -> str:
    before = f"{effect.before:%Y-%m-%d %H:%M}Z" if effect.before else "-"
    after = f"{effect.after:%Y-%m-%d %H:%M}Z" if effect.after else "-"
    return f"{effect.how:7} {effect.obligation} ({effect.owner}): due {before}, then {after}"


def document(case: CaseState, would: Preview) -> dict[str, object]:
    """The same for machines."""
    effects = [
        effect._asdict()
        | {
            "before": effect.before.isoformat() if effect.before else None,
            "after": effect.after.isoformat() if effect.after else None,
        }
        for effect in would.effects
    ]
    return {"case": case.case, "from": case.policy, "effects": effects, "follows": list(would.follows)}
