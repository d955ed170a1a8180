"""The secrets of one stack, drawn at its first start."""

from pathlib import Path
from secrets import token_urlsafe
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

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

    @classmethod
    def kept_in(cls, folder: Path) -> Self:
        path = folder / "secrets.json"
        if path.exists():
            return cls.model_validate_json(path.read_text())
        credentials = cls()
        replace(path, credentials.model_dump_json())
        return credentials
