"""What operators see and change of platforms. Marks and people are looked at on the pages of courses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lms.lti.outside import Forbidden
from ..admin import Deletable
from . import keys, keysets, registering
from .models import Account, Context, Deployment, Invitation, Key, Platform


class PlatformForm(ModelForm):
    """Addresses that could never be asked are refused here, and not at the first launch."""

    class Meta:
        model = Platform
        fields = ("name", "issuer", "client_id", "auth_url", "token_url", "keyset_url", "audience", "hosts",
                  "active", "bind_next", "product")  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for name in ("auth_url", "token_url", "keyset_url"):
            try:
                keysets.outside().check(found.get(name, ""))
            except Forbidden as error:
                self.add_error(name, ValidationError(str(error)))
        return found


class _Deployments(admin.TabularInline):
    model = Deployment
    extra = 1


@admin.register(Platform)
class PlatformAdmin(admin.ModelAdmin):
    """Nobody comes from a platform before it is active."""

    form = PlatformForm
    list_display = ("name", "issuer", "client_id", "active", "quiet_until", "created_at")
    list_filter = ("active",)
    readonly_fields = ("key_set_until", "quiet_until", "trouble")
    search_fields = ("name", "issuer", "client_id")
    inlines = (_Deployments,)
    actions = ("confirm", "silence")

    @admin.action(description=gettext_lazy("Let people in from the chosen platforms"))
    def confirm(self, request: HttpRequest, queryset: QuerySet[Platform]) -> None:
        """What registered itself was looked at. Where it named no deployment, the next one that comes is taken in."""
        for platform in queryset:
            platform.active = True
            platform.bind_next = platform.bind_next or not platform.deployments.exists()
            platform.save(update_fields=["active", "bind_next"])

    @admin.action(description=gettext_lazy("Let nobody in from the chosen platforms, and send nothing there"))
    def silence(self, request: HttpRequest, queryset: QuerySet[Platform]) -> None:
        """At once, for those too who are in: their seats are good for nothing then."""
        queryset.update(active=False)


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """To add one is to get a link, which a platform's administrator opens there. It is shown once."""

    list_display = ("made_by", "site", "expires_at", "used_at")
    fields = readonly_fields = ("made_by", "site", "expires_at", "used_at")
    list_select_related = ("made_by", "site")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: Any) -> None:
        """The row is made with its secret; Django's own is not saved."""
        secret = registering.invite(request.user)
        link = request.build_absolute_uri(reverse("lti_register", kwargs={"secret": secret}))
        told = _("Give this address to the platform's administrator; it works once, for two days: %s")
        self.message_user(request, told % link)

    def log_addition(self, request: HttpRequest, obj: Invitation, message: Any) -> None:
        """Nothing: the log would show no row's name, since that row is another one."""

    def response_add(self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None) -> Any:
        return self.response_post_save_add(request, obj)


@admin.register(Key)
class KeyAdmin(Deletable):
    """Our own keys; the private halves are shown to nobody."""

    list_display = ("kid", "created_at", "signs_from", "gone_at")
    fields = list_display
    actions = ("rotate", "rotate_now")

    @admin.action(description=gettext_lazy("Make a new key, which signs from tomorrow on"))
    def rotate(self, request: HttpRequest, queryset: QuerySet[Key]) -> None:
        """Platforms have a day to see it first."""
        keys.rotate()
        self.message_user(request, _("The new key is published; it signs from tomorrow on."))

    @admin.action(description=gettext_lazy("Make a new key now: the old one got into wrong hands"))
    def rotate_now(self, request: HttpRequest, queryset: QuerySet[Key]) -> None:
        """Nothing that an old key signed is of use any more, as soon as platforms have read our key set again."""
        Key.objects.filter(gone_at=None).delete()
        keys.rotate(notice=timedelta())
        self.message_user(request, _("The new key signs from now on; all others are gone."), messages.WARNING)


@admin.register(Context)
class ContextAdmin(Deletable):
    list_display = ("title", "deployment", "site", "at_once", "synced_at")
    fields = (*list_display, "context_id", "sync_trouble")
    search_fields = ("title", "context_id", "site__folder")
    list_select_related = ("deployment__platform", "site")


@admin.register(Account)
class AccountAdmin(Deletable):
    list_display = ("user", "platform", "subject")
    fields = list_display
    search_fields = ("user__username", "subject")
    list_select_related = ("user", "platform")
