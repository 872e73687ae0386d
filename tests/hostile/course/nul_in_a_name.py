# outcome: refused
# because: NUL
# says: no database but one can hold it


def build(course):
    (course / "students.csv").write_text("id,last_name\nanna,A\0B\n", encoding="utf-8")
