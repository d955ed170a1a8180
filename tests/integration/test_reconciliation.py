"""Reconciliation on real Temporal and PostgreSQL: what differs is found, mended or entered, and then it is quiet."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError
from temporalio.testing import ActivityEnvironment
from typer.testing import CliRunner, Result

from activities.engine import Engine
from activities.mending import MOST_LATELY
from activities.opening import CaseStart
from activities.postgres.letters import set_aside
from activities.reconciliation import CompareCases, Settle, Settled
from domain.addresses import RECONCILIATION, TASK_QUEUE, TRANSITION_CASE, case_id, procedure_id
from domain.reconciliation.differences import Difference
from tests.conftest import fresh_database
from tests.faults.checking import all_stored_are_recorded
from tests.integration.inbound import inbound
from tests.integration.reconciled import LIMITS, Deployment, deployed, until
from workers.cli import app
from workers.dev.postgres import EmbeddedPostgres
from workers.reconciling import activities_of, asked_for
from workers.wiring import policy_of
from workflows.reconciliation import ReconciliationOrder

REPORT = "custody.transferred"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def deployment(postgres: EmbeddedPostgres) -> AsyncIterator[Deployment]:
    """One for all tests: each leaves its cases in order, and so is there for the others' cases too."""
    async with fresh_database(postgres) as database, deployed(database) as stack:
        yield stack


async def ensure_it_finds_nothing(deployment: Deployment) -> None:
    before = await deployment.written()
    done = await deployment.reconcile()
    assert (done.mended, done.entered) == ({}, {})
    assert await deployment.written() == before


async def ensure_mended(deployment: Deployment, case: str, kind: str, remedy: str) -> None:
    """Found and mended, told to the case, and not found again."""
    async with deployment.relay():
        done = await deployment.reconcile()
        assert (done.mended, done.entered) == ({kind: 1}, {})
        await deployment.settled(case)
        assert (await deployment.corrections(case))[-1] == (kind, remedy)
        await ensure_it_finds_nothing(deployment)


async def ensure_entered_until_it_is_gone(deployment: Deployment, case: str, kind: str) -> None:
    assert (await deployment.reconcile()).entered == {kind: 1}
    assert (await deployment.reconcile()).entered == {kind: 1}
    (entry,) = await deployment.listed()
    assert (entry.case_ref, entry.kind, entry.times_seen) == (case, kind, 2)


async def ensure_gone(deployment: Deployment) -> None:
    assert (await deployment.reconcile()).gone == 1
    assert await deployment.open_entries() == []


async def test_a_run_over_a_healthy_caseload_writes_nothing(deployment: Deployment) -> None:
    cases = [f"H-{number}" for number in range(5)]
    await deployment.announce("H-far", release_date="2090-01-01")
    await deployment.opened(*cases)
    before = await deployment.written()
    done = await deployment.reconcile()
    assert (done.mended, done.entered, done.gone) == ({}, {}, 0)
    assert (done.cases, done.workflows) == (6, 5)
    assert done.seconds is not None
    assert await deployment.written() == before


async def test_what_is_under_way_is_no_difference(deployment: Deployment) -> None:
    """Facts come and are delivered, and cases open, all the while."""
    async with deployment.relay():
        running = asyncio.create_task(deployment.reconcile())
        number = 0
        while not running.done():
            number += 1
            await deployment.tell(inbound(REPORT, "H-1", establishment=f"house-{number}"))
            if number % 10 == 0:
                await deployment.announce(f"B-{number}")
            await asyncio.sleep(0.1)
        done = await running
        assert (done.mended, done.entered) == ({}, {})
        await deployment.settled("H-1")


async def test_a_release_date_without_a_case_opens_it(deployment: Deployment) -> None:
    await deployment.announce("C-open")
    assert (await deployment.reconcile()).mended == {"not-opened": 1}
    await deployment.settled("C-open")
    assert await deployment.corrections("C-open") == [("not-opened", "open")]
    await ensure_it_finds_nothing(deployment)


async def test_a_case_that_isnt_marked_as_opened_is_marked_as_its_ledger_says(deployment: Deployment) -> None:
    await deployment.opened("C-mark")
    before = await deployment.pool.fetchval("select policy from case_file where case_ref = 'C-mark'")
    await deployment.pool.execute("update case_file set opened_at = null where case_ref = 'C-mark'")
    await ensure_mended(deployment, "C-mark", "not-marked-opened", "mark-opened")
    row = await deployment.pool.fetchrow(
        """select policy, opened_at = (state->>'opened_at')::timestamptz as as_recorded
             from case_file join stream on stream = 'case/C-mark' where case_file.case_ref = 'C-mark'"""
    )
    assert row is not None
    assert (row["policy"], row["as_recorded"]) == (before, True)


async def test_a_case_without_a_register_row_gets_it_again_out_of_its_facts(deployment: Deployment) -> None:
    await deployment.opened("C-row")
    await deployment.pool.execute(
        """update case_file set person = null, jurisdiction = null, release_date = null, opens_on = null
            where case_ref = 'C-row'"""
    )
    await ensure_mended(deployment, "C-row", "register-differs", "fold-register")
    person = await deployment.pool.fetchval("select person from case_file where case_ref = 'C-row'")
    assert person == "P-C-row"


async def test_a_register_row_is_left_as_it_is_where_its_inbox_has_lost_a_number(
    deployment: Deployment,
) -> None:
    await deployment.opened("C-emptied")
    row = "select to_jsonb(case_file) from case_file where case_ref = 'C-emptied'"
    before = await deployment.pool.fetchval(row)
    await deployment.tamper(
        "create table emptied as select * from inbox where case_ref = 'C-emptied';"
        " delete from inbox where case_ref = 'C-emptied'"
    )
    await ensure_entered_until_it_is_gone(deployment, "C-emptied", "inbox-gap")
    assert await deployment.pool.fetchval(row) == before
    await deployment.tamper("insert into inbox select * from emptied; drop table emptied")
    await ensure_gone(deployment)


async def test_a_fact_that_counts_as_delivered_and_isnt_in_the_ledger_is_delivered_again(
    deployment: Deployment,
) -> None:
    await deployment.opened("C-lost")
    await deployment.tell(inbound(REPORT, "C-lost", establishment="south"))
    await deployment.pool.execute(
        "update inbox set delivered_at = clock_timestamp() - interval '1 hour'"
        " where case_ref = 'C-lost' and delivered_at is null"
    )
    await ensure_mended(deployment, "C-lost", "not-in-ledger", "deliver-again")
    kept = await deployment.pool.fetch(
        "select number from ledger where case_ref = 'C-lost' and number is not null order by position"
    )
    assert [row["number"] for row in kept] == [1, 2, 3]


async def test_a_fact_that_nobody_delivers_is_delivered(deployment: Deployment) -> None:
    await deployment.opened("C-wait")
    await deployment.tell(inbound(REPORT, "C-wait", establishment="south"))
    await asyncio.sleep(LIMITS.undelivered.total_seconds() + 0.2)
    assert (await deployment.reconcile()).mended == {"undelivered": 1}
    await deployment.settled("C-wait")
    assert await deployment.corrections("C-wait") == [("undelivered", "deliver")]
    await ensure_it_finds_nothing(deployment)


async def test_a_fact_that_was_set_aside_isnt_to_be_delivered_and_is_counted(deployment: Deployment) -> None:
    await deployment.opened("C-aside")
    await deployment.tell(inbound(REPORT, "C-aside", establishment="south"))
    await deployment.inbox.hindered("C-aside", {2: "unreadable"})
    await deployment.inbox.give_up("C-aside", 2)
    await set_aside(deployment.pool, "C-aside", 2, "desk-4", "sent twice")
    await asyncio.sleep(LIMITS.undelivered.total_seconds() + 0.2)
    for _ in ("before its number goes out", "and after that"):
        done = await deployment.reconcile()
        assert (done.mended, done.entered, done.set_aside) == ({}, {}, 1)
        async with deployment.relay():
            await deployment.settled("C-aside")
    assert await deployment.corrections("C-aside") == []
    assert [each async for each in all_stored_are_recorded(deployment.pool)] == []
    await deployment.pool.execute(
        "update dead_letter set set_aside_at = null, set_aside_by = null, set_aside_because = null"
    )
    (fault,) = [each async for each in all_stored_are_recorded(deployment.pool)]
    assert fault.startswith("C-aside: number 2,")


async def test_a_view_that_isnt_its_fold_is_rebuilt_out_of_the_ledger(deployment: Deployment) -> None:
    await deployment.opened("C-view")
    await deployment.pool.execute(
        "update stream set state = jsonb_set(state, '{held}', 'true') where stream = 'case/C-view'"
    )
    await ensure_mended(deployment, "C-view", "view-differs", "rebuild-view")


async def test_a_state_that_nobody_can_read_is_rebuilt_and_no_fact_counts_as_lost(
    deployment: Deployment,
) -> None:
    await deployment.opened("C-spoilt")
    await asyncio.sleep(LIMITS.grace.total_seconds())
    await deployment.pool.execute(
        """update stream set state = '{"phase": 5}' where stream = 'case/C-spoilt'"""
    )
    await ensure_mended(deployment, "C-spoilt", "view-differs", "rebuild-view")


async def test_what_couldnt_be_mended_is_told_as_undertaken_and_never_as_done(deployment: Deployment) -> None:
    await deployment.opened("C-refused")
    await deployment.workflow("C-refused").terminate("by hand")
    policy = await deployment.pool.fetchval("select policy from case_file where case_ref = 'C-refused'")
    await deployment.pool.execute("update case_file set policy = 'nope@9' where case_ref = 'C-refused'")
    assert (await deployment.reconcile()).entered == {"no-workflow": 1}
    told = await deployment.pool.fetchval(
        "select data from inbox where case_ref = 'C-refused' order by number desc limit 1"
    )
    assert told == {"kind": "no-workflow", "about": "", "undertaken": "restart"}
    await deployment.pool.execute("update case_file set policy = $1 where case_ref = 'C-refused'", policy)
    async with deployment.relay():
        await deployment.settled("C-refused")
    await ensure_gone(deployment)


async def test_a_column_that_cases_are_listed_by_is_part_of_the_view(deployment: Deployment) -> None:
    await deployment.opened("C-column")
    await deployment.pool.execute("update case_file set manager = 'police:x' where case_ref = 'C-column'")
    await ensure_mended(deployment, "C-column", "view-differs", "rebuild-view")


async def test_a_broken_chain_is_entered_for_a_person_and_never_mended(deployment: Deployment) -> None:
    await deployment.opened("C-chain")
    change = "update ledger set record = replace(convert_from(record, 'UTF8'), '{}', '{}')::bytea"
    which = "where case_ref = 'C-chain' and position = 1"
    await deployment.tamper(f"{change.format('P-C-chain', 'P-C-other')} {which}")
    await ensure_entered_until_it_is_gone(deployment, "C-chain", "ledger-broken")
    assert await deployment.corrections("C-chain") == []
    await deployment.tamper(f"{change.format('P-C-other', 'P-C-chain')} {which}")
    await ensure_gone(deployment)


async def test_what_somebody_has_settled_stays_settled_as_long_as_it_is_so(deployment: Deployment) -> None:
    await deployment.opened("C-gap")
    await deployment.tamper("update case_file set last_number = last_number + 1 where case_ref = 'C-gap'")
    assert (await deployment.reconcile()).entered == {"inbox-gap": 1}
    (entry,) = await deployment.listed()
    assert await deployment.entries.settle(entry.number, "desk-4", "restored from a copy")
    assert not await deployment.entries.settle(entry.number, "desk-5", "again")
    done = await deployment.reconcile()
    assert (done.entered, done.settled) == ({}, {"inbox-gap": 1})
    assert await deployment.open_entries() == []
    await deployment.tamper("update case_file set last_number = last_number - 1 where case_ref = 'C-gap'")
    assert (await deployment.reconcile()).gone == 1
    await deployment.tamper("update case_file set last_number = last_number + 1 where case_ref = 'C-gap'")
    await deployment.reconcile()
    assert await deployment.open_entries() == [("C-gap", "inbox-gap")]
    await deployment.tamper("update case_file set last_number = last_number - 1 where case_ref = 'C-gap'")
    await ensure_gone(deployment)


async def test_who_asks_for_a_run_waits_for_the_one_that_is_under_way_and_is_told_so(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHCARE_DATABASE", deployment.database.app_dsn)
    monkeypatch.setenv("THROUGHCARE_TEMPORAL", deployment.client.service_client.config.target_host)
    await deployment.opened("C-twice")
    await deployment.tamper("update case_file set last_number = last_number + 1 where case_ref = 'C-twice'")
    night = await deployment.client.start_workflow(
        RECONCILIATION,
        ReconciliationOrder(limits=LIMITS.model_copy(update={"grace": timedelta(seconds=6)})),
        id="reconciliation-2026-11-24T03:00:00Z",
        task_queue=TASK_QUEUE,
    )
    await until(lambda: _runs(deployment, night.id))
    told = await asyncio.to_thread(CliRunner().invoke, app, ["reconcile", "run", "--grace", "1"])
    assert told.exit_code == 1, told.output
    assert f"{night.id} is under way: waiting for it; it goes by its own --grace" in told.stderr
    one, other = [await asked_for(deployment.client, LIMITS.grace) for _ in range(2)]
    assert (one.joined, other.joined) == (False, True)
    assert await one.handle.result() == await other.handle.result()
    (entry,) = await deployment.listed()
    assert entry.times_seen == 2
    await deployment.tamper("update case_file set last_number = last_number - 1 where case_ref = 'C-twice'")
    await ensure_gone(deployment)


async def test_an_entry_found_again_takes_no_number_and_its_reason_stands_on_one_line(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reconcile(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["reconcile", *arguments])

    monkeypatch.setenv("THROUGHCARE_DATABASE", deployment.database.app_dsn)
    gap = Difference(case="C-numbers", kind="inbox-gap")
    for each in (gap, gap, gap, gap.model_copy(update={"case": "C-next"})):
        await deployment.entries.enter(each)
    one, next_one = (each.number for each in await deployment.listed())
    assert next_one == one + 1
    settle = ("--by", "desk-4", "--reason", "Restored\n  from a copy")
    assert (await asyncio.to_thread(reconcile, "settle", str(one), *settle)).exit_code == 0
    shown = await asyncio.to_thread(reconcile, "show", str(one))
    assert shown.stdout.splitlines()[-1] == "  Restored from a copy"
    again = await asyncio.to_thread(reconcile, "settle", str(one), *settle)
    assert again.exit_code == 1
    assert again.stderr.startswith(f"error: entry {one} is settled ")
    unknown = await asyncio.to_thread(reconcile, "settle", "404", *settle)
    assert (unknown.exit_code, unknown.stderr) == (1, "error: there is no entry 404\n")
    assert (await deployment.reconcile()).gone == 2


async def test_an_open_case_whose_release_was_withdrawn_is_entered(deployment: Deployment) -> None:
    await deployment.opened("C-taken-back")
    told = await deployment.pool.fetchval("select event_id from inbox where case_ref = 'C-taken-back'")
    withdrawn = inbound(
        "fact.withdrawn", "C-taken-back", source="prison.example", id=told, reason="Wrong file."
    )
    async with deployment.relay():
        await deployment.tell(withdrawn)
        await deployment.settled("C-taken-back")
        await ensure_entered_until_it_is_gone(deployment, "C-taken-back", "not-announced")
        await deployment.announce("C-taken-back")
        await deployment.settled("C-taken-back")
    await ensure_gone(deployment)


async def test_an_open_case_without_a_workflow_and_then_a_fallen_procedure_go_on(
    deployment: Deployment,
) -> None:
    await deployment.opened("C-gone")
    await deployment.workflow("C-gone").terminate("by hand")
    await ensure_mended(deployment, "C-gone", "no-workflow", "restart")
    # Adopted from an earlier run: the case hears of its fall only when it looks.
    handover = deployment.client.get_workflow_handle(procedure_id("C-gone", "information-handover", 2))
    await handover.terminate("by hand")
    await ensure_mended(deployment, "C-gone", "no-procedure", "ask-to-look")
    assert (await handover.describe()).status == WorkflowExecutionStatus.RUNNING


async def test_a_workflow_without_a_case_is_entered(deployment: Deployment) -> None:
    start = CaseStart(case="X-1", policy=policy_of(None), clock=deployment.store.clock)
    handle = await deployment.client.start_workflow(
        TRANSITION_CASE, start, id=case_id("X-1"), task_queue=TASK_QUEUE
    )
    await until(lambda: _is_listed(deployment, case_id("X-1")))
    await ensure_entered_until_it_is_gone(deployment, "X-1", "unknown-workflow")
    await handle.terminate("by hand")
    await ensure_gone(deployment)


async def test_a_workflow_whose_tasks_fail_is_entered(deployment: Deployment) -> None:
    await deployment.opened("C-fail")
    await deployment.workflow("C-fail").terminate("by hand")
    handle = await deployment.client.start_workflow(
        TRANSITION_CASE, "no start of a case", id=case_id("C-fail"), task_queue=TASK_QUEUE
    )

    async def is_marked() -> bool:
        return case_id("C-fail") in [each async for each in Engine(deployment.client).failing()]

    await until(is_marked)
    await ensure_entered_until_it_is_gone(deployment, "C-fail", "tasks-fail")
    await handle.terminate("by hand")
    await ensure_mended(deployment, "C-fail", "no-workflow", "restart")


async def test_a_case_in_which_something_is_due_and_nothing_moves_is_asked_to_look(
    deployment: Deployment,
) -> None:
    """As seen by somebody to whom a step that is due within a month is late already."""
    await deployment.opened("C-still")
    looking = activities_of(deployment.client, deployment.store)
    limits = LIMITS.model_copy(update={"step": -timedelta(days=30)})
    asked = CompareCases(limits=limits, after="C-stil")
    found = await ActivityEnvironment().run(looking.compare_cases, asked)
    suspects = tuple(each for each in found.suspects if each.case == "C-still")
    assert [each.kind for each in suspects] == ["stands-still"]

    async def settle() -> Settled:
        order = Settle(suspects=suspects, limits=limits, started=deployment.store.now())
        return await ActivityEnvironment().run(looking.settle_differences, order)

    for _ in range(MOST_LATELY):
        assert (await settle()).mended == {"stands-still": 1}
        await deployment.settled("C-still")
    # It hasn't helped, night after night.
    assert (await settle()).entered == {"stands-still": 1}
    assert await deployment.corrections("C-still") == MOST_LATELY * [("stands-still", "ask-to-look")]
    await ensure_gone(deployment)


async def test_nothing_differs_after_all_this(deployment: Deployment) -> None:
    await ensure_it_finds_nothing(deployment)


async def _runs(deployment: Deployment, workflow: str) -> bool:
    listed = deployment.client.list_workflows(f"WorkflowId = '{workflow}' and ExecutionStatus = 'Running'")
    return [each.id async for each in listed] == [workflow]


async def _is_listed(deployment: Deployment, workflow: str) -> bool:
    try:
        return workflow in [each async for each in Engine(deployment.client).cases()]
    except RPCError:
        return False
