"""Giving numbers: which fact becomes which row of which inbox."""

import json
from collections.abc import Sequence, Set
from datetime import date, datetime
from typing import NamedTuple

from activities.bounds import Bounds
from activities.postgres.case_files import CaseFile, CaseFiles
from activities.postgres.pool import Connection
from domain.case.facts import FactWithdrawn
from domain.custody.facts import ReleaseDateSet
from domain.events import Fact
from domain.inbox import InboundFact
from domain.person.facts import PersonDied
from domain.person.kinship import KIN_TYPES, Kinship
from domain.register import PERSON_TYPES, REGISTER_TYPES, KeptFact, persons_named

Key = tuple[str, str]
"""Source and id: what an event is known by."""

Holders = dict[Key, set[str]]
"""The cases that have received an event, by its source and id."""


class NewFact(NamedTuple):
    inbound: InboundFact
    fact: Fact
    received_at: datetime
    bounds: Bounds = None
    """Of whoever tells it."""

    def lies_within(self, jurisdictions: Set[str]) -> bool:
        """Whether whoever tells it may tell of these."""
        return self.bounds is None or bool(self.bounds & jurisdictions)

    @property
    def occurred_at(self) -> datetime:
        return self.fact.at or self.inbound.time or self.received_at


class InboxRow(NamedTuple):
    case: str
    number: int
    passed_on: bool
    new: NewFact


class Posting:
    """Takes facts one after the other, for case files that are locked."""

    def __init__(self, files: CaseFiles, known: set[Key], holders: Holders, kinship: Kinship) -> None:
        self._files = files
        self._known = known
        self._holders = holders
        self._kinship = kinship
        self.rows: list[InboxRow] = []

    def post(self, facts: Sequence[NewFact]) -> int:
        """How many of them are new."""
        return sum(self._is_posted(new) for new in facts)

    def _is_posted(self, new: NewFact) -> bool:
        key = (new.inbound.source, new.inbound.id)
        if key in self._known:
            return False
        self._known.add(key)
        new = self._of_the_record(self._when_it_counts(new))
        for file in self._addressees(new):
            self._post(new, file)
        return True

    def pass_on(self) -> None:
        """What was said of a person before, to the cases that have turned out to be theirs."""
        while lacking := list(self._kinship.lacking()):
            for case, holder, kept in lacking:
                inbound = InboundFact(
                    source=kept.source,
                    id=kept.id,
                    type=kept.fact.TYPE,
                    case=holder,
                    time=kept.occurred_at,
                    data=kept.fact.model_dump(mode="json", by_alias=True, exclude_none=True),
                )
                self._post(NewFact(inbound, kept.fact, kept.received_at), self._files[case])

    def _post(self, new: NewFact, file: CaseFile) -> None:
        source, id_, type_ = new.inbound.source, new.inbound.id, new.inbound.type
        self._holders.setdefault((source, id_), set()).add(file.case)
        file.last_number += 1
        file.posted = True
        file.register_changed |= type_ in REGISTER_TYPES
        self.rows.append(InboxRow(file.case, file.last_number, file.case != new.inbound.case, new))
        if type_ in KIN_TYPES:
            kept = KeptFact(file.last_number, source, id_, new.occurred_at, new.received_at, new.fact)
            self._kinship.add(file.case, kept)
            file.person = self._kinship.of(file.case).person or file.person

    def _when_it_counts(self, new: NewFact) -> NewFact:
        """Once a case is open, what lies ahead waits for its time. What it opens by counts from its receipt at the
        latest: a slip of the year would outrank every correction.
        """
        opens = isinstance(new.fact, ReleaseDateSet) and not self._files[new.inbound.case].opened
        if not opens or new.occurred_at <= new.received_at:
            return new
        inbound = new.inbound.model_copy(update={"time": new.received_at})
        return new._replace(inbound=inbound, fact=new.fact.model_copy(update={"at": None}))

    def _of_the_record(self, new: NewFact) -> NewFact:
        """A death says of which record it was told: it reaches all cases of the person, while records are one's."""
        if not isinstance(new.fact, PersonDied) or new.fact.person is not None:
            return new
        record = self._kinship.of(new.inbound.case).record
        if record is None:
            return new
        named = {"person": record}
        inbound = new.inbound.model_copy(update={"data": new.inbound.data | named})
        return new._replace(inbound=inbound, fact=new.fact.model_copy(update=named))

    def changed(self) -> list[CaseFile]:
        return [file for file in self._files.values() if file.posted]

    def due(self, today: date) -> list[str]:
        """The cases that are to have what was posted now, by what their files say."""
        return [file.case for file in self.changed() if file.is_due(today)]

    def _addressees(self, new: NewFact) -> list[CaseFile]:
        """The case it was said of first; then all others that it concerns.

        A fact about a person reaches every case of that person, its withdrawal all that have received it.
        """
        subject = self._files[new.inbound.case]
        if isinstance(new.fact, FactWithdrawn):
            holding = self._holders.get((new.fact.source, new.fact.id), set()) - {subject.case}
            return [subject, *(self._files[case] for case in sorted(holding))]
        if new.inbound.type not in PERSON_TYPES:
            return [subject]
        persons = persons_named(new.fact) or ({subject.person} if subject.person else set())
        others = [file for file in self._files.values() if file is not subject and file.person in persons]
        return [subject, *others]


# Numbers are counted on, and whoever listens is told, with the facts: one round trip, not three.
_INSERT = """
with told as (
    insert into inbox
           (case_ref, number, source, event_id, type, occurred_at, received_at, data, passed_on, told_within)
    select case_ref, number, source, event_id, type, occurred_at, received_at, data::jsonb, passed_on,
           string_to_array(told_within, ',')
      from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[],
                  $6::timestamptz[], $7::timestamptz[], $8::text[], $9::bool[], $10::text[])
           as fact
           (case_ref, number, source, event_id, type, occurred_at, received_at, data, passed_on, told_within)
), newest as (
    select case_ref, max(number) as number from unnest($1::text[], $2::int[]) as fact (case_ref, number)
     group by case_ref
), counted as (
    update case_file set last_number = newest.number from newest where case_file.case_ref = newest.case_ref
)
select pg_notify($11, case_ref) from unnest($12::text[]) as due (case_ref)
"""


async def insert(
    connection: Connection, rows: Sequence[InboxRow], early: Set[Key], channel: str, due: Sequence[str]
) -> None:
    """Of the ``early`` ones is kept within which bounds they were told; of cases that are ``due`` the channel hears."""
    await connection.execute(
        _INSERT,
        [row.case for row in rows],
        [row.number for row in rows],
        [row.new.inbound.source for row in rows],
        [row.new.inbound.id for row in rows],
        [row.new.inbound.type for row in rows],
        [row.new.occurred_at for row in rows],
        [row.new.received_at for row in rows],
        [json.dumps(row.new.inbound.data) for row in rows],
        [row.passed_on for row in rows],
        [_told_within(row.new, early) for row in rows],
        channel,
        due,
    )


def _told_within(new: NewFact, early: Set[Key]) -> str | None:
    """References hold no comma."""
    is_early = (new.inbound.source, new.inbound.id) in early
    return ",".join(sorted(new.bounds)) if is_early and new.bounds else None
