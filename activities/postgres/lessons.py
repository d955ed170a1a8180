"""Lessons in PostgreSQL: written in the transaction of the evaluation they come from, and read without it.

No column leads from a lesson to its case. Its token is a digest of the evaluation's cause and of its words, under a
random key of the case: an evaluation that is withdrawn finds its lessons by it, and one that is recorded twice keeps
each once. While the case's ledger and key are there, whoever may read all tables can work the link out, as they could
from the words themselves; once the key is gone with the case, nobody can.
"""

import hmac
from collections.abc import Iterable
from secrets import token_bytes

from activities.bounds import Bounds
from activities.lessons import MOST_LESSONS, LessonFilters, LessonPage, LessonShown
from activities.postgres.chain import envelope_of
from activities.postgres.pool import Connection, Pool, connected
from domain.addresses import case_id
from domain.case.facts import FactWithdrawn
from domain.case.state import CaseState
from domain.closing.lessons import Lesson, evaluation_in, lessons_of
from domain.events import Envelope

KEY_BYTES = 32


async def keep_lessons(
    connection: Connection, case: str, recorded: Iterable[Envelope], state: CaseState
) -> None:
    """Of these events of the case's stream; what a withdrawn one had taught is taken away again."""
    for event in recorded:
        if event.type == FactWithdrawn.TYPE:
            await _take_away(connection, case, FactWithdrawn.model_validate(event.data).cause)
        elif lessons := lessons_of(event, state):
            await _keep(connection, await _key(connection, case), event, lessons)


async def read_lessons(
    pool: Pool, filters: LessonFilters, token: str | None, bounds: Bounds = None
) -> LessonPage:
    """In the order of months, and within a month in none that says anything."""
    month, _, digest = (token or "").partition("_")
    async with connected(pool) as connection:
        rows = await connection.fetch(
            """select * from lesson
                where ($1::text is null or jurisdiction = $1) and ($2::text is null or role = $2)
                  and ($6::text[] is null or jurisdiction = any($6))
                  and (month, token) > ($3, decode($4, 'hex'))
                order by month, token limit $5""",
            filters.jurisdiction,
            filters.role,
            month,
            digest,
            MOST_LESSONS + 1,
            bounds,
        )
    page = rows[:MOST_LESSONS]
    following = f"{page[-1]['month']}_{page[-1]['token'].hex()}" if len(rows) > len(page) else None
    shown = tuple(LessonShown(**{name: row[name] for name in LessonShown.model_fields}) for row in page)
    return LessonPage(lessons=shown, next=following)


async def _keep(connection: Connection, key: bytes, event: Envelope, lessons: tuple[Lesson, ...]) -> None:
    await connection.execute(
        """insert into lesson (token, jurisdiction, role, month, text)
           select * from unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[])
           on conflict do nothing""",
        [_token(key, event, lesson.text) for lesson in lessons],
        [lesson.jurisdiction for lesson in lessons],
        [lesson.role for lesson in lessons],
        [lesson.month for lesson in lessons],
        [lesson.text for lesson in lessons],
    )


async def _take_away(connection: Connection, case: str, cause: str) -> None:
    rows = await connection.fetch(
        "select record from ledger where case_ref = $1 and stream = $2 and cause = $3",
        case,
        case_id(case),
        cause,
    )
    for event in (envelope_of(row["record"]) for row in rows):
        if (said := evaluation_in(event)) is not None and said.lessons:
            key = await _key(connection, case)
            tokens = [_token(key, event, text) for text in said.lessons]
            await connection.execute("delete from lesson where token = any($1::bytea[])", tokens)


def _token(key: bytes, event: Envelope, text: str) -> bytes:
    return hmac.digest(key, f"{event.cause}\n{text}".encode(), "sha256")


async def _key(connection: Connection, case: str) -> bytes:
    """Made when it is first needed; the case's row is locked by whoever appends."""
    await connection.execute(
        "insert into lesson_key (case_ref, key) values ($1, $2) on conflict do nothing",
        case,
        token_bytes(KEY_BYTES),
    )
    key: bytes = await connection.fetchval("select key from lesson_key where case_ref = $1", case)
    return key
