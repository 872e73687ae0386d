"""Three kinds of error, told apart by who has to act, and the end of a program under judgement."""

from __future__ import annotations


class SubmissionError(Exception):
    """The student has to act: what was handed in cannot be used. Leads to a ``rejected`` verdict."""

    def __init__(self, en: str, ru: str) -> None:
        super().__init__(en)
        self.en = en
        self.ru = ru


class AssignmentError(Exception):
    """The author of an assignment has to act. Names the file and, where there is one, the key."""

    def __init__(self, file: str, key: str | None, problem: str) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")


class GraderError(Exception):
    """We, or whoever runs the machine, have to act. Never carries a score, never reaches a student."""


class IsolationError(GraderError):
    """This machine cannot isolate student code as strictly as was asked for. ``remedy`` mends it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n{remedy}")
        self.problem = problem
        self.remedy = remedy


class Lost(BaseException):
    """The program under judgement will not answer any more. ``why``: closed, deadline, protocol, flood, witness.

    "witness": it is its witness that has ended; what else was wrong with that one stands in ``detail``.
    No ``Exception``: a check that catches those must not catch this.
    """

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why = why
        self.detail = detail
