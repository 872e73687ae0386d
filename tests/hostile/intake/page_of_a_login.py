# outcome: rejected
# because: is not a zip archive
# says: a page that asks for a password is no archive
from tests.hostile.handing import put


def build(folder):
    return put(folder, "work.zip", b"<html><script>alert(1)</script>Log in</html>")
