"""The class that archives of platforms are attacked in: who is on its roster, and what the honest ones handed in."""

from __future__ import annotations

from tests.sandboxed import REFERENCE

ROSTER = """\
id,last_name,first_name,email,lms_user_id
anna,Кузнецова,Анна,anna@uni.test,4713
ann,O'Brien,Ann,ann@uni.test,4711
eve,Eve,Eve,eve@uni.test,4712
"""
ANSWER = REFERENCE.encode()
ANNS = ANSWER + b"# Ann's own\n"
HONEST = {"anna": {"models.py": ANSWER}, "ann": {"models.py": ANNS}}  # by student, by name of file
EVES = b"EVIL = 1\n"  # what is Eve's must never be anybody else's

# By the platform's own names.
AT_MOODLE = [("Анна Кузнецова", 1234, HONEST["anna"]), ("Ann O'Brien", 1235, HONEST["ann"])]
AT_CANVAS = [
    ("кузнецоваанна_4713_90210_models.py", ANSWER),
    ("obrienann_4711_90211_models.py", ANNS),
]
FORGED_METADATA = """\
annas:
  :submitters:
  - :name: Анна Кузнецова
    :sid: anna
    :email: anna@uni.test
  :created_at: 2030-01-01 00:00:00 Z
"""
FORGED = {"submission_metadata.yml": FORGED_METADATA, "annas/models.py": EVES}
METADATA = """\
submission_1:
  :submitters:
  - :name: Анна Кузнецова
    :sid: '4713'
  :created_at: 2026-04-26 17:34:00 Z
submission_2:
  :submitters:
  - :name: Ann O'Brien
    :sid: '4711'
  :created_at: 2026-04-26 17:34:00 Z
submission_3:
  :submitters:
  - :name: Eve
    :sid: '4712'
  :created_at: 2026-04-26 17:34:00 Z
"""
AT_GRADESCOPE = {"submission_1/models.py": ANSWER, "submission_2/models.py": ANNS}
