"""Signing keys of a platform double, and tokens signed right or wrong."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm


@dataclass(frozen=True, slots=True)
class Key:
    kid: str
    private: RSAPrivateKey

    @property
    def public_jwk(self) -> dict[str, Any]:
        told: dict[str, Any] = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {name: told[name] for name in ("kty", "n", "e")} | {"kid": self.kid, "use": "sig", "alg": "RS256"}

    @property
    def public_pem(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def new_key(kid: str | None = None, bits: int = 2048) -> Key:
    return Key(kid or secrets.token_hex(8), generate_private_key(public_exponent=65537, key_size=bits))


def _part(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def sign(claims: Mapping[str, Any], key: Key | bytes, alg: str, headers: Mapping[str, Any]) -> str:
    """A compact token; a header of ``None`` is left out. Bytes are the secret of HS256; ``none`` signs nothing.

    Written out here: a good library refuses to make half of what a forger would.
    """
    shown = {name: value for name, value in headers.items() if value is not None}
    head = {"typ": "JWT", "alg": alg} | shown
    signed = f"{_part(json.dumps(head).encode())}.{_part(json.dumps(dict(claims)).encode())}"
    if alg == "none":
        return f"{signed}."
    if isinstance(key, bytes):
        return f"{signed}.{_part(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"
    digest = SHA512() if alg == "RS512" else SHA256()
    return f"{signed}.{_part(key.private.sign(signed.encode(), PKCS1v15(), digest))}"
