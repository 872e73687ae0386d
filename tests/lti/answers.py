"""Answers of the platform doubles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any, NoReturn

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
)


def as_json(
    value: Any, status: int = 200, *, headers: Mapping[str, str] | None = None, content_type: str = "application/json"
) -> Response:
    return Response(json.dumps(value), status, dict(headers or {}), content_type=content_type)


def refuse(status: int, error: str, description: str = "") -> NoReturn:
    answer = {"error": error} | ({"error_description": description} if description else {})
    raise HTTPException(response=as_json(answer, status))


def json_of(request: Request) -> dict[str, Any]:
    """The object that was sent; refuses all else with 400."""
    try:
        value = json.loads(request.get_data())
    except ValueError:
        value = None
    if not isinstance(value, dict):
        refuse(400, "invalid_request", "the body is no JSON object")
    return value


def page(title: str, body: str, status: int = 200) -> Response:
    """``body`` is HTML."""
    return Response(_PAGE.format(title=escape(title), body=body), status, content_type="text/html; charset=utf-8")


def posting_form(action: str, fields: Mapping[str, str], title: str = "Launch") -> Response:
    """A page that posts the fields by itself; by a button, where there are no scripts."""
    inputs = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields.items()
    )
    button = "<noscript><button>Continue</button></noscript>"
    form = f'<form id="go" method="post" action="{escape(action)}">{inputs}{button}</form>'
    return page(title, f'{form}<script>document.getElementById("go").submit();</script>')
