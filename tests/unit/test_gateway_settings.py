"""Who lets callers in is settled at the start, or the start says what is missing."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from workers.cli import app
from workers.settings import GatewaySettings, Settings

DATABASE = {"THROUGHCARE_DATABASE": "postgresql://nobody@127.0.0.1:1/nothing"}
TOKEN = {"THROUGHCARE_TOKEN": "0123456789abcdef"}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "JWKS", "AUDIENCE", "ISSUER"):
        monkeypatch.delenv(f"THROUGHCARE_{name}", raising=False)


def given(**settings: str) -> GatewaySettings:
    return GatewaySettings(database=DATABASE["THROUGHCARE_DATABASE"], **settings)  # type: ignore[arg-type]


def test_a_gateway_that_would_let_nobody_in_does_not_start() -> None:
    refused = CliRunner().invoke(app, ["gateway"], env=DATABASE)
    assert refused.exit_code == 2
    assert "THROUGHCARE_TOKEN: nobody could be let in: set it, or THROUGHCARE_JWKS, or both" in refused.output


def test_a_short_token_of_ones_own_is_none() -> None:
    refused = CliRunner().invoke(app, ["gateway"], env=DATABASE | {"THROUGHCARE_TOKEN": "short"})
    assert refused.exit_code == 2
    assert "THROUGHCARE_TOKEN" in refused.output


def test_keys_that_cannot_be_read_are_told_at_the_start(tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, ["gateway"], env=DATABASE | {"THROUGHCARE_JWKS": str(tmp_path / "no")})
    assert refused.exit_code == 1
    assert "No such file" in refused.output


def test_an_address_that_is_none_is_told_at_the_start() -> None:
    refused = CliRunner().invoke(app, ["gateway"], env=DATABASE | {"THROUGHCARE_JWKS": "https://a:b:c/keys"})
    assert refused.exit_code == 1
    assert "the address of the keys is none" in refused.output


@pytest.mark.parametrize("jwks", ["keys.json", "https://issuer.example/keys", "http://127.0.0.1:8080/keys"])
def test_keys_alone_are_enough(jwks: str) -> None:
    assert given(jwks=jwks).token is None


@pytest.mark.parametrize(
    "jwks", ["http://issuer.example/keys", "http://127.0.0.1.example/keys", "https:///keys"]
)
def test_keys_are_read_only_where_nobody_can_change_them_on_the_way(jwks: str) -> None:
    with pytest.raises(ValidationError, match="jwks"):
        given(jwks=jwks)


def test_worker_and_relay_need_no_token() -> None:
    assert Settings(database=DATABASE["THROUGHCARE_DATABASE"]).token is None


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (DATABASE | TOKEN).items():
        monkeypatch.setenv(name, value)
    assert TOKEN["THROUGHCARE_TOKEN"] not in repr(GatewaySettings())
