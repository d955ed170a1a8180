"""The page on the joint decision: its rules in a few sentences, and the table that the decision itself yields."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from domain.appointment.table import MOST_VOTERS, NOMINEES, PROBATION, Row, decision_of_one, joint_decision
from domain.policy import Policy

PAGE = "joint-decision.md"
MANAGERS = {NOMINEES[0]: "the nominee", PROBATION: "probation"}
OPEN, STAND_IN = "open", "no quorum: probation stands in"

INTRODUCTION = """# Who becomes case manager

This page is printed by the decision itself (`make docs`); a test sees to it that it is current.

Each permanent role whose member has accepted and signed has one vote of the same weight; its last vote counts.
Votes are on one nominee: for, against, or an abstention. A nominee has accepted and signed as well.

- **Quorum**: {quorum} of the permanent roles have voted, abstentions included. Roles without a member count too.
- **Carried**: more for than against. Of several nominees the one who is furthest ahead; where two are, the one with
  more votes for them. A tie, or nobody carried: the probation officer.
- **Before the date** ({decide} after nominations open) it is decided as soon as the votes still out lead to
  the same manager however they are cast, on a nominee or on somebody who may still be nominated. Else it stays open.
- **At the date** the votes that have been cast by then decide. Without a quorum the probation officer stands in, the
  decision stays owed and is escalated every week, and falls with the first vote that makes the quorum.
- Nobody but the probation officer is nominated: it is the probation officer, at the date and without a quorum.
- A vote goes with the member who leaves, and with the nominee who withdraws or leaves: its role votes anew.
- A vote that is cast after the date changes nothing that was decided by then.

"""
TOGETHER = """## All together (horizontal), one nominee

A range means: in each of these cases. *Open* means: not decided yet.
"""
BY_ONE = """
## By one authority (vertical)

The authority decides after hearing the others: its word counts once every other permanent member who is there has
voted, or at the date. How they vote doesn't bind it.

| the authority's word on the nominee | the others | before the date | at the date |
|---|---|---|---|
"""
HEADING = """
### {roles}

| for | against | abstained | not yet voted | before the date | at the date |
|---:|---:|---:|---:|---|---|
"""


def page(policy: Policy) -> str:
    rules = policy.appointment
    return "".join(
        [
            INTRODUCTION.format(quorum=rules.quorum, decide=rules.decide),
            TOGETHER,
            *(part for voters in range(1, MOST_VOTERS + 1) for part in _table(voters, policy)),
            BY_ONE,
            *_words(policy),
        ]
    )


def _table(voters: int, policy: Policy) -> Iterator[str]:
    yield HEADING.format(roles=f"{voters} permanent role{'s' if voters > 1 else ''}")
    alike = attrgetter("in_favour", "against", "before", "at_the_date")
    for (in_favour, against, before, at_the_date), rows in groupby(joint_decision(voters, policy), alike):
        yield f"| {in_favour} | {against} | {_ranges(rows)} | {_before(before)} | {_at_the_date(at_the_date)} |\n"


def _ranges(rows: Iterable[Row]) -> str:
    alike = list(rows)
    abstained, out = [row.abstained for row in alike], [row.out for row in alike]
    return f"{_range(min(abstained), max(abstained))} | {_range(min(out), max(out))}"


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def _words(policy: Policy) -> Iterator[str]:
    for word in decision_of_one(policy):
        heard = "all have voted" if word.heard else "some haven't voted"
        results = f"{_before(word.before)} | {_at_the_date(word.at_the_date)}"
        yield f"| {word.said or 'none yet'} | {heard} | {results} |\n"


def _before(manager: str | None) -> str:
    return MANAGERS[manager] if manager is not None else OPEN


def _at_the_date(manager: str | None) -> str:
    return MANAGERS[manager] if manager is not None else STAND_IN
