"""What the gateway answers when it can't do what was asked: problem details (RFC 9457) that name the fields.

Problem             any status, for the whole request
└── Malformed       400 or 422: fields of one or more events are wrong, nothing was stored
"""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import compile_path

from activities.errors import StoreUnavailable
from workers.gateway.faults import FieldFault, faults

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
DESCRIBED = ("4XX", "503")
"""What every call may be answered with, as the OpenAPI document has it."""


class ProblemDetails(BaseModel):
    """The body of every 4xx and 5xx answer."""

    model_config = ConfigDict(frozen=True)
    title: str
    status: int
    errors: tuple[FieldFault, ...] = ()


class Problem(Exception):
    def __init__(
        self,
        status: int,
        title: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[FieldFault] = (),
    ) -> None:
        super().__init__(title)
        self.details = ProblemDetails(title=title, status=status, errors=tuple(errors))
        self.headers = dict(headers or {})

    @classmethod
    def of_field(cls, status: int, fault: FieldFault, headers: Mapping[str, str] | None = None) -> "Problem":
        """One field alone is why."""
        return Problem(status, fault.sentence, headers, [fault])


class Malformed(Problem):
    """Fields are wrong: ``no_event`` where what came isn't even a CloudEvent."""

    def __init__(self, errors: Sequence[FieldFault], *, no_event: bool = False) -> None:
        named = ", ".join(dict.fromkeys(error.field for error in errors))
        status = 400 if no_event else 422
        title = errors[0].sentence if len(errors) == 1 else f"wrong: {named}"
        super().__init__(status, title, errors=errors)


def install(app: FastAPI) -> None:
    """Translates the exceptions of every route, here and nowhere else."""

    @app.exception_handler(Problem)
    async def _problem(_: Request, problem: Problem) -> JSONResponse:
        return _answer(problem)

    @app.exception_handler(StoreUnavailable)
    async def _away(_: Request, _exc: StoreUnavailable) -> JSONResponse:
        again = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return _answer(Problem(503, "the store is away, and may have stored it: send the same again", again))

    @app.exception_handler(ClientDisconnect)
    async def _gone(_: Request, _exc: ClientDisconnect) -> JSONResponse:
        # Nobody reads this; but for an answer it would be logged as a fault of ours.
        return _answer(Problem(400, "the request has ended before all of it was sent; nothing was stored"))

    @app.exception_handler(RequestValidationError)
    async def _wrong_parameter(_: Request, exc: RequestValidationError) -> JSONResponse:
        return _answer(Malformed(faults(exc.errors())))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, exc: HTTPException) -> JSONResponse:
        headers = dict(exc.headers or {})
        if "Allow" in headers:
            headers["Allow"] = ", ".join(_methods(app, request.url.path))
        return _answer(Problem(exc.status_code, exc.detail, headers))


def _methods(app: FastAPI, path: str) -> list[str]:
    """All of a path; the router only knows those of the first route that it has tried."""
    described: dict[str, dict[str, object]] = app.openapi()["paths"]
    fitting = (methods for template, methods in described.items() if compile_path(template)[0].match(path))
    return sorted({method.upper() for methods in fitting for method in methods})


def _answer(problem: Problem) -> JSONResponse:
    body = problem.details.model_dump(mode="json", exclude_none=True)
    return JSONResponse(body, problem.details.status, problem.headers, media_type=MEDIA_TYPE)
