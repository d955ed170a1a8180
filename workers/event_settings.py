"""As whom this deployment tells other systems, out of the environment as all settings; only workers load it."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from activities.sealing import Sealing
from domain.fields import EventName


def _that_seal(written: SecretStr) -> SecretStr:
    Sealing.by(written)
    return written


class EventSettings(BaseSettings):
    """Of the worker."""

    model_config = SettingsConfigDict(env_prefix="THROUGHCARE_", frozen=True)

    source: EventName = "/throughcare"
    """CloudEvents ``source`` of what goes out: another one for each deployment that tells the same systems."""
    subscription_keys: Annotated[SecretStr, AfterValidator(_that_seal)] = Field(
        default=SecretStr(""), repr=False
    )
    """By which the secrets of subscriptions are sealed in the database: the first seals, each opens."""
