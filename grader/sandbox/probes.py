"""What the box must make impossible, tried from inside: sent as if it were a student's ``models.py``.

``probes(namespaces)`` answers ``{probe: "blocked" or what was possible}``. Never imported outside the box.
"""

import ctypes
import mmap
import os
import resource
import socket
import threading

_WORK = os.environ["HOME"]
_TOP = os.path.dirname(_WORK)  # where the runner and the packages lie beside it

_libc = ctypes.CDLL(None, use_errno=True)
_SYS_KEYCTL = {"x86_64": 250, "aarch64": 219}
_SYS_PTRACE = {"x86_64": 101, "aarch64": 117}


def _refused(action):
    try:
        result = action()
    except (OSError, RuntimeError, MemoryError, ValueError):
        return "blocked"
    return f"possible: {result!r}"[:200]


def _call(number, *arguments):
    if _libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return "done"


def _fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0)


def _thread():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def _seen(path):
    return lambda: os.listdir(path)


def _unexpected_descriptors():
    found = []
    for number in range(4, 256):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    if not found:
        raise OSError("none")
    return found


def _unexpected_environment():
    extra = set(os.environ) - {"HOME", "TMPDIR", "LANG", "PATH"}
    if not extra:
        raise OSError("none")
    return sorted(extra)


def _unexpected_root():
    known = {"box", "dev", "lib", "lib64", "packages", "python", "runner", "usr"}
    extra = set(os.listdir("/")) - known
    if not extra:
        raise OSError("none")
    return sorted(extra)


def _unlimited():
    names = ("AS", "CPU", "FSIZE", "NOFILE", "CORE")
    free = [name for name in names if resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] < 0]
    if not free:
        raise OSError("none")
    return free


def _fill_disk():
    # more than the box's disk, in files below the size limit
    for number in range(64):
        with open(f"{_WORK}/fill{number}", "wb") as file:
            file.write(bytes(4 << 20))
    return "filled"


def _clean_up():
    for name in os.listdir(_WORK):
        if name.startswith("fill"):
            os.unlink(f"{_WORK}/{name}")


def probes(namespaces):
    machine = os.uname().machine
    actions = {
        "fork": _fork,
        "exec": lambda: os.execv("/bin/true", ["true"]),
        "thread": _thread,
        "inet_socket": lambda: socket.socket(socket.AF_INET),
        "unix_socket": lambda: socket.socket(socket.AF_UNIX),
        "host_files": _seen("/etc"),
        "proc": _seen("/proc"),
        "home": _seen("/home"),
        "temporary_files": _seen("/tmp"),
        "root_listing": _unexpected_root,
        "write_outside": lambda: open(f"{_TOP}/runner/x", "w"),
        "write_packages": lambda: open(f"{_TOP}/packages/x", "w"),
        "device_write": lambda: os.mknod(f"{_WORK}/device"),
        "executable_memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
        "user_namespace": lambda: _call(*((272, 0x10000000) if machine == "x86_64" else (97, 0x10000000))),
        "keyring": lambda: _call(_SYS_KEYCTL.get(machine, -1), 0, -4, 0),
        "ptrace": lambda: _call(_SYS_PTRACE.get(machine, -1), 16, 1, 0, 0),
        "signal_parent": lambda: os.kill(os.getppid() or -1, 0),
        "raise_limits": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)),
        "descriptors": _unexpected_descriptors,
        "environment": _unexpected_environment,
        "unlimited": _unlimited,
        "disk_quota": _fill_disk,
        "not_first_process": lambda: os.getpid() if os.getpid() != 1 else _call(-1),
    }
    found = {}
    if not namespaces:  # its supervisor would end the process
        del actions["disk_quota"]
        found["disk_quota"] = "possible: what is too much is noticed after it was written"
    for name, action in actions.items():
        found[name] = _refused(action)
    _clean_up()
    return found
