"""How much the gateway holds of what isn't stored yet: so that a rush is put off, and never fills the memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from workers.gateway.problems import Problem

COME_AGAIN_SECONDS = 1


class Room:
    """Bounded in bytes, and in requests that wait for the store; whoever doesn't fit is to come again.

    Content counts as it comes in: somebody who sends slowly takes no place until all of it is there. Reading needs no
    room, so cases and health are answered all the while.
    """

    def __init__(
        self,
        most_requests: int = 256,
        most_bytes: int = 16 * 1024 * 1024,
        content_within: float = 30,
    ) -> None:
        """``content_within``: seconds from the head of a request to the end of its content."""
        self.content_within = content_within
        self._places = most_requests
        self._bytes = most_bytes

    @contextmanager
    def share(self) -> Iterator["Share"]:
        """Given back at the end, whatever became of the request."""
        share = Share(self)
        try:
            yield share
        finally:
            share.give_back()

    def take(self, places: int, size: int) -> None:
        if self._places < places or self._bytes < size:
            again = {"Retry-After": str(COME_AGAIN_SECONDS)}
            raise Problem(503, "too much is told at once; nothing was stored", again)
        self._places -= places
        self._bytes -= size


class Share:
    """What one request takes up."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._places = 0
        self._bytes = 0

    def grow(self, size: int) -> None:
        self.room.take(0, size)
        self._bytes += size

    def wait(self) -> None:
        """All of the content is there."""
        self.room.take(1, 0)
        self._places += 1

    def give_back(self) -> None:
        self.room.take(-self._places, -self._bytes)
