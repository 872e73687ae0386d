"""Personal tokens: made by a user for programs of theirs, shown once, revoked at any time."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .models import Token
from .secret import digest, new_secret

_PREFIX = "dmg_"  # by which scanners of repositories know it
_HINT = 10
_MOST = 20  # of one user's that can be used
_DAYS = 365
_SEEN_EVERY = timedelta(minutes=1)


def find(secret: str) -> Token | None:
    """The token that can be used with this secret now."""
    found = Token.objects.select_related("user").filter(digest=digest(secret), user__is_active=True).first()
    if found is None or not found.usable:
        return None
    if found.used_at is None or timezone.now() - found.used_at > _SEEN_EVERY:
        Token.objects.filter(pk=found.pk).update(used_at=timezone.now())
    return found


class TokenForm(forms.Form):
    """What a new token is for."""

    name = forms.CharField(max_length=100)
    may_submit = forms.BooleanField(required=False)
    days = forms.IntegerField(min_value=1, max_value=_DAYS)


@require_http_methods(["GET", "POST"])
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The user's tokens; by POST a new one, whose secret is shown on the page that comes back and never again."""
    secret = None
    if request.method == "POST":
        form = TokenForm(request.POST)
        usable = request.user.tokens.filter(revoked_at=None, expires_at__gt=timezone.now()).count()
        if not form.is_valid() or usable >= _MOST:
            messages.error(request, _("No token was made: it takes a name, and days from 1 to %d.") % _DAYS)
        else:
            secret = _PREFIX + new_secret()
            Token.objects.create(
                user=request.user,
                name=form.cleaned_data["name"],
                hint=secret[:_HINT],
                digest=digest(secret),
                may_submit=form.cleaned_data["may_submit"],
                expires_at=timezone.now() + timedelta(days=form.cleaned_data["days"]),
            )
    found = request.user.tokens.order_by("-created_at")
    response = render(request, "web/tokens.html", {"tokens": found, "secret": secret})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on nobody gets in with it."""
    found = get_object_or_404(Token, pk=pk, user=request.user)
    if found.revoked_at is None:
        Token.objects.filter(pk=found.pk).update(revoked_at=timezone.now())
        messages.success(request, _("%s does not work any more.") % found)
    return redirect("tokens")
