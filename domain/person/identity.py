"""Which references mean one person, by the mergers of records that stand."""

from collections.abc import Sequence

from domain.person.sections import Merger

Mergers = tuple[Merger, ...]


def merged(mergers: Mergers, new: Merger) -> Mergers:
    """With one more. Of mergers that lead round in a circle the newest says whose reference stays."""
    if new.from_ in path(new.into, mergers):
        mergers = tuple(each for each in mergers if each.from_ != new.into)
    return (*(each for each in mergers if each.from_ != new.from_), new)


def unmerged(mergers: Mergers, gone: Merger) -> Mergers:
    return tuple(each for each in mergers if each != gone)


def path(record: str, mergers: Mergers) -> Sequence[str]:
    """The record and those that it was merged into, one into the other; the last is the person's reference now."""
    into = {each.from_: each.into for each in mergers}
    known = [record]
    while known[-1] in into:
        known.append(into[known[-1]])
    return known


def others(record: str, mergers: Mergers) -> Sequence[str]:
    """Further records of the same person."""
    own = path(record, mergers)
    of_one = (each.from_ for each in mergers if path(each.from_, mergers)[-1] == own[-1])
    return [each for each in dict.fromkeys(of_one) if each not in own]
