# outcome: refused
# because: is not CSV
# says: a quote that never ends is found where it begins to be too long


def build(course):
    (course / "students.csv").write_text('id,last_name\nanna,"' + "x" * 200_000, encoding="utf-8")
