"""The box from inside: a ``models.py`` that tries things and prints what it found."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.core.verdict import Verdict
from grader.sandbox.limits import default_limits
from tests.sandboxed import ASSIGNMENT, COURSE_KEY, REFERENCE, ROOT, Grading

pytestmark = pytest.mark.sandbox

_TRY = """
import json as _json
def _attempt(action):
    try:
        return repr(action())
    except BaseException as error:
        return f"{type(error).__name__} {getattr(error, 'errno', None)}"
def _report(**found):
    print("FOUND" + _json.dumps(found))
"""
_FOUND = re.compile(r"^FOUND(.*)$", re.MULTILINE)


def _inside(grading: Grading, code: str) -> dict[str, Any]:
    """What the code found that stands behind an honest answer; the answer gets full marks all the same."""
    verdict = grading.accepts(f"{REFERENCE}\n{_TRY}\n{code}")
    return _found(verdict.output.text)


def _found(text: str) -> dict[str, Any]:
    match = _FOUND.search(text)
    assert match, text
    found: dict[str, Any] = json.loads(match[1])
    return found


def _student(verdict: Verdict) -> str:
    return json.dumps(verdict.to_json(), ensure_ascii=False)


def _staff(verdict: Verdict) -> str:
    return json.dumps(verdict.to_json(staff=True), ensure_ascii=False)


def test_no_network(grading: Grading) -> None:
    """Neither by address nor by name nor by a socket of this machine: a listener of ours hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        found = _inside(
            grading,
            f"""
import socket
_report(
    tcp=_attempt(lambda: socket.create_connection(("127.0.0.1", {port}), 1)),
    tcp6=_attempt(lambda: socket.create_connection(("::1", {port}), 1)),
    udp=_attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", {port}))),
    unix=_attempt(lambda: socket.socket(socket.AF_UNIX).connect("\\0abstract")),
    vsock=_attempt(lambda: socket.socket(40)),
    name=_attempt(lambda: socket.getaddrinfo("example.invalid", 80)),
)
""",
        )
        with pytest.raises(TimeoutError):
            server.accept()
    assert found.pop("name").startswith("gaierror")
    assert set(found.values()) == {"PermissionError 1"}, found


def test_no_file_of_the_host(grading: Grading) -> None:
    """The root holds Python, Django and the box; nothing outside the box can be written."""
    found = _inside(
        grading,
        f"""
import os
_report(
    root=sorted(os.listdir("/")),
    seen=[path for path in ("/etc", "/proc", "/sys", "/tmp", "/home", "/root", "/var", "/run", "/mnt", "/srv",
          {str(ROOT)!r}, {sys.executable!r}, {os.path.expanduser("~")!r}) if os.path.exists(path)],
    written=[path for path in ("/", "/dev", "/dev/shm", "/packages", "/runner", "/runner/subject", "/usr", "/lib")
             if not _attempt(lambda: open(path + "/left", "w")).startswith(
                 ("OSError", "PermissionError", "FileNotFoundError"))],
    devices=sorted(os.listdir("/dev")),
)
""",
    )
    allowed = {"box", "dev", "lib", "lib64", "packages", "python", "runner", "usr"}
    assert set(found["root"]) <= allowed
    assert found["devices"] == ["null", "urandom", "zero"]
    system = {path for path in (sys.executable,) if path.startswith("/usr/")}
    assert set(found["seen"]) <= system
    assert found["written"] == []


def test_no_environment(grading: Grading) -> None:
    """Four harmless names, in Python's copy and in the C library's, whatever the grader was started with."""
    found = _inside(
        grading,
        """
import ctypes, os, sys
_raw = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
_names, _place = [], 0
while _raw and _raw[_place]:
    _names.append(_raw[_place].decode())
    _place += 1
_report(python=dict(os.environ), c=_names, arguments=sys.orig_argv)
""",
    )
    assert found["python"] == {"HOME": "/box", "TMPDIR": "/box", "LANG": "C.UTF-8", "PATH": ""}
    assert {entry.partition("=")[0] for entry in found["c"]} == set(found["python"])
    assert str(ROOT) not in str(found)


def test_nothing_of_other_submissions(grading: Grading) -> None:
    """What one submission leaves wherever it can write, the next one does not find."""
    leave = """
import os, random
for _place in ("/box", "/box/one_to_one", "/dev", "/dev/shm", "/tmp", "/", "/packages", "/runner"):
    _attempt(lambda: open(_place + "/left", "w").write("left"))
_report(left=[_place for _place in ("/box", "/box/one_to_one") if os.path.exists(_place + "/left")])
"""
    assert _inside(grading, leave)["left"] == ["/box", "/box/one_to_one"]
    look = """
import os
_found = []
for _folder, _, _files in os.walk("/box"):
    _found += [os.path.join(_folder, _name) for _name in _files if "__pycache__" not in _folder]
_report(files=sorted(_found), names=[_n for _n in ("/left", "/dev/left", "/tmp/left") if os.path.exists(_n)])
"""
    found = _inside(grading, look)
    assert found["names"] == []
    assert found["files"] == [
        "/box/db.sqlite3",
        "/box/one_to_one/__init__.py",
        "/box/one_to_one/migrations/__init__.py",
        "/box/one_to_one/models.py",
    ]


def test_nothing_of_the_assignments_tests_and_of_the_judge(grading: Grading) -> None:
    """No module, no file, no object and no local variable of the process knows a check or the course's key."""
    checks = [check.id for check in grading.assignment.checks]
    halves = json.dumps([[word[:5], word[5:]] for word in [*checks, COURSE_KEY.decode(), str(ROOT)]])
    found = _inside(
        grading,
        f"""
import gc, os, sys
_halves = {halves}
def _known(text):
    return [first + "|" + last for first, last in _halves if first + last in text]
def _texts(thing):
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, (list, tuple)):
        yield from (part for part in thing if isinstance(part, str))
    elif isinstance(thing, dict):
        for pair in list(thing.items()):
            yield from (part for part in pair if isinstance(part, str))
_objects = sorted({{word for thing in gc.get_objects() for text in _texts(thing) for word in _known(text)}})
_files = []
for _root in ("/runner", "/box", "/packages/django"):
    for _folder, _, _names in os.walk(_root):
        _files += [_n for _n in _names if _n in ("test_public.py", "test_hidden.py", "assignment.toml")]
_modules = sorted(name for name in sys.modules if name.split(".")[0] in ("grader", "pytest", "_pytest", "tests"))
_importable = [name for name in ("grader", "pytest", "tests", "judge")
               if not _attempt(lambda: __import__(name)).startswith("ModuleNotFoundError")]
_report(objects=_objects, files=_files, modules=_modules, importable=_importable)
""",
    )
    assert found == {"objects": [], "files": [], "modules": [], "importable": []}


def test_three_descriptors_and_a_channel(grading: Grading) -> None:
    """0 to 3 are open, 0 is empty, 1 and 2 are one pipe, 3 is a socket that hands nothing on."""
    found = _inside(
        grading,
        """
import os, socket, stat
_open = [number for number in range(4096) if not _attempt(lambda: os.fstat(number)).startswith("OSError")]
_channel = socket.socket(fileno=os.dup(3))
_report(
    open=_open,
    input=os.read(0, 10).decode(),
    pipe=[stat.S_ISFIFO(os.fstat(number).st_mode) for number in (1, 2)],
    socket=stat.S_ISSOCK(os.fstat(3).st_mode),
    passed=_attempt(lambda: socket.send_fds(_channel, [b"x"], [0])),
    taken=_attempt(lambda: socket.recv_fds(_channel, 1, 4)),
)
_channel.close()
""",
    )
    assert found["open"] == [0, 1, 2, 3]
    assert not found["input"]
    assert found["pipe"] == [True, True]
    assert found["socket"] is True
    assert (found["passed"], found["taken"]) == ("PermissionError 1", "PermissionError 1")


def test_limits_are_set_and_stay(grading: Grading) -> None:
    """Every limit is by what limits.toml says, soft and hard, and cannot be raised, by no name of the call."""
    found = _inside(
        grading,
        """
import resource
_names = ("AS", "CPU", "FSIZE", "NOFILE", "CORE", "MEMLOCK", "MSGQUEUE", "SIGPENDING", "NICE", "RTPRIO")
_numbers = {name: getattr(resource, "RLIMIT_" + name) for name in _names}
_report(
    limits={name: resource.getrlimit(number) for name, number in _numbers.items()},
    raised={name: _attempt(lambda: resource.setrlimit(number, (resource.RLIM_INFINITY,) * 2))
            for name, number in _numbers.items()},
    of_another=_attempt(lambda: resource.prlimit(1, resource.RLIMIT_CPU, (100, 100))),
)
""",
    )
    limits = default_limits()
    expected = {
        "AS": limits.memory_mb << 20,
        "CPU": int(limits.submission_seconds) + 30,  # the supervisor ends a program long before, by a better clock
        "FSIZE": limits.file_mb << 20,
        "NOFILE": limits.open_files,
        "SIGPENDING": 64,
    }
    zero = dict.fromkeys(("CORE", "MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO"), 0)
    assert found["limits"] == {name: [value, value] for name, value in (expected | zero).items()}
    assert all("Error" in outcome for outcome in [*found["raised"].values(), found["of_another"]]), found


def test_the_process_is_nobody_and_alone(grading: Grading) -> None:
    """First process of its own world, not root, with no parent and no rights, in a machine called box."""
    found = _inside(
        grading,
        """
import ctypes, os
_libc = ctypes.CDLL(None)
_report(
    ids=[*os.getresuid(), *os.getresgid()],
    groups=[group for group in os.getgroups() if group == 0],
    pid=os.getpid(), parent=os.getppid(), host=os.uname().nodename,
    no_new_privileges=_libc.prctl(39, 0, 0, 0, 0), filtered=_libc.prctl(21, 0, 0, 0, 0),
    dumpable=_libc.prctl(3, 0, 0, 0, 0),
    everyone=_attempt(lambda: os.kill(-1, 0)), group=_attempt(lambda: os.killpg(0, 0)),
)
""",
    )
    assert 0 not in found["ids"]
    assert found["groups"] == []
    assert (found["pid"], found["parent"], found["host"]) == (1, 0, "box")
    assert (found["no_new_privileges"], found["filtered"], found["dumpable"]) == (1, 2, 0)
    assert (found["everyone"], found["group"]) == ("PermissionError 1", "PermissionError 1")


def test_what_is_printed_in_hidden_checks_is_for_staff(grading: Grading) -> None:
    """From the first hidden check on, a student does not see what the program prints: it would show the rows."""
    source = REFERENCE + (
        "\n\n_full_clean = models.Model.full_clean\n"
        "def _tell(self, *args, **kwargs):\n"
        "    print('ROWS', list(Women.objects.values_list('name', 'husband_id')))\n"
        "    _full_clean(self, *args, **kwargs)\n"
        "Women.full_clean = _tell\n"
    )
    verdict = grading.accepts(source)
    hidden = str(verdict.staff["hidden_output"])
    assert hidden.count("ROWS") >= 2
    assert "ROWS" in verdict.output.text  # a public check calls full_clean() too
    assert not set(hidden.splitlines()) & set(verdict.output.text.splitlines())
    shown = _student(verdict)
    for line in hidden.splitlines():
        assert json.dumps(line, ensure_ascii=False)[1:-1] not in shown
    assert "hidden_output" not in shown
    assert "ROWS" in _staff(verdict)


def test_a_message_of_a_hidden_check_is_for_staff(grading: Grading) -> None:
    """An exception raised in a hidden check can carry rows: a student is told neither its text nor its class."""
    source = REFERENCE + (
        "\n\ndef _tell(self, *args, **kwargs):\n"
        "    raise RuntimeError('SEEN ' + ' '.join(Women.objects.values_list('name', flat=True)))\n"
        "Women.full_clean = _tell\n"
    )
    verdict = grading.verdict(source)
    failed = [check for check in verdict.checks if check.outcome.value == "failed"]
    hidden = [check for check in failed if check.visibility.value != "public"]
    assert hidden
    for check in hidden:
        text = str(check.happened.get("text"))
        assert text.startswith("SEEN")
        assert text not in _student(verdict)
        assert text in _staff(verdict)


def test_the_source_of_the_hidden_checks_is_shown_to_nobody_but_staff(grading: Grading) -> None:
    """Not even by a check that fails in the middle of a line of it."""
    verdict = grading.verdict("from django.db import models\nclass Women(models.Model):\n    name = 5\n")
    lines = (ASSIGNMENT / "test_hidden.py").read_text(encoding="utf-8").splitlines()
    telling = [line.strip() for line in lines if len(line.strip()) > 30 and "import" not in line]
    assert telling
    assert not [line for line in telling if line in _student(verdict)]


def test_paths_of_the_host_are_nowhere_in_what_a_student_sees(grading: Grading) -> None:
    """A traceback of the student's own names the box's paths; no message names ours."""
    source = (
        REFERENCE + "\n\nimport traceback\ntraceback.print_stack()\nprint(__file__)\nWomen.save = lambda self: 1 / 0\n"
    )
    verdict = grading.verdict(source)
    shown = _student(verdict)
    assert "/box/one_to_one/models.py" in verdict.output.text
    assert str(ROOT) not in shown
    assert str(Path(sys.prefix)) not in shown
    assert "site-packages" not in shown
