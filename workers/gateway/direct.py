"""Routes that are called directly, where many requests come in."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from workers.gateway.callers.bearing import Bearers


def direct(bearers: Bearers) -> type[APIRoute]:
    """Of endpoints that need the request and its caller alone, and answer with a model.

    They are described as all others are. To look for what else they might need, and to judge the answer against its
    own model, would take as long as all that is done with an event until it is stored.
    """

    class Direct(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            async def handle(request: Request) -> Response:
                answer = await self.endpoint(request, await bearers.of(request))
                return Response(
                    answer.model_dump_json(), self.status_code or 200, media_type="application/json"
                )

            return handle

    return Direct
