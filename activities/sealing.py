"""Secrets of subscriptions as they stand in the database: sealed by a key that is kept elsewhere.

Who reads a dump can't sign in our name by it.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

SETTING = "THROUGHCARE_SUBSCRIPTION_KEYS"
_PLAIN = "whsec_"
"""As Standard Webhooks begins a secret, and as earlier versions have stored it. Nothing sealed begins so."""


class NoKey(Exception):
    """There is none to seal by, or none that opens."""


class Sealing:
    """The first key seals, each of them opens: so a key is replaced by putting another one in front of it."""

    def __init__(self, keys: MultiFernet | None = None) -> None:
        self._keys = keys

    @classmethod
    def by(cls, written: SecretStr) -> "Sealing":
        """Keys as a setting has them, separated by commas. Raises ``ValueError``, without what is written."""
        keys = [each.strip() for each in written.get_secret_value().split(",") if each.strip()]
        try:
            return cls(MultiFernet([Fernet(each) for each in keys]) if keys else None)
        except ValueError:
            raise ValueError("a key is 32 bytes in base64; throughcare subscriptions key draws one") from None

    @property
    def has_a_key(self) -> bool:
        return self._keys is not None

    def sealed(self, secret: SecretStr) -> str:
        if self._keys is None:
            raise NoKey(
                f"{SETTING} isn't set: secrets are kept sealed; throughcare subscriptions key draws one"
            )
        return self._keys.encrypt(secret.get_secret_value().encode()).decode()

    def opened(self, stored: str) -> SecretStr:
        if stored.startswith(_PLAIN):
            return SecretStr(stored)
        if self._keys is None:
            raise NoKey(f"{SETTING} isn't set, and the secret is sealed")
        try:
            return SecretStr(self._keys.decrypt(stored).decode())
        except InvalidToken:
            raise NoKey(f"no key of {SETTING} opens the secret") from None


def drawn_key() -> str:
    return Fernet.generate_key().decode()
