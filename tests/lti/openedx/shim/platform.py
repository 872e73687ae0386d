"""The functions that ``lti_consumer.plugin.compat`` would take from edx-platform."""

from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from lti_consumer.exceptions import LtiError

from .models import Enrolment, ExternalId, Grade

__all__ = [
    "batch_get_or_create_externalids",
    "get_course_by_id",
    "get_course_members",
    "get_user_from_external_user_id",
    "load_block_as_user",
    "load_enough_xblock",
    "user_course_access",
    "user_has_access",
    "user_has_studio_write_access",
]
_WRITES = ("instructor", "staff")


class Block:
    """As much of an ``LtiConsumerXBlock`` as the services look at."""

    has_score = True
    weight = 100
    accept_grades_past_due = True
    lti_1p3_passport_id = ""

    def __init__(self, location: Any) -> None:
        self.location = location
        self.display_name = f"Django models: {location.block_id}"
        self.context_id = str(location.course_key)
        self.scope_ids = SimpleNamespace(usage_id=location, user_id=None)

    def is_past_due(self) -> bool:
        return False

    def max_score(self) -> int:
        return self.weight

    def set_user_module_score(self, user: Any, score: float, max_score: float, comment: str = "") -> None:
        """``score``: a share of 1."""
        told = {"points": score * max_score, "maximum": max_score, "comment": comment or ""}
        Grade.objects.update_or_create(user=user, block=str(self.location), defaults=told)


def load_enough_xblock(location: Any) -> Block:
    return Block(location)


def load_block_as_user(location: Any) -> Block:
    return Block(location)


def get_course_by_id(course_key: Any) -> Any:
    return SimpleNamespace(id=course_key)


def user_has_access(user: Any, *_: Any, **__: Any) -> bool:
    return Enrolment.objects.filter(user_id=user.pk).exists()


def user_course_access(_course: Any, user: Any, *_: Any, **__: Any) -> bool:
    return Enrolment.objects.filter(user_id=user.pk).exists()


def user_has_studio_write_access(user: Any, _course_key: Any) -> bool:
    return Enrolment.objects.filter(user_id=user.pk, role__in=_WRITES).exists()


def get_user_from_external_user_id(external_user_id: str) -> Any:
    try:
        return ExternalId.objects.get(value=external_user_id).user
    except (ExternalId.DoesNotExist, ValidationError) as error:
        raise LtiError("Invalid User") from error


def batch_get_or_create_externalids(users: Any) -> dict[int, Any]:
    found = ExternalId.objects.filter(user__in=users)
    return {one.user_id: SimpleNamespace(external_user_id=str(one.value)) for one in found}


def get_course_members(_course_key: Any) -> dict[int, dict[str, Any]]:
    return {
        one.user_id: {
            "id": one.user_id,
            "username": one.user.username,
            "email": one.user.email,
            "name": one.user.profile.name,
            "roles": [one.role],
        }
        for one in Enrolment.objects.select_related("user__profile").order_by("pk")
    }
