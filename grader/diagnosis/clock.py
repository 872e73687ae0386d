"""How long the diagnosing of one submission may take: no odd file may keep the others waiting."""

from __future__ import annotations

import time

_SECONDS = 1.0  # of the processor, so that a busy machine changes no verdict; an ordinary file takes some hundredths


class TooLongError(Exception):
    """The time is used up."""


class Clock:
    """Begins when it is made. Facts that can be asked for often look at it, so that no single diagnosis is endless."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._until = time.thread_time() + seconds

    @property
    def is_over(self) -> bool:
        return time.thread_time() > self._until

    def look(self) -> None:
        """Raises ``TooLongError`` where the time is used up."""
        if self.is_over:
            raise TooLongError
