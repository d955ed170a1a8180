"""The keys by which the local stack signs tokens for callers: it is an issuer of its own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any, Self

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from jwt.algorithms import ECAlgorithm
from pydantic import BaseModel, ConfigDict, Field

from workers.dev.files import replace

ALGORITHM = "ES256"
AUDIENCE = "throughcare"
ISSUER = "throughcare-dev"
PRIVATE = "token-keys.json"
PUBLIC = "jwks.json"


class SigningKey(BaseModel):
    """A key pair; ``until`` once another one has taken its place."""

    model_config = ConfigDict(frozen=True)

    kid: str = Field(default_factory=lambda: token_hex(8))
    private: dict[str, Any] = Field(default_factory=lambda: _drawn(), repr=False)
    until: datetime | None = None

    def public(self) -> dict[str, Any]:
        """As it stands in the JWKS."""
        public = {name: value for name, value in self.private.items() if name in ("kty", "crv", "x", "y")}
        expires = {} if self.until is None else {"exp": int(self.until.timestamp())}
        return {"kid": self.kid, "use": "sig", "alg": ALGORITHM} | public | expires


class TokenKeys(BaseModel):
    """The first one signs; the others are those before it, as long as tokens of theirs count."""

    model_config = ConfigDict(frozen=True)

    keys: tuple[SigningKey, ...]

    @classmethod
    def kept_in(cls, folder: Path) -> Self:
        """Drawn at the stack's first start; readable by its owner alone."""
        path = folder / PRIVATE
        if path.exists():
            return cls.model_validate_json(path.read_bytes())
        drawn = cls(keys=(SigningKey(),))
        drawn.keep(folder)
        return drawn

    def keep(self, folder: Path) -> None:
        """The public ones first, which the gateway reads as soon as they change: it knows a key before it signs."""
        self.publish(folder)
        replace(folder / PRIVATE, self.model_dump_json(exclude_none=True))

    def publish(self, folder: Path) -> Path:
        path = folder / PUBLIC
        replace(path, json.dumps(self.jwks(), indent=1))
        return path

    def jwks(self) -> dict[str, Any]:
        return {"keys": [key.public() for key in self.keys]}

    def rotated(self, keep: timedelta, now: datetime | None = None) -> Self:
        """A new key signs from now on; what the former one has signed counts for ``keep`` longer."""
        now = now or datetime.now(UTC)
        former, *older = self.keys
        retired = former.model_copy(update={"until": now + keep})
        still = [key for key in (retired, *older) if key.until is not None and key.until > now]
        return self.model_copy(update={"keys": (SigningKey(), *still)})

    def sign(self, claims: dict[str, Any]) -> str:
        signing = self.keys[0]
        private = ECAlgorithm.from_jwk(signing.private)
        return jwt.encode(
            {"iss": ISSUER, "aud": AUDIENCE} | claims,
            private,  # type: ignore[arg-type]  # PyJWT declares what may be public, ours is private
            algorithm=ALGORITHM,
            headers={"kid": signing.kid},
        )


def _drawn() -> dict[str, Any]:
    return ECAlgorithm.to_jwk(generate_private_key(SECP256R1()), as_dict=True)
