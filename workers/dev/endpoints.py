"""Where a running stack is reached."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from workers.dev.files import replace

FILE_NAME = "dev.json"


class Endpoints(BaseModel):
    """The content of `dev.json`, which is there exactly while the stack is ready."""

    model_config = ConfigDict(frozen=True)

    gateway: str
    ui: str
    temporal: str
    database: str = Field(repr=False)
    token: str = Field(repr=False)
    subscription_keys: str = Field(default="", repr=False)

    def publish(self, folder: Path) -> None:
        replace(folder / FILE_NAME, self.model_dump_json(indent=1))


def withdraw(folder: Path) -> None:
    (folder / FILE_NAME).unlink(missing_ok=True)
