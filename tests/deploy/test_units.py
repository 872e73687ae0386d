"""The systemd units: systemd understands them, and what they leave open is no more than is said."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.sandboxed import ROOT

UNITS = {one.stem: one for one in (ROOT / "deploy").glob("*.service")}
_MOST_OPEN = {"grader-web": 15, "grader-worker": 33}  # of 100; a service without any hardening has 96


def analyze(*arguments):
    program = shutil.which("systemd-analyze")
    if program is None:
        raise RuntimeError("systemd-analyze is missing. Run: apt-get install systemd")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def units(tmp_path):
    """As they are for a grader that lies where this one does."""
    for unit in UNITS.values():
        text = unit.read_text(encoding="utf-8").replace("/opt/grader", str(ROOT))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_understands_them(units):
    assert UNITS.keys() == _MOST_OPEN.keys()
    assert analyze("verify", "--man=no", *map(str, units.glob("*.service"))) == (0, "")


@pytest.mark.parametrize("name", _MOST_OPEN)
def test_what_they_leave_open(units, name):
    arguments = ("security", "--offline=true", "--no-pager", f"--threshold={_MOST_OPEN[name]}")
    status, said = analyze(*arguments, str(units / f"{name}.service"))
    assert status == 0, said


def test_the_worker_may_make_a_box_and_the_web_server_no_namespace():
    worker, web = (UNITS[name].read_text(encoding="utf-8") for name in ("grader-worker", "grader-web"))
    assert set(re.search(r"^RestrictNamespaces=(.*)$", worker, re.MULTILINE)[1].split()) == {
        "user",
        "mnt",
        "pid",
        "net",
        "ipc",
        "uts",
        "cgroup",
    }
    for kept in ("ProtectKernelTunables", "ProtectHostname", "ProcSubset", "PrivateUsers"):
        assert f"\n{kept}=" in web
        assert f"\n{kept}=" not in worker


def test_variables_are_known_and_told():
    """What code of the site, compose or a unit reads or sets stands in the pages for operators."""
    texts = [one.read_text(encoding="utf-8") for one in (ROOT / "grader" / "web").glob("*.py")]
    texts += [(ROOT / name).read_text(encoding="utf-8") for name in ("compose.yaml", ".env.example")]
    texts += [one.read_text(encoding="utf-8") for one in (ROOT / "deploy").iterdir()]
    named = set(re.findall(r"\bGRADER_[A-Z_]+\b", "\n".join(texts)))
    pages = [(ROOT / "docs" / "howto" / name).read_text(encoding="utf-8") for name in ("site.md", "operate.md")]
    assert named - set(re.findall(r"\bGRADER_[A-Z_]+\b", "\n".join(pages))) == set()
