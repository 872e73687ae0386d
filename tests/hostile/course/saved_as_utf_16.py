# outcome: refused
# because: is not UTF-8
# says: what Excel calls Unicode is named


def build(course):
    (course / "students.csv").write_bytes("id,last_name\nanna,A\n".encode("utf-16"))
