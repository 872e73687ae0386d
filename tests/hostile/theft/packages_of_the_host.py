# base: reference
# incident: none
# score: same
# says: what else is installed for the interpreter that grades is not the students' to read
import os, sys
for root in {sys.base_prefix, "/python", "/usr"}:
    for folder in ("site-packages", "dist-packages"):
        place = f"{root}/lib/python{sys.version_info[0]}.{sys.version_info[1]}/{folder}"
        if os.path.isdir(place):
            names = [name for name in os.listdir(place) if not name.startswith(("pip", "setuptools", "_distutils", "distutils", "README", "__pycache__", "pkg_resources", "wheel"))]
            if names:
                print("WON:", place, sorted(names)[:20])
