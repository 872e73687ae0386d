# outcome: refused
# because: django
# says: a condition on versions that is none is named


def build(course):
    (course / "course.toml").write_text('django = "' + "==1." * 20_000 + '"', encoding="utf-8")
