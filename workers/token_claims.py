"""The claims of a token for the local stack: only such as the gateway would know what to do with."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from domain.agencies.news import NEWS_TYPES
from domain.facts import FACT_TYPES
from domain.patterns import all_patterns
from workers.gateway.callers.caller import AGENCIES_WRITE, EVENTS, SCOPES
from workers.gateway.callers.claims import Claims
from workers.gateway.faults import faults


class WrongClaims(Exception):
    """Nobody could use such a token, or not as it was meant."""


def claims_of(
    subject: str,
    jurisdictions: Sequence[str],
    sources: Sequence[str],
    events: Sequence[str],
    scopes: Sequence[str],
) -> dict[str, Any]:
    for pattern in events:
        if pattern not in all_patterns((*FACT_TYPES, *NEWS_TYPES)):
            raise WrongClaims(f"--events {pattern}: no event type, no <word>.* of event types, and not *")
    for scope in scopes:
        if scope not in SCOPES:
            raise WrongClaims(f"--scope {scope}: there is {', '.join(SCOPES)}")
    if (events or AGENCIES_WRITE in scopes) and not sources:
        raise WrongClaims("--source: needed by whoever sends events, or agencies")
    if not events and not scopes:
        raise WrongClaims("--events, --scope: a token without either is good for nothing")
    granted = [*(EVENTS + pattern for pattern in events), *scopes]
    claims = {
        "sub": subject,
        "jurisdictions": list(jurisdictions),
        "sources": list(sources),
        "scope": " ".join(granted),
    }
    try:
        return Claims.model_validate(claims).model_dump()
    except ValidationError as exc:
        raise WrongClaims("; ".join(fault.sentence for fault in faults(exc.errors()))) from exc
