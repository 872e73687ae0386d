"""LTI Deep Linking 2.0: what a tool answers when a platform asks for content."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from typing import Any

from .launch import DeepLinking
from .names import CLAIM, DEEP_LINKING_RESPONSE, DL_CLAIM
from .platform import Platform

RESOURCE_LINK_TYPE = "ltiResourceLink"
_SECONDS = 240


def resource_link(address: str, title: str, slug: str, maximum: int | None) -> dict[str, Any]:
    """One assignment. ``maximum``: of its line item; None: it gets none.

    The slug travels in ``custom``, so that a copied course's links still say which assignment they are.
    """
    item: dict[str, Any] = {
        "type": RESOURCE_LINK_TYPE,
        "url": address,
        "title": title,
        "custom": {"assignment": slug},
    }
    if maximum is not None:
        item["lineItem"] = {"label": title, "scoreMaximum": maximum, "resourceId": slug, "tag": "grader"}
    return item


def response(
    platform: Platform, deployment: str, asked: DeepLinking, items: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """The claims of the answer, to be signed by us. ``data`` is given back only if it was given."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": platform.client_id,
        "aud": platform.issuer,
        "iat": now,
        "exp": now + _SECONDS,
        "nonce": secrets.token_urlsafe(24),
        CLAIM + "message_type": DEEP_LINKING_RESPONSE,
        CLAIM + "version": "1.3.0",
        CLAIM + "deployment_id": deployment,
        DL_CLAIM + "content_items": list(items),
    }
    if asked.data is not None:
        claims[DL_CLAIM + "data"] = asked.data
    return claims
