"""Sets the platform up and serves it: ``python serve.py PORT``."""

import os
import sys
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from shim import seed

    call_command("migrate", verbosity=0)
    seed.make()
    make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), _Server, _Quiet).serve_forever()


if __name__ == "__main__":
    main()
