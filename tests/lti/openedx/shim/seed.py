"""A course with two blocks that a tool fills, and the people in it."""

from django.conf import settings
from django.contrib.auth import get_user_model
from lti_consumer.models import CourseAllowPIISharingInLTIFlag, Lti1p3Passport, LtiConfiguration
from opaque_keys.edx.keys import CourseKey, UsageKey

from .models import Enrolment, ExternalId, Profile

COURSE = "course-v1:Uni+DJ101+2026"
BLOCKS = ("week1", "week2")
# The consumer tells "instructor" as Administrator, "staff" as Instructor, "Community TA" as Learner and assistant.
PEOPLE = {
    "teacher": "instructor",
    "lecturer": "staff",
    "assistant": "Community TA",
    "ann": "student",
    "bob": "student",
    "eve": "student",
}


def usage(block: str) -> UsageKey:
    return UsageKey.from_string(f"block-v1:Uni+DJ101+2026+type@lti_consumer+block@{block}")


def enrol(username: str, role: str) -> None:
    user, made = get_user_model().objects.get_or_create(username=username, defaults={"email": f"{username}@uni.test"})
    if made:
        Profile.objects.create(user=user, name=f"{username.title()} Example")
        ExternalId.objects.create(user=user)
    Enrolment.objects.update_or_create(user=user, defaults={"role": role})


def make() -> None:
    for username, role in PEOPLE.items():
        enrol(username, role)
    CourseAllowPIISharingInLTIFlag.objects.create(course_id=CourseKey.from_string(COURSE), enabled=True)
    passport = Lti1p3Passport.objects.create(name="tool", lti_1p3_tool_keyset_url=f"{settings.TOOL}/lti/keys")
    launch = f"{settings.TOOL}/lti/launch"
    for block in BLOCKS:
        configuration = LtiConfiguration(
            version=LtiConfiguration.LTI_1P3,
            config_store=LtiConfiguration.CONFIG_ON_DB,
            location=usage(block),
            lti_1p3_passport=passport,
            lti_1p3_oidc_url=f"{settings.TOOL}/lti/login",
            lti_1p3_launch_url=launch,
            lti_1p3_redirect_uris=[launch],
            lti_advantage_ags_mode=settings.AGS_MODE,
            lti_advantage_enable_nrps=True,
            lti_advantage_deep_linking_enabled=True,
            lti_advantage_deep_linking_launch_url=launch,
        )
        configuration.save()  # full_clean() looks at rows that point here, and wants this one to be there
        configuration.full_clean()
        configuration.save()
