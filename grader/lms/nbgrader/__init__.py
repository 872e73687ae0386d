"""nbgrader in both directions: our assignments as its notebooks, our verdicts in its gradebook.

A course that uses it has this ``nbgrader_config.py``::

    from grader.lms.nbgrader import configure

    configure(get_config())
"""

from __future__ import annotations

from typing import Any

CONFIG = "nbgrader_config.py"
WORKBENCH = "workbench.zip"  # what ``grader.notebook`` needs beside a notebook
_PACKAGE = "grader.lms.nbgrader"


def configure(config: Any) -> None:
    """Sets what nbgrader needs to leave the grading to us. What the course sets after this call wins.

    ``config`` is the object that ``get_config()`` gives in ``nbgrader_config.py``.
    """
    # nbgrader's own stub raises where a field should stand, and with it the whole file could not be imported
    config.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\npass"}
    config.Autograde.autograde_preprocessors = [
        f"{_PACKAGE}.preprocess.GradeInLane",  # in place of Execute: no kernel is started
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        f"{_PACKAGE}.preprocess.SaveComments",  # after SaveAutoGrades, which empties them
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.AssignLatePenalties.plugin_class = f"{_PACKAGE}.late.CoursePolicy"
