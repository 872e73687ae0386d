"""What the site knows of platforms, of who came from them, and of the marks that go back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...gradebook.models import Person, Publication
from ...lms.lti import platform as protocol
from ..models import Role, Site


class Platform(models.Model):
    """One registration with a platform. Nobody comes from it until an operator has made it ``active``.

    ``hosts``: where its services may be beside its own addresses, a word each. ``bind_next``: the next deployment that
    launches is taken in, since the platform could not say its id beforehand.

    ``key_set``: its public keys as they were last seen; they serve on when it cannot be reached.
    ``quiet_until``: it asked to be left alone, or could not answer, ``failures`` times in turn, the last time as
    ``trouble`` says. ``poster``: who sends scores to it, alone, as long as the lease lasts.
    """

    name = models.CharField(max_length=100)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=255)
    auth_url = models.CharField(_("OIDC authentication request URL"), max_length=500)
    token_url = models.CharField(_("access token URL"), max_length=500)
    keyset_url = models.CharField(_("public key set URL"), max_length=500)
    audience = models.CharField(
        max_length=500, blank=True, help_text=_("Of token requests, where it is not the access token URL.")
    )
    hosts = models.TextField(
        _("other hosts"),
        blank=True,
        help_text=_("Where its services and pages are, if not on the hosts above; a word each."),
    )
    active = models.BooleanField(default=False)
    bind_next = models.BooleanField(
        _("take the next deployment"),
        default=False,
        help_text=_("The next deployment that launches is taken in; then this ends."),
    )
    product = models.CharField(max_length=50, blank=True)
    key_set = models.JSONField(null=True, editable=False)
    key_set_until = models.DateTimeField(null=True, editable=False)
    key_set_asked_at = models.DateTimeField(null=True, editable=False)
    key_set_asking = models.BooleanField(default=False, editable=False)
    quiet_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=500, blank=True, editable=False)
    poster = models.CharField(max_length=64, blank=True, editable=False)
    poster_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "client_id"], name="one_registration_of_a_client")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def facts(self) -> protocol.Platform:
        return protocol.Platform(
            self.issuer,
            self.client_id,
            self.auth_url,
            self.token_url,
            self.keyset_url,
            self.audience,
            frozenset(self.hosts.lower().split()),
        )


class Deployment(models.Model):
    """One place where a platform has put the tool: a course, a faculty, or all of it."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="deployments")
    deployment_id = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "deployment_id"], name="one_deployment_of_an_id")]

    def __str__(self) -> str:
        return f"{self.platform} {self.deployment_id}"


class Key(models.Model):
    """A key of ours. ``sealed``: its private half, encrypted; ``public``: what platforms get to see.

    It signs from ``signs_from`` until a newer one does, and is published until ``gone_at``.
    """

    kid = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    public = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    signs_from = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.kid)


class Login(models.Model):
    """One login that a platform began. Of its secrets only digests are kept.

    ``nonce`` can be used up once: whoever sets ``used_at`` has. ``asked``: the request, to begin it anew elsewhere.
    """

    state = models.CharField(max_length=64, primary_key=True)
    nonce = models.CharField(max_length=64, unique=True)
    browser = models.CharField(max_length=64)
    platform = models.ForeignKey(Platform, models.CASCADE)
    target = models.CharField(max_length=500)
    storage = models.CharField(max_length=100, blank=True)
    asked = models.JSONField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="logins_that_end")]

    def __str__(self) -> str:
        return str(self.state[:8])


class Account(models.Model):
    """Somebody of a platform, and the user that they are here."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="accounts")
    subject = models.CharField(max_length=255)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "subject"], name="one_account_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.user} of {self.platform}"


class Context(models.Model):
    """A course of a platform. ``site``: which of ours it is; null: nobody has said so far.

    ``counted_serial``: up to which entry of the gradebook's audit log its marks were looked at. ``at_once``: each mark
    is published and sent as soon as it is there, and not when an owner publishes.
    """

    deployment = models.ForeignKey(Deployment, models.CASCADE, related_name="contexts")
    context_id = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="contexts")
    at_once = models.BooleanField(default=True)
    line_items = models.CharField(max_length=2000, blank=True)
    scopes = models.JSONField(default=list)
    roster = models.CharField(max_length=2000, blank=True)
    synced_at = models.DateTimeField(null=True)
    sync_due_at = models.DateTimeField(null=True)
    sync_trouble = models.CharField(max_length=500, blank=True)
    counted_serial = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deployment", "context_id"], name="one_context_of_an_id")]

    def __str__(self) -> str:
        return str(self.title or self.context_id or self.deployment)

    def count_anew(self) -> None:
        """Everybody's marks are looked at again: an activity is new, or leads elsewhere."""
        Context.objects.filter(pk=self.pk).update(counted_serial=0)


class Link(models.Model):
    """An activity in a platform's course that leads here. ``slug``: to which assignment; empty: nobody has said."""

    context = models.ForeignKey(Context, models.CASCADE, related_name="links")
    link_id = models.CharField(max_length=255)
    title = models.CharField(max_length=1000, blank=True)
    slug = models.CharField(max_length=100, blank=True)
    line_item = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["context", "link_id"], name="one_link_of_an_id")]

    def __str__(self) -> str:
        return str(self.title or self.link_id)


class Member(models.Model):
    """Somebody's place in a platform's course. ``left_at``: since when the platform's roster has them no more."""

    context = models.ForeignKey(Context, models.CASCADE, related_name="members")
    account = models.ForeignKey(Account, models.CASCADE, related_name="places")
    role = models.CharField(max_length=10, choices=Role.choices)
    test_user = models.BooleanField(default=False)
    seen_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    counted = models.BooleanField(default=False)  # their marks were looked at since they came

    class Meta:
        constraints = [models.UniqueConstraint(fields=["context", "account"], name="one_member_of_an_account")]

    def __str__(self) -> str:
        return f"{self.account} in {self.context}"


class Seat(models.Model):
    """A browser that came by a launch, and as whom it is in one course. Of the cookie its digest is kept.

    ``frames``: the origins that may show the pages in a frame. ``ticket``: the digest of what gives the seat to a new
    window, once, where no cookie stayed; null: it was used.
    """

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="seats")
    site = models.ForeignKey(Site, models.CASCADE)
    frames = models.CharField(max_length=2000, blank=True)
    framed = models.BooleanField(default=False)
    locale = models.CharField(max_length=10, blank=True)
    ticket = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - many used ones
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="seats_that_end")]

    def __str__(self) -> str:
        return f"{self.account} in {self.site}"


class Errand(models.Model):
    """What somebody who launched has to decide: which course this is, which assignment, or what to put into one.

    ``asked``: a deep linking request, as ``launch.DeepLinking`` has it; null: a launch of ``link``.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    member = models.ForeignKey(Member, models.CASCADE)
    link = models.ForeignKey(Link, models.CASCADE, null=True)
    asked = models.JSONField(null=True)
    frames = models.CharField(max_length=2000, blank=True)
    framed = models.BooleanField(default=False)
    locale = models.CharField(max_length=10, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.member}"


class Invitation(models.Model):
    """A secret that works once: without a site it registers a platform, with one it connects a platform's course.

    ``at_once``: whether marks shall then be published and sent as soon as they are there.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    site = models.ForeignKey(Site, models.CASCADE, null=True)
    at_once = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.made_by} {self.site or ''}"


class Sending(models.TextChoices):
    """How far a score has come."""

    WAITING = "waiting", _("waits to be sent")
    SENT = "sent", _("arrived")
    UNCONFIRMED = "unconfirmed", _("sent; the platform does not say what it holds")
    STOPPED = "stopped", _("stopped")


class Score(models.Model):
    """The mark of one student for one link, as the platform has it or shall have it: the outbox, a row a place.

    ``publication`` is what it shall have; a newer one takes its place, so that nothing older can come after it.
    ``confirmed``: [points, maximum] that the platform was last seen to hold; ``in_doubt``: those that were on their
    way since. ``held``: it was stopped for a reason that a new mark does not mend. ``overwrite``: staff want it sent
    whatever the platform holds. ``stamp``: the last timestamp used.
    """

    link = models.ForeignKey(Link, models.CASCADE, related_name="scores")
    account = models.ForeignKey(Account, models.CASCADE, related_name="scores")
    person = models.ForeignKey(Person, models.CASCADE, related_name="scores")
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=Sending.choices, default=Sending.WAITING)
    why = models.CharField(max_length=500, blank=True)
    held = models.BooleanField(default=False)
    overwrite = models.BooleanField(default=False)
    confirmed = models.JSONField(null=True)
    in_doubt = models.JSONField(default=list)
    stamp = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "account"], name="one_score_of_a_place")]
        indexes = [models.Index(fields=["state", "due_at"], name="scores_that_wait")]

    def __str__(self) -> str:
        return f"{self.person} {self.link}"


class Delivery(models.Model):
    """One time that a score was sent, and what the platform answered."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="deliveries")
    at = models.DateTimeField(default=timezone.now)
    given = models.FloatField()
    maximum = models.PositiveIntegerField()
    answer = models.CharField(max_length=500)
    arrived = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.given:g}/{self.maximum} {self.answer[:40]}"
