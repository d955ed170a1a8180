"""As whom this deployment tells other systems, out of the environment as all settings; only workers load it."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.fields import EventName


class EventSettings(BaseSettings):
    """Of the worker."""

    model_config = SettingsConfigDict(env_prefix="THROUGHCARE_", frozen=True)

    source: EventName = "/throughcare"
    """CloudEvents ``source`` of what goes out: another one for each deployment that tells the same systems."""
