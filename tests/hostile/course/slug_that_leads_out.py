# outcome: graded
# says: a policy for a path is one for no assignment


def build(course):
    (course / "course.toml").write_text('[assignment."../../../../etc"]\ndue = 2026-01-01T00:00:00Z\n', encoding="utf-8")
