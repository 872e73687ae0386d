"""Where hostile uploads are handed in: a class with an honest student in it, and each upload by itself."""

from __future__ import annotations

from tests.sandboxed import REFERENCE

ANSWER = REFERENCE.encode()
SECRET = "honey-of-another-student"  # stands in another student's file, and may be told to nobody
