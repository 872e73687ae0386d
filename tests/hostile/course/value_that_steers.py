# outcome: refused
# because: must be one of en, ru
# says: nor does a value


def build(course):
    (course / "course.toml").write_text('language = "\\u001b]0;owned\\u0007\\u009b2J"', encoding="utf-8")
