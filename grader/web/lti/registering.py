"""Dynamic registration: a platform's administrator opens an invitation of ours there, and both sides know each other.

What came in is not active before an operator has looked at it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ...lms.lti import registration as protocol
from ...lms.lti.outside import Forbidden, origin
from ..secret import digest
from . import invitations, keysets
from .framing import frame_origin
from .models import Deployment, Invitation, Platform
from .refusing import refused

LIFE = timedelta(days=2)
_LONGEST_NAME = 100


def invite(user: object) -> str:
    """The secret of a new invitation to register a platform."""
    return invitations.issue(user, LIFE)


@csrf_exempt  # the invitation is in the address; a platform's frame keeps no cookie of ours
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, secret: str) -> HttpResponse:
    """What would be done, with a button; then it is done."""
    usable = invitations.usable(secret).filter(site=None, made_by__is_active=True)
    address = request.GET.get("openid_configuration", "")
    if not usable.exists():
        return refused(request, _("This invitation was used, is too old, or is none of this site's."))
    try:
        where = origin(keysets.outside().check(address))
    except Forbidden as error:
        return refused(request, _("The platform's address cannot be used: %s") % error, status=400)
    request.frame_ancestors = frame_origin(address) or "'none'"
    if request.method == "GET":
        return render(request, "lti/register.html", {"where": where})
    if not usable.update(used_at=timezone.now()):  # whoever is first
        return refused(request, _("This invitation was used, is too old, or is none of this site's."))
    try:
        known = protocol.read_configuration(keysets.outside(), address)
    except protocol.NotRegistered as error:
        # The platform was told nothing: it is good again.
        Invitation.objects.filter(digest=digest(secret)).update(used_at=None)
        return refused(request, _("Nothing was registered: %s") % error, status=400)
    return _registered(request, known)


def _registered(request: HttpRequest, known: protocol.OpenId) -> HttpResponse:
    outside, token = keysets.outside(), request.GET.get("registration_token", "")
    try:
        facts, deployment = protocol.register(outside, known, token, _tool(request))
        with transaction.atomic():
            row = Platform.objects.create(
                name=(known.product or known.issuer)[:_LONGEST_NAME],
                issuer=facts.issuer,
                client_id=facts.client_id,
                auth_url=facts.auth_url,
                token_url=facts.token_url,
                keyset_url=facts.keyset_url,
                audience=facts.audience,
                product=known.product,
                bind_next=not deployment,  # once an operator has made it active
            )
            if deployment:
                Deployment.objects.create(platform=row, deployment_id=deployment)
    except IntegrityError:
        return refused(request, _("This platform is registered already."), status=400)
    except protocol.NotRegistered as error:
        return refused(request, _("Nothing was registered: %s") % error, status=400)
    return render(request, "lti/registered.html", {"platform": row})


def _tool(request: HttpRequest) -> protocol.Tool:
    name = {one: request.build_absolute_uri(reverse(one)) for one in ("lti_login", "lti_launch", "lti_keys")}
    return protocol.Tool(
        name="Grader",
        description=_("Django model exercises, graded against the real database."),
        login_url=name["lti_login"],
        launch_url=name["lti_launch"],
        keyset_url=name["lti_keys"],
    )
