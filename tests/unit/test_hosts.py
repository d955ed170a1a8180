"""Which hosts an endpoint can be on at all."""

import pytest
from pydantic import ValidationError

from domain.subscriptions.hosts import may_exist
from domain.subscriptions.subscription import Subscription


@pytest.mark.parametrize(
    "host",
    [
        "desk.example",
        "desk.example.",
        "my_service",
        "xn--bcher-kva.example",
        "7.example",
        "10.0.0.7",
        "::1",
        "a" * 63 + ".example",
    ],
)
def test_a_host_that_can_be_is_taken(host: str) -> None:
    assert may_exist(host)


@pytest.mark.parametrize(
    "host",
    [
        "a..b",
        ".example",
        "..",
        "desk.example..",
        "-desk.example",
        "desk-.example",
        "de%73k.example",
        "desk,example",
        "a" * 64 + ".example",
        ".".join(["a" * 60] * 5),
        "256.0.0.1",
        "10.0.0",
        "1.2.3.4.5",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "ff02::1",
    ],
)
def test_a_host_that_can_never_be_is_refused(host: str) -> None:
    assert not may_exist(host)
    url = f"https://[{host}]/" if ":" in host else f"https://{host}/"
    with pytest.raises(ValidationError, match="no host can be called so"):
        Subscription(name="desk", url=url, owner="a desk", events=("*",))
