"""Where a process finds what it needs: the environment, with the prefix ``THROUGHCARE_``."""

from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, TypeAdapter, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    JsonConfigSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from domain.fields import contradiction

RUNNING_STACK = Path(".throughcare/dev/dev.json")


class Settings(BaseSettings):
    """Of a process that serves: worker, relay, gateway."""

    model_config = SettingsConfigDict(env_prefix="THROUGHCARE_", frozen=True)

    database: str = Field(repr=False)
    """PostgreSQL, as the role that can't update or delete what the ledger holds."""
    temporal: str = "127.0.0.1:7233"
    """Host and port of the Temporal frontend."""
    namespace: str = "default"
    token: str | None = Field(default=None, repr=False, min_length=16)
    """The deployment's own: whoever bears it may do everything at the gateway."""
    host: str = "127.0.0.1"
    """The address on which the gateway listens."""
    port: int = Field(default=8700, ge=1, le=65535)
    """The port on which the gateway listens."""


class GatewaySettings(Settings):
    """Who is let in: by the deployment's own token, by tokens of an issuer, or by either."""

    jwks: str | None = None
    """The issuer's public keys, as a JSON Web Key Set: a file, or an address (https, or http on this machine)."""
    audience: str = Field(default="throughcare", min_length=1)
    """Whom a token has to be for: this deployment, and no other of the same issuer."""
    issuer: str | None = Field(default=None, min_length=1)
    """Whose tokens count; where it is not set, those of everybody whose keys are in the set."""

    @field_validator("jwks")
    @classmethod
    def _is_read_where_nobody_can_change_it(cls, jwks: str | None) -> str | None:
        address = urlsplit(jwks or "")
        if address.scheme in ("http", "https") and not address.hostname:
            raise ValueError("an address names a host")
        if address.scheme == "http" and address.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("keys come by https; by http only from this machine")
        return jwks

    @model_validator(mode="after")
    def _somebody_is_let_in(self) -> Self:
        if self.token is None and self.jwks is None:
            raise contradiction("token", "nobody could be let in: set it, or THROUGHCARE_JWKS, or both")
        return self


class OwnerSettings(BaseSettings):
    """Of the migration, which alone acts as the owner of the schema."""

    model_config = SettingsConfigDict(env_prefix="THROUGHCARE_", frozen=True)

    database_owner: str = Field(repr=False)
    """PostgreSQL, as the role that owns the schema."""
    days_per_second: float | None = Field(default=None, gt=0)
    """Only for an exercise: case days per second, settled by the first migration and fixed from then on."""


class _BesideStack(BaseSettings):
    """Of a command: the environment says what it needs, or else the stack that runs in this folder."""

    model_config = SettingsConfigDict(
        env_prefix="THROUGHCARE_", frozen=True, extra="ignore", json_file=RUNNING_STACK
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then what a stack in this folder has published."""
        return init_settings, env_settings, JsonConfigSettingsSource(settings_cls)


class LedgerSettings(_BesideStack):
    """Of the command that verifies the ledger; beside a running ``throughcare dev`` it needs none."""

    database: str = Field(repr=False)
    """PostgreSQL; any role that may read the ledger."""


class SubscriptionSettings(_BesideStack):
    """Of the commands that draw a secret; beside a running ``throughcare dev`` they need none."""

    subscription_keys: SecretStr = SecretStr("")
    """By which it is sealed in the database, as the worker has them."""


class OperatorSettings(_BesideStack):
    """Of a command that acts on running cases; beside a running ``throughcare dev`` it needs none."""

    database: str = Field(repr=False)
    """PostgreSQL; any role that may read the ledger."""
    temporal: str
    """Host and port of the Temporal frontend."""
    namespace: str = "default"


class CallerSettings(_BesideStack):
    """Of the commands that talk to a running gateway; beside a running ``throughcare dev`` they need none."""

    gateway: str = "http://127.0.0.1:8700"
    """The address of the gateway."""
    token: str = Field(repr=False)


class NobodyToAsk(Exception):
    """No stack runs in the folder that was named; or nothing says where one is."""


S = TypeVar("S", bound=_BesideStack)
_PUBLISHED = TypeAdapter(dict[str, str])


def settings_of(kind: type[S], data: Path | None) -> S:
    """Of the stack in the folder ``data``; without one, of the environment, then of the stack beside us.

    Raises ``NobodyToAsk``.
    """
    file = RUNNING_STACK if data is None else data / RUNNING_STACK.name
    published = _published(file)
    if published is None and data is not None:
        raise NobodyToAsk(f"no stack runs on {data}: start one with throughcare dev --data {data}")
    try:
        return kind() if data is None else kind.model_validate(published)
    except ValidationError as exc:
        if data is not None:
            raise NobodyToAsk(_unreadable(file)) from exc
        needed = " and ".join(f"THROUGHCARE_{each['loc'][0]}".upper() for each in exc.errors())
        raise NobodyToAsk(f"no stack runs beside us: start throughcare dev, or set {needed}") from exc


def _published(file: Path) -> dict[str, str] | None:
    """What a stack says of itself while it runs; None where none does."""
    try:
        return _PUBLISHED.validate_json(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise NobodyToAsk(f"{file}: {exc.strerror}") from exc
    except ValidationError as exc:
        raise NobodyToAsk(_unreadable(file)) from exc


def _unreadable(file: Path) -> str:
    return f"{file} isn't what a running stack says of itself: stop it, and start throughcare dev again"
