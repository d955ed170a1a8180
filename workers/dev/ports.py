"""The four ports of a stack, all on the loopback address."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

from workers.dev.errors import PortTaken

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    gateway: int
    ui: int
    temporal: int
    postgres: int

    @classmethod
    def chosen(cls, first: int) -> Self:
        """``first`` and the three that follow, or any four free ones for 0."""
        ports = cls(*(free_ports(4) if first == 0 else range(first, first + 4)))
        _ensure_free(ports.gateway, "the gateway")
        _ensure_free(ports.ui, "the Temporal Web UI")
        _ensure_free(ports.temporal, "Temporal")
        _ensure_free(ports.postgres, "PostgreSQL")
        return ports


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((LOOPBACK, 0))
        return [each.getsockname()[1] for each in sockets]


def _ensure_free(port: int, purpose: str) -> None:
    with socket.socket() as probe:
        # Without this, the connections of a stack that has just stopped would count as "in use" for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as exc:
            raise PortTaken(port, purpose) from exc
