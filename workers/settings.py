"""Where a process finds what it needs: the environment, with the prefix ``THROUGHCARE_``."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    JsonConfigSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

RUNNING_STACK = Path(".throughcare/dev/dev.json")


class Settings(BaseSettings):
    """Of a process that serves: worker, relay, gateway."""

    model_config = SettingsConfigDict(env_prefix="THROUGHCARE_", frozen=True)

    database: str = Field(repr=False)
    """PostgreSQL, as the role that can't update or delete what the ledger holds."""
    temporal: str = "127.0.0.1:7233"
    """Host and port of the Temporal frontend."""
    namespace: str = "default"
    token: str = Field(repr=False, min_length=16)
    """What a caller of the gateway has to bear."""
    host: str = "127.0.0.1"
    """The address on which the gateway listens."""
    port: int = Field(default=8700, ge=1, le=65535)
    """The port on which the gateway listens."""


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
