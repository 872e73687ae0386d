# outcome: refused
# because: retention_days
# says: nobody is kept for longer than there have been calendars


def build(course):
    (course / "course.toml").write_text("retention_days = 999999999\n", encoding="utf-8")
