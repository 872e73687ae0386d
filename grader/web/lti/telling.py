"""What platforms and staff are told in words: in the language of the course."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from ...core.errors import AssignmentError, GraderError
from ...core.verdict import Outcome
from ...gradebook.models import CheckResult, Publication
from ..courses import Classroom
from ..models import Site


def language_of(site: Site | None) -> str:
    """That of the course's folder; the site's, where that cannot be read."""
    try:
        return Classroom(site, "").course.language if site is not None else str(settings.LANGUAGE_CODE)
    except (AssignmentError, GraderError, OSError):
        return str(settings.LANGUAGE_CODE)


def comment(told: Publication) -> str:
    """What stands beside a score in the platform, in the language that is active: which attempt, and how many of its
    checks passed.

    No check is named: the platform's pages are seen by more people than ours.
    """
    if told.verdict is None:
        return ""
    outcomes = CheckResult.objects.filter(verdict=told.verdict).values_list("outcome", flat=True)
    about = {"attempt": told.verdict.submission.attempt, "all": len(outcomes)}
    about["passed"] = sum(one == Outcome.PASSED for one in outcomes)
    if not outcomes:
        return _("Attempt %(attempt)d") % about
    return _("Attempt %(attempt)d, checks passed: %(passed)d of %(all)d") % about
