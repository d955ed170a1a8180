"""Which tokens are good, whom they stand for, and what a forger is told: nothing."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm

from tests.unit.issuing import AUDIENCE, EU, SOURCE, Issuer, in_seconds, jwks
from workers.gateway.callers.caller import Caller
from workers.gateway.callers.keys import Key, KeySet, NotAKeySet, keys_in
from workers.gateway.callers.tokens import LEEWAY, LONGEST, NotValid, Tokens

EC = Issuer()
RSA = Issuer("key-2", "RS256")
STRANGER = Issuer()
"""Signs under the name of a key that isn't theirs."""

NOT_SIGNED = "the token isn't signed with a key that is known here"
SMALL = LEEWAY.total_seconds() / 2
LARGE = LEEWAY.total_seconds() * 2


@dataclass
class Known:
    """Keys that don't change; it is counted how often they are asked for."""

    keys: KeySet = field(default_factory=lambda: keys_in(jwks(EC, RSA)))
    asked: int = 0

    async def key(self, kid: str) -> Key | None:
        self.asked += 1
        return self.keys.get(kid)


TOKENS = Tokens(Known(), AUDIENCE)


async def reason(token: str, tokens: Tokens = TOKENS) -> str:
    with pytest.raises(NotValid) as refused:
        await tokens.caller(token)
    return str(refused.value)


@pytest.mark.parametrize("issuer", [EC, RSA])
async def test_a_good_token_says_who_calls(issuer: Issuer) -> None:
    token = issuer.token(scope="events:custody.* cases:read openid", sources=["/prisons/", SOURCE])
    assert await TOKENS.caller(token) == Caller(
        sources=("/prisons/", SOURCE),
        scopes=frozenset({"events:custody.*", "cases:read", "openid"}),
        jurisdictions=frozenset({EU}),
    )


async def test_all_jurisdictions_are_given_expressly() -> None:
    assert (await TOKENS.caller(EC.token(jurisdictions=["*"]))).jurisdictions is None
    assert "jurisdictions: missing, and needed" in await reason(EC.token(jurisdictions=None))
    assert "jurisdictions" in await reason(EC.token(jurisdictions=[]))
    assert "jurisdictions" in await reason(EC.token(jurisdictions=EU))


def encoded(value: object) -> str:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def forged(header: object, signature: bytes = b"", secret: bytes | None = None) -> str:
    signed = f"{encoded(header)}.{EC.token().split('.')[1]}"
    if secret is not None:
        signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encoded(signature)}"


def as_hmac_key() -> str:
    """What a careless verifier would take for a shared secret: the public key."""
    pem = RSA.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return forged({"alg": "HS256", "kid": RSA.kid}, secret=pem)


FORGERIES: dict[str, str] = {
    "nothing": "",
    "a word": "wrong",
    "dots": "..",
    "another's signature": STRANGER.token(),
    "a key that nobody knows": Issuer("key-9").token(),
    "no name of a key": jwt.encode({"sub": "x"}, EC.private, "ES256"),
    "a name that is a number": forged({"alg": "ES256", "kid": 1}),
    "no algorithm": forged({"alg": "none", "kid": EC.kid}),
    "no algorithm, shouted": forged({"alg": "NONE", "kid": EC.kid}),
    "algorithms in a list": forged({"alg": ["ES256"], "kid": EC.kid}),
    "the public key as a secret": as_hmac_key(),
    "another algorithm than the key's": forged({"alg": "ES256", "kid": RSA.kid}, b"x" * 64),
    "a key of its own": STRANGER.token({"jwk": STRANGER.jwk()}),
    "the address of a key of its own": STRANGER.token({"jku": "https://thief.example/keys"}),
    "something critical that we don't know": EC.token({"crit": ["b2"], "b2": True}),
    "a payload that stands elsewhere": forged({"alg": "ES256", "kid": EC.kid, "b64": False}),
    "a header without an end": f"{encoded(b'[' * 5000)}.e30.e30",
    "a header that is a list": f"{encoded([])}.e30.e30",
    "a letter that no token has": "é.e30.e30",
}


@pytest.mark.parametrize("token", FORGERIES.values(), ids=FORGERIES)
async def test_whatever_is_forged_is_told_the_same(token: str) -> None:
    assert await reason(token) == NOT_SIGNED


async def test_an_endless_token_is_not_even_looked_at() -> None:
    keys = Known()
    assert await reason("x" * (LONGEST + 1), Tokens(keys, AUDIENCE)) == "the token is too long"
    assert keys.asked == 0


@pytest.mark.parametrize(
    ("claims", "why"),
    [({"exp": in_seconds(-LARGE)}, "the token has expired"),
     ({"nbf": in_seconds(LARGE * 10_000)}, "the token isn't valid yet"),
     ({"iat": in_seconds(LARGE * 10_000)}, "the token isn't valid yet"),
     ({"aud": "elsewhere"}, "the token is for another audience"),
     ({"aud": ["elsewhere"]}, "the token is for another audience"),
     ({"aud": None}, "the token lacks the claim aud"),
     ({"exp": None}, "the token lacks the claim exp"),
     ({"sub": None}, "the token lacks the claim sub"),
     ({"iss": "elsewhere"}, "the token is of another issuer"),
     ({"iss": None}, "the token lacks the claim iss"),
     ({"exp": "soon"}, NOT_SIGNED),
     ({"scope": ["cases:read"]}, "the token's claims are wrong: scope: has to be a text"),
     ({"sources": SOURCE}, "the token's claims are wrong: sources: has to be a list"),
     ({"sub": ""}, "the token's claims are wrong: sub: is empty")],
)  # fmt: skip
async def test_who_has_a_signed_token_is_told_what_is_wrong_with_it(claims: dict[str, Any], why: str) -> None:
    strict = Tokens(Known(), AUDIENCE, issuer="https://issuer.example")
    assert await reason(EC.token(**{"iss": "https://issuer.example"} | claims), strict) == why


async def test_clocks_may_differ_a_little() -> None:
    await TOKENS.caller(EC.token(exp=in_seconds(-SMALL)))
    await TOKENS.caller(EC.token(nbf=in_seconds(SMALL)))


async def test_without_a_configured_issuer_nobody_asks_for_one() -> None:
    await TOKENS.caller(EC.token(iss="anybody"))
    await TOKENS.caller(EC.token(aud=["elsewhere", AUDIENCE]))


async def test_a_key_that_was_rotated_out_signs_until_its_time_is_over() -> None:
    keys = keys_in(jwks(EC.jwk(exp=in_seconds(60)), RSA.jwk(exp=in_seconds(-1))))
    await Tokens(Known(keys), AUDIENCE).caller(EC.token())
    assert await reason(RSA.token(), Tokens(Known(keys), AUDIENCE)) == NOT_SIGNED


@pytest.mark.parametrize(
    "passed_over",
    [{"kty": "oct", "kid": "s", "k": "c2VjcmV0", "alg": "HS256"},
     EC.jwk(alg="HS256"),
     EC.jwk(use="enc"),
     EC.jwk(kid=None),
     EC.jwk(crv="P-384"),
     EC.jwk(y="AAAA"),
     RSA.jwk(alg="PS256"),
     RSA.jwk(n=None),
     Issuer("weak", "RS256", bits=1024).jwk()],
)  # fmt: skip
def test_keys_of_another_kind_are_passed_over(passed_over: dict[str, Any]) -> None:
    assert list(keys_in(jwks(passed_over, Issuer("good")))) == ["good"]
    with pytest.raises(NotAKeySet):
        keys_in(jwks(passed_over))


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"keys": 1}', b'{"keys": ["a"]}', b"\xff", b"[" * 9000]
)
def test_what_is_no_set_of_keys_is_told_so(content: bytes) -> None:
    with pytest.raises(NotAKeySet):
        keys_in(content)


def test_nothing_of_a_private_key_that_was_published_is_kept() -> None:
    private = ECAlgorithm.to_jwk(EC.private, as_dict=True) | {"kid": "mistaken"}
    assert "d" in private
    key = keys_in(jwks(private))["mistaken"]
    assert not hasattr(key.verifying.key, "private_numbers")


def test_of_two_keys_of_one_name_the_first_counts() -> None:
    [key] = keys_in(jwks(EC, STRANGER)).values()
    assert key.verifying.key.public_numbers() == EC.private.public_key().public_numbers()
