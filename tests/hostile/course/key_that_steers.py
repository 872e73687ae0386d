# outcome: refused
# because: unknown key
# says: what is quoted of a file steers no terminal


def build(course):
    (course / "course.toml").write_text('"\\u001b[2J\\u202e\\u001b]52;c;eA==\\u0007" = 1', encoding="utf-8")
