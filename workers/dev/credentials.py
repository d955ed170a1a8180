"""The secrets of one stack, drawn at its first start."""

from pathlib import Path
from secrets import token_urlsafe
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from activities.sealing import drawn_key
from workers.dev.files import replace


def _drawn() -> str:
    return Field(default_factory=lambda: token_urlsafe(24), repr=False)


class Credentials(BaseModel):
    """Kept in the stack's folder, readable by its owner alone."""

    model_config = ConfigDict(frozen=True)

    token: str = _drawn()
    """What a caller of the gateway has to bear."""
    superuser_password: str = _drawn()
    owner_password: str = _drawn()
    app_password: str = _drawn()
    subscription_key: str = Field(default_factory=drawn_key, repr=False)
    """By which the secrets of subscriptions are sealed."""

    @classmethod
    def kept_in(cls, folder: Path) -> Self:
        path = folder / "secrets.json"
        credentials = cls.model_validate_json(path.read_text()) if path.exists() else cls()
        # Also where there are some: of an earlier version they lack what has come since.
        replace(path, credentials.model_dump_json())
        return credentials
