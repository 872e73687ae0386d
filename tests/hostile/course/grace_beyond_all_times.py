# outcome: graded
# says: a date that is never reached makes nobody late


def build(course):
    (course / "course.toml").write_text("[assignment.one_to_one]\ndue = 9999-12-31T23:59:59Z\ngrace_minutes = 999999999\nlate_penalty = 10\n", encoding="utf-8")
    (course / "submitted" / "anna" / "one_to_one" / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC", encoding="ascii")
