# base: reference
# incident: output
# score: 0
# says: a flood is stopped early
import sys
for _ in range(200):
    sys.stdout.write("x" * (1 << 20))
