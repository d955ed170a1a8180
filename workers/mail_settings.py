"""How mail leaves the house, out of the environment as all settings; a module of its own, which only workers load."""

from email.headerregistry import Address
from pathlib import Path

from pydantic import Field, FilePath, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from activities.mail import mail_address
from activities.smtp import Tls


class MailSettings(BaseSettings):
    """Of the worker. Where nothing is said, no mail leaves, and all of it waits."""

    model_config = SettingsConfigDict(env_prefix="THROUGHCARE_", frozen=True)

    mail_folder: Path | None = None
    """Where mails are written as ``.eml`` files while there is no server."""
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: Tls = "starttls"
    """``implicit`` (mostly on port 465), or ``none`` within a house of one's own."""
    smtp_authorities: FilePath | None = None
    """Certificates (PEM) to trust instead of those of the machine."""
    smtp_user: str | None = Field(default=None, repr=False)
    smtp_password: SecretStr | None = None
    smtp_sender: str = "throughcare@localhost"
    """The address that mails come from, and that the server tells of those it can't deliver."""

    @field_validator("smtp_sender")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if mail_address(value) is None:
            raise ValueError(f"{value!r} is no mail address")
        return value

    @field_validator("smtp_password")
    @classmethod
    def _never_in_the_clear(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None and info.data.get("smtp_tls") == "none":
            raise ValueError("a password never goes out in the clear: THROUGHCARE_SMTP_TLS is none")
        return value

    @property
    def sender_address(self) -> Address:
        sender = mail_address(self.smtp_sender, "Throughcare")
        assert sender is not None
        return sender
