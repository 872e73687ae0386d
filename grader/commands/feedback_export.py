"""``grader export moodle-feedback | canvas-feedback``: published pages as the zip that a platform takes back.

Each page bears the name by which the platform knows a submission. That is known of what ``grader collect`` brought.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ..lms.downloads import canvas, moodle
from ..lms.downloads.platforms import Platform
from ..template.archive import zipped
from .classwork import open_course
from .collected import Collected
from .export import deliver, tell_left_out
from .published_pages import published_pages
from .terms import UsageProblem

_NAMES = {Platform.MOODLE: moodle.feedback_name, Platform.CANVAS: canvas.feedback_name}


def export_feedback(
    folder: Path, slug: str, platform: Platform, *, out: Path, assignments: Path, language: str | None
) -> None:
    """Write the zip ``out``, and name whose page is not in it, and why. ``language``: None is the course's.

    Raises ``UsageProblem`` where nothing of the assignment was collected from the platform.
    """
    course, name = open_course(folder), platform.name.capitalize()
    origins = Collected(course.folder).of(slug, platform.value)
    if not origins:
        raise UsageProblem(
            f"Nothing of {slug} was collected from {name}, so nobody knows what it calls its submissions."
            f" Run: grader collect ARCHIVE --assignment {slug} --course {folder}"
        )
    pages, left_out = published_pages(course, slug, assignments=assignments, language=language or course.language)
    shared = Counter(origin.handle for origin in origins.values())
    files = {}
    for student, page in pages.items():
        origin = origins.get(student)
        if origin is None:
            left_out.append((student, f"not collected from {name}"))
        elif shared[origin.handle] > 1:
            left_out.append((student, f"handed in as a group: {name} takes pages of single students"))
        else:
            files[_NAMES[platform](origin.handle, slug)] = page
    deliver(zipped(files), out, f"{len(files)} pages")
    tell_left_out(left_out)
