"""The way in: a platform begins a login, the browser goes there and comes back with a signed launch.

LTI Core 1.3 and the Security Framework 1.1 (5.1.1). A launch is bound to the browser that began it, by a cookie or by
what the platform's own page keeps for us, and gets in once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...lms.lti import launch as protocol
from ...lms.lti.jose import BadToken, kid_of, verified
from ...lms.lti.outside import origin
from ..secret import digest, fits, new_secret
from . import admitting, errands, keys, keysets
from .cookies import put
from .framing import frame_origin, frames, surroundings
from .models import Deployment, Login, Platform
from .refusing import refused

LIFE = timedelta(minutes=10)
_COOKIE = "grader_launch_{}"  # one a login, so that several tabs are no trouble
_COOKIE_LETTERS = 16
_LONGEST = 4000
_LONGEST_STORAGE = 100
_ASKED = (
    "iss", "login_hint", "target_link_uri", "lti_message_hint", "client_id", "lti_deployment_id", "lti_storage_target"
)  # fmt: skip
_SWEPT = 200  # rows that are removed with one login


class Refused(Exception):
    """A login or launch that does not get in; the message is for whoever tried."""


def launch_url(request: HttpRequest) -> str:
    """Where launches go: the one address that a platform may send them to."""
    return request.build_absolute_uri(reverse("lti_launch"))


@require_GET
def key_set(request: HttpRequest) -> HttpResponse:
    """Our public keys."""
    return JsonResponse(keys.public_set(), headers={"Cache-Control": "public, max-age=3600"})


# -- the login ----------------------------------------------------------------------------------------------


@csrf_exempt
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """A platform says that somebody comes: send them to it, to be told who."""
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: value for name in _ASKED if (value := given.get(name)) and _fits(value)}
    try:
        platform = _platform_of(request, asked)
    except Refused as error:
        return refused(request, str(error), status=400)
    state, nonce, browser = new_secret(), new_secret(), new_secret()
    storage = asked.get("lti_storage_target", "")[:_LONGEST_STORAGE]
    _sweep()
    Login.objects.create(
        state=digest(state),
        nonce=digest(nonce),
        browser=digest(browser),
        platform=platform,
        target=asked["target_link_uri"],
        storage=storage,
        asked=asked,
        expires_at=timezone.now() + LIFE,
    )
    address = _authentication(platform, asked, state=state, nonce=nonce)
    if storage:
        about = {"address": address, "key": f"lti_state_{state}", "value": browser}
        request.frame_ancestors = frames(platform)
        response = render(request, "lti/remember.html", about | _storage(platform, storage))
    else:
        response = redirect(address)
    name = _COOKIE.format(state[:_COOKIE_LETTERS])
    put(response, name, browser, seconds=int(LIFE.total_seconds()), path=reverse("lti_launch"), framed=True)
    response.headers["Cache-Control"] = "no-store"
    return response


def _fits(value: str) -> bool:
    return len(value) <= _LONGEST and "\x00" not in value


def _platform_of(request: HttpRequest, asked: dict[str, str]) -> Platform:
    for name in ("iss", "login_hint", "target_link_uri"):
        if not asked.get(name):
            raise Refused(_("The platform's request is not complete: %s is missing.") % name)
    if asked["target_link_uri"] != launch_url(request):
        raise Refused(_("The link leads to no page of this site: its address has to be %s") % launch_url(request))
    found = Platform.objects.filter(issuer=asked["iss"])
    if "client_id" in asked:
        found = found.filter(client_id=asked["client_id"])
    known = list(found[:2])
    if not known:
        raise Refused(_("This site does not know the platform that the link comes from. Whoever runs it registers it."))
    if len(known) > 1:
        raise Refused(_("The platform has to say which of its registrations it means (client_id)."))
    if not known[0].active:
        raise Refused(_("The platform is registered, and not confirmed so far. Whoever runs this site does that."))
    deployment = asked.get("lti_deployment_id")
    if deployment and not known[0].bind_next and not _deployments(known[0], deployment).exists():
        raise Refused(_unknown_deployment(deployment))
    return known[0]


def _deployments(platform: Platform, deployment: str) -> Any:
    return Deployment.objects.filter(platform=platform, deployment_id=deployment)


def _unknown_deployment(deployment: str) -> str:
    told = _("This site does not know the platform's deployment %s. Whoever runs the site enters it.")
    return told % deployment[:100]


def _authentication(platform: Platform, asked: dict[str, str], *, state: str, nonce: str) -> str:
    query = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": asked["target_link_uri"],
        "login_hint": asked["login_hint"],
        "state": state,
        "nonce": nonce,
    }
    if "lti_message_hint" in asked:
        query["lti_message_hint"] = asked["lti_message_hint"]
    return f"{platform.auth_url}{'&' if '?' in platform.auth_url else '?'}{urlencode(query)}"


def _storage(platform: Platform, storage: str) -> dict[str, str]:
    """Where the platform's page keeps something for us, and whose that page has to be."""
    return {"storage": storage, "storage_origin": origin(platform.auth_url)}


def _sweep() -> None:
    """Removes what has ended, some of it each time."""
    ended = Login.objects.filter(expires_at__lt=timezone.now()).values_list("pk", flat=True)[:_SWEPT]
    Login.objects.filter(pk__in=list(ended)).delete()


# -- the launch ---------------------------------------------------------------------------------------------


@csrf_exempt
@require_POST
def launch(request: HttpRequest) -> HttpResponse:
    """Somebody comes, with a token that says who and to what."""
    state, token = request.POST.get("state", ""), request.POST.get("id_token", "")
    found = Login.objects.select_related("platform").filter(state=digest(state), expires_at__gt=timezone.now()).first()
    if found is None:
        return refused(request, _("This launch was not begun here, or too long ago. Open the link once more."))
    request.frame_ancestors = frames(found.platform)
    kept = request.POST.get("browser") or request.COOKIES.get(_COOKIE.format(state[:_COOKIE_LETTERS]), "")
    if not kept:
        return _forgotten(request, found, state, token)
    if not fits(kept, found.browser):
        return refused(request, _("This launch was begun in another browser."))
    try:
        said = _checked(found, token)
    except Refused as error:
        return refused(request, str(error))
    around = surroundings(request, found.platform, said)
    request.frame_ancestors = around.frames
    return errands.begin(request, admitting.admit(found.platform, said), said, around)


def _checked(found: Login, token: str) -> protocol.Launch:
    """What the token says, once all of it was looked at and nobody can come with it again."""
    platform = found.platform
    if not platform.active:
        raise Refused(_("The platform is registered, and not confirmed so far. Whoever runs this site does that."))
    try:
        said = _read(found, token)
    except (BadToken, protocol.BadLaunch) as error:
        raise Refused(_("The platform's launch is not valid. %s") % error) from error
    if not _deployments(platform, said.deployment).exists() and not platform.bind_next:
        raise Refused(_unknown_deployment(said.deployment))
    if not Login.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now()):
        raise Refused(_("This launch was used already. Open the link once more."))
    if not admitting.bind(platform, said.deployment):
        raise Refused(_unknown_deployment(said.deployment))
    return said


def _read(found: Login, token: str) -> protocol.Launch:
    """Raises ``BadToken`` and ``BadLaunch``."""
    platform = found.platform
    key = keysets.find(platform, kid_of(token))
    if key is None:
        raise BadToken("the platform has no such key (kid)")
    claims = verified(token, key, issuer=platform.issuer, audience=platform.client_id)
    if not isinstance(claims["nonce"], str) or not fits(claims["nonce"], found.nonce):
        raise BadToken("nonce: it is not that of the login")
    said = protocol.read(claims, client_id=platform.client_id, target=found.target)
    if said.deep_linking is not None and not frame_origin(said.deep_linking.return_url):
        raise protocol.BadLaunch("deep_link_return_url: it is not https")
    return said


def _forgotten(request: HttpRequest, found: Login, state: str, token: str) -> HttpResponse:
    """No cookie came along. The platform's page may have kept it for us; else a window of its own keeps cookies."""
    again = {name: value for name, value in found.asked.items() if name != "lti_storage_target"}
    about: dict[str, Any] = {"again": f"{reverse('lti_login')}?{urlencode(again)}"}
    if found.storage and found.used_at is None:
        about |= {"state": state, "id_token": token, "key": f"lti_state_{state}", "address": reverse("lti_launch")}
        return render(request, "lti/recall.html", about | _storage(found.platform, str(found.storage)))
    return render(request, "lti/window.html", about, status=403)
