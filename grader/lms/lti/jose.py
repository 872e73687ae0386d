"""Signatures: one algorithm, keys by their ``kid`` out of a platform's key set, and keys of our own."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from jwt.algorithms import RSAAlgorithm
from jwt.types import Options

ALGORITHM = "RS256"
_LEAST_BITS = 2048


class BadToken(Exception):
    """What should be a signed token is none of that platform's."""


def kid_of(token: str) -> str:
    """Which key signed it, as the token says. Raises ``BadToken``; of all else in the header nothing is believed."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise BadToken(f"no signed token: {error}") from error
    if header.get("alg") != ALGORITHM:
        raise BadToken(f"signed with {header.get('alg')!r:.20}, and not with {ALGORITHM}")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise BadToken("it does not say which key signed it (kid)")
    return kid


def key_in(key_set: object, kid: str) -> RSAPublicKey | None:
    """The key of that name in a JSON Web Key Set, if it can be used to verify with ``ALGORITHM``."""
    keys = key_set.get("keys") if isinstance(key_set, Mapping) else None
    for one in keys if isinstance(keys, list) else ():
        if not isinstance(one, Mapping) or one.get("kid") != kid or one.get("kty") != "RSA":
            continue
        if one.get("use", "sig") != "sig" or one.get("alg", ALGORITHM) != ALGORITHM:
            continue
        try:
            key = RSAAlgorithm.from_jwk({name: one[name] for name in ("kty", "n", "e")})
        except (KeyError, ValueError, TypeError, jwt.PyJWTError):
            continue
        if isinstance(key, RSAPublicKey) and key.key_size >= _LEAST_BITS:
            return key
    return None


def verified(token: str, key: RSAPublicKey, *, issuer: str, audience: str, leeway: float = 30.0) -> dict[str, Any]:
    """The claims of a token that this key signed, for us, and that is in time. Raises ``BadToken``."""
    required: Options = {"require": ["exp", "iat", "nonce", "sub", "aud", "iss"]}
    try:
        return dict(
            jwt.decode(
                token, key, algorithms=[ALGORITHM], issuer=issuer, audience=audience, leeway=leeway, options=required
            )
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadToken(str(error)) from error


# -- our own ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A private key, and the name that platforms find its public half by (RFC 7638)."""

    kid: str
    pem: bytes

    def sign(self, claims: Mapping[str, Any]) -> str:
        """The claims as a signed token."""
        private = load_pem_private_key(self.pem, None)
        assert isinstance(private, RSAPrivateKey)  # noqa: S101 - we made it
        return jwt.encode(dict(claims), private, algorithm=ALGORITHM, headers={"kid": self.kid})


def new_key() -> tuple[OwnKey, dict[str, str]]:
    """A new key of ours, and its public half as a JSON Web Key."""
    private = generate_private_key(public_exponent=65537, key_size=_LEAST_BITS)
    numbers = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    public = {name: str(numbers[name]) for name in ("kty", "n", "e")}
    kid = thumbprint(public)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return OwnKey(kid, pem), public | {"kid": kid, "use": "sig", "alg": ALGORITHM}


def thumbprint(public: Mapping[str, str]) -> str:
    """RFC 7638: the same for the same RSA key, whoever computes it."""
    told = json.dumps({name: public[name] for name in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True)
    return urlsafe_b64encode(hashlib.sha256(told.encode()).digest()).rstrip(b"=").decode()
