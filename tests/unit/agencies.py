"""Fictional agencies for tests."""

from domain.agencies.agency import Agency


def agency(member: str, **details: object) -> Agency:
    """Of the area eu, at the harbour unless it is told otherwise."""
    known: dict[str, object] = {"jurisdiction": "eu", "level": "local", "locality": "harbour"}
    return Agency.model_validate(known | details | {"member": member})
