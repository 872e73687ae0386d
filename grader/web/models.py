"""What the site keeps beside the gradebook: who may do what in which course, and work that waits for a lane."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..gradebook.models import Course, Person, Regrade, Submission, Verdict


class Site(models.Model):
    """A course that is on the site. ``folder``: its name below the site's ``courses/``, and its place in addresses.

    ``counted_serial`` and ``counted_rules``: up to which entry of the audit log, and by which rules, its ``Cell`` rows
    were made.
    """

    course = models.OneToOneField(Course, models.PROTECT, related_name="site")
    folder = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    closed = models.BooleanField(default=False, help_text=_("Nobody can submit any more."))
    counted_serial = models.PositiveBigIntegerField(default=0, editable=False)
    counted_rules = models.CharField(max_length=64, blank=True, editable=False)

    def __str__(self) -> str:
        return str(self.title)


class Role(models.TextChoices):
    """What somebody is in a course. Owners decide, instructors grade, assistants see and comment."""

    OWNER = "owner", _("owner")
    INSTRUCTOR = "instructor", _("instructor")
    ASSISTANT = "assistant", _("assistant")
    STUDENT = "student", _("student")


class Membership(models.Model):
    """Somebody's place in a course. ``person``: of a student, whose work in the gradebook is theirs."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    site = models.ForeignKey(Site, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "site"], name="one_place_in_a_course"),
            models.UniqueConstraint(fields=["person"], name="one_user_of_a_person"),
            models.CheckConstraint(
                condition=models.Q(role=Role.STUDENT, person__isnull=False)
                | (~models.Q(role=Role.STUDENT) & models.Q(person__isnull=True)),
                name="students_have_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.site}"

    def clean(self) -> None:
        """Asked by forms: the student is one of this course's."""
        if self.person and self.site_id and self.person.course_id != self.site.course_id:
            raise ValidationError({"person": _("This student is in another course.")})


class Cell(models.Model):
    """One student's mark for one assignment, as the pages about whole classes show it.

    Made of the gradebook and brought up to date with it (``cells``); no mark is decided by it. ``publishable``: it is
    not what the student was told. ``submission`` and ``verdict``: the attempt that counts.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="cells")
    person = models.ForeignKey(Person, models.CASCADE, related_name="cells")
    slug = models.CharField(max_length=100)
    status = models.CharField(max_length=10)
    points = models.FloatField(null=True)
    max_score = models.FloatField()
    attempts = models.PositiveIntegerField(default=0)
    publishable = models.BooleanField(default=False)
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="+")
    verdict = models.ForeignKey(Verdict, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "slug"], name="one_cell_of_a_place")]
        indexes = [models.Index(fields=["site", "slug", "points"], name="cells_of_an_assignment")]

    def __str__(self) -> str:
        return f"{self.slug} {self.person} {self.points}"


class State(models.TextChoices):
    """Where a piece of work stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being graded")
    DONE = "done", _("graded")
    FAILED = "failed", _("failed")


class Regrading(models.Model):
    """An assignment's attempts graded again with what it asks now. Nothing counts before ``row`` is there.

    ``row``: the gradebook's, once it was applied. ``dropped_at``: it was decided that nothing comes of it.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="regradings")
    slug = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField(default=timezone.now)
    row = models.OneToOneField(Regrade, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                condition=models.Q(row__isnull=True, dropped_at__isnull=True),
                name="one_open_regrading",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} in {self.site}"

    @property
    def is_open(self) -> bool:
        return self.row_id is None and self.dropped_at is None


class Work(models.Model):
    """Something that wants a lane: an attempt, or files that a student only tries (``submission`` is null then).

    ``regrading``: for which an attempt is graded again; what comes out does not count by itself.

    ``turn``: how much of the same student's waited when it came in. Who has the lowest goes first, so that a hundred
    of one student's do not keep another's first waiting. ``lease_until``: whoever has it in hand renews that; when
    it has passed, somebody else takes it. ``tries``: how often it was begun.
    """

    site = models.ForeignKey(Site, models.CASCADE)
    person = models.ForeignKey(Person, models.CASCADE)
    slug = models.CharField(max_length=100)
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="works")
    regrading = models.ForeignKey(Regrading, models.CASCADE, null=True, related_name="works")
    files = models.BinaryField(default=bytes)  # of a try, packed as in the gradebook
    verdict = models.BinaryField(default=bytes)  # of a try, the student's view, packed
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    turn = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "turn", "id"], name="work_in_line"),
            models.Index(fields=["person", "slug", "state"], name="work_of_a_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(regrading__isnull=True), name="one_work_of_an_attempt"
            ),
            models.UniqueConstraint(fields=["regrading", "submission"], name="one_work_of_a_regrading"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.person} {self.state}"


class Allowance(models.Model):
    """How much a student may still put in the line: a bucket that fills again as time passes (``lines``)."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    left = models.FloatField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person} {self.left:g}"


class Comment(models.Model):
    """What staff say about an attempt; its student reads it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.author} on {self.submission}"


class Review(models.Model):
    """A student asks staff to look at one check of an attempt again. ``answered_at`` is null until they have."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reviews")
    check_id = models.CharField(max_length=100)
    question = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "check_id"], name="one_review_of_a_check")]

    def __str__(self) -> str:
        return f"{self.check_id} of {self.submission}"


class Draft(models.Model):
    """What a student has written in the browser so far and not handed in."""

    person = models.ForeignKey(Person, models.CASCADE)
    slug = models.CharField(max_length=100)
    name = models.CharField(max_length=100)  # of the file: models.py
    text = models.TextField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "slug", "name"], name="one_draft_of_a_file")]

    def __str__(self) -> str:
        return f"{self.slug} {self.name} {self.person}"


class Token(models.Model):
    """A key for programs, of one user. Only its digest is kept; ``hint`` is how it begins, to be told apart."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    hint = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    may_submit = models.BooleanField(default=False)  # else it may only read
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}...)"

    @property
    def usable(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Pulse(models.Model):
    """One worker that runs, and when it was last seen. One that ends in good order takes its row away."""

    holder = models.CharField(max_length=64, unique=True)
    lanes = models.PositiveIntegerField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.holder)


class Tally(models.Model):
    """How many gradings ended with a status and took up to ``le`` seconds, but more than the next lower ``le``.

    ``le``: as Prometheus writes it. ``seconds``: of all of them together.
    """

    status = models.CharField(max_length=10)
    le = models.CharField(max_length=8)
    count = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0.0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status", "le"], name="one_tally_of_a_bucket")]

    def __str__(self) -> str:
        return f"{self.status} up to {self.le} s: {self.count}"
