"""What a process is put together from, and what is left of it at its end."""

import psutil

from workers.settings import OperatorSettings
from workers.wiring import run_and_part, temporal_client


def threads() -> int:
    return psutil.Process().num_threads()


def test_the_threads_of_a_client_end_with_what_it_was_run_for() -> None:
    before = threads()

    async def ask() -> int:
        client = await temporal_client(OperatorSettings(database="-", temporal="127.0.0.1:1"))
        assert client.namespace == "default"
        return threads()

    assert run_and_part(ask()) > before
    assert threads() == before
