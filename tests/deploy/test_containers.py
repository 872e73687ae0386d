"""Dockerfile, compose.yaml and the worker's seccomp profile: what can be said of them without Docker."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys

import pytest
import yaml

from tests.proving import only_when_proving
from tests.sandboxed import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
PROFILE = ROOT / "deploy" / "seccomp-worker.json"


def run(*command, **environment):
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=180, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_dockerfile_is_clean():
    assert run(f"{os.path.dirname(sys.executable)}/hadolint", "Dockerfile") == (0, "")


def test_compose_follows_the_specification(tmp_path):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    assert run(*command, "compose.yaml")[0] == 0
    wrong = tmp_path / "compose.yaml"
    wrong.write_text("services: {web: {healthcheck: {intervall: 5s}}}\n", encoding="utf-8")
    assert run(*command, str(wrong))[0] == 1


def test_the_example_has_every_variable_of_compose():
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text(encoding="utf-8")))
    assert set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)) == asked


def test_no_secret_has_a_default():
    given = dict(re.findall(r"^(\w+)=(.*)$", EXAMPLE, re.MULTILINE))
    secret = {name for name in given if re.search("PASSWORD|SECRET|TOKEN", name)}
    assert len(secret) == 3
    assert {given[name] for name in secret} == {""}
    assert not re.search(r"(PASSWORD|SECRET_KEY): (?!(postgresql://)?.*\$\{\w+:\?\})", yaml.safe_dump(COMPOSE))


def test_images_are_named_without_a_registry():
    named = [one["image"] for one in COMPOSE["services"].values()]
    named += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(named) == 6
    assert [one for one in named if "/" in one] == []


def test_what_is_copied_is_there_and_let_through():
    copied = set(re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE))
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == let_through
    assert all((ROOT / name).exists() for name in copied)


def test_nobody_is_root_and_nothing_can_be_written_but_the_site():
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    ours = {name: one for name, one in COMPOSE["services"].items() if name != "db"}
    for one in ours.values():
        assert (one["read_only"], one["cap_drop"], one["volumes"]) == (True, ["ALL"], ["site:/srv/grader"])
        assert "no-new-privileges:true" in one["security_opt"]
    assert [name for name, one in ours.items() if len(one["security_opt"]) > 1] == ["worker"]


def test_every_command_is_there():
    named = [*COMPOSE["services"]["web"]["healthcheck"]["test"], *COMPOSE["services"]["worker"]["healthcheck"]["test"]]
    named += [*COMPOSE["services"]["prepare"]["command"], *COMPOSE["services"]["worker"]["command"]]
    modules = {one for one in named if one.startswith("grader.")} | set(re.findall(r"python:([\w.]+)", DOCKERFILE))
    assert modules == {"grader.web.probe", "grader.web.worker", "grader.web.prepare", "grader.web.server"}
    assert all(importlib.util.find_spec(one) for one in modules)


# -- the profile: Docker's own, and what a box needs -------------------------------------------------------


def test_the_profile_adds_what_a_box_needs_and_no_more():
    *_, own = json.loads(PROFILE.read_text(encoding="utf-8"))["syscalls"]
    names = ["clone", "mount", "pivot_root", "sethostname", "umount2", "unshare"]
    assert own == {"names": names, "action": "SCMP_ACT_ALLOW"}


@pytest.fixture
def check(tmp_path):
    """How ``worker --check`` ends under a profile, and what it says."""
    own = {"GRADER_SITE": str(tmp_path / "site"), "DJANGO_SETTINGS_MODULE": "grader.web.settings"}
    assert run(sys.executable, "-P", "-m", "grader.web.prepare", **own)[0] == 0

    def checked(profile, min_isolation="full"):
        command = [sys.executable, "-m", "tests.deploy.profiled", str(profile)]
        command += [sys.executable, "-P", "-m", "grader.web.worker", "--check"]
        return run(*command, **own, GRADER_MIN_ISOLATION=min_isolation)

    return checked


@pytest.mark.sandbox
def test_a_full_box_is_had_under_the_profile(check):
    status, said = check(PROFILE)
    assert status == 0, said
    assert "isolation full" in said


@pytest.mark.sandbox
@only_when_proving("the other half of the test above")
def test_without_what_it_adds_there_is_none(check, tmp_path):
    """Docker's default, as it is: a full box is refused, a filtered one is had by who asks for it."""
    told = json.loads(PROFILE.read_text(encoding="utf-8"))
    told["syscalls"].pop()
    (tmp_path / "default.json").write_text(json.dumps(told), encoding="utf-8")
    status, said = check(tmp_path / "default.json")
    assert status == 3
    assert "no box can be made here" in said or "stage cannot be set" in said
