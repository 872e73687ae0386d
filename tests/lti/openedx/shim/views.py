"""The course itself: blocks to open, content to choose, a gradebook, enrolments."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt
from lti_consumer.api import get_lti_1p3_content_url, get_lti_1p3_launch_info, get_lti_1p3_launch_start_url
from lti_consumer.data import Lti1p3LaunchData
from lti_consumer.models import LtiAgsLineItem, LtiAgsScore, LtiConfiguration, LtiDlContentItem
from lti_consumer.utils import get_lti_api_base

from . import seed
from .models import Enrolment, ExternalId, Grade

_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Django 101</title></head>'
    "<body><h1>Django 101</h1>{}</body></html>"
)


def cookies_for_frames(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The tool posts chosen content back from another site: a browser adds our cookie only if that is None and Secure.

    Browsers hold localhost to be secure; the cookie jar of Python does not, and would keep it back.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Mozilla" in request.headers.get("User-Agent", ""):
            for cookie in response.cookies.values():
                cookie["samesite"], cookie["secure"] = "None", True
        return response

    return answer


def _launch_data(request: HttpRequest, username: str, block: str) -> Lti1p3LaunchData | None:
    """``None``: not in the course. Whoever starts a launch is logged in by it."""
    user = get_object_or_404(get_user_model(), username=username)
    enrolment = Enrolment.objects.filter(user=user).first()
    if enrolment is None:
        return None
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    configuration = get_object_or_404(LtiConfiguration, location=seed.usage(block))
    return Lti1p3LaunchData(
        user_id=user.pk,
        user_role=enrolment.role,
        config_id=configuration.config_id,
        resource_link_id=str(configuration.location),
        preferred_username=user.username,
        name=user.profile.name,
        email=user.email,
        external_user_id=str(ExternalId.objects.get(user=user).value),
        launch_presentation_document_target=request.GET.get("target", "iframe"),
        context_id=seed.COURSE,
        context_type=["course_offering"],
        context_title="Django 101",
        context_label="DJ101",
        custom_parameters={name: value for name, value in request.GET.items() if name != "target"},
    )


def start(request: HttpRequest, username: str, block: str = seed.BLOCKS[0]) -> HttpResponse:
    """Opens a block: the content that was chosen for it, or the tool itself. The query is its custom parameters."""
    data = _launch_data(request, username, block)
    return HttpResponseRedirect(get_lti_1p3_content_url(data)) if data else HttpResponseForbidden("not enrolled")


def start_deep_linking(request: HttpRequest, username: str, block: str = seed.BLOCKS[0]) -> HttpResponse:
    data = _launch_data(request, username, block)
    if data is None:
        return HttpResponseForbidden("not enrolled")
    return HttpResponseRedirect(get_lti_1p3_launch_start_url(data, deep_link_launch=True))


def course(request: HttpRequest) -> HttpResponse:
    """``?user=ann&block=week1``, and ``deep=1`` for choosing content: in a frame, and as a link to a new window."""
    user, block = request.GET.get("user", "ann"), request.GET.get("block", seed.BLOCKS[0])
    verb = "start_dl" if request.GET.get("deep") else "start"
    frame = format_html(
        '<iframe name="tool" title="Tool" width="1000" height="700" src="/{}/{}/{}"></iframe>', verb, user, block
    )
    window = format_html(
        '<p><a id="open" target="_blank" href="/{}/{}/{}?target=window">Open the tool</a></p>', verb, user, block
    )
    framed = request.GET.get("target", "iframe") == "iframe"
    return HttpResponse(format_html(_PAGE, window + frame if framed else window))


def gradebook(_request: HttpRequest) -> JsonResponse:
    """``lms``: what the course shows; ``items`` and ``scores``: what the services hold."""
    items = LtiAgsLineItem.objects.values("id", "label", "score_maximum", "resource_link_id", "resource_id", "tag")
    fields = ("line_item_id", "user_id", "timestamp", "score_given", "score_maximum", "activity_progress",
              "grading_progress", "comment")  # fmt: skip
    grades = Grade.objects.values("user__username", "block", "points", "maximum", "comment")
    lms = [{"user": one.pop("user__username"), **one} for one in grades]
    items = [item | {"resource_link_id": str(item["resource_link_id"])} for item in items]
    return JsonResponse({"lms": lms, "items": items, "scores": list(LtiAgsScore.objects.values(*fields))})


def content(_request: HttpRequest) -> JsonResponse:
    """What was chosen by deep linking, by block."""
    told: dict[str, list[dict[str, Any]]] = {block: [] for block in seed.BLOCKS}
    for item in LtiDlContentItem.objects.select_related("lti_configuration").order_by("pk"):
        told[item.lti_configuration.location.block_id].append({"type": item.content_type, **item.attributes})
    return JsonResponse(told)


@csrf_exempt
def enrol(_request: HttpRequest, username: str, role: str) -> HttpResponse:
    seed.enrol(username, role)
    return HttpResponse(status=204)


@csrf_exempt
def leave(_request: HttpRequest, username: str) -> HttpResponse:
    Enrolment.objects.filter(user__username=username).delete()
    return HttpResponse(status=204)


def registration(request: HttpRequest) -> JsonResponse:
    """What an administrator types into the tool, and what everybody is called outside."""
    configuration = LtiConfiguration.objects.get(location=seed.usage(seed.BLOCKS[0]))
    data = Lti1p3LaunchData(user_id=0, user_role=None, config_id=configuration.config_id, resource_link_id="none")
    told = get_lti_1p3_launch_info(data)
    return JsonResponse(
        {
            "registration": {
                "issuer": get_lti_api_base(),
                "client_id": told["client_id"],
                "deployment_id": told["deployment_id"],
                "auth_url": told["oidc_callback"],
                "token_url": told["token_url"],
                "keyset_url": told["keyset_url"],
            },
            "subs": {one.user.username: str(one.value) for one in ExternalId.objects.select_related("user")},
            "blocks": {block: str(seed.usage(block)) for block in seed.BLOCKS},
        }
    )
