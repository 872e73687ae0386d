# outcome: refused
# because: due
# says: at the other end too


def build(course):
    (course / "course.toml").write_text("[assignment.one_to_one]\ndue = 9999-12-31T23:59:59-23:59\n", encoding="utf-8")
