"""What ``make prove`` shows of LTI: claims, and the test files (``test_NAME.py``) that show each at full size."""

from __future__ import annotations

LTI: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "LTI: every launch of docs/reference/lti-launches.md, from doubles of three platforms; logins and seats",
        ("launch_cases", "logins", "seats", "operators"),
    ),
    (
        "LTI: assignments put into courses, verified by three platforms; the doubles as measured",
        ("deep_linking", "double", "double_launches"),
    ),
    (
        "Open edX's own platform code and the site, from the first click to the mark in its gradebook, in Chromium",
        ("openedx", "openedx_platform"),
    ),
    (
        "launches in frames: third-party cookies blocked, all cookies blocked, twenty tabs at once, who may frame us",
        ("frames", "platform_pages"),
    ),
    ("axe-core and the keyboard on every page of a launch", ("pages",)),
    ("keys that change on both sides under load: no launch fails of it", ("rotation",)),
    (
        "LTI: what platforms name is never asked inside our network, nor waited for; tokens and calls",
        ("outside", "links", "calls", "any_answer"),
    ),
    (
        "LTI scores to doubles of three platforms: once, in order, never over a teacher's own mark",
        ("scores", "scores_in_order", "scores_stopped", "columns", "staff_pages", "background"),
    ),
    (
        "LTI: 500 students; the platform answers 500, 429, nothing, and restarts; workers are killed: each last mark",
        ("outbox_storm",),
    ),
    ("LTI rosters: who comes, goes and changes; 2,000 members", ("rosters",)),
    ("LTI dynamic registration, and all that it refuses", ("registration",)),
)
