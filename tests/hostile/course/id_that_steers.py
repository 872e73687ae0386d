# outcome: refused
# because: cannot be used as the name of a folder
# says: what is quoted of a roster steers no terminal either


def build(course):
    (course / "students.csv").write_text("id\nan\x1b[2J\u202e\x9bna\n", encoding="utf-8")
