"""Which platform an archive is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum, unique
from typing import Protocol

from . import canvas, gradescope, moodle
from .archive import BadDownload, Download, Member
from .handed import Found


@unique
class Platform(StrEnum):
    """Where submissions can be collected from."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    GRADESCOPE = "gradescope"


class _Module(Protocol):
    def recognises(self, members: Sequence[Member]) -> bool: ...
    def handed_in(self, download: Download) -> Found: ...


# In the order in which they are tried: the first has the surest sign, the last the vaguest.
_MODULES: Mapping[Platform, _Module] = {
    Platform.GRADESCOPE: gradescope,
    Platform.MOODLE: moodle,
    Platform.CANVAS: canvas,
}


def read_download(download: Download, platform: Platform | None) -> tuple[Platform, Found]:
    """What is in an archive, and where it is from. ``BadDownload`` where none of them, or not that one, made it."""
    wanted = [platform] if platform else list(_MODULES)
    for _ in range(2):
        for one in wanted:
            if _MODULES[one].recognises(download.members):
                return one, _MODULES[one].handed_in(download)
        download.strip_root()
    names = " or ".join(one.name.capitalize() for one in wanted)
    raise BadDownload(f"its files are not named as {names} names them")
