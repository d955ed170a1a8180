"""The inbound event types in the OpenAPI description, so that other systems can be built against it."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from domain.agencies.news import NEWS_TYPES
from domain.facts import FACT_TYPES
from workers.gateway import cloud_events, problems
from workers.gateway.agencies import AgencyBatch
from workers.gateway.envelope import CloudEvent

_INBOUND: dict[str, type[BaseModel]] = {**FACT_TYPES, **NEWS_TYPES}
_REF = "#/components/schemas/"
_EVENT = {"$ref": f"{_REF}InboundEvent"}

EVENTS_REQUEST: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            cloud_events.STRUCTURED: {"schema": _EVENT},
            cloud_events.BATCH: {"schema": {"type": "array", "items": _EVENT}},
            cloud_events.BINARY: {
                "schema": {
                    "description": "The event's data alone; its attributes as ce- headers.",
                    "type": "object",
                }
            },
        },
    }
}


def describe(app: FastAPI) -> None:
    """Lets ``/openapi.json`` describe every inbound event type."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            described.setdefault("components", {}).setdefault("schemas", {}).update(_schemas())
            _answer_with_problems(described)
            app.openapi_schema = described
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def _answer_with_problems(described: dict[str, Any]) -> None:
    """FastAPI takes every answer for the kind of the good one."""
    for operation in (each for path in described["paths"].values() for each in path.values()):
        for status in problems.DESCRIBED:
            [said] = operation["responses"][status]["content"].values()
            operation["responses"][status]["content"] = {problems.MEDIA_TYPE: said}


def _schemas() -> dict[str, Any]:
    models = [(model, "validation") for model in (CloudEvent, AgencyBatch, *_INBOUND.values())]
    refs, definitions = models_json_schema(models, ref_template=_REF + "{model}")  # type: ignore[arg-type]
    schemas: dict[str, Any] = dict(definitions["$defs"])
    envelope = refs[CloudEvent, "validation"]
    schemas["InboundEvent"] = {
        "oneOf": [
            {
                "title": type_name,
                "allOf": [envelope],
                "properties": {"type": {"const": type_name}, "data": refs[model, "validation"]},
            }
            for type_name, model in _INBOUND.items()
        ]
    }
    return schemas
