# base: reference
# incident: none
# score: same
# says: what is no text is shown as what it is
import os
os.write(1, bytes(range(256)) * 100)
print("\ud800 \x1b[2J \x1b]0;title\x07 <script>alert(1)</script>")
