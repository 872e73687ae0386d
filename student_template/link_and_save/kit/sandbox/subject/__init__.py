"""What runs INSIDE the box: standard library and Django only.

Nothing here names a check, an answer, a student or a path of the host, since students can read it.
"""
