"""An issuer of tokens, for tests of those who judge them."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

AUDIENCE = "throughcare"
SOURCE = "urn:example:agency"
EU = "eu"


class Issuer:
    """One key pair, and what is signed with it."""

    def __init__(self, kid: str = "key-1", algorithm: str = "ES256", bits: int = 2048) -> None:
        self.kid = kid
        self.algorithm = algorithm
        self.private: Any = (
            ec.generate_private_key(ec.SECP256R1())
            if algorithm == "ES256"
            else rsa.generate_private_key(public_exponent=65537, key_size=bits)
        )

    def jwk(self, **changed: object) -> dict[str, Any]:
        """The public key, as an issuer publishes it."""
        of_kind = ECAlgorithm if self.algorithm == "ES256" else RSAAlgorithm
        public = of_kind.to_jwk(self.private.public_key(), as_dict=True)
        return public | {"kid": self.kid, "use": "sig", "alg": self.algorithm} | changed

    def token(self, header: dict[str, Any] | None = None, /, **changed: object) -> str:
        """Of a caller who may do nothing in particular; a claim that is None is left out."""
        claims = {
            "sub": "north-prison",
            "aud": AUDIENCE,
            "exp": in_seconds(600),
            "jurisdictions": [EU],
            "sources": [SOURCE],
            "scope": "",
        } | changed
        given = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(
            given, self.private, algorithm=self.algorithm, headers={"kid": self.kid} | (header or {})
        )


def in_seconds(seconds: float) -> int:
    return int(time.time() + seconds)


def jwks(*keys: Issuer | dict[str, Any]) -> bytes:
    listed = [key.jwk() if isinstance(key, Issuer) else key for key in keys]
    return json.dumps({"keys": listed}).encode()
