# outcome: refused
# because: cannot be used as the name of a folder
# says: an id is the name of a folder, and of that one only


def build(course):
    (course / "students.csv").write_text("id\n../../anna\n", encoding="utf-8")
