# outcome: graded
# then: publish|export csv|export json|export nbgrader-csv|export moodle -a one_to_one|export canvas -a one_to_one|stats|show n0|history
# says: every letter that a name can hold is told and exported
import csv

from tests.hostile.heads import built


def build(course):
    texts = [attack.module.TEXT for attack in built("output", {"says"})]
    rows = [["id", "last_name", "first_name", "email", "lms_user_id"], ["anna", "A", "", "anna@uni.test", "1"], ["zoe", *[""] * 4]]
    rows += [[f"n{number}", *[text.replace("\0", "").encode("utf-8", "replace").decode()[:2000]] * 4] for number, text in enumerate(texts)]
    with (course / "students.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
