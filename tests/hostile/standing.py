"""What no attack may change: the judge, the box and the machine, looked at from outside before and after it."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.proving import PROVING

BOX_USER = 65534 if os.geteuid() == 0 else os.geteuid()  # as whom submissions run
OF_FILTERED = "django-grader-box-"  # how the folder of a box without namespaces is called
MOST_MEMORY = 64 << 20  # bytes that the judge may need for one submission beyond what it has
MOST_CPU = 5.0  # seconds of the judge's own
_SECONDS = 5.0
# Beside other tests the machine's own state says nothing: their servers run as the box's user too.
_ALONE = PROVING or "PYTEST_XDIST_WORKER" not in os.environ
_TICKS = os.sysconf("SC_CLK_TCK")
_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue")


class Watch:
    """Begins to look when it is made. ``judge`` and ``zygote`` are pids; each look takes a millisecond or two."""

    def __init__(self, judge: int, zygote: int) -> None:
        self._judge, self._zygote = judge, zygote
        self._before = self._state()
        self._cpu = cpu_seconds(judge)
        self._memory = _memory(judge, "VmRSS")
        Path(f"/proc/{judge}/clear_refs").write_text("5", encoding="ascii")  # its peak is counted from here

    def assert_unchanged(self) -> None:
        """The same mounts, files, descriptors, threads, keys and IPC objects, and no more than its share was used.

        What other boxes of the machine have for a moment does not count: whatever an attack leaves behind stays.
        """
        until = time.monotonic() + _SECONDS
        while changed := self._changed():
            assert time.monotonic() < until, changed
            time.sleep(0.05)
        used = _memory(self._judge, "VmHWM") - self._memory
        assert used <= MOST_MEMORY, f"the judge needed {used >> 20} MB for it"
        cpu = cpu_seconds(self._judge) - self._cpu
        assert cpu <= MOST_CPU, f"the judge needed {cpu} s for it"

    def _changed(self) -> dict[str, tuple[object, object]]:
        after = self._state()
        return {name: (self._before[name], after[name]) for name in after if after[name] != self._before[name]}

    def _state(self) -> dict[str, object]:
        looks: dict[str, Callable[[], object]] = {
            "mounts of the box": lambda: _text(f"/proc/{self._zygote}/mountinfo"),
            "descriptors of the judge": lambda: len(os.listdir(f"/proc/{self._judge}/fd")),
            "descriptors of the zygote": lambda: len(os.listdir(f"/proc/{self._zygote}/fd")),
            "threads of the judge": lambda: len(os.listdir(f"/proc/{self._judge}/task")),
            "threads of the zygote": lambda: len(os.listdir(f"/proc/{self._zygote}/task")),
            "files of the box": lambda: sorted(_files_of_box(self._zygote)),
        }
        if _ALONE:
            looks |= {
                "files of the box's user": lambda: sorted(_files_of_box_user()),
                "keys": lambda: _of_box_user("/proc/key-users"),
                "shared memory": lambda: _of_box_user("/proc/sysvipc/shm"),
                "semaphores": lambda: _of_box_user("/proc/sysvipc/sem"),
                "message queues": lambda: _of_box_user("/proc/sysvipc/msg"),
            }
        return {name: _seen(look) for name, look in looks.items()}


def cpu_seconds(pid: int) -> float:
    """What a process has used up, in its own code and in the kernel."""
    fields = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int, name: str) -> int:
    line = next(line for line in _text(f"/proc/{pid}/status").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) << 10


def _text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8", errors="replace")


def _seen(look: Callable[[], object]) -> object:
    """What is seen; who is not root may not look everywhere, and then sees the same before and after."""
    try:
        return look()
    except OSError as error:
        return type(error).__name__


def _files_of_box(zygote: int) -> Iterator[str]:
    """Where submissions lie one after the other: empty between them."""
    box = Path(f"/proc/{zygote}/root/box")
    if box.is_dir():
        yield from os.listdir(box)
    for descriptor in os.listdir(f"/proc/{zygote}/fd"):
        place = os.readlink(f"/proc/{zygote}/fd/{descriptor}")
        if place.startswith(f"{tempfile.gettempdir()}/{OF_FILTERED}"):
            yield from os.listdir(place)


def _files_of_box_user() -> Iterator[str]:
    """Files of the user whom the box has where the tests run as root: the machine has no others of that user."""
    for folder in {tempfile.gettempdir(), *_FOLDERS} if os.geteuid() == 0 else ():
        if os.path.isdir(folder):
            for entry in os.scandir(folder):
                with contextlib.suppress(FileNotFoundError):  # another test's, gone meanwhile
                    if not entry.name.startswith(OF_FILTERED) and entry.stat(follow_symlinks=False).st_uid == BOX_USER:
                        yield entry.path


def _of_box_user(path: str) -> list[str]:
    return [line for line in _text(path).splitlines() if str(BOX_USER) in line.replace(":", " ").split()]
