"""What a browser sees of a platform double: a course that shows the tool in a frame or in a window, and a store.

The store is the frame that the login request names in ``lti_storage_target``. It keeps what the tool puts there with
``lti.put_data`` and gives it back to ``lti.get_data`` (LTI postMessage Storage 0.1): to the tool's origin alone.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from werkzeug.wrappers import Request, Response

from tests.lti.answers import page, posting_form
from tests.lti.double_launches import DeepLink, Hint

if TYPE_CHECKING:
    from tests.lti.double import Double

_STORE = """
const tool = %(tool)s, frame = %(frame)s, storing = %(storing)s, kept = new Map();
window.kept = kept;
window.heard = [];
window.addEventListener("message", (event) => {
  const asked = event.data;
  if (typeof asked !== "object" || asked === null || !String(asked.subject).startsWith("lti.")) return;
  window.heard.push({origin: event.origin, ...asked});
  const answer = {subject: asked.subject + ".response", message_id: asked.message_id};
  const failed = (code, message) => ({...answer, error: {code, message}});
  const reply = (told) => event.source.postMessage(told, event.origin);
  if (asked.subject === "lti.capabilities") {
    const kinds = [{subject: "lti.capabilities"}];
    if (frame) kinds.push({subject: "lti.put_data", frame}, {subject: "lti.get_data", frame});
    return reply({...answer, supported_messages: kinds});
  }
  if (!storing) return;
  if (event.origin !== tool) return reply(failed("wrong_origin", "not the origin of the tool"));
  if (typeof asked.key !== "string") return reply(failed("bad_request", "no key"));
  if (asked.subject === "lti.put_data") {
    if (asked.value === null || asked.value === undefined) kept.delete(asked.key);
    else kept.set(asked.key, String(asked.value));
    return reply({...answer, key: asked.key, value: asked.value});
  }
  if (asked.subject === "lti.get_data") {
    return reply({...answer, key: asked.key, value: kept.get(asked.key) ?? null});
  }
});
"""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Pages:
    def __init__(self, double: Double) -> None:
        self._double = double

    def _script(self, *, storing: bool) -> str:
        told = {"tool": _origin(self._double.tool), "frame": self._double.storage_target, "storing": storing}
        return _STORE % {name: json.dumps(value) for name, value in told.items()}

    def course(self, request: Request) -> Response:
        """``?user=ann&link=week1&target=iframe``: the tool in a frame; ``target=window``: a link to a new window.

        ``deep=1``: content is chosen, and not the link launched.
        """
        double = self._double
        target = request.args.get("target", "iframe")
        url = f"/course/go?{urlencode(request.args.to_dict())}"
        shown = f'<iframe name="tool" title="Tool" src="{escape(url)}" width="1000" height="700"></iframe>'
        if target == "window":
            shown = f'<p><a id="open" href="{escape(url)}" target="_blank" rel="opener">Open the tool</a></p>'
        store = ""
        if double.storage_target:
            where = f"{double.security_url}/course/store"
            store = (
                f'<iframe name="{escape(double.storage_target)}" title="Store" src="{escape(where)}" hidden></iframe>'
            )
        script = f"<script>{self._script(storing=False)}</script>"
        return page(double.course.title, f"<h1>{escape(double.course.title)}</h1>{script}{store}{shown}")

    def store(self, _request: Request) -> Response:
        return page("Store", f"<script>{self._script(storing=True)}</script>")

    def go(self, request: Request) -> Response:
        """Sends the browser to the tool's login address."""
        double, args = self._double, request.args
        person = double.course.people[args.get("user", "ann")]
        deep = DeepLink() if args.get("deep") else None
        link = None if deep else double.course.links[args.get("link", "week1")]
        asked = double.launches.login_request(Hint(person, link, deep, args.get("target", "iframe")))
        if asked.method == "POST":
            return posting_form(asked.url, asked.fields, "Login")
        return Response(status=302, headers={"Location": f"{asked.url}?{urlencode(asked.fields)}"})
