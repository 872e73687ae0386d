"""What comes after a launch: where it leads, and what staff have to say before it leads anywhere.

An errand's pages are found by a secret in their address, since they have to work in a frame that keeps no cookie.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ...core.assignment import Assignment
from ...lms.lti.ags import Score
from ...lms.lti.deep_linking import RESOURCE_LINK_TYPE, resource_link, response
from ...lms.lti.launch import DeepLinking, Launch, clean
from ...lms.lti.nrps import Member as Listed
from ..courses import Classroom, add_course
from ..models import Membership, Role, Site
from ..secret import digest, new_secret
from ..students import language
from . import admitting, invitations, keys
from .admitting import Admitted
from .framing import Surroundings
from .models import Context, Errand, Link, Member
from .refusing import refused
from .seats import seated

LIFE = timedelta(hours=1)
_LONGEST_TITLE = 200


def begin(request: HttpRequest, who: Admitted, said: Launch, around: Surroundings) -> HttpResponse:
    """Where a launch leads: to its page, or to what has to be decided first."""
    member, asked = who.member, said.deep_linking
    staff = member.role != Role.STUDENT
    if asked is None and (page := _page(member, who.link)):
        return seated(member.account, member.context.site, around, page)
    if not staff:
        return render(request, "lti/not_yet.html", {"asked": asked})
    secret = new_secret()
    Errand.objects.create(
        digest=digest(secret),
        member=member,
        link=who.link,
        asked=None if asked is None else asdict(asked) | {"accept_types": sorted(asked.accept_types)},
        expires_at=timezone.now() + LIFE,
        **asdict(around),
    )
    return redirect("lti_errand", secret=secret)


def _page(member: Member, link: Link | None) -> str | None:
    """The page that the activity leads this member to; None where something is not decided."""
    site = member.context.site
    if site is None or link is None:
        return None
    known = Classroom(site, "").assignments
    if member.role == Role.STUDENT:
        where = {"folder": site.folder} | ({"slug": link.slug} if link.slug in known else {})
        return reverse("assignment" if link.slug in known else "course", kwargs=where)
    return reverse("insight", kwargs={"folder": site.folder, "slug": link.slug}) if link.slug in known else None


@csrf_exempt  # the secret is in the address, and no cookie says who asks
@require_http_methods(["GET", "POST"])
def errand(request: HttpRequest, secret: str) -> HttpResponse:
    """The next thing that has to be decided; behind the last one, where it leads."""
    rows = Errand.objects.select_related(
        "member__account__user", "member__context__site__course", "member__context__deployment__platform", "link"
    )
    found = rows.filter(digest=digest(secret), expires_at__gt=timezone.now(), used_at=None).first()
    if found is None or not found.member.context.deployment.platform.active:
        return refused(request, _("This page was used, or is too old. Open the link in your course once more."))
    request.frame_ancestors = found.frames
    if found.locale:
        translation.activate(found.locale)
    step = _step(found)
    problem = step.post(request, found) if request.method == "POST" else None
    if isinstance(problem, HttpResponse):
        return problem
    if request.method == "POST" and problem is None:
        return _after(request, found, secret)
    return render(request, step.template, step.about(found) | {"errand": found, "problem": problem, "secret": secret})


def _after(request: HttpRequest, found: Errand, secret: str) -> HttpResponse:
    page = _page(found.member, found.link)
    if found.asked is not None or page is None:
        return redirect("lti_errand", secret=secret)
    Errand.objects.filter(pk=found.pk).update(used_at=timezone.now())
    around = Surroundings(found.frames, found.framed, found.locale)
    return seated(found.member.account, found.member.context.site, around, page)


# -- which course this is -----------------------------------------------------------------------------------


class _Connect:
    template = "lti/connect.html"

    @staticmethod
    def about(found: Errand) -> dict[str, Any]:
        return {"title": found.member.context.title}

    @staticmethod
    def post(request: HttpRequest, found: Errand) -> str | None:
        """What is wrong with it; None where the platform's course is one of ours from now on."""
        member = found.member
        code = request.POST.get("code", "").strip()
        with transaction.atomic():
            context = Context.objects.select_for_update().get(pk=member.context_id)
            if context.site_id is None:
                site, at_once = _invited(code) if code else (_new_course(request, member), True)
                if site is None:
                    return _("This code was used, is too old, or is none of this site's.")
                context.site, context.at_once, context.sync_due_at = site, at_once, timezone.now()
                context.save(update_fields=["site", "at_once", "sync_due_at"])
        member.context.refresh_from_db()
        admitting.settle(member, Listed(member.account.subject, frozenset()))
        return None


def _invited(code: str) -> tuple[Site | None, bool]:
    """The course of this code, and whether its marks are published at once: that is what its owner said."""
    usable = invitations.usable(code).filter(site__isnull=False)
    row = usable.select_related("site").first()
    if row is None or not usable.update(used_at=timezone.now()):
        return None, False
    return row.site, bool(row.at_once)


def _new_course(request: HttpRequest, member: Member) -> Site:
    """Its owner is whoever makes it."""
    user = member.account.user
    title = clean(request.POST.get("title", ""))[:_LONGEST_TITLE] or str(member.context)[:_LONGEST_TITLE]
    site = add_course(f"lti-{secrets.token_hex(4)}", title, actor=user.get_username()).site
    Membership.objects.create(user=user, site=site, role=Role.OWNER)
    return site


# -- which assignment an activity is ------------------------------------------------------------------------


class _Choose:
    template = "lti/choose.html"

    @staticmethod
    def about(found: Errand) -> dict[str, Any]:
        return {"assignments": _titles(found.member.context.site)}

    @staticmethod
    def post(request: HttpRequest, found: Errand) -> str | None:
        slug = request.POST.get("assignment", "")
        if slug not in Classroom(found.member.context.site, "").assignments:
            return _("Choose one of the assignments.")
        found.link.slug = slug
        found.link.save(update_fields=["slug"])
        found.member.context.count_anew()
        return None


# -- which assignments go into the platform's course --------------------------------------------------------


class _Pick:
    template = "lti/pick.html"

    @staticmethod
    def about(found: Errand) -> dict[str, Any]:
        asked = _asked(found)
        fits = not asked.accept_types or RESOURCE_LINK_TYPE in asked.accept_types
        return {"assignments": _titles(found.member.context.site) if fits else [], "several": asked.accept_multiple}

    @staticmethod
    def post(request: HttpRequest, found: Errand) -> HttpResponse | str:
        """The answer, which the browser carries to the platform."""
        asked, member = _asked(found), found.member
        known = Classroom(member.context.site, "").assignments
        chosen = [known[slug] for slug in known if slug in request.POST.getlist("assignment")]
        if len(chosen) > 1 and not asked.accept_multiple:
            return _("The platform takes one at a time.")
        if not chosen and not request.POST.get("nothing"):
            return _("Choose one of the assignments.")
        if not Errand.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now()):
            return _("This was sent already.")
        deployment = member.context.deployment
        items = [_item(request, one, asked) for one in chosen]
        claims = response(deployment.platform.facts, str(deployment.deployment_id), asked, items)
        request.form_target = found.frames  # where the platform leads on from its address too
        about = {"address": asked.return_url, "jwt": keys.signing().sign(claims)}
        answer = render(request, "lti/answer.html", about)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _asked(found: Errand) -> DeepLinking:
    kept = DeepLinking(**found.asked)
    return replace(kept, accept_types=frozenset(kept.accept_types))


def _item(request: HttpRequest, spec: Assignment, asked: DeepLinking) -> dict[str, Any]:
    maximum = Score.of(0, spec.max_score).maximum if asked.accept_line_item else None
    address = request.build_absolute_uri(reverse("lti_launch"))
    return resource_link(address, spec.title.in_language(language()), spec.slug, maximum)


def _titles(site: Site) -> list[tuple[str, str, float]]:
    known = Classroom(site, "").assignments
    return [(slug, one.title.in_language(language()), one.max_score) for slug, one in known.items()]


def _step(found: Errand) -> type[_Connect | _Choose | _Pick]:
    if found.member.context.site_id is None:
        return _Connect
    return _Choose if found.asked is None else _Pick
