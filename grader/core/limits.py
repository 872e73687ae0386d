"""What one submission may use. The values stand in ``grader/sandbox/limits.toml``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the grader, with its unit in the name where the unit is not obvious."""

    # the box
    cpu_seconds: int  # CPU time of one subject, import included
    call_seconds: float  # wall time of one answer from the box
    submission_seconds: float  # wall time of one submission, all its subjects together
    memory_mb: int  # address space of one process in the box
    disk_mb: int  # private tmpfs of one submission
    inodes: int  # files and directories on that tmpfs
    file_mb: int  # size of one file
    open_files: int
    fresh_subjects: int  # how many times a stopped subject is replaced within one submission
    output_kb: int  # what a submission prints: kept up to here
    output_flood_kb: int  # ... and stopped here
    # the border
    frame_kb: int  # one message from the box
    answers_kb: int  # all messages from one process in the box: the judge makes of each twenty times as much memory
    depth: int  # nesting of one message
    items: int  # elements taken from one iterator or collection
    text_kb: int  # one text inside a message
    # what is handed in
    archive_mb: int
    archive_members: int
    source_kb: int  # one submitted file
    notebook_kb: int  # one submitted notebook, with its outputs and pictures
    sources_kb: int  # all submitted files together

    def replaced(self, overrides: Mapping[str, int | float]) -> Limits:
        """These limits with some values replaced, as an assignment's ``[limits]`` asks."""
        return dataclasses.replace(self, **overrides)  # type: ignore[arg-type]


LIMIT_NAMES = tuple(field.name for field in dataclasses.fields(Limits))
