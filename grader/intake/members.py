"""The files of one upload as they are being read: counted, so that nothing grows beyond its limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..core.limits import Limits
from ..core.text import Text
from . import reasons
from .names import is_notebook, junk_root, shown

# A virtual environment in an archive has thousands of files. They are passed over by name, which is cheap,
# but not endlessly so.
JUNK_FACTOR = 40
_JUNK_LISTED = 20

Wanted = Callable[[tuple[str, ...]], bool]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an upload. ``content`` is None where it was not read; ``note`` may say why."""

    parts: tuple[str, ...]
    content: bytes | None = None
    note: Text | None = None

    @property
    def name(self) -> str:
        return "/".join(self.parts)


def limit_kb(name: str, limits: Limits) -> int:
    """How large a file of that name may be: a notebook holds pictures too."""
    return limits.notebook_kb if is_notebook(name) else limits.source_kb


class Listing:
    """The members of one upload so far.

    ``wanted`` says of a path whether its bytes may be needed; all others stay unread.
    """

    def __init__(self, wanted: Wanted, limits: Limits) -> None:
        self.wanted = wanted
        self.limits = limits
        self.members: list[Member] = []
        self._junk: set[tuple[str, ...]] = set()
        self._seen = 0
        self._counted = 0
        self._kilobytes = 0.0

    def passes_over(self, parts: tuple[str, ...]) -> bool:
        """Whether a path is junk; if so it is listed once for its outermost folder. Raises ``too_many``."""
        self._seen += 1
        if self._seen > JUNK_FACTOR * self.limits.archive_members:
            raise reasons.too_many(self.limits.archive_members)
        root = junk_root(parts)
        if root is None:
            return False
        if root not in self._junk and len(self._junk) < _JUNK_LISTED:
            self._junk.add(root)
            self.members.append(Member(root, note=reasons.junk()))
        return True

    def count(self) -> None:
        """One more file or folder that is not junk; raises ``too_many``."""
        self._counted += 1
        if self._counted > self.limits.archive_members:
            raise reasons.too_many(self.limits.archive_members)

    def weigh(self, size: int) -> None:
        """So many bytes more that are not junk; raises ``too_large_together``."""
        self._kilobytes += size / 1024
        if self._kilobytes > self.limits.archive_mb * 1024:
            raise reasons.too_large_together(self.limits.archive_mb * 1024)

    def source_limit(self, parts: tuple[str, ...], size: int) -> int:
        """How many bytes one source may have; raises ``too_large`` where it says itself that it has more."""
        kilobytes = limit_kb(parts[-1], self.limits)
        if size > kilobytes * 1024:
            raise reasons.too_large(shown("/".join(parts)), kilobytes)
        return kilobytes * 1024

    def take(self, parts: tuple[str, ...], content: bytes) -> None:
        self.source_limit(parts, len(content))
        self.members.append(Member(parts, content))

    def leave(self, parts: tuple[str, ...], note: Text | None = None) -> None:
        self.members.append(Member(parts, note=note))
