"""Our own keys: made, sealed, published and changed for new ones. Private halves are never in the database as such.

A new key is published for a day before it signs, since platforms keep our key set for a while; the one before stays
published for a day after, since what it signed is on its way.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ...lms.lti.jose import OwnKey, new_key
from .models import Key

NOTICE = timedelta(days=1)
LIFE = timedelta(days=90)


def public_set() -> dict[str, list[dict[str, str]]]:
    """The key set that platforms read: keys that sign, will sign soon, and signed lately."""
    _first()
    found = Key.objects.filter(Q(gone_at=None) | Q(gone_at__gt=timezone.now())).order_by("-pk")
    return {"keys": [one.public for one in found]}


def signing() -> OwnKey:
    """The key that signs now."""
    _first()
    now = timezone.now()
    rows = Key.objects.filter(Q(gone_at=None) | Q(gone_at__gt=now), signs_from__lte=now).order_by("-signs_from", "-pk")
    for row in rows:
        try:
            return OwnKey(str(row.kid), _box().decrypt(bytes(row.sealed)))
        except InvalidToken:
            continue  # the site's secret is another one since: nobody can use this key
    return _make(now)


def rotate(*, notice: timedelta = NOTICE) -> None:
    """A new key, which signs after ``notice``; all before it go a day after that."""
    with transaction.atomic():
        starts = timezone.now() + notice
        Key.objects.filter(gone_at=None).update(gone_at=starts + NOTICE)
        _make(starts)


def rotate_old() -> bool:
    """Rotate if the newest key is old. Whether it was."""
    newest = Key.objects.order_by("-pk").first()
    if newest is None or newest.created_at > timezone.now() - LIFE:
        return False
    rotate()
    return True


def _first() -> None:
    if not Key.objects.filter(gone_at=None).exists():
        _make(timezone.now())


def _make(starts: datetime) -> OwnKey:
    key, public = new_key()
    Key.objects.create(kid=key.kid, sealed=_box().encrypt(key.pem), public=public, signs_from=starts)
    return key


def _box() -> MultiFernet:
    """Of the site's secret, and of those that it had before."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"grader: private keys of LTI")
    return urlsafe_b64encode(kdf.derive(secret.encode()))
