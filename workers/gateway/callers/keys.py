"""The public keys of those who issue tokens: a JSON Web Key Set (RFC 7517), and what of it is taken.

KeysError
├── NotAKeySet      what was read is no set of keys, or none that is of use
└── KeysAway        the keys can't be had for now; what is signed with them can't be judged
"""

import time
from collections.abc import Sequence
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import InvalidKeyError
from pydantic import BaseModel, ConfigDict, ValidationError

ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}
"""By the type of the key, so that no token chooses how it is verified."""

CURVE = "P-256"
LEAST_RSA_BITS = 2048


class KeysError(Exception):
    """Messages name no key material."""


class NotAKeySet(KeysError):
    pass


class KeysAway(KeysError):
    pass


class Key(BaseModel):
    """A public key, under the name that tokens know it by."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    kid: str
    algorithm: str
    verifying: PyJWK
    expires: float | None = None

    @property
    def has_expired(self) -> bool:
        return self.expires is not None and self.expires <= time.time()


KeySet = dict[str, Key]


class Keys(Protocol):
    async def key(self, kid: str) -> Key | None:
        """The key of this name; None where there is none. Raises ``KeysAway``."""
        ...


class _Jwk(BaseModel):
    """Only what is public of a key; of a private one that was published by mistake the rest isn't even read."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)
    kid: str
    kty: str
    use: str = "sig"
    alg: str | None = None
    crv: str | None = None
    n: str | None = None
    e: str | None = None
    x: str | None = None
    y: str | None = None
    exp: float | None = None
    """When it stops being of use, in seconds since 1970: a key that was rotated out."""


class _Jwks(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    keys: Sequence[dict[str, Any]]


def keys_in(content: bytes) -> KeySet:
    """Those of a JWKS by which we can verify; the others, such as those for encryption, are passed over."""
    try:
        listed = _Jwks.model_validate_json(content).keys
    except ValidationError as exc:
        raise NotAKeySet("no JSON Web Key Set: an object with a list of keys") from exc
    keys = {key.kid: key for key in map(_key, reversed(listed)) if key is not None}
    if not keys:
        raise NotAKeySet(
            f"no key that tokens are verified by: RSA of {LEAST_RSA_BITS} bits or more, or EC {CURVE}, with a kid"
        )
    return keys


def _key(listed: dict[str, Any]) -> Key | None:
    try:
        jwk = _Jwk.model_validate(listed)
        algorithm = ALGORITHMS.get(jwk.kty)
        if algorithm is None or jwk.use != "sig" or jwk.alg not in (None, algorithm):
            return None
        verifying = PyJWK(
            jwk.model_dump(include={"kty", "crv", "n", "e", "x", "y"}, exclude_none=True), algorithm
        )
    except (ValidationError, InvalidKeyError):
        return None
    if not _strong_enough(jwk, verifying):
        return None
    return Key(kid=jwk.kid, algorithm=algorithm, verifying=verifying, expires=jwk.exp)


def _strong_enough(jwk: _Jwk, verifying: PyJWK) -> bool:
    if isinstance(verifying.key, RSAPublicKey):
        return verifying.key.key_size >= LEAST_RSA_BITS
    return jwk.crv == CURVE
