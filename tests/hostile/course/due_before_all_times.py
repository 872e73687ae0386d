# outcome: refused
# because: due
# says: a due date that no clock can show is a fault of the file


def build(course):
    (course / "course.toml").write_text("[assignment.one_to_one]\ndue = 0001-01-01T00:00:00+23:59\n", encoding="utf-8")
