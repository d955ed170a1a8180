"""Lessons on a real PostgreSQL: there with the evaluation, without its case, and gone with it when it is withdrawn."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from activities.lessons import LessonFilters
from activities.postgres.agencies import PostgresDirectory
from activities.postgres.history import rebuild
from activities.postgres.inbox import PostgresInbox
from activities.postgres.ledger import PostgresLedger
from activities.postgres.lessons import read_lessons
from domain.case.facts import FactWithdrawn
from domain.closing.facts import EvaluationSubmitted
from domain.custody.facts import ReleaseDateSet
from domain.events import Envelope, Event
from tests.conftest import Database
from tests.integration.behind_the_gateway import NOW, TOKEN
from tests.integration.listening import listening
from tests.integration.recording import CASE, STREAM, batch, envelope, make_case
from workers import lessons_cli
from workers.gateway.app import build
from workers.gateway.reading import PostgresReader
from workers.wiring import policy_of

SOURCE = "/tests"


def told(version: int, event: Event) -> Envelope:
    return envelope(version, event, STREAM).model_copy(update={"cause": f"{SOURCE}#f-{version}"})


def evaluated(version: int, *lessons: str, by: str = "police:eu") -> Envelope:
    return told(version, EvaluationSubmitted(by=by, feedback="It went well.", lessons=lessons))


def withdrawn(version: int, evaluation: int) -> Envelope:
    return told(version, FactWithdrawn(source=SOURCE, id=f"f-{evaluation}", reason="Another case was meant."))


@pytest.fixture
async def ledger(database: Database) -> PostgresLedger:
    await make_case(database.pool)
    ledger = PostgresLedger(database.pool)
    release = {"person": "P-1", "jurisdiction": "eu", "entry": "sentence", "kind": "unknown"}
    await ledger.append(batch(told(1, ReleaseDateSet.model_validate(release))))
    return ledger


async def texts(database: Database, **filters: str) -> list[str]:
    page = await read_lessons(database.pool, LessonFilters.model_validate(filters), None)
    return sorted(each.text for each in page.lessons)


@pytest.mark.proves("R80")
async def test_a_lesson_is_there_with_its_evaluation_and_nothing_in_it_leads_to_the_case(
    ledger: PostgresLedger, database: Database
) -> None:
    await ledger.append(batch(evaluated(2, "Meet before release.", "Listen to P-1.")))
    (lesson,) = (await read_lessons(database.pool, LessonFilters(), None)).lessons
    assert lesson.model_dump() == {
        "jurisdiction": "eu",
        "role": "police",
        "month": "2026-09",
        "text": "Meet before release.",
    }
    stored = await database.pool.fetchval("select lesson::text from lesson")
    assert CASE not in stored
    assert "P-1" not in stored


async def test_what_is_recorded_twice_is_kept_once(ledger: PostgresLedger, database: Database) -> None:
    sent = batch(evaluated(2, "Meet before release.", "Meet before release."))
    for _ in range(2):
        await ledger.append(sent)
    again = evaluated(3, "Meet before release.").model_copy(update={"cause": f"{SOURCE}#f-2"})
    await ledger.append(batch(again))
    assert await texts(database) == ["Meet before release."]


@pytest.mark.proves("R80")
async def test_a_withdrawn_evaluation_takes_its_lessons_away_and_no_others(
    ledger: PostgresLedger, database: Database
) -> None:
    await ledger.append(batch(evaluated(2, "One.", "Two."), evaluated(3, "One.", "Three.")))
    await ledger.append(batch(withdrawn(4, 2)))
    assert await texts(database) == ["One.", "Three."]
    await rebuild(database.pool, CASE)
    assert await texts(database) == ["One.", "Three."]


async def test_one_that_is_withdrawn_in_the_same_breath_leaves_nothing(
    ledger: PostgresLedger, database: Database
) -> None:
    await ledger.append(batch(evaluated(2, "One."), withdrawn(3, 2)))
    assert await texts(database) == []


async def test_a_rebuild_brings_back_what_is_missing(ledger: PostgresLedger, database: Database) -> None:
    await ledger.append(batch(evaluated(2, "One.")))
    await database.pool.execute("delete from lesson")
    await rebuild(database.pool, CASE)
    assert await texts(database) == ["One."]


async def test_they_are_read_page_by_page_by_area_and_by_role_over_http_and_at_the_terminal(
    ledger: PostgresLedger, database: Database, tmp_path: Path
) -> None:
    many = [f"Lesson {number}." for number in range(150)]
    await ledger.append(batch(evaluated(2, *many), evaluated(3, *many, by="person:p-1")))
    assert len(await texts(database, role="person")) == 150
    assert await texts(database, jurisdiction="eu-south") == []
    reader = PostgresReader(database.pool, lambda: NOW)
    directory = PostgresDirectory(database.pool)
    app = build(PostgresInbox(database.pool, policy_of), reader, directory, lambda: NOW, TOKEN)
    async with listening(app) as caller:
        (tmp_path / "dev.json").write_text(caller.model_dump_json())
        command = ["list", "--json", "--data", str(tmp_path)]
        answered = await asyncio.to_thread(CliRunner().invoke, lessons_cli.app, command)
        table = await asyncio.to_thread(CliRunner().invoke, lessons_cli.app, command[:1] + command[2:])
    listed = json.loads(answered.stdout[answered.stdout.index("[\n") :])
    assert sorted(each["text"] for each in listed) == sorted(many * 2)
    assert {each["role"] for each in listed} == {"police", "person"}
    assert "300 lessons" in table.stdout
