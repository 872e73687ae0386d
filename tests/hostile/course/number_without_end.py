# outcome: refused
# because: course.toml: is not TOML
# says: a number that Python would not read is a fault of the file


def build(course):
    (course / "course.toml").write_text("retention_days = " + "9" * 5000, encoding="utf-8")
