"""What a caller may: what their token names, and nothing that only looks like it."""

import pytest

from workers.gateway.callers.caller import OPERATOR, Caller


def caller(*scopes: str, sources: tuple[str, ...] = ()) -> Caller:
    return Caller(sources=sources, scopes=frozenset(scopes), jurisdictions=frozenset({"eu"}))


@pytest.mark.parametrize(
    ("scope", "sends"),
    [("events:custody.released", {"custody.released"}),
     ("events:custody.*", {"custody.released", "custody.returned"}),
     ("events:*", {"custody.released", "custody.returned", "court.report-filed"}),
     ("events:cust*", set()),
     ("events:custody", set()),
     ("events:", set()),
     ("custody.released", set()),
     ("EVENTS:*", set()),
     ("cases:read", set())],
)  # fmt: skip
def test_events_are_sent_by_name_by_word_or_all(scope: str, sends: set[str]) -> None:
    names = ("custody.released", "custody.returned", "court.report-filed")
    assert {name for name in names if caller(scope).may_send(name)} == sends


@pytest.mark.parametrize(
    ("own", "spoken"),
    [("/prisons/north", {"/prisons/north"}),
     ("/prisons/", {"/prisons/north", "/prisons/north/desk", "/prisons/"}),
     ("/prisons/north/", {"/prisons/north/desk"}),
     ("*", set()),
     ("/", {"/prisons", "/prisons/", "/prisons/north", "/prisons/north/desk", "/prisonsouth"})],
)  # fmt: skip
def test_a_source_is_one_or_all_below_it(own: str, spoken: set[str]) -> None:
    sources = ("/prisons", "/prisons/", "/prisons/north", "/prisons/north/desk", "/prisonsouth", "urn:other")
    assert {source for source in sources if caller(sources=(own,)).speaks_as(source)} == spoken


def test_the_deployments_own_token_may_do_everything() -> None:
    assert OPERATOR.may("anything")
    assert OPERATOR.may_send("custody.released")
    assert OPERATOR.may_send_something
    assert OPERATOR.speaks_as("anybody")
    assert OPERATOR.jurisdictions is None


def test_what_is_not_named_is_not_allowed() -> None:
    nobody = caller()
    assert not nobody.may("cases:read")
    assert not nobody.may_send_something
    assert not nobody.speaks_as("/prisons/north")
