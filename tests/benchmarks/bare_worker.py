"""The worker of the bare workflow, in a process of its own and with the options of ours: until SIGTERM."""

import asyncio
import signal

from temporalio.worker import Worker

from tests.benchmarks.bare import BARE_QUEUE, Bare, do_nothing
from workers.case_worker import SANDBOX
from workers.settings import Settings
from workers.wiring import temporal_client


async def main() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await temporal_client(Settings(), lazy=False)
    worker = Worker(
        client,
        task_queue=BARE_QUEUE,
        workflows=[Bare],
        activities=[do_nothing],
        workflow_runner=SANDBOX,
    )
    async with worker:
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
