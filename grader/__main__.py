"""``python -m grader``: the same as the ``grader`` command."""

import sys

if __name__ == "__main__":
    # -m puts the current folder first on the module path, and people run this beside students' files: a
    # submitted json.py would be imported out here, with no box around it.
    if not sys.flags.safe_path:
        del sys.path[0]

    from .cli import main

    main()
