"""Everything that the project accepts and emits, as one AsyncAPI 3.0 document, out of the models that do it."""

import json
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, create_model
from pydantic.json_schema import models_json_schema

from activities.cloud_event import CONTENT_TYPE, CloudEventTold
from domain.agencies.news import NEWS_TYPES
from domain.events import Event
from domain.facts import FACT_TYPES
from domain.notices.notice import NoticeKind
from domain.patterns import event_name
from domain.subscriptions.told import TOLD
from workers.gateway.envelope import CloudEvent

PAGE = "asyncapi.json"
_SCHEMAS, _MESSAGES = "#/components/schemas/", "#/components/messages/"
_ACCEPTED, _TOLD = "accepted-", "told-"
"""Some types go both ways, and out with less in them than they came in with."""

_INFO = """Every event that Throughcare accepts from agencies' systems and emits to them. Printed from the models \
(`make docs`); a test sees to it that it is current. CloudEvents 1.0 in JSON, both ways; what goes out holds \
references and words of the field, and no content."""
_CHANNELS = {
    "accepted": "What agencies' systems tell: posted to the gateway one by one (structured or binary) or in batches, \
at most 64 KiB each. The same source and id again is a duplicate. `202` means that it is durably stored.",
    "told": "What other systems are told: posted to the address of each subscription that names the type and the \
jurisdiction, at least once, in the order of the case. `webhook-id` and `id` tell a repetition.",
    "mail": "What members are told: plain text with references, and an iCalendar part (RFC 6047) where it calls to a \
meeting or calls it off. `Message-ID` tells a repetition.",
}
_HEADERS = {
    "webhook-id": "The id of the event: the same again is a repetition.",
    "webhook-timestamp": "When it was sent, in seconds since 1970.",
    "webhook-signature": "One or two signatures as Standard Webhooks has them, `v1,…`, separated by a blank: two while "
    "a secret is being replaced.",
}


def document() -> dict[str, Any]:
    schemas, accepted, told = _schemas()
    messages = {**accepted, **told, "notice": _notice()}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Throughcare", "version": "1", "description": _INFO},
        "defaultContentType": CONTENT_TYPE,
        "channels": {
            "accepted": _channel("accepted", "/events", accepted),
            "told": _channel("told", None, told),
            "mail": _channel("mail", None, {"notice": {}}),
        },
        "operations": {
            "accept": _operation("receive", "accepted")
            | {"security": [_ref("#/components/securitySchemes/token")]},
            "tell": _operation("send", "told"),
            "mail": _operation("send", "mail", http=False),
        },
        "components": {
            "messages": messages,
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def page() -> str:
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _schemas() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """All schemas; the messages that are accepted; those that are told."""
    accepted: dict[str, type[BaseModel]] = dict(sorted({**FACT_TYPES, **NEWS_TYPES}.items()))
    told = {name: _model_told(event, fields) for name, (event, fields) in sorted(TOLD.items())}
    models: list[type[BaseModel]] = [CloudEvent, *accepted.values(), CloudEventTold, *told.values()]
    refs, defined = models_json_schema(
        [(model, "validation") for model in models], ref_template=_SCHEMAS + "{model}"
    )
    named = {model: refs[model, "validation"] for model in models}
    schemas: dict[str, Any] = {**defined["$defs"], "WebhookHeaders": _headers()}
    taken_in = {
        _ACCEPTED + _key(name): _message(name, model, named[CloudEvent], named[model])
        for name, model in accepted.items()
    }
    going_out = {
        _TOLD + _key(name): _message(name, TOLD[name][0], named[CloudEventTold], named[model])
        | {"headers": _ref(f"{_SCHEMAS}WebhookHeaders")}
        for name, model in told.items()
    }
    return schemas, taken_in, going_out


def _model_told(event: type[Event], fields: tuple[str, ...]) -> type[BaseModel]:
    """The fields that go out, as the event itself has them."""
    of = event.model_fields
    told: dict[str, Any] = {name: (of[name].annotation, of[name]) for name in fields}
    forbidding = ConfigDict(extra="forbid")
    return create_model(f"{event.__name__}Told", __config__=forbidding, __doc__=event.__doc__, **told)


def _message(name: str, of: type[BaseModel], envelope: Any, data: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    summary = (of.__doc__ or "").strip().split("\n", maxsplit=1)[0]
    required = ["data"] if _data_is_needed(of) else []
    typed = {"properties": {"type": {"const": name}, "data": data}, "required": required}
    payload = {"allOf": [envelope, {key: each for key, each in typed.items() if each}]}
    return {
        "name": name,
        "title": event_name(name),
        **({"summary": summary} if summary else {}),
        "payload": payload,
    }


def _data_is_needed(of: type[BaseModel]) -> bool:
    return any(field.is_required() for field in of.model_fields.values())


def _key(type_name: str) -> str:
    """Keys of a document hold no dots, for some readers of it."""
    return event_name(type_name).replace(".", "_")


def _headers() -> dict[str, Any]:
    properties = {name: {"type": "string", "description": what} for name, what in _HEADERS.items()}
    return {"type": "object", "required": list(_HEADERS), "properties": properties}


def _notice() -> dict[str, Any]:
    kinds = ", ".join(get_args(NoticeKind))
    return {
        "name": "notice",
        "title": "notice",
        "summary": f"One message to one member: {kinds}.",
        "contentType": "text/plain",
        "headers": {
            "type": "object",
            "required": ["Message-ID", "Subject"],
            "properties": {
                "Message-ID": {"type": "string", "description": "Names the notice, for ever."},
                "Subject": {"type": "string", "description": "What it is, and the case: references only."},
            },
        },
        "payload": {"type": "string"},
    }


def _channel(name: str, address: str | None, messages: dict[str, Any]) -> dict[str, Any]:
    found = {each: _ref(_MESSAGES + each) for each in messages}
    return {"address": address, "title": name, "description": _CHANNELS[name], "messages": found}


def _operation(action: str, channel: str, *, http: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = {"action": action, "channel": _ref(f"#/channels/{channel}")}
    return found | {"bindings": {"http": {"method": "POST", "bindingVersion": "0.3.0"}}} if http else found


def _ref(to: str) -> dict[str, str]:
    return {"$ref": to}
