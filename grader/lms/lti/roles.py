"""What somebody is in a course, of the roles that a platform sends: full names and short ones.

Only roles in the context count. Whoever is an instructor of the institution, or an administrator of the system, is
nobody special in a course. A teaching assistant comes as an instructor *and* as an assistant; so the latter decides.
"""

from __future__ import annotations

from collections.abc import Iterable

_CONTEXT = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_ASSISTANTS = frozenset(  # Canvas writes them with a small letter in one place
    f"{_CONTEXT}/instructor#{name}".casefold()
    for name in ("TeachingAssistant", "TeachingAssistantGroup", "TeachingAssistantOffering", "TeachingAssistantSection",
                 "TeachingAssistantSectionAssociation", "TeachingAssistantTemplate", "Grader")
)  # fmt: skip
_TEACHES = ("Instructor", "Administrator", "ContentDeveloper")
_TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"

INSTRUCTOR, ASSISTANT, STUDENT = "instructor", "assistant", "student"


def role_of(roles: Iterable[str]) -> str:
    """``instructor``, ``assistant`` or ``student``; of unknown roles, or none, ``student``: that may do least."""
    found = set(roles)
    if any(role.casefold() in _ASSISTANTS or _is(role, "TeachingAssistant") for role in found):
        return ASSISTANT
    if any(_is(role, name) for role in found for name in _TEACHES):
        return INSTRUCTOR
    return STUDENT


def is_test_user(roles: Iterable[str]) -> bool:
    """Whether this is no person, but what an instructor sees a course with as a student would."""
    return _TEST_USER in roles


def _is(role: str, name: str) -> bool:
    return role in (name, f"{_CONTEXT}#{name}") or role.startswith(f"{_CONTEXT}/{name}#")
