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


_MODULES: Mapping[Platform, _Module] = {
    Platform.GRADESCOPE: gradescope,
    Platform.MOODLE: moodle,
    Platform.CANVAS: canvas,
}


def read_download(download: Download, platform: Platform | None) -> tuple[Platform, Found]:
    """What is in an archive, and where it is from. ``BadDownload`` where none of them, or not that one, made it.

    Where several may have, somebody has to say which: the name of one student's file must not decide how the files
    of all others are read.
    """
    wanted = [platform] if platform else list(_MODULES)
    for _ in range(2):
        found = [one for one in wanted if _MODULES[one].recognises(download.members)]
        if len(found) == 1:
            return found[0], _MODULES[found[0]].handed_in(download)
        if found:
            names = " or ".join(f"--platform {one}" for one in found)
            raise BadDownload(f"its files are named so that several platforms may have made it; say which: {names}")
        download.strip_root()
    names = " or ".join(one.name.capitalize() for one in wanted)
    raise BadDownload(f"its files are not named as {names} names them")
