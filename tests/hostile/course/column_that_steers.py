# outcome: refused
# because: unknown column
# says: nor does the name of a column


def build(course):
    (course / "students.csv").write_text("id,\x1b]0;owned\x07\u202e\n", encoding="utf-8")
