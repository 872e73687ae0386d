# base: reference
# incident: none
# score: same
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: nothing of the grader is installed in the box
import importlib, os, pkgutil, sys
for name in ("grader", "grader.judge", "judge", "tests", "pytest", "_pytest", "assignments", "solutions", "launcher", "policy"):
    try:
        importlib.import_module(name)
        print("WON:", name)
    except ImportError:
        pass
for module in pkgutil.iter_modules():
    if module.name in ("grader", "pytest", "tests", "sitecustomize", "usercustomize") and not module.module_finder.path.startswith("/usr"):
        print("WON:", module)
home = os.path.dirname(os.getcwd()).rstrip("/")
for entry in sys.path:
    if not entry.startswith(("/python", "/usr", f"{home}/runner", f"{home}/packages", f"{home}/box", f"{home}/work")):
        print("WON:", entry)
