# outcome: refused
# because: course.toml: is not TOML
# says: so are lists within lists


def build(course):
    (course / "course.toml").write_text("policy = " + "[" * 20_000, encoding="utf-8")
