"""The place of a submission in the full box: namespaces and a tmpfs of its own, which end with its processes."""

from __future__ import annotations

import math
from typing import Any

from . import harden


class Place:
    """``pause``: milliseconds after which to look again whether it is too full; the tmpfs is never."""

    pause = math.inf

    def open(self, limits: dict[str, Any]) -> None:
        """Called by the supervisor, before it forks."""
        harden.unshare(harden.CLONE_NEWNS | harden.CLONE_NEWIPC | harden.CLONE_NEWNET | harden.CLONE_NEWUTS)
        harden.private_tmpfs(limits["disk_mb"], limits["inodes"])

    def before_subject(self) -> None:
        """A process can ask for a new pid namespace for its children once only: the subject is its pid 1."""
        harden.unshare(harden.CLONE_NEWPID)

    def overfull(self) -> bool:
        return False

    def clear(self) -> None:
        """Called by the zygote, when the family has ended."""

    def close(self) -> None:
        """Called by the zygote, before it ends."""
