"""Asks this machine's own web server whether it is ready, as its proxy would: for container health checks.

python -m grader.web.probe
"""

from __future__ import annotations

import http.client
import os
import sys

from ..commands.terms import Exit

_SECONDS = 5.0


def main() -> int:
    """``DONE`` where it is ready, else ``TROUBLE``. Host and protocol are those that the site answers to."""
    _, _, port = os.environ.get("GRADER_BIND", "127.0.0.1:8000").rpartition(":")
    headers = {"Host": os.environ.get("GRADER_HOSTS", "localhost").split()[0].removeprefix(".")}
    if os.environ.get("GRADER_HTTPS") == "1":
        headers["X-Forwarded-Proto"] = "https"
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=_SECONDS)
    try:
        connection.request("GET", "/readyz", headers=headers)
        answer = connection.getresponse()
        said = f"{answer.status} {answer.read(200).decode(errors='replace')}"
    except (OSError, http.client.HTTPException) as error:
        sys.stderr.write(f"the web server does not answer: {error}\n")
        return Exit.TROUBLE
    finally:
        connection.close()
    sys.stderr.write(f"{said}\n")
    return Exit.DONE if answer.status == http.HTTPStatus.OK else Exit.TROUBLE


if __name__ == "__main__":
    sys.exit(main())
