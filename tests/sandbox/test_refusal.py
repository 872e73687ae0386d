"""What bubblewrap says where it is refused, and what mends it: its own words, from machines that refused."""

from __future__ import annotations

import pytest

from grader.sandbox.bubblewrap import refusal


@pytest.mark.parametrize(
    ("said", "mends"),
    [
        ("bwrap: cannot open /proc/sys/user/max_user_namespaces: Read-only file system", "systempaths=unconfined"),
        ("bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces (ENOSPC)", "=15000"),
        ("bwrap: setting up uid map: Permission denied", "AppArmor"),
        ("bwrap: No permissions to creating new namespace", "seccomp=deploy/seccomp-worker.json"),
        ("bwrap: pivot_root: Operation not permitted", "seccomp=deploy/seccomp-worker.json"),
    ],
)
def test_the_remedy_fits(said, mends):
    error = refusal(said)
    assert said in error.problem
    assert mends in error.remedy
    assert "filtered" in error.remedy


def test_what_is_no_refusal_is_none():
    assert refusal("bwrap: execvp /usr/bin/python3: No such file or directory") is None
