"""Secrets that browsers and programs carry: random words, of which rows keep digests only."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def fits(secret: str, kept: str) -> bool:
    """Whether this is what ``kept`` is the digest of."""
    return hmac.compare_digest(digest(secret), kept)
