# outcome: graded
# honest: Андрей
# says: who stands on the roster in two pieces is who handed in in one
import unicodedata


def build(course):
    name = "\u0410\u043d\u0434\u0440\u0435\u0439"
    (course / "submitted" / "anna").rename(course / "submitted" / name)
    (course / "students.csv").write_text(f"id\n{unicodedata.normalize('NFD', name)}\nzoe\n", encoding="utf-8")
