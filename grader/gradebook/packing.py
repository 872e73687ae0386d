"""How submitted files and whole verdicts lie in a row: JSON, compressed."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

from ..core.submission import SourceFile, Submission
from ..core.text import Text
from ..core.verdict import Verdict


def packed(data: Any) -> bytes:
    """Any JSON value as compressed bytes."""
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def unpacked(content: bytes) -> Any:
    """The inverse of ``packed``; ``ValueError`` where it is damaged."""
    try:
        return json.loads(zlib.decompress(bytes(content)).decode("utf-8", "surrogatepass"))
    except zlib.error as error:
        raise ValueError(f"a packed row is damaged: {error}") from error


def packed_files(submission: Submission) -> bytes:
    """What was handed in, with what was found out about it."""
    files = [
        {
            "path": file.path,
            "content": base64.b64encode(file.content).decode(),
            "target": file.target,
            "note": file.note.to_json() if file.note else None,
        }
        for file in submission.files
    ]
    return packed({"files": files, "problem": submission.problem.to_json() if submission.problem else None})


def unpacked_submission(content: bytes, student: str, slug: str) -> Submission:
    """The inverse of ``packed_files``."""
    data = unpacked(content)
    files = tuple(
        SourceFile(file["path"], base64.b64decode(file["content"]), file["target"], _text(file["note"]))
        for file in data["files"]
    )
    return Submission(student, slug, files, _text(data["problem"]))


def packed_verdict(verdict: Verdict) -> bytes:
    """The staff's view."""
    return packed(verdict.to_json(staff=True))


def unpacked_verdict(content: bytes) -> Verdict:
    """The inverse of ``packed_verdict``."""
    return Verdict.from_json(unpacked(content))


def identity(submission: Submission) -> str:
    """Which attempt these bytes are: what is taken of them, or why nothing can be."""
    if submission.problem is None:
        return submission.digest
    return hashlib.sha256(f"rejected\0{submission.problem.en}".encode("utf-8", "surrogatepass")).hexdigest()


def verdict_key(submission_digest: str, assignment_digest: str, toolchain: str) -> str:
    """Everything that decides a verdict, within one course. ``toolchain``: the grader's version and what it runs on."""
    whole = f"{submission_digest}\0{assignment_digest}\0{toolchain}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _text(data: Mapping[str, str] | None) -> Text | None:
    return Text.from_json(data) if data else None
