"""The API is as its OpenAPI document says: no request brings an answer that is not described there, and none a 5xx."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proving import PROVING
from tests.web.test_shell import TOKEN

pytestmark = pytest.mark.sandbox

_EXAMPLES = 100 if PROVING else 5
_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def test_no_answer_is_undescribed(demo, tmp_path):
    """With a token and what schemathesis makes of it: what is described, and what is not."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{demo.url}/api/openapi.json"]
    command += ["--header", f"Authorization: Bearer {demo.shell(TOKEN)}", "--checks", _CHECKS, "--no-color"]
    command += ["--max-examples", str(_EXAMPLES), "--generation-database", "none", "--seed", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) generated", done.stdout)[1]) > _EXAMPLES, done.stdout
