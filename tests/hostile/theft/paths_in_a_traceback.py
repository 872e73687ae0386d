# base: reference
# incident: none
# score: 0
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: a traceback names the box's own paths
import traceback
try:
    models.ForeignKey(5)
except Exception:
    traceback.print_exc()
    traceback.print_stack()
raise RuntimeError(__file__)
