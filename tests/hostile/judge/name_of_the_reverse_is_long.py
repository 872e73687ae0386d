# base: reference
# incident: none
# score: at_most_same
# says: what a fixture says that was found is cut like everything else
import sys
_frame = sys._getframe()
while not hasattr(_frame.f_locals.get("self"), "operations"):
    _frame = _frame.f_back
_operations = _frame.f_locals["self"].operations
_operations["accessor"] = lambda label: "x" * 150_000
_operations["fetch"] = _operations["create"] = lambda *_: "y" * 150_000
_operations["system_checks"] = lambda label: None
